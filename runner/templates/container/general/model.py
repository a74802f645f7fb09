"""Serves a model of SINGA-Auto for its GENERAL task: any query in, any answer out.

`singa_model.py` is the model: one class that extends BaseModel, as SINGA-Auto's developers write it. Put yours in
its place, and the packages that it imports into requirements.txt. A training draws knobs at random, as SINGA-Auto
does where it has nothing better, and keeps the trial that evaluate finds best.
"""

import base64
import csv
import functools
import inspect
import json
import math
import os
import random
import tempfile

import singa_model
from singa_auto.model import BaseModel, CategoricalKnob, FloatKnob, IntegerKnob

# where weights are read from, and written to by a training: container.train.outputPath in module.md
FOLDER = os.environ.get("MODEL_FOLDER", "/srv/model")
WEIGHTS = os.path.join(FOLDER, "weights.json")
METRICS = os.path.join(FOLDER, "metrics.json")


def only_model():
    own = [value for value in vars(singa_model).values() if isinstance(value, type) and issubclass(value, BaseModel)]
    own = [kind for kind in own if kind.__module__ == singa_model.__name__]
    if len(own) == 1:
        return own[0]
    found = ", ".join(kind.__name__ for kind in own) or "none"
    raise SystemExit(f"singa_model.py: expected one class that extends BaseModel, found {found}")


MODEL = only_model()
KNOBS = MODEL.get_knob_config()

metadata = {
    "name": MODEL.__name__,
    "description": inspect.getdoc(MODEL) or "A model of SINGA-Auto",
    "author": "",
    "license": "Apache-2.0",
    "version": "1.0.0",
}

arguments = {
    "query": {"type": "json", "description": "A query: any JSON, or a text"},
    "file": {"type": "file", "description": "A query as a file: JSON, a text, or any bytes"},
}

response = {"prediction": "json"}


def argument_of(knob):
    """How a knob is set in a training; None for one that nobody sets."""
    if isinstance(knob, (IntegerKnob, FloatKnob)):
        kind = "integer" if isinstance(knob, IntegerKnob) else "number"
        return {"type": kind, "description": f"{knob.value_min} to {knob.value_max}; left out, it is searched"}
    if isinstance(knob, CategoricalKnob):
        kinds = {bool: "boolean", int: "integer", float: "number"}
        return {
            "type": kinds.get(type(knob.values[0]), "string"),
            "choices": knob.values,
            "description": "Left out, it is searched",
        }
    return None


training = {
    "data": {
        "type": "string",
        "required": True,
        "description": "Path of a CSV, or of a folder with two files: one to learn from, one to measure with",
    },
    "trials": {"type": "integer", "default": 8, "description": "Settings of the knobs that are tried"},
    "seed": {"type": "integer", "default": 1, "description": "Of the draws"},
    **{name: argument for name, knob in KNOBS.items() if (argument := argument_of(knob)) is not None},
}


class InvalidInput(Exception):
    """A query that the model does not take."""


def predict(query=None, file=None):
    if query is None and file is None:
        raise InvalidInput("expected a query or a file, found none")
    asked = value_of(file) if query is None else query
    try:
        [prediction] = model_of_weights(os.stat(WEIGHTS).st_mtime_ns).predict([asked])
    except ValueError as error:
        raise InvalidInput(str(error)) from error
    # what arrays and their numbers are in JSON
    return {"prediction": json.loads(json.dumps(prediction, default=lambda value: value.tolist()))}


def value_of(file):
    try:
        text = file.decode()
    except UnicodeDecodeError:
        return file
    try:
        return json.loads(text)
    except ValueError:
        return text


@functools.lru_cache(maxsize=1)
def model_of_weights(_changed):
    with open(WEIGHTS) as file:
        weights = json.load(file)
    loaded = MODEL(**weights["knobs"])
    loaded.load_parameters({name: decoded(value) for name, value in weights["parameters"].items()})
    return loaded


def train(data, trials, seed, **fixed):
    draw = random.Random(seed)
    best = None
    is_searched = any(argument_of(knob) is not None and name not in fixed for name, knob in KNOBS.items())
    with tempfile.TemporaryDirectory() as folder:
        paths = parts_of(data, folder)
        for trial in range(1, (trials if is_searched else 1) + 1):
            knobs = {**{name: knob.draw(draw) for name, knob in KNOBS.items()}, **fixed}
            score, parameters = tried(knobs, *paths)
            print(json.dumps({"type": "METRICS", "trial": trial, "score": score}), flush=True)
            if math.isfinite(score) and (best is None or score > best[0]):
                best = (score, knobs, parameters)
    MODEL.teardown()
    if best is None:
        raise ValueError(f"expected a score that is a number, found none in {trials} trials")
    score, knobs, parameters = best
    with open(METRICS, "w") as file:
        json.dump({"score": score, "trials": trial}, file)
    with open(WEIGHTS, "w") as file:
        kept = {name: encoded(value) for name, value in parameters.items()}
        json.dump({"knobs": knobs, "parameters": kept}, file)
    return {"score": score, "knobs": knobs}


def tried(knobs, learnt, measured):
    model = MODEL(**knobs)
    try:
        model.train(learnt, **taken(model.train, {"shared_params": None, "annotation_dataset_path": None}))
        return float(model.evaluate(measured)), model.dump_parameters()
    finally:
        model.destroy()


def taken(function, values):
    """Those of the arguments that a model has a name for: some have fewer than SINGA-Auto gives."""
    parameters = inspect.signature(function).parameters
    takes_all = any(one.kind is one.VAR_KEYWORD for one in parameters.values())
    return {name: value for name, value in values.items() if takes_all or name in parameters}


def parts_of(data, folder):
    """Two paths: data to learn from, and data to measure with, which of a table is every fourth row."""
    if os.path.isdir(data):
        paths = [os.path.join(data, name) for name in sorted(os.listdir(data))]
        if len(paths) == 2:
            return paths
    elif data.lower().endswith(".csv"):
        with open(data, newline="", encoding="utf-8-sig") as file:
            head, *rows = csv.reader(file)
        parts = [row for index, row in enumerate(rows) if index % 4], rows[::4]
        paths = [os.path.join(folder, name) for name in ("learnt.csv", "measured.csv")]
        for path, part in zip(paths, parts):
            with open(path, "w", newline="") as file:
                csv.writer(file).writerows([head, *part])
        return paths
    raise ValueError("expected a CSV, or two data sets: one to learn from, one to measure with")


def encoded(value):
    """Texts and numbers as they are, bytes and arrays as base64."""
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if hasattr(value, "tobytes") and hasattr(value, "dtype"):
        text = base64.b64encode(value.tobytes()).decode()
        return {"array": text, "dtype": str(value.dtype), "shape": list(value.shape)}
    return {"value": value}


def decoded(kept):
    if "bytes" in kept:
        return base64.b64decode(kept["bytes"])
    if "array" in kept:
        import numpy

        array = numpy.frombuffer(base64.b64decode(kept["array"]), dtype=kept["dtype"])
        return array.reshape(kept["shape"]).copy()
    return kept["value"]
