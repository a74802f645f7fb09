"""Reads a table: numbers of some columns, and the class of each row."""

import csv
import math

import numpy as np

LEAST_ROWS = 5


class TableProblem(ValueError):
    """Says where, and never what stands there: Flower tells the server what a node could not do."""


def read_table(
    path: str, columns: list[str], label: str, classes: list[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Numbers, rows × columns, and the index of each row's class."""
    try:
        # spreadsheets begin their files with a mark of byte order
        with open(path, newline="", encoding="utf-8-sig") as file:
            return read_rows(csv.DictReader(file), columns, label, classes)
    except (OSError, UnicodeError, csv.Error):
        raise TableProblem("the table cannot be read: expected CSV in UTF-8") from None


def read_rows(table: csv.DictReader, columns: list[str], label: str, classes: list[str]):
    missing = [name for name in [*columns, label] if name not in (table.fieldnames or [])]
    if missing:
        raise TableProblem(f"the table has no column {', '.join(missing)}")
    rows, labels = [], []
    for row in table:
        where = f"line {table.line_num}"
        rows.append([number(row[name], f"{where}, {name}") for name in columns])
        if row[label] not in classes:
            raise TableProblem(f"{where}, {label}: expected one of {', '.join(classes)}")
        labels.append(classes.index(row[label]))
    if len(rows) < LEAST_ROWS:
        raise TableProblem(f"the table has {len(rows)} rows: expected {LEAST_ROWS} at least")
    return np.array(rows), np.array(labels)


def number(text: str | None, where: str) -> float:
    try:
        found = float(text or "")
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise TableProblem(f"{where}: expected a number")
    return found
