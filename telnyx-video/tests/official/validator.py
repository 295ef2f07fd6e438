"""Validates requests and responses with openapi-core."""

import re

import yaml
from openapi_core import Config, OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest, WerkzeugOpenAPIResponse


class Loader(yaml.SafeLoader):
    """Loads YAML 1.2, in which `no` and dates are strings."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":bool", ":timestamp"))]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def with_string_keys(node):
    """Converts the keys of all objects to strings, as in JSON."""
    if isinstance(node, dict):
        return {"null" if key is None else str(key): with_string_keys(value) for key, value in node.items()}
    if isinstance(node, list):
        return [with_string_keys(item) for item in node]
    return node


def read(path):
    with open(path, encoding="utf-8") as file:
        return with_string_keys(yaml.load(file, Loader))


class Validator:
    """Validates werkzeug requests and responses against a document."""

    def __init__(self, document, base_uri="", **config):
        self.api = OpenAPI.from_dict(document, base_uri=base_uri, config=Config(**config))

    def request_violation(self, request):
        """Returns the violation in a request, or None."""
        return error_message(lambda: self.api.validate_request(WerkzeugOpenAPIRequest(request)))

    def response_violation(self, request, response):
        """Returns the violation in a response, or None."""
        pair = WerkzeugOpenAPIRequest(request), WerkzeugOpenAPIResponse(response)
        return error_message(lambda: self.api.validate_response(*pair))


def error_message(validate):
    try:
        validate()
    except Exception as error:
        return f"{error!r} {error.__cause__!r}"
