import csv
import json
import math

from singa_auto.model import BaseModel, CategoricalKnob, FixedKnob, FloatKnob, IntegerKnob, utils
from singa_auto.model.dev import test_model_class

SIZES = {"tub_litres": 100, "sun_hours": 10, "degrees": 30}


class WateringPlan(BaseModel):
    """How much water each tree of an orangery gets today, by what gardeners gave to trees like it"""

    @staticmethod
    def get_knob_config():
        return {
            "neighbours": IntegerKnob(1, 12),
            "weights": CategoricalKnob(["same", "nearer"]),
            "other_kind": FloatKnob(0.01, 10, is_exp=True),
            "least_litres": FixedKnob(0.1),
        }

    def __init__(self, **knobs):
        super().__init__(**knobs)
        self.knobs = knobs
        self.rows = []

    def train(self, dataset_path, shared_params=None, **train_args):
        self.rows = read_rows(dataset_path)
        utils.logger.log(rows=len(self.rows))

    def evaluate(self, dataset_path, **arguments):
        """Coefficient of determination."""
        rows = read_rows(dataset_path)
        mean = sum(row["litres"] for row in rows) / len(rows)
        missed = sum((self.litres(row) - row["litres"]) ** 2 for row in rows)
        return 1 - missed / sum((row["litres"] - mean) ** 2 for row in rows)

    def predict(self, queries):
        return [self.plan(query) for query in queries]

    def dump_parameters(self):
        return {"rows": json.dumps(self.rows)}

    def load_parameters(self, params):
        self.rows = json.loads(params["rows"])

    def plan(self, query):
        """`{"degrees": 24, "trees": [{"name": …, "kind": …, "tub_litres": …, "sun_hours": …}]}`"""
        if not isinstance(query, dict) or not isinstance(query.get("trees"), list):
            raise ValueError("expected an object with degrees and a list of trees")
        trees = []
        for tree in query["trees"]:
            row = {"degrees": query.get("degrees"), **tree}
            wrong = [name for name in SIZES if not isinstance(row.get(name), (int, float))]
            if wrong:
                raise ValueError(f"expected a number as {' and '.join(wrong)} of each tree")
            trees.append({"name": tree.get("name", ""), "litres": round(self.litres(row), 1)})
        return {"litres": round(sum(tree["litres"] for tree in trees), 1), "trees": trees}

    def litres(self, tree):
        near = sorted((self.distance(tree, row), row["litres"]) for row in self.rows)[: self.knobs["neighbours"]]
        is_same = self.knobs["weights"] == "same"
        weights = [1 if is_same else 1 / (0.01 + distance) for distance, _ in near]
        mean = sum(weight * litres for weight, (_, litres) in zip(weights, near)) / sum(weights)
        return max(self.knobs["least_litres"], mean)

    def distance(self, tree, row):
        far = sum(((tree[name] - row[name]) / size) ** 2 for name, size in SIZES.items())
        return math.sqrt(far) + (0 if tree.get("kind") == row["kind"] else self.knobs["other_kind"])


def read_rows(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        return [{**row, **{name: float(row[name]) for name in (*SIZES, "litres")}} for row in csv.DictReader(file)]


if __name__ == "__main__":
    test_model_class(
        model_file_path=__file__,
        model_class="WateringPlan",
        task="GENERAL_TASK",
        dependencies={},
        train_dataset_path="sample/watering.csv",
        val_dataset_path="sample/watering.csv",
        queries=[json.load(open("sample/query.txt"))],
    )
