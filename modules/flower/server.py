"""Starts Flower's SuperLink and one run of the app, and lets nodes reach its Fleet API and everybody its results.

The Control and Runtime APIs, by which others could run code here and on all nodes, are reached from inside alone."""

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
import tomli_w
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from forward import Forward
from settings import SETTINGS, find_problem, split_names

HOME = Path(tempfile.mkdtemp())
os.environ["FLWR_HOME"] = str(HOME)
LINK = "127.0.0.1:9092"
START_SECONDS = 120
# other settings are another training
NAME = hashlib.sha256(json.dumps(SETTINGS).encode()).hexdigest()[:12]
FOLDER = Path("/data/results") / NAME
NOTHING = {"nodes": 0, "metrics": []}


def start_link() -> subprocess.Popen:
    words = ["--insecure", "--host", "127.0.0.1", "--port", LINK.split(":")[1]]
    words.append("--disable-runtime-dependency-installation")
    return subprocess.Popen(["flower-superlink", *words], start_new_session=True)


def start_run() -> None:
    """Once: what is done already is not done again."""
    if problem is not None or (FOLDER / "model.json").exists():
        return
    # of a run that was cut off
    (FOLDER / "status.json").unlink(missing_ok=True)
    until = time.monotonic() + START_SECONDS
    while not is_up() and time.monotonic() < until:
        time.sleep(0.5)
    connection = {"default": "own", "own": {"address": LINK, "insecure": True}}
    (HOME / "config.toml").write_text(tomli_w.dumps({"superlink": connection}))
    config = {
        "columns": json.dumps(split_names(SETTINGS["COLUMNS"])),
        "classes": json.dumps(split_names(SETTINGS["CLASSES"])),
        **{name: SETTINGS[name.upper()] for name in ("label", "strategy")},
        **{name: int(SETTINGS[name.upper()]) for name in ("rounds", "nodes", "epochs")},
        **{"rate": float(SETTINGS["RATE"]), "folder": str(FOLDER)},
    }
    run = HOME / "run.toml"
    run.write_text(tomli_w.dumps(config))
    if subprocess.run(["flwr", "run", "/srv/app", "own", "-c", str(run)]).returncode != 0:
        os.kill(os.getpid(), signal.SIGTERM)


def is_up() -> bool:
    try:
        return httpx.get(f"http://{LINK}/health", timeout=5).is_success
    except httpx.HTTPError:
        return False


def read_status() -> dict:
    if problem is not None:
        return NOTHING | {"state": problem}
    try:
        return json.loads((FOLDER / "status.json").read_text())
    except FileNotFoundError:
        return NOTHING | {"state": "starts"}


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

problem = find_problem()
app = Starlette(
    routes=[
        Route("/", page),
        Route("/health", health),
        Route("/status.json", status),
        Route("/results/model.json", model),
        *Forward(f"http://{LINK}").routes(),
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
