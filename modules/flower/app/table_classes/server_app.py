"""Waits for nodes, learns how to scale from their sums, and joins what they learn, round by round."""

import json
import time
from pathlib import Path

import numpy as np
from flwr.app import ArrayRecord, ConfigRecord, Context, Message, MessageType, RecordDict
from flwr.serverapp import Grid, ServerApp, strategy as strategies

from table_classes.regression import empty

app = ServerApp()
LOOK_SECONDS = 1
ASK_AGAIN_SECONDS = 5


@app.main()
def main(grid: Grid, context: Context) -> None:
    config = context.run_config
    report = Report(Path(config["folder"]), rounds=int(config["rounds"]))
    try:
        learn(grid, config, report)
    except Exception as problem:
        report.tell(state=f"failed: {problem}")
        raise


def learn(grid: Grid, config, report: "Report") -> None:
    columns, classes = json.loads(config["columns"]), json.loads(config["classes"])
    mean, deviation, nodes, rows = ask_scaling(grid, int(config["nodes"]), report)
    report.tell(state="trains", nodes=nodes, rows=rows)
    scaling = ConfigRecord({"mean": mean.tolist(), "deviation": deviation.tolist()})
    result = make_strategy(config, report).start(
        grid=grid,
        initial_arrays=ArrayRecord(empty(len(classes), len(columns))),
        num_rounds=int(config["rounds"]),
        train_config=scaling,
        evaluate_config=ConfigRecord(dict(scaling)),
    )
    matrix, bias = result.arrays.to_numpy_ndarrays()
    metrics = report.status["metrics"]
    if not metrics:
        raise RuntimeError("no node answered in any round")
    if not (np.isfinite(matrix).all() and np.isfinite(bias).all()):
        raise RuntimeError("weights grew without limit: set a smaller RATE")
    model = {"columns": columns, "label": config["label"], "classes": classes}
    model |= {"mean": mean.tolist(), "deviation": deviation.tolist()}
    model |= {"weights": matrix.tolist(), "bias": bias.tolist(), "rows": rows, "metrics": metrics}
    report.write("model.json", model)
    report.tell(state="done")


class Report:
    """What everybody may see, as JSON in a folder; whole, or as it was."""

    def __init__(self, folder: Path, rounds: int) -> None:
        self.folder = folder
        self.status = {"state": "waits for nodes", "rounds": rounds, "nodes": 0, "metrics": []}
        self.tell()

    def tell(self, **changes: object) -> None:
        self.status |= changes
        self.write("status.json", self.status)

    def write(self, name: str, value: object) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = self.folder / f".{name}"
        fresh.write_text(json.dumps(value))
        fresh.rename(self.folder / name)


def ask_scaling(
    grid: Grid, wanted: int, report: Report
) -> tuple[np.ndarray, np.ndarray, int, int]:
    """Mean and standard deviation of each column over all rows, of which no node shows one; how many nodes and rows.

    Waits without a limit for as many nodes as are wanted and can read their tables: whoever starts a server waits for
    others."""
    while True:
        nodes = wait_for_nodes(grid, wanted, report)
        asked = [
            Message(content=RecordDict(), message_type=MessageType.QUERY, dst_node_id=node)
            for node in nodes
        ]
        answers = list(grid.send_and_receive(asked, timeout=600))
        parts = [
            answer.content["sums"].to_numpy_ndarrays()
            for answer in answers
            if not answer.has_error()
        ]
        if len(parts) >= wanted:
            break
        unread = len(nodes) - len(parts)
        report.tell(state=f"waits for nodes; {unread} cannot read their tables", nodes=len(nodes))
        time.sleep(ASK_AGAIN_SECONDS)
    count, total, squares = (np.sum(part, axis=0) for part in zip(*parts, strict=True))
    mean = total / count
    deviation = np.sqrt(np.maximum(squares / count - mean**2, 0))
    return mean, np.where(deviation > 0, deviation, 1), len(parts), int(count[0])


def wait_for_nodes(grid: Grid, wanted: int, report: Report) -> list[int]:
    while len(found := list(grid.get_node_ids())) < wanted:
        report.tell(state="waits for nodes", nodes=len(found))
        time.sleep(LOOK_SECONDS)
    return found


def make_strategy(config, report: Report):
    """One of Flower's, which tells of each round."""
    kind = getattr(strategies, config["strategy"])

    class Told(kind):
        def aggregate_evaluate(self, server_round, replies):
            metrics = super().aggregate_evaluate(server_round, replies)
            if metrics is not None:
                row = {"round": server_round, "accuracy": metrics["accuracy"]}
                report.tell(metrics=[*report.status["metrics"], row])
            return metrics

    nodes = int(config["nodes"])
    return Told(min_train_nodes=nodes, min_evaluate_nodes=nodes, min_available_nodes=nodes)
