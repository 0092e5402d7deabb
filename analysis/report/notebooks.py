"""Open the notebooks, or run them on another article.

They run as with `make figures`: isolated from the user's settings, and their outputs contain nothing of the clock or
the machine.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import matplotlib

from analysis.errors import NotebookError, extra
from analysis.output import NOTEBOOKS, SEEDS, new_folder, resolved

with extra("lab", "running the notebooks"):
    import nbformat
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
    from nbformat import NotebookNode
    from nbformat.sign import NotebookNotary

ROOT = Path(__file__).parents[2]
# Environment variables with the user's settings, which kernels must not inherit.
USER_VARIABLES = ("JPY_SESSION_NAME", "MATPLOTLIBRC", "MPLBACKEND", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONWARNINGS")
KERNEL_STARTUP_SECONDS = 300  # for a busy machine
CELL_SECONDS = 600  # for one cell; the slowest takes a few seconds with an ordinary article
POLL_SECONDS = 0.2


def find(numbers: Sequence[str] = ("01", "02", "03"), folder: Path = NOTEBOOKS) -> list[Path]:
    """The paths of the notebooks with these numbers.

    Raises:
        NotebookError: One is missing.
    """
    paths = [path for number in numbers for path in sorted(folder.glob(f"{number}-*.ipynb"))]
    if len(paths) != len(numbers):
        raise NotebookError(f"{folder} lacks notebooks {', '.join(numbers)}; put them back, or name another folder")
    return paths


def open_lab(folder: str | Path) -> int:
    """Copy the notebooks and seeds to a folder, unless it has notebooks, and open the first one in JupyterLab.

    Returns:
        The exit status of JupyterLab.

    Raises:
        MissingExtraError: JupyterLab is not installed.
        WriteError: The folder holds anything but notebooks, or cannot be written.
    """
    with extra("lab", "opening the notebooks"):
        import jupyterlab  # noqa: F401 (it is started below, as a program of its own)

    folder = resolved(folder)
    if not (folder / NOTEBOOKS.name).is_dir():
        with new_folder(folder, lambda _: False) as new:
            for source in (NOTEBOOKS, SEEDS):
                shutil.copytree(source, new / source.name)
            _trust(new / NOTEBOOKS.name)
    first = find(("01",), folder / NOTEBOOKS.name)
    figures = {"ANALYSIS_FIGURES": str(folder / "figures")}
    return subprocess.call([sys.executable, "-m", "jupyterlab", *map(str, first)], env=os.environ | figures)


def _trust(folder: Path) -> None:
    """Sign the project's own notebooks, so that JupyterLab shows their outputs with styles before they are run."""
    notary = NotebookNotary()
    for path in sorted(folder.glob("*.ipynb")):
        notary.sign(nbformat.read(path, as_version=4))


def run(paths: Sequence[Path], folder: Path, values: Mapping[str, str | None], tell: Callable[[str], None]) -> None:
    """Run the notebooks in parallel and write them to `folder/notebooks`.

    Their figures go to `folder/figures`, where they are the same as the page's.

    Args:
        paths: The notebooks.
        folder: The folder of the report.
        values: New values of the variables in the cell tagged `parameters`. Paths are relative to `folder/notebooks`.
        tell: Receives progress messages.

    Raises:
        NotebookError: A notebook fails, or one of its cells runs longer than `CELL_SECONDS`.
    """
    notebooks_folder = folder / "notebooks"
    notebooks_folder.mkdir()
    # Within the report, so that nothing stays in the system's folder for temporary files if this process is killed.
    with tempfile.TemporaryDirectory(dir=folder, prefix=".kernels-") as scratch:
        _run_in_thread(_run_all(paths, notebooks_folder, Path(scratch), values, tell))


async def _run_all(
    paths: Sequence[Path],
    notebooks_folder: Path,
    scratch: Path,
    values: Mapping[str, str | None],
    tell: Callable[[str], None],
) -> None:
    """Run the notebooks, as many at a time as there are cores; the first failure cancels the others."""
    free_core = asyncio.Semaphore(os.cpu_count() or 1)
    done = 0

    async def run_when_free(path: Path) -> None:
        nonlocal done
        async with free_core:
            await _run_one(path, notebooks_folder, scratch, values)
        done += 1
        tell(f"notebooks run: {done} of {len(paths)}")

    tell(f"notebooks run: 0 of {len(paths)}")
    try:
        async with asyncio.TaskGroup() as group:
            for path in paths:
                group.create_task(run_when_free(path))
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from errors.exceptions[0].__cause__


