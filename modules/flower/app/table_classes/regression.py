"""Softmax regression in numpy. Weights are a matrix, classes × columns, and a vector, classes."""

import numpy as np


def empty(classes: int, columns: int) -> list[np.ndarray]:
    return [np.zeros((classes, columns)), np.zeros(classes)]


def probabilities(rows: np.ndarray, weights: list[np.ndarray]) -> np.ndarray:
    matrix, bias = weights
    scores = rows @ matrix.T + bias
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def fit(
    rows: np.ndarray, labels: np.ndarray, weights: list[np.ndarray], rate: float, epochs: int
) -> tuple[list[np.ndarray], float]:
    """Goes down the gradient of all rows. Gives new weights, and their loss in nats."""
    matrix, bias = (part.copy() for part in weights)
    wanted = np.eye(len(bias))[labels]
    for _ in range(epochs):
        error = probabilities(rows, [matrix, bias]) - wanted
        matrix -= rate * error.T @ rows / len(rows)
        bias -= rate * error.mean(axis=0)
    found = probabilities(rows, [matrix, bias])[np.arange(len(rows)), labels]
    return [matrix, bias], float(-np.log(np.maximum(found, 1e-12)).mean())


def accuracy(rows: np.ndarray, labels: np.ndarray, weights: list[np.ndarray]) -> float:
    if len(rows) == 0:
        return 0.0
    return float((probabilities(rows, weights).argmax(axis=1) == labels).mean())
