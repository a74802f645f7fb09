"""What the tables have in common and how is learnt, from the environment."""

import csv
import math
import os
import re

NEEDED = ("COLUMNS", "LABEL", "CLASSES")
DEFAULTS = {
    **dict.fromkeys(NEEDED, ""),
    **{"ROUNDS": "3", "NODES": "2", "STRATEGY": "FedAvg", "RATE": "0.5", "EPOCHS": "20"},
}
SETTINGS = {name: os.environ.get(name, default) for name, default in DEFAULTS.items()}


def find_problem() -> str | None:
    missing = [name for name in NEEDED if SETTINGS[name] == ""]
    if missing:
        return f"needs the settings {', '.join(missing)}"
    for name in ("ROUNDS", "NODES", "EPOCHS"):
        if not re.fullmatch("[1-9][0-9]{0,5}", SETTINGS[name]):
            return f"{name}: expected a whole number from 1, found {SETTINGS[name]}"
    if not is_positive(SETTINGS["RATE"]):
        return f"RATE: expected a number above 0, found {SETTINGS['RATE']}"
    for name in ("COLUMNS", "CLASSES"):
        names = split_names(SETTINGS[name])
        if "" in names or len(set(names)) < len(names):
            return f"{name}: expected names joined by commas, each once"
    return None


def is_positive(text: str) -> bool:
    try:
        return 0 < float(text) < math.inf
    except ValueError:
        return False


def split_names(text: str) -> list[str]:
    """A name with a comma stands in quotes, as in CSV."""
    return [name.strip() for name in next(csv.reader([text], skipinitialspace=True))]