async def _run_one(path: Path, notebooks_folder: Path, scratch: Path, values: Mapping[str, str | None]) -> None:
    """Run a notebook in a kernel of its own, and write it to the folder of notebooks."""
    notebook = nbformat.read(path, as_version=4)
    _set_parameters(notebook, values, path)
    kernel_folder = scratch / path.stem  # not shared between kernels
    kernel_folder.mkdir()
    kernel = AsyncKernelManager(
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),  # only the running Python, whatever is installed
        connection_file=str(kernel_folder / "connection.json"),
        transport_encryption="auto",  # without encryption the kernel prints a warning into the notebook
    )
    client = NotebookClient(
        notebook,
        kernel,
        kernel_name="python3",
        resources={"metadata": {"path": str(notebooks_folder)}},
        record_timing=False,
        coalesce_streams=True,  # the same output, however it arrives
        shutdown_kernel="immediate",
        startup_timeout=KERNEL_STARTUP_SECONDS,
        timeout=CELL_SECONDS,
        iopub_timeout=KERNEL_STARTUP_SECONDS,  # after 4 seconds nbclient would go on without the rest of an output
    )
    environment = _environment(notebooks_folder.parent / "figures", kernel_folder)
    try:
        # What a kernel writes to stderr would reach the terminal of the command; errors of cells come as messages.
        await client.async_execute(env=environment, cleanup_kc=True, stderr=subprocess.DEVNULL)
    except (CellExecutionError, DeadKernelError) as error:
        reason = f"{error.ename}: {error.evalue}" if isinstance(error, CellExecutionError) else "its kernel died"
        raise NotebookError(f"notebook {path.name} fails on this article: {reason}; see more with --debug") from error
    except CellTimeoutError as error:
        raise NotebookError(
            f"notebook {path.name} is stopped: one of its cells runs longer than {CELL_SECONDS} seconds on this "
            "article; split the article up, or give the machine less other work"
        ) from error
    finally:
        if kernel.has_kernel:  # cancelled while it was starting
            await kernel.shutdown_kernel(now=True)
    _strip_metadata(notebook)
    (notebooks_folder / path.name).write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")


def _set_parameters(notebook: NotebookNode, values: Mapping[str, str | None], path: Path) -> None:
    """Set variables in the notebook's cell of parameters; those that it does not assign are ignored.

    Raises:
        NotebookError: The notebook has no such cell, or several.
    """
    cells = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", ())]
    if len(cells) != 1 or not cells[0].source.startswith("ARTICLE = "):
        raise NotebookError(f"{path} needs one cell tagged `parameters`, which begins with ARTICLE = …")
    lines = []
    for line in cells[0].source.splitlines():
        name, equals, _ = line.partition(" = ")
        lines.append(f"{name}{equals}{_literal(values[name])}" if name in values else line)
    cells[0].source = "\n".join(lines)


def _literal(value: str | None) -> str:
    """The value as Python source: a JSON string is a Python string in double quotes."""
    return json.dumps(value, ensure_ascii=False) if value else "None"


def _strip_metadata(notebook: NotebookNode) -> None:
    """Remove metadata that differs between machines, as `make figures` does."""
    language = {"name": notebook.metadata.language_info.name}
    kernel = notebook.metadata.kernelspec
    notebook.metadata = NotebookNode(kernelspec=kernel, language_info=NotebookNode(language))


def _environment(figures: Path, scratch: Path) -> dict[str, str]:
    """The environment of a kernel: without the user's settings, and with this package on its path."""
    inherited = {name: value for name, value in os.environ.items() if name not in USER_VARIABLES}
    return inherited | {
        "ANALYSIS_FIGURES": str(figures),
        "IPYTHONDIR": str(scratch / "ipython"),
        "JUPYTER_NO_CONFIG": "1",
        "MATPLOTLIBRC": str(Path(matplotlib.get_data_path()) / "matplotlibrc"),
        "PYTHONPATH": str(ROOT),
    }


def _run_in_thread(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine in another thread until it ends or Ctrl-C cancels it.

    In the main thread nbclient would handle Ctrl-C itself.
    """
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner, ThreadPoolExecutor(1) as thread:
        loop = runner.get_loop()
        # nbclient polls each kernel in a task of its own, which fails unobserved when its notebook is cancelled.
        # asyncio would report that on stderr. The errors of the notebooks themselves are results of `work`.
        loop.set_exception_handler(lambda *_: None)
        task = loop.create_task(work)
        # The thread starts here, with nothing to do: an exit that comes while it starts has no running loop to close.
        thread.submit(int).result()
        try:
            done = thread.submit(loop.run_until_complete, task)
            while not wait([done], timeout=POLL_SECONDS).done:  # a wait without timeout blocks Ctrl-C on Windows
                pass
        except BaseException:
            loop.call_soon_threadsafe(task.cancel)  # also stops the kernel
            raise
        done.result()
