"""Exports models as people do, and writes what they themselves answer.

    python -m venv venv && venv/bin/pip install scikit-learn==1.7.2 skl2onnx==1.19.1 onnx==1.19.1 packaging
    venv/bin/python test/real/import-onnx/export-models.py FOLDER

A classifier and a regressor of scikit-learn, on data that comes with it, by skl2onnx; a network over pictures
by ONNX's own helper, answered by numpy. No answer is onnxruntime's.
"""

import csv
import json
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType, StringTensorType
from sklearn.compose import make_column_transformer
from sklearn.datasets import load_diabetes, load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

OUT = Path(sys.argv[1])
RANDOM = np.random.default_rng(7)
OPSET = 17


def save(name, model, expected):
    (OUT / f"{name}.onnx").write_bytes(model.SerializeToString())
    (OUT / f"{name}.json").write_text(json.dumps(expected))


def rows(name, header, values):
    with (OUT / f"{name}.csv").open("w", newline="") as file:
        csv.writer(file).writerows([header, *values])


def flowers():
    """Texts as classes, one matrix as input: names of columns and classes are not in the file's inputs."""
    data = load_iris()
    names = np.array(["setosa", "versicolor", "virginica"])[data.target]
    model = make_pipeline(StandardScaler(), MLPClassifier(hidden_layer_sizes=(8,), max_iter=2000, random_state=1))
    model.fit(data.data.astype(np.float32), names)
    asked = data.data[[3, 60, 77, 130]].astype(np.float32)
    graph = to_onnx(model, asked[:1], options={"zipmap": False}, target_opset=OPSET)
    rows("flowers", ["sepal_length", "sepal_width", "petal_length", "petal_width"], asked.tolist())
    save("flowers", graph, {"classes": model.classes_.tolist(), "rows": asked.astype(float).tolist(),
                            "labels": model.predict(asked).tolist(),
                            "probabilities": model.predict_proba(asked).tolist()})
    zipped = to_onnx(model, asked[:1], target_opset=OPSET)
    (OUT / "zipped.onnx").write_bytes(zipped.SerializeToString())


def seats():
    """An input for each column, texts among them, and whole numbers as classes."""
    ages = RANDOM.uniform(1, 80, 200).astype(np.float32)
    decks = RANDOM.choice(["upper", "middle", "lower"], 200)
    saved = ((ages < 30) | (decks == "upper")).astype(int)
    table = np.empty((200, 2), dtype=object)
    table[:, 0], table[:, 1] = ages, decks
    model = make_pipeline(
        make_column_transformer((StandardScaler(), [0]), (OneHotEncoder(), [1])), LogisticRegression()
    ).fit(table, saved)
    types = [("age", FloatTensorType([None, 1])), ("deck", StringTensorType([None, 1]))]
    # a transformer by places takes columns by their order
    graph = to_onnx(model, initial_types=types, options={"zipmap": False}, target_opset=OPSET)
    asked = table[:4]
    save("seats", graph, {"rows": [{"age": float(age), "deck": str(deck)} for age, deck in asked],
                          "labels": [str(label) for label in model.predict(asked)],
                          "probabilities": model.predict_proba(asked).tolist()})


def sugar():
    """One number for a row."""
    data = load_diabetes()
    values = data.data.astype(np.float32)
    model = MLPRegressor(hidden_layer_sizes=(16,), max_iter=300, random_state=1).fit(values, data.target)
    graph = to_onnx(model, values[:1], target_opset=OPSET)
    save("sugar", graph, {"columns": data.feature_names, "rows": values[:4].astype(float).tolist(),
                          "values": model.predict(values[:4]).tolist()})


def picture():
    """Logits of three classes over pictures of 12 × 16 pixels; the names lie in the metadata."""
    filters = RANDOM.normal(0, 0.6, (6, 3, 3, 3)).astype(np.float32)
    weights = RANDOM.normal(0, 0.4, (6, 3)).astype(np.float32)
    constants = [numpy_helper.from_array(value, name)
                 for name, value in [("filters", filters), ("weights", weights)]]
    nodes = [
        helper.make_node("Conv", ["pixels", "filters"], ["found"], pads=[0, 0, 0, 0]),
        helper.make_node("Relu", ["found"], ["lit"]),
        helper.make_node("GlobalMaxPool", ["lit"], ["most"]),
        helper.make_node("Flatten", ["most"], ["flat"]),
        helper.make_node("MatMul", ["flat", "weights"], ["scores"]),
    ]
    takes = helper.make_tensor_value_info("pixels", TensorProto.FLOAT, ["batch", 3, 12, 16])
    gives = helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["batch", 3])
    graph = helper.make_graph(nodes, "fruit", [takes], [gives], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8,
                              producer_name="pytorch", producer_version="2.9.0")
    helper.set_model_props(model, {"names": "{0: 'lemon', 1: 'orange', 2: 'plum'}", "author": "Ada Example"})
    onnx.checker.check_model(model)
    pixels = RANDOM.integers(0, 256, (12, 16, 3), dtype=np.uint8)
    (OUT / "picture.png").write_bytes(png(pixels))
    mean, deviation = np.float32([0.485, 0.456, 0.406]), np.float32([0.229, 0.224, 0.225])
    made = ((pixels / np.float32(255) - mean) / deviation).transpose(2, 0, 1)
    windows = np.lib.stride_tricks.sliding_window_view(made, (3, 3), axis=(1, 2))
    lit = np.maximum(0, np.einsum("chwij,fcij->fhw", windows, filters)).max(axis=(1, 2))
    scores = lit @ weights
    powers = np.exp(scores - scores.max())
    save("picture", model, {"classes": ["lemon", "orange", "plum"],
                            "probabilities": (powers / powers.sum()).tolist()})


def png(pixels):
    """A picture as PNG, without a library."""
    height, width, _ = pixels.shape

    def chunk(kind, content):
        return (struct.pack(">I", len(content)) + kind + content
                + struct.pack(">I", zlib.crc32(kind + content)))

    lines = b"".join(b"\0" + pixels[row].tobytes() for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines))
            + chunk(b"IEND", b""))


for export in (flowers, seats, sugar, picture):
    export()
