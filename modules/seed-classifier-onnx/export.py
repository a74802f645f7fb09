"""Trains the support vector machine of this module and writes its graph and golden test.

    python -m venv venv && venv/bin/pip install scikit-learn skl2onnx onnxruntime
    venv/bin/python modules/seed-classifier-onnx/export.py

Prints what module.md says of the weights and the preprocessing.
"""

import csv
import hashlib
import json
from pathlib import Path

import numpy as np
from skl2onnx import to_onnx
from sklearn.calibration import CalibratedClassifierCV
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seed-classifier" / "sample" / "seeds.csv"
NUMBERS = ["area_mm2", "perimeter_mm", "length_mm", "width_mm", "groove_length_mm", "asymmetry"]
COLOURS = ["amber", "red", "white"]
FOLDS = StratifiedKFold(5, shuffle=True, random_state=1)


def read(path):
    with path.open() as file:
        rows = list(csv.DictReader(file))
    numbers = [[float(row[name]) if row[name] != "NA" else np.nan for name in NUMBERS] for row in rows]
    colours = [[float(row["colour"] == colour) for colour in COLOURS] for row in rows]
    return np.hstack([numbers, colours]), [row.get("variety") for row in rows], rows


def fill(values, means):
    return np.where(np.isnan(values), means, values).astype(np.float32)


def golden(model, means):
    values, _, rows = read(HERE / "sample" / "rows.csv")
    answers = model.predict_proba(fill(values, means))
    cases = []
    for row, shares in zip(rows, answers):
        probabilities = {name: round(float(share), 5) for name, share in zip(model.classes_, shares)}
        label = max(probabilities, key=probabilities.get)
        cases.append({
            "input": {"row": {**row, **{name: float(row[name]) for name in NUMBERS}}},
            "expected": {"label": label, "probability": probabilities[label],
                         "probabilities": probabilities},
        })
    return {"schema": "golden-test/1", "tolerance": 0.001, "cases": cases}


def write(name, record):
    (HERE / name).write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n")


values, varieties, _ = read(SEEDS)
# to two digits, as they stand in module.md
means = np.nanmean(values, axis=0).round(2)
filled = fill(values, means)
search = GridSearchCV(
    make_pipeline(StandardScaler(), SVC()),
    {"svc__C": [1, 3, 10, 30, 100], "svc__gamma": [0.005, 0.01, 0.02, 0.05, 0.1]},
    cv=FOLDS,
).fit(filled, varieties)
model = CalibratedClassifierCV(search.best_estimator_, method="sigmoid", cv=FOLDS, ensemble=False)
model.fit(filled, varieties)
graph = to_onnx(model, filled[:1], options={"zipmap": False}, target_opset=17)
content = graph.SerializeToString(deterministic=True)
(HERE / "artifact" / "model.onnx").write_bytes(content)
file = {"path": "model.onnx", "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
artifact = {"schema": "artifact/1", "format": "onnx", "files": [file]}
write("artifact/artifact.json", artifact)
write("golden.json", golden(model, means))
canonical = json.dumps(artifact, sort_keys=True, separators=(",", ":"))
print("best", search.best_params_, "cross-validated accuracy", round(search.best_score_, 4))
print("missing", dict(zip(NUMBERS, means.tolist())))
print("tensors", [each.name for each in graph.graph.input], [each.name for each in graph.graph.output])
print("artifact", {"sha256": hashlib.sha256(canonical.encode()).hexdigest(), "bytes": len(content)})
