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

from app.table_classes.table import TableProblem, read_table
from forward import Forward
from settings import split_names

LOOK_SECONDS = 2
LONGEST_PAUSE_SECONDS = 60
STOP_SECONDS = 5


def main() -> int:
    parser = argparse.ArgumentParser(description="A node of a federation.")
    parser.add_argument("address", help="of the federation, such as https://models.example.org/fl")
    parser.add_argument("--table", required=True, help="CSV file with a header line")
    words = parser.parse_args()
    if not os.path.isfile(words.table):
        parser.error(f"--table: expected a CSV file, found none at {words.table}")
    key = os.environ.get("ORANGERY_KEY")
    headers = {} if key is None else {"authorization": f"Bearer {key}"}
    found = ask(words.address, headers)
    if isinstance(found, str):
        parser.error(found)
    problem = find_problem(words.table, found)
    if problem is not None:
        parser.error(f"{words.table}: {problem}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    port = start_forward(words.address, headers)
    try:
        return take_part(port, os.path.abspath(words.table), words.address, headers)
    except KeyboardInterrupt:
        return 130


def ask(address: str, headers: dict[str, str]) -> dict | str:
    """What the federation says of itself, or why it says nothing."""
    try:
        answer = httpx.get(f"{address.rstrip('/')}/status.json", headers=headers, timeout=30)
    except httpx.HTTPError as error:
        return f"{address} does not answer: {error}"
    if answer.status_code == 401:
        return f"{address}: expected a key in ORANGERY_KEY, {answer.text}"
    return answer.json() if answer.is_success else f"{address} answers {answer.status_code}"


def find_problem(table: str, found: dict) -> str | None:
    """Before it takes part, and with the place in the table."""
    try:
        columns, classes = (split_names(found[name]) for name in ("COLUMNS", "CLASSES"))
        read_table(table, columns, found["LABEL"], classes)
    except TableProblem as problem:
        return str(problem)
    return None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_forward(address: str, headers: dict[str, str]) -> int:
    port = free_port()
    handing = Starlette(routes=Forward(address, headers).routes())
    config = uvicorn.Config(handing, port=port, log_level="warning")
    threading.Thread(target=uvicorn.Server(config).run, daemon=True).start()
    return port


def take_part(port: int, table: str, address: str, headers: dict[str, str]) -> int:
    """A server that was started again knows its nodes no more: they join again."""
    pause = LOOK_SECONDS
    while True:
        started = time.monotonic()
        node = start_node(port, table)
        try:
            ended = wait(node, address, headers)
        finally:
            stop(node)
        if ended is not None:
            print(ended or "The federation has its model.", flush=True)
            return 1 if ended else 0
        pause = LOOK_SECONDS if time.monotonic() - started > LONGEST_PAUSE_SECONDS else pause * 2
        pause = min(pause, LONGEST_PAUSE_SECONDS)
        print(f"The node ended; it joins again in {pause} s.", flush=True)
        time.sleep(pause)


def start_node(port: int, table: str) -> subprocess.Popen:
    # else it asks and tells flower.ai
    quiet = {"FLWR_TELEMETRY_ENABLED": "0", "FLWR_DISABLE_UPDATE_CHECK": "1"}
    home = {"FLWR_HOME": os.environ.get("FLWR_HOME") or tempfile.mkdtemp()}
    words = ["--insecure", "--superlink", f"127.0.0.1:{port}", "--port", str(free_port())]
    config = f"table={json.dumps(table)}"
    return subprocess.Popen(
        ["flower-supernode", *words, "--node-config", config],
        start_new_session=True,
        env={**os.environ, **quiet, **home},
    )


def wait(node: subprocess.Popen, address: str, headers: dict[str, str]) -> str | None:
    """Why it is over: nothing to add where the model is there. None where the node alone has ended."""
    while True:
        found = ask(address, headers)
        state = found["state"] if isinstance(found, dict) else ""
        if state == "done":
            return ""
        if state.startswith("failed"):
            return f"The federation {state}"
        if node.poll() is not None:
            return None
        time.sleep(LOOK_SECONDS)


def stop(node: subprocess.Popen) -> None:
    try:
        os.killpg(node.pid, signal.SIGTERM)
    except ProcessLookupError:
        return  # it ended by itself, and what it had started too
    try:
        node.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(node.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
