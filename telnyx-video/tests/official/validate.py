"""Validates recorded requests and responses against the documents of their cases with openapi-core.

The arguments are a directory of cases, each with its document, and a file with the exchanges of each case.
`runner/ignored_violations.yaml` lists the violations to ignore, with reasons. Prints all other violations, and the
entries of the list that match no violation.
"""

import json
import sys
from pathlib import Path

from werkzeug import Request, Response
from werkzeug.test import EnvironBuilder

from validator import Validator, read

cases, exchanges = map(Path, sys.argv[1:])


def read_document(path):
    """Reads a document and replaces its servers with `/`."""
    document = read(path)
    for item in document["paths"].values():
        item.pop("servers", None)
        for operation in item.values():
            if isinstance(operation, dict):
                operation.pop("servers", None)
    document["servers"] = [{"url": "/"}]
    return document


def to_request(exchange):
    method, target = exchange["request"].split(" ", 1)
    headers = [line.split(": ", 1) if ": " in line else (line.rstrip(":"), "") for line in exchange["headers"]]
    path, _, query = target.partition("?")
    builder = EnvironBuilder(
        path=path,
        method=method,
        headers=[pair for pair in headers if pair[0] not in ("content-length", "transfer-encoding")],
        query_string=query,
        data=exchange["body"].encode("latin-1"),
    )
    return Request(builder.get_environ())


def to_response(exchange):
    body = exchange["response"].encode("latin-1")
    return Response(body, exchange["status"], content_type=exchange["media_type"] or None)


def violations(validator, exchange):
    request = to_request(exchange)
    yield "request", validator.request_violation(request)
    yield "response", validator.response_violation(request, to_response(exchange))


ignored = read(cases / "runner/ignored_violations.yaml")
used = set()
validated = failures = 0
for case, recorded in json.loads(exchanges.read_text()).items():
    path = cases / f"{case}.yaml"
    validator = Validator(read_document(path), path.as_uri(), spec_validator_cls=None)
    for exchange in recorded:
        for part, message in violations(validator, exchange):
            validated += 1
            if not message:
                continue
            matching = (
                index
                for index, entry in enumerate(ignored)
                if (entry["case"], entry["part"]) == (case, part)
                and exchange["request"].startswith(entry.get("request", ""))
                and entry["message"] in message
            )
            if (index := next(matching, None)) is None:
                failures += 1
                print(f"{case}: {part} of {exchange['request']}: {message}")
            else:
                used.add(index)
for index, entry in enumerate(ignored):
    if index not in used:
        failures += 1
        print(f"{entry['case']}: ignored_violations.yaml: no violation contains `{entry['message']}`; delete the entry")
print(f"{validated} requests and responses, {failures} failures")
sys.exit(bool(failures))
