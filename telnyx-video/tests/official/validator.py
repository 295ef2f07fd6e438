"""What openapi-core has to say of requests and answers."""

import re

import yaml
from openapi_core import Config, OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest, WerkzeugOpenAPIResponse


class Loader(yaml.SafeLoader):
    """Reads YAML 1.2, where neither `no` nor a date is anything but text."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":bool", ":timestamp"))]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def with_text_keys(node):
    """A node as JSON has it, in which every key is text."""
    if isinstance(node, dict):
        return {"null" if key is None else str(key): with_text_keys(value) for key, value in node.items()}
    if isinstance(node, list):
        return [with_text_keys(item) for item in node]
    return node


def read(path):
    with open(path, encoding="utf-8") as file:
        return with_text_keys(yaml.load(file, Loader))


class Validator:
    """Holds requests and answers, as werkzeug has them, against a document."""

    def __init__(self, document, base_uri="", **config):
        self.api = OpenAPI.from_dict(document, base_uri=base_uri, config=Config(**config))

    def of_request(self, request):
        """What is wrong with a request, or nothing."""
        return objection(lambda: self.api.validate_request(WerkzeugOpenAPIRequest(request)))

    def of_answer(self, request, answer):
        """What is wrong with the answer to a request, or nothing."""
        pair = WerkzeugOpenAPIRequest(request), WerkzeugOpenAPIResponse(answer)
        return objection(lambda: self.api.validate_response(*pair))


def objection(validate):
    try:
        validate()
    except Exception as error:
        return f"{error!r} {error.__cause__!r}"
