"""Starts MLflow's tracking server: runs in SQLite and files below /data, pages and API on port 5000."""

import os
import signal
import subprocess
import sys

WORDS = [
    *("server", "--host", "0.0.0.0", "--port", "5000"),
    *("--workers", os.environ.get("WORKERS", "1")),
    *("--backend-store-uri", "sqlite:////data/mlflow.db"),
    *("--artifacts-destination", "/data/artifacts"),
    # who calls is checked before it: nothing else reaches it on its network
    *("--disable-security-middleware",),
]

# answers of language models are not judged here: it has no way out
os.environ["MLFLOW_SERVER_ENABLE_JOB_EXECUTION"] = "false"
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"

server = subprocess.Popen([sys.executable, "-m", "mlflow", *WORDS], start_new_session=True)
# the first process of a container is ended by no signal that it does not take up
signal.signal(signal.SIGTERM, lambda *_: os.killpg(server.pid, signal.SIGTERM))
sys.exit(server.wait())
