"""A small model to begin with: the language of a text, by the letters that stand together in it."""

import collections
import csv
import json
import math
import os

# where weights are read from, and written to by a training: container.train.outputPath in module.md
FOLDER = os.environ.get("MODEL_FOLDER", "/srv/model")
WEIGHTS = os.path.join(FOLDER, "weights.json")
METRICS = os.path.join(FOLDER, "metrics.json")

metadata = {
    "name": "language",
    "description": "The language of a text",
    "author": "",
    "license": "Apache-2.0",
    "version": "1.0.0",
}

arguments = {
    "text": {"type": "string", "required": True, "description": "A sentence or more"},
}

response = {"label": "string", "probability": "number", "probabilities": "object"}

training = {
    "table": {"type": "string", "required": True, "description": "Path of a CSV with the columns text and label"},
    "length": {"type": "integer", "default": 2, "description": "Letters that are counted together"},
}


def pieces(text, length):
    text = f" {text.lower()} "
    return [text[start : start + length] for start in range(len(text) - length + 1)]


def fit(rows, length):
    counts = collections.defaultdict(collections.Counter)
    for text, label in rows:
        counts[label].update(pieces(text, length))
    return {"length": length, "counts": {label: dict(counter) for label, counter in sorted(counts.items())}}


def scores(weights, text):
    """Probability of each label, by a multinomial naive Bayes with one added to each count."""
    known = set().union(*weights["counts"].values())
    logs = {}
    for label, counts in weights["counts"].items():
        total = sum(counts.values()) + len(known)
        logs[label] = sum(math.log((counts.get(piece, 0) + 1) / total) for piece in pieces(text, weights["length"]))
    most = max(logs.values())
    shares = {label: math.exp(log - most) for label, log in logs.items()}
    total = sum(shares.values())
    return {label: share / total for label, share in shares.items()}


def predict(text):
    with open(WEIGHTS) as file:
        probabilities = scores(json.load(file), text)
    label = max(probabilities, key=probabilities.get)
    return {"label": label, "probability": probabilities[label], "probabilities": probabilities}


def train(table, length):
    with open(table, newline="") as file:
        rows = [(row["text"], row["label"]) for row in csv.DictReader(file)]
    # every fourth is held out to measure on; the weights are then fitted to all
    held_out = rows[::4]
    weights = fit([row for index, row in enumerate(rows) if index % 4], length)
    found = [scores(weights, text) for text, _ in held_out]
    right = sum(max(one, key=one.get) == label for one, (_, label) in zip(found, held_out))
    with open(METRICS, "w") as file:
        json.dump({"accuracy": right / len(held_out), "heldOut": len(held_out)}, file)
    weights = fit(rows, length)
    with open(WEIGHTS, "w") as file:
        json.dump(weights, file)
    return {"labels": sorted(weights["counts"]), "rows": len(rows)}
