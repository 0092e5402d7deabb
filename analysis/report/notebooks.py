"""The notebooks of the checkout run on another article, and what is found in them once they have run.

They run as `make figures` runs them: nothing of the user's own set-up, of the clock or of the machine reaches them.
"""

import asyncio
import base64
import json
import os
import re
import tempfile
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import matplotlib
import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode

from analysis.errors import NotebookError

ROOT = Path(__file__).parents[2]
LIMITS = "What this cannot tell you"
IMAGE = re.compile(r'<img alt="([^"<>]*)" src="data:image/svg\+xml;base64,([A-Za-z0-9+/=]*)">')  # as `markup.image`
OF_THE_USER = ("JPY_SESSION_NAME", "MATPLOTLIBRC", "MPLBACKEND", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONWARNINGS")
STARTUP = 300  # seconds that a kernel may take to answer on a busy machine


@dataclass(frozen=True)
class NotebookFigure:
    """A figure that a notebook shows: its name, the heading above it, what it shows in words, its SVG in base64."""

    name: str
    heading: str
    alt: str
    svg: str


@dataclass(frozen=True)
class NotebookContent:
    """What a notebook that has run tells: its question, its findings and limits as Markdown, its figures."""

    name: str
    question: str
    findings: tuple[str, ...]
    drawings: tuple[NotebookFigure, ...]
    limits: str


def find(numbers: Sequence[str] = ("01", "02", "03"), folder: Path = ROOT / "notebooks") -> list[Path]:
    """The checkout's notebooks with these numbers. Raises NotebookError where the package stands without them."""
    paths = [path for number in numbers for path in sorted(folder.glob(f"{number}-*.ipynb"))]
    if len(paths) != len(numbers):
        raise NotebookError(f"{folder} lacks notebooks {', '.join(numbers)}; run this from a checkout of the project")
    return paths


def run(paths: Sequence[Path], folder: Path, values: Mapping[str, str | None], tell: Callable[[str], None]) -> None:
    """Run the notebooks and write them to `folder/notebooks`, what they draw to `folder/figures`.

    `values` replace those of the same names in the cell tagged `parameters`; paths in it count from `folder/notebooks`.
    `tell` hears how far it is. Raises NotebookError for a notebook that fails.
    """
    room = folder / "notebooks"
    room.mkdir()
    with tempfile.TemporaryDirectory() as scratch:
        _apart(_run_all(paths, room, Path(scratch), values, tell))


def read(path: Path) -> NotebookContent:
    """What a notebook that has run tells; its figures have the names that they have in `../figures`."""
    names = {base64.b64encode(svg.read_bytes()).decode(): svg.stem for svg in path.parents[1].glob("figures/*.svg")}
    notebook, heading, findings, drawings, limits = nbformat.read(path, as_version=4), "", [], [], ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            heading = next(iter(re.findall(r"^#+ (.+)$", cell.source, re.MULTILINE)), heading)
            limits += cell.source.partition(f"## {LIMITS}\n")[2]
        for data in (output.get("data", {}) for output in cell.get("outputs", ())):
            if "text/markdown" in data:
                findings.append(data["text/markdown"])
            elif image := IMAGE.fullmatch(data.get("text/html", "").strip()):
                drawings.append(NotebookFigure(names.get(image[2], ""), heading, unescape(image[1]), image[2]))
    question = str(notebook.cells[0].source).partition("\n")[0].removeprefix("# ")
    seen = {drawing.alt: drawing for drawing in drawings}  # "Nothing to show" is said once
    return NotebookContent(path.name, question, tuple(findings), tuple(seen.values()), limits.strip())


async def _run_all(
    paths: Sequence[Path], room: Path, scratch: Path, values: Mapping[str, str | None], tell: Callable[[str], None]
) -> None:
    """Run them side by side, as many at a time as there are cores; the first that fails stops all."""
    turn = asyncio.Semaphore(os.cpu_count() or 1)
    done = 0

    async def run_one(path: Path) -> None:
        nonlocal done
        async with turn:
            await _run_one(path, room, scratch, values)
        done += 1
        tell(f"notebooks run: {done} of {len(paths)}")

    tell(f"notebooks run: 0 of {len(paths)}")
    try:
        async with asyncio.TaskGroup() as group:
            for path in paths:
                group.create_task(run_one(path))
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from errors.exceptions[0].__cause__


async def _run_one(path: Path, room: Path, scratch: Path, values: Mapping[str, str | None]) -> None:
    notebook = _with_values(nbformat.read(path, as_version=4), values, path)
    own = scratch / path.stem  # what kernels keep for themselves they do not share
    own.mkdir()
    kernel = AsyncKernelManager(
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),  # only the Python that runs, whatever is installed
        connection_file=str(own / "connection.json"),
        transport_encryption="auto",  # the kernel warns, in the notebook, where it is not
    )
    client = NotebookClient(
        notebook,
        kernel,
        kernel_name="python3",
        resources={"metadata": {"path": str(room)}},
        record_timing=False,
        coalesce_streams=True,  # however the output arrived
        shutdown_kernel="immediate",
        startup_timeout=STARTUP,
    )
    try:
        await client.async_execute(env=_environment(room.parent / "figures", own), cleanup_kc=True)
    except (CellExecutionError, DeadKernelError) as error:
        why = f"{error.ename}: {error.evalue}" if isinstance(error, CellExecutionError) else "its kernel died"
        raise NotebookError(f"notebook {path.name} fails on this article: {why}; see more with --debug") from error
    _forget_the_machine(notebook)
    (room / path.name).write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")


