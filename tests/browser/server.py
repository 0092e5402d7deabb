"""JupyterLab for a test, with separate settings, kernels and copies of the notebooks; it ends with the test run."""

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
COPIED = ("notebooks", "seeds", "tests/articles")  # the notebooks, and the files they read
OWN_FOLDERS = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "ANALYSIS_FIGURES")
USER_VARIABLES = ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "MATPLOTLIBRC", "MPLBACKEND", "PYTHONSTARTUP")
STARTUP_SECONDS, SHUTDOWN_SECONDS = 120, 30
# The server ends when its standard input is closed, which happens however the test process ends, also by `kill -9`.
SERVER_PROGRAM = """
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
    """A running JupyterLab: its address, its access token, and the folder it shows."""

    url: str
    token: str
    folder: Path

    def restore(self, path: str) -> None:
        """Replace the copy of a file by the one of the checkout, discarding what was saved."""
        shutil.copyfile(ROOT / path, self.folder / path)


@contextmanager
def jupyterlab(scratch: Path) -> Iterator[Lab]:
    """JupyterLab on a free local port, with a token; it and its kernels write only to `scratch`."""
    folder = scratch / "checkout"
    for path in COPIED:
        shutil.copytree(ROOT / path, folder / path, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    variables = {name: str(scratch / name.lower()) for name in OWN_FOLDERS} | {"PYTHONPATH": str(ROOT)}
    _disable_news(Path(variables["JUPYTER_CONFIG_DIR"]))
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": "0",  # any free port
        "ServerApp.root_dir": str(folder),
        "LabApp.extension_manager": "readonly",  # the default one queries PyPI
        "KernelManager.transport_encryption": "auto",  # without encryption the kernel prints a warning
    }
    command = [sys.executable, "-c", SERVER_PROGRAM, "--no-browser", "--allow-root"]
    command += [f"--{name}={value}" for name, value in options.items()]
    with (scratch / "log.txt").open("wb") as log:
        server = subprocess.Popen(
            command,
            cwd=folder,
            env={name: value for name, value in os.environ.items() if name not in USER_VARIABLES} | variables,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C goes to the tests only, which then end the server
        )
    try:
        connection = _connection(server, Path(variables["JUPYTER_RUNTIME_DIR"]), scratch / "log.txt")
        yield Lab(connection["url"], connection["token"], folder)
    finally:
        assert server.stdin
        server.stdin.close()
        try:
            server.wait(SHUTDOWN_SECONDS)  # by then its kernels have ended
        finally:
            server.kill()


def _disable_news(settings: Path) -> None:
    """Decline JupyterLab's offer of news, and turn off its check for updates."""
    path = settings / "lab/user-settings/@jupyterlab/apputils-extension/notification.jupyterlab-settings"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"fetchNews": "false", "checkForUpdates": False}), encoding="utf-8")


def _connection(server: subprocess.Popen[bytes], runtime: Path, log: Path) -> dict[str, str]:
    """The server's address and token, from the file that it writes once it listens."""
    deadline = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        for path in runtime.glob("jpserver-*.json"):
            try:
                connection: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
            except ValueError:  # still being written
                continue
            return connection
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")
