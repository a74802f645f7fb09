"""Serves model.py by the DEEPaaS API V2, with nothing but Python itself.

model.py gives what DEEPaaS asks of a model, in plain dictionaries:

    metadata      name, description, author, license, version
    arguments     of predict: {name: {"type": …, "required": …, "description": …, "choices": …, "default": …}}
    predict       a function of these arguments; returns what JSON can say
    response      fields of the answer by name and type; left out, any JSON is an answer
    training      arguments of train, and train: left out, the model is not trained here
    InvalidInput  an exception for what predict cannot take: the caller is told its words, with 422

A type is string, integer, number, boolean, file or json; a file comes as bytes, json as what it says, or as the
text itself where it says nothing. A training runs beside the predictions, one at a time. Its messages are
those of DEEPaaS, so that its clients understand them.
"""

import datetime
import email.parser
import email.policy
import inspect
import json
import os
import threading
import time
import traceback
import urllib.parse
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import model

NAME = model.metadata["name"]
PREDICT = getattr(model, "arguments", {})
TRAIN = getattr(model, "training", {})
RESPONSE = getattr(model, "response", None)
# one that nobody raises where model.py has none
INVALID_INPUT = getattr(model, "InvalidInput", type("InvalidInput", (Exception,), {}))
MOST_BYTES = 256 * 1024 * 1024

trainings = {}
one_at_a_time = threading.Lock()


class Invalid(Exception):
    """Arguments that are missing or wrong, by name."""

    def __init__(self, problems):
        super().__init__(json.dumps(problems))
        self.problems = problems


def read_integer(text):
    return int(str(text))


def read_boolean(text):
    known = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    return known[str(text).lower()]


def read_json(text):
    try:
        return json.loads(text) if isinstance(text, str) else text
    except ValueError:
        return text


READERS = {
    "string": (str, "Not a valid string."),
    "integer": (read_integer, "Not a valid integer."),
    "number": (lambda text: float(str(text)), "Not a valid number."),
    "boolean": (read_boolean, "Not a valid boolean."),
    "file": (lambda value: value, "Not a valid file."),
    "json": (read_json, "Not a valid value."),
}


def read_arguments(expected, given):
    values, problems = {}, {}
    for name, about in expected.items():
        if name not in given:
            if about.get("required"):
                problems[name] = ["Missing data for required field."]
            elif "default" in about:
                values[name] = about["default"]
            continue
        read, complaint = READERS[about["type"]]
        value = given[name]
        if (about["type"] == "file") != isinstance(value, bytes):
            problems[name] = [complaint]
            continue
        try:
            value = read(value)
        except (KeyError, ValueError):
            problems[name] = [complaint]
            continue
        choices = about.get("choices")
        if choices and value not in choices:
            problems[name] = [f"Must be one of: {', '.join(map(str, choices))}."]
        else:
            values[name] = value
    if problems:
        raise Invalid(problems)
    return values


def train(record, values):
    began = time.monotonic()
    with one_at_a_time:
        try:
            output = model.train(**values)
            took = datetime.timedelta(seconds=time.monotonic() - began)
            finished = str(datetime.datetime.now())
            record["result"] = {"output": output, "finish_date": finished, "duration": str(took)}
            record["status"] = "done"
        except Exception as error:  # whatever went wrong is the training's, and is told
            traceback.print_exc()
            record["message"] = str(error) or type(error).__name__
            record["status"] = "error"


def start_training(values):
    record = {
        "date": str(datetime.datetime.now()),
        "args": values,
        "uuid": uuid.uuid4().hex,
        "status": "running",
    }
    trainings[record["uuid"]] = record
    threading.Thread(target=train, args=(record, values), daemon=True).start()
    return record


def describe_model():
    links = [{"rel": "self", "href": f"/v2/models/{NAME}"}]
    return {"id": "0", "links": links, **model.metadata}


SCHEMAS = {
    "string": {"type": "string"},
    "integer": {"type": "integer", "format": "int32"},
    "number": {"type": "number", "format": "float"},
    "boolean": {"type": "boolean"},
    "file": {"type": "file"},
    "object": {"type": "object"},
    "list": {"type": "array", "items": {}},
    "json": {},
}


def describe_argument(name, about):
    extra = {"enum": about["choices"]} if "choices" in about else {}
    if "default" in about:
        extra["default"] = about["default"]
    return {
        "in": "formData" if about["type"] == "file" else "query",
        "name": name,
        "required": bool(about.get("required")),
        **SCHEMAS[about["type"]],
        **extra,
        "description": about.get("description", ""),
    }