def _with_values(notebook: NotebookNode, values: Mapping[str, str | None], path: Path) -> NotebookNode:
    """The notebook with other values in its cell of parameters; names that it does not have are passed over."""
    cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ())]
    if len(cells) != 1 or not cells[0].source.startswith("ARTICLE = "):
        raise NotebookError(f"{path} needs one cell tagged `parameters`, which begins with ARTICLE = …")
    lines = [line.partition(" = ") for line in cells[0].source.splitlines()]
    cells[0].source = "\n".join(
        f"{name}{is_}{_literal(values[name]) if name in values else value}" for name, is_, value in lines
    )
    return notebook


def _literal(value: str | None) -> str:
    return json.dumps(value, ensure_ascii=False) if value else "None"  # JSON's strings are Python's, in double quotes


def _forget_the_machine(notebook: NotebookNode) -> None:
    """Keep of the metadata what is the same everywhere, as `make figures` does."""
    language = {"name": notebook.metadata.language_info.name}
    kernel = notebook.metadata.kernelspec
    notebook.metadata = NotebookNode(kernelspec=kernel, language_info=NotebookNode(language))


def _environment(figures: Path, scratch: Path) -> dict[str, str]:
    """The environment without what is the user's own; the kernel imports this very package."""
    kept = {name: value for name, value in os.environ.items() if name not in OF_THE_USER}
    return kept | {
        "ANALYSIS_FIGURES": str(figures),
        "IPYTHONDIR": str(scratch / "ipython"),
        "JUPYTER_NO_CONFIG": "1",
        "MATPLOTLIBRC": str(Path(matplotlib.get_data_path()) / "matplotlibrc"),
        "PYTHONPATH": str(ROOT),
    }


def _apart(work: Coroutine[Any, Any, None]) -> None:
    """Run it in a thread of its own, since in the main one nbclient would take Ctrl-C for itself; stop it by Ctrl-C."""
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner, ThreadPoolExecutor(1) as thread:
        loop = runner.get_loop()
        task = loop.create_task(work)
        done = thread.submit(loop.run_until_complete, task)
        try:
            while not wait([done], timeout=0.2).done:  # in a wait without end Windows hears no Ctrl-C
                pass
        except BaseException:
            loop.call_soon_threadsafe(task.cancel)  # which stops the kernel, too
            raise
        done.result()
