"""Starts MLflow's tracking server: runs in SQLite and files below /data, pages and API on port 5000."""

import os
import sys

WORDS = [
    *("server", "--host", "0.0.0.0", "--port", "5000"),
    *("--workers", os.environ.get("WORKERS", "1")),
    *("--backend-store-uri", "sqlite:////data/mlflow.db"),
    *("--artifacts-destination", "/data/artifacts"),
    # who calls is checked before it: nothing else reaches it on its network
    *("--disable-security-middleware",),
]

os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.execv(sys.executable, [sys.executable, "-m", "mlflow", *WORDS])
