"""JupyterLab for a test: its own settings, kernels and copies of the notebooks, gone with the test however it ends."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
OPENED = ("notebooks", "seeds", "tests/articles")  # what a notebook is and what it reads
OWN = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "ANALYSIS_FIGURES")
NOT_OURS = ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "MATPLOTLIBRC", "MPLBACKEND", "PYTHONSTARTUP")
STARTUP, SHUTDOWN = 120, 30  # seconds that the server may take
# It ends when its standard input does, and that ends with whoever started it: by Ctrl-C, by `kill -9`, or at its wish.
WATCHED = """
import os, signal, sys, threading
from jupyterlab.labapp import main

def end():
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)

threading.Thread(target=end, daemon=True).start()
main(sys.argv[1:])
"""


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address, the token that lets in, the folder it shows."""

    url: str
    token: str
    folder: Path

    def restore(self, path: str) -> None:
        """Put the checkout's file in the place of the copy, whatever was saved there."""
        shutil.copyfile(ROOT / path, self.folder / path)


@contextmanager
def jupyterlab(room: Path) -> Iterator[Lab]:
    """JupyterLab on a free port of this machine alone, with a token; all that it and its kernels write is in `room`."""
    folder = room / "checkout"
    for path in OPENED:
        shutil.copytree(ROOT / path, folder / path, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    own = {name: str(room / name.lower()) for name in OWN} | {"PYTHONPATH": str(ROOT)}
    _ask_nobody_for_news(Path(own["JUPYTER_CONFIG_DIR"]))
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": "0",  # any that is free
        "ServerApp.root_dir": str(folder),
        "LabApp.extension_manager": "readonly",  # the other one asks PyPI
        "KernelManager.transport_encryption": "auto",  # the kernel warns where it is not
    }
    command = [sys.executable, "-c", WATCHED, "--no-browser", "--allow-root"]
    command += [f"--{name}={value}" for name, value in options.items()]
    with (room / "log.txt").open("wb") as log:
        server = subprocess.Popen(
            command,
            cwd=folder,
            env={name: value for name, value in os.environ.items() if name not in NOT_OURS}
            | own
            | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for the tests, which then end it
        )
    try:
        found = _told(server, Path(own["JUPYTER_RUNTIME_DIR"]), room / "log.txt")
        yield Lab(found["url"], found["token"], folder)
    finally:
        assert server.stdin
        server.stdin.close()
        try:
            server.wait(SHUTDOWN)  # its kernels have ended then
        finally:
            server.kill()


def _ask_nobody_for_news(settings: Path) -> None:
    """As a reader who answered JupyterLab's question for news with no, and wants to hear of no updates."""
    path = settings / "lab/user-settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"fetchNews": "false", "checkForUpdates": False}), encoding="utf-8")


def _told(server: subprocess.Popen[bytes], runtime: Path, log: Path) -> dict[str, str]:
    """What the server tells of itself once it listens."""
    end = time.monotonic() + STARTUP
    while time.monotonic() < end and server.poll() is None:
        for path in runtime.glob("jpserver-*.json"):
            try:
                told: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
            except ValueError:  # it is being written
                continue
            return told
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")
