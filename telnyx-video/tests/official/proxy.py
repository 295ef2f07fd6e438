"""A proxy that validates requests and responses against the contract with openapi-core.

The arguments are the contract, its overlay and the base URL of a server. The first line of output is the base URL of the
proxy. The proxy responds to violations of the contract with the status 400.
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


def merge(old, new):
    """Merges an update into a node by the rules of Overlay 1.0.0, independently of our implementation."""
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {key: merge(old[key], new[key]) if key in old else new[key] for key in new}
    if isinstance(old, list):
        return old + (new if isinstance(new, list) else [new])
    return new


def apply_overlay(document, actions):
    for action in actions:
        # Finds all matches first, because a change may remove later ones.
        for match in list(jsonpath.finditer(action["target"], document)):
            if not match.parts:
                document = merge(document, action["update"])
                continue
            parent, key = match.parent.obj, match.parts[-1]
            if action.get("remove"):
                del parent[key]
            else:
                parent[key] = merge(parent[key], action["update"])
    return document


document = apply_overlay(read(contract), read(overlay)["actions"])
document["servers"] = [{"url": "/v2"}]
# Unknown properties are violations.
validator = Validator(document, additional_properties_default_policy="forbid")
# Ignores proxies in the environment.
opener = build_opener(ProxyHandler({}))


def forward(request):
    """Returns the response of the server, whatever its status."""
    headers = {name: value for name, value in request.headers if name not in ("Host", "Content-Length")}
    target = request.environ["RAW_URI"].removeprefix("/v2")
    body = request.get_data() or None
    outgoing = Request(upstream + target, body, headers, method=request.method)
    try:
        response = opener.open(outgoing)
    except HTTPError as error:
        response = error
    with response:
        media_type = response.headers.get("Content-Type")
        return Response(response.read(), response.status, content_type=media_type)


def violation(part, message):
    errors = {"errors": [{"detail": f"{part}: {message}"}]}
    return Response(json.dumps(errors), 400, content_type="application/json")


@Incoming.application
def validate(request):
    if message := validator.request_violation(request):
        return violation("request", message)
    response = forward(request)
    if message := validator.response_violation(request, response):
        return violation("response", message)
    return response


class SilentHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_):
        pass


server = make_server("127.0.0.1", 0, validate, threaded=True, request_handler=SilentHandler)
print(f"http://127.0.0.1:{server.port}/v2", flush=True)
server.serve_forever()