def describe_operation(expected, responses):
    parameters = [describe_argument(name, about) for name, about in expected.items()]
    return {"post": {"parameters": parameters, "responses": responses, "tags": ["models"]}}


def describe_api():
    definitions = {"Prediction": {"type": "object", "properties": {"status": {"type": "string"}}}}
    if RESPONSE is not None:
        properties = {name: SCHEMAS[kind] for name, kind in RESPONSE.items()}
        definitions["ModelPredictionResponse"] = {"type": "object", "properties": properties}
    kind = "Prediction" if RESPONSE is None else "ModelPredictionResponse"
    answer = {"200": {"description": "", "schema": {"$ref": f"#/definitions/{kind}"}}}
    paths = {f"/v2/models/{NAME}/predict/": describe_operation(PREDICT, answer)}
    if hasattr(model, "train"):
        paths[f"/v2/models/{NAME}/train/"] = describe_operation(TRAIN, {})
    info = {"title": model.metadata.get("description", NAME), "version": model.metadata["version"]}
    return {"swagger": "2.0", "info": info, "paths": paths, "definitions": definitions}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # head and body of an answer leave together
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self):
        path = urllib.parse.urlsplit(self.path).path
        known = {
            "/v2/models/": lambda: {"models": [describe_model()]},
            f"/v2/models/{NAME}/": describe_model,
            f"/v2/models/{NAME}/train/": lambda: list(trainings.values()),
            "/swagger.json": describe_api,
        }
        if path in known:
            return self.answer(200, known[path]())
        record = trainings.get(path.removeprefix(f"/v2/models/{NAME}/train/"))
        return self.refuse(404) if record is None else self.answer(200, record)

    def do_POST(self):
        path = urllib.parse.urlsplit(self.path).path
        try:
            given = self.read_given()
            if path == f"/v2/models/{NAME}/predict/":
                return self.answer(200, self.predict(given))
            if path == f"/v2/models/{NAME}/train/":
                if not hasattr(model, "train"):
                    return self.refuse(501)
                return self.answer(200, start_training(read_arguments(TRAIN, given)))
            return self.refuse(404)
        except Invalid as invalid:
            return self.answer(422, invalid.problems)
        except INVALID_INPUT as invalid:
            return self.answer(422, {"message": str(invalid)})
        except Exception:  # the caller learns that it failed, the log why
            traceback.print_exc()
            return self.refuse(500)

    def predict(self, given):
        result = model.predict(**read_arguments(PREDICT, given))
        return result if RESPONSE is not None else {"status": "OK", "predictions": result}

    def read_given(self):
        """Values by name: of the address, before those of a form, before those of JSON."""
        length = int(self.headers.get("Content-Length") or 0)
        if length > MOST_BYTES:
            raise Invalid({"body": [f"At most {MOST_BYTES} bytes."]})
        body = self.rfile.read(length)
        kind = self.headers.get_content_type()
        given = {}
        if kind == "application/json" and body:
            given = self.read_json(body)
        elif kind == "multipart/form-data":
            given = self.read_form(body)
        elif kind == "application/x-www-form-urlencoded":
            given = first_values(body.decode())
        return {**given, **first_values(urllib.parse.urlsplit(self.path).query)}

    def read_json(self, body):
        try:
            given = json.loads(body)
        except ValueError:
            raise Invalid({"json": ["Invalid JSON body."]}) from None
        return given if isinstance(given, dict) else {}

    def read_form(self, body):
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        parser = email.parser.BytesParser(policy=email.policy.HTTP)
        given = {}
        for part in parser.parsebytes(head + body).iter_parts():
            name = part.get_param("name", header="Content-Disposition")
            content = part.get_payload(decode=True) or b""
            given[name] = content if part.get_filename() is not None else content.decode()
        return given

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def refuse(self, status):
        self.answer(status, {"message": self.responses[status][0]})

    def log_message(self, form, *arguments):
        print(f"{self.command} {urllib.parse.urlsplit(self.path).path} {arguments[1]}", flush=True)


def first_values(text):
    return {name: values[0] for name, values in urllib.parse.parse_qs(text).items()}


if __name__ == "__main__":
    for verb, expected in (("predict", PREDICT), ("train", TRAIN)):
        function = getattr(model, verb, None)
        if function is not None:
            inspect.signature(function).bind(**{name: None for name in expected})
    port = int(os.environ.get("PORT", "5000"))
    print(f"{NAME} listens on port {port}", flush=True)
    ThreadingHTTPServer(("0.0.0.0", port), Handler).serve_forever()
