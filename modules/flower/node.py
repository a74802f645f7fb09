"""A node: learns from a table that stays where it is, until the federation has its model.

    ORANGERY_KEY=… python3 node.py https://models.example.org/federation --table rows.csv

Flower's own client knows neither keys nor addresses below a path: it asks a port of this machine, and what it asks
is handed on with the key."""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from forward import Forward

LOOK_SECONDS = 2


def main() -> int:
    parser = argparse.ArgumentParser(description="A node of a federation.")
    parser.add_argument("address", help="of the federation, such as https://models.example.org/fl")
    parser.add_argument("--table", required=True, help="CSV file with a header line")
    words = parser.parse_args()
    if not os.path.isfile(words.table):
        parser.error(f"--table: expected a CSV file, found none at {words.table}")
    key = os.environ.get("ORANGERY_KEY")
    headers = {} if key is None else {"authorization": f"Bearer {key}"}
    refused = ask(words.address, headers)
    if isinstance(refused, str):
        parser.error(refused)
    port = start_forward(words.address, headers)
    node = start_node(port, os.path.abspath(words.table))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return wait(node, words.address, headers)
    except KeyboardInterrupt:
        return 130
    finally:
        os.killpg(node.pid, signal.SIGTERM)


def ask(address: str, headers: dict[str, str]) -> dict | str:
    """What the federation says of itself, or why it says nothing."""
    try:
        answer = httpx.get(f"{address.rstrip('/')}/status.json", headers=headers, timeout=30)
    except httpx.HTTPError as error:
        return f"{address} does not answer: {error}"
    if answer.status_code == 401:
        return f"{address}: expected a key in ORANGERY_KEY, {answer.text}"
    return answer.json() if answer.is_success else f"{address} answers {answer.status_code}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_forward(address: str, headers: dict[str, str]) -> int:
    methods = ["GET", "HEAD", "POST", "PUT", "DELETE"]
    route = Route("/{path:path}", Forward(address, headers).hand, methods=methods)
    port = free_port()
    config = uvicorn.Config(Starlette(routes=[route]), port=port, log_level="warning")
    threading.Thread(target=uvicorn.Server(config).run, daemon=True).start()
    return port


def start_node(port: int, table: str) -> subprocess.Popen:
    os.environ.setdefault("FLWR_HOME", tempfile.mkdtemp())
    words = ["--insecure", "--superlink", f"127.0.0.1:{port}", "--port", str(free_port())]
    config = f"table={json.dumps(table)}"
    return subprocess.Popen(
        ["flower-supernode", *words, "--node-config", config], start_new_session=True
    )


def wait(node: subprocess.Popen, address: str, headers: dict[str, str]) -> int:
    while node.poll() is None:
        found = ask(address, headers)
        if isinstance(found, dict) and found["state"] == "done":
            print("The federation has its model.")
            return 0
        time.sleep(LOOK_SECONDS)
    return node.returncode or 1


if __name__ == "__main__":
    sys.exit(main())
