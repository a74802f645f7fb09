"""What runs where a table is: it is read there, and leaves in sums and weights alone."""

import json

import numpy as np
from flwr.app import ArrayRecord, Context, Message, MetricRecord, RecordDict
from flwr.clientapp import ClientApp

from table_classes.regression import accuracy, fit
from table_classes.table import read_table

app = ClientApp()
HELD_OUT_EVERY = 5


@app.query()
def sums(message: Message, context: Context) -> Message:
    """How many rows there are to learn from, and the sums and sums of squares of their columns."""
    (rows, _), _ = read_parts(context)
    found = ArrayRecord([np.array([len(rows)], float), rows.sum(axis=0), (rows**2).sum(axis=0)])
    return Message(content=RecordDict({"sums": found}), reply_to=message)


@app.train()
def train(message: Message, context: Context) -> Message:
    (rows, labels), _ = read_parts(context)
    config = context.run_config
    weights = message.content["arrays"].to_numpy_ndarrays()
    scaled = scale(rows, message)
    fitted, loss = fit(scaled, labels, weights, float(config["rate"]), int(config["epochs"]))
    metrics = MetricRecord({"train_loss": loss, "num-examples": len(rows)})
    content = RecordDict({"arrays": ArrayRecord(fitted), "metrics": metrics})
    return Message(content=content, reply_to=message)


@app.evaluate()
def evaluate(message: Message, context: Context) -> Message:
    _, (rows, labels) = read_parts(context)
    weights = message.content["arrays"].to_numpy_ndarrays()
    found = accuracy(scale(rows, message), labels, weights)
    metrics = MetricRecord({"accuracy": found, "num-examples": len(rows)})
    return Message(content=RecordDict({"metrics": metrics}), reply_to=message)


def scale(rows: np.ndarray, message: Message) -> np.ndarray:
    config = message.content["config"]
    return (rows - np.array(config["mean"])) / np.array(config["deviation"])


def read_parts(context: Context):
    """Rows and class numbers: to learn from, and every fifth that is held out."""
    config = context.run_config
    columns, classes = json.loads(config["columns"]), json.loads(config["classes"])
    rows, labels = read_table(context.node_config["table"], columns, config["label"], classes)
    held = np.arange(len(rows)) % HELD_OUT_EVERY == HELD_OUT_EVERY - 1
    return (rows[~held], labels[~held]), (rows[held], labels[held])
