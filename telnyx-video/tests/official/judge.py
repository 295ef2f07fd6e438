"""Holds recorded requests and answers against the documents that they were made from, by openapi-core.

The arguments are a directory of cases, each with its document, and a file with the exchanges of each case. What openapi-core
cannot judge is listed beside the cases, with the reason. Whatever else it objects to is printed, as is what the list has and
nothing came of.
"""

import json
import sys
from pathlib import Path

from werkzeug import Request, Response
from werkzeug.test import EnvironBuilder

from validator import Validator, read

cases, exchanges = map(Path, sys.argv[1:])


def document(path):
    """The document, to which the server is whatever was called."""
    found = read(path)
    for item in found["paths"].values():
        item.pop("servers", None)
        for operation in item.values():
            if isinstance(operation, dict):
                operation.pop("servers", None)
    found["servers"] = [{"url": "/"}]
    return found


def request(exchange):
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


def answer(exchange):
    body = exchange["answer"].encode("latin-1")
    return Response(body, exchange["status"], content_type=exchange["media_type"] or None)


def objections(path, exchange):
    sent = request(exchange)
    validator = validators[path]
    yield "request", validator.of_request(sent)
    yield "answer", validator.of_answer(sent, answer(exchange))


excused = read(cases / "runner/not_judged.yaml")
used = set()
judged = failures = 0
validators = {}
for case, recorded in json.loads(exchanges.read_text()).items():
    path = cases / f"{case}.yaml"
    validators[path] = Validator(document(path), path.as_uri(), spec_validator_cls=None)
    for exchange in recorded:
        for part, said in objections(path, exchange):
            judged += 1
            if not said:
                continue
            fitting = (
                index
                for index, excuse in enumerate(excused)
                if (excuse["case"], excuse["part"]) == (case, part)
                and exchange["request"].startswith(excuse.get("request", ""))
                and excuse["said"] in said
            )
            if (index := next(fitting, None)) is None:
                failures += 1
                print(f"{case}: {part} of {exchange['request']}: {said}")
            else:
                used.add(index)
for index, excuse in enumerate(excused):
    if index not in used:
        failures += 1
        print(f"{excuse['case']}: nothing came of what is listed as not judged: {excuse['said']}")
print(f"{judged} requests and answers, {failures} failures")
sys.exit(bool(failures))
