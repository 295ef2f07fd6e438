"""A proxy that holds requests and answers against the contract, by openapi-core.

The arguments are the contract, its overlay and the base URL of a server. The first line printed is the base URL of the
proxy. What the contract forbids comes to the client as an error with the status 400.
"""

import json
import sys
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import jsonpath
from werkzeug import Request as Incoming
from werkzeug import Response
from werkzeug.serving import WSGIRequestHandler, make_server

from validator import Validator, read

contract, overlay, upstream = sys.argv[1:]


def merged(old, new):
    """What an update makes of a node: the same rules as in Overlay 1.0.0, read a second time."""
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {key: merged(old[key], new[key]) if key in old else new[key] for key in new}
    if isinstance(old, list):
        return old + (new if isinstance(new, list) else [new])
    return new


def overlaid(document, actions):
    for action in actions:
        # A change may take the nodes that come later with it, so their places are all noted first.
        for match in list(jsonpath.finditer(action["target"], document)):
            if not match.parts:
                document = merged(document, action["update"])
                continue
            holder, key = match.parent.obj, match.parts[-1]
            if action.get("remove"):
                del holder[key]
            else:
                holder[key] = merged(holder[key], action["update"])
    return document


document = overlaid(read(contract), read(overlay)["actions"])
document["servers"] = [{"url": "/v2"}]
# What the contract has no name for is a slip of the pen, not news.
validator = Validator(document, additional_properties_default_policy="forbid")
# Not by a proxy of the environment.
opener = build_opener(ProxyHandler({}))


def forward(request):
    """The answer of the server, whatever its status."""
    headers = {name: value for name, value in request.headers if name not in ("Host", "Content-Length")}
    target = request.environ["RAW_URI"].removeprefix("/v2")
    body = request.get_data() or None
    outgoing = Request(upstream + target, body, headers, method=request.method)
    try:
        answer = opener.open(outgoing)
    except HTTPError as error:
        answer = error
    with answer:
        media_type = answer.headers.get("Content-Type")
        return Response(answer.read(), answer.status, content_type=media_type)


def violation(who, said):
    errors = {"errors": [{"detail": f"{who}: {said}"}]}
    return Response(json.dumps(errors), 400, content_type="application/json")


@Incoming.application
def check(request):
    if said := validator.of_request(request):
        return violation("request", said)
    answer = forward(request)
    if said := validator.of_answer(request, answer):
        return violation("answer", said)
    return answer


class Silent(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_):
        pass


server = make_server("127.0.0.1", 0, check, threaded=True, request_handler=Silent)
print(f"http://127.0.0.1:{server.port}/v2", flush=True)
server.serve_forever()
