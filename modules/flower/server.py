"""Starts Flower's SuperLink and one run of the app, and lets nodes reach its Fleet API and everybody its results.

The Control and Runtime APIs, by which others could run code here, are reached from inside alone."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from html import escape
from pathlib import Path

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from forward import Forward

HOME = Path(tempfile.mkdtemp())
os.environ["FLWR_HOME"] = str(HOME)
LINK = "127.0.0.1:9092"
START_SECONDS = 120
NEEDED = ("COLUMNS", "LABEL", "CLASSES")
SETTINGS = {
    **{name: os.environ.get(name, "") for name in NEEDED},
    "ROUNDS": int(os.environ.get("ROUNDS", "3")),
    "NODES": int(os.environ.get("NODES", "2")),
    "STRATEGY": os.environ.get("STRATEGY", "FedAvg"),
    "RATE": float(os.environ.get("RATE", "0.5")),
    "EPOCHS": int(os.environ.get("EPOCHS", "20")),
}
# other settings are another training
NAME = hashlib.sha256(json.dumps(SETTINGS).encode()).hexdigest()[:12]
FOLDER = Path("/data/results") / NAME
NOTHING = {"state": "starts", "nodes": 0, "metrics": []}
MISSING = [name for name in NEEDED if SETTINGS[name] == ""]


def start_link() -> subprocess.Popen:
    words = ["--insecure", "--host", "127.0.0.1", "--port", LINK.split(":")[1]]
    words.append("--disable-runtime-dependency-installation")
    return subprocess.Popen(["flower-superlink", *words], start_new_session=True)


def start_run() -> None:
    """Once: what is done already is not done again."""
    if MISSING or (FOLDER / "model.json").exists():
        return
    until = time.monotonic() + START_SECONDS
    while not is_up() and time.monotonic() < until:
        time.sleep(0.5)
    connection = f'address = "{LINK}"\ninsecure = true\n'
    (HOME / "config.toml").write_text(f'[superlink]\ndefault = "own"\n[superlink.own]\n{connection}')
    config = {name.lower(): value for name, value in SETTINGS.items()} | {"folder": str(FOLDER)}
    words = " ".join(f"{name}={json.dumps(value)}" for name, value in config.items())
    subprocess.run(["flwr", "run", "/srv/app", "own", "-c", words], check=True)


def is_up() -> bool:
    try:
        return httpx.get(f"http://{LINK}/health", timeout=5).is_success
    except httpx.HTTPError:
        return False


def read_status() -> dict:
    if MISSING:
        return NOTHING | {"state": f"needs the settings {', '.join(MISSING)}"}
    try:
        return json.loads((FOLDER / "status.json").read_text())
    except FileNotFoundError:
        return NOTHING


async def health(_: Request) -> Response:
    is_ready = link.poll() is None and is_up()
    return JSONResponse({"ready": is_ready}, 200 if is_ready else 503)


async def status(_: Request) -> Response:
    return JSONResponse({**SETTINGS, **read_status()})


async def model(_: Request) -> Response:
    path = FOLDER / "model.json"
    if not path.exists():
        return JSONResponse({"error": "There is no model yet."}, 404)
    return FileResponse(path, media_type="application/json")


async def page(_: Request) -> Response:
    found = read_status()
    rows = "".join(
        f"<tr><td>{row['round']}</td><td>{row['accuracy']:.3f}</td></tr>"
        for row in found["metrics"]
    )
    facts = {"State": found["state"], "Nodes": found["nodes"], "Rows": found.get("rows", "")}
    told = {**facts, **{name.capitalize(): value for name, value in SETTINGS.items()}}
    lines = "".join(f"<dt>{escape(k)}</dt><dd>{escape(str(v))}</dd>" for k, v in told.items())
    link = '<p><a href="results/model.json">The model</a></p>' if found["state"] == "done" else ""
    table = f"<table><tr><th>Round</th><th>Accuracy</th></tr>{rows}</table>" if rows else ""
    return HTMLResponse(PAGE.format(lines=lines, table=table, link=link))


PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Federated learning</title>
<meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="5">
<style>:root {{ color-scheme: light dark }} body {{ font: 1rem/1.5 system-ui; margin: 2rem auto; max-width: 40rem;
padding: 0 1rem }} dl {{ display: grid; grid-template-columns: 8rem 1fr }} dd {{ margin: 0; overflow-wrap: anywhere }}
td, th {{ padding: .2rem 1rem .2rem 0; text-align: left }}</style>
<h1>Federated learning</h1><dl>{lines}</dl>{table}{link}"""

fleet = Forward(f"http://{LINK}").hand
app = Starlette(
    routes=[
        Route("/", page),
        Route("/health", health),
        Route("/status.json", status),
        Route("/results/model.json", model),
        Route("/v1/fleet/{path:path}", fleet, methods=["GET", "HEAD", "POST", "PUT", "DELETE"]),
    ]
)


def watch_link() -> None:
    """Without it there is nothing to serve: whoever started this starts it again."""
    link.wait()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    link = start_link()
    for work in (start_run, watch_link):
        threading.Thread(target=work, daemon=True).start()
    try:
        uvicorn.run(app, host="0.0.0.0", port=5000, log_level="warning", timeout_graceful_shutdown=5)
    finally:
        if link.poll() is None:
            os.killpg(link.pid, signal.SIGKILL)
    sys.exit(0)
