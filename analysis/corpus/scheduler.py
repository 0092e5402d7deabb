"""Where the work is done: processes of this machine, or any Dask cluster. What is done is marked and not done again.

A task reads files and writes files, each complete or not there, and is marked done when all of them are there. So it
may be killed at any moment, alone or with everything, and be done again, by whomever, with the same bytes.
"""

import ctypes
import json
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from tqdm import tqdm

from analysis.errors import AnalysisError, DeadlineExceeded
from analysis.output import whole_file

AHEAD = 10_000  # tasks handed to Dask at a time
HERE = "inproc"  # a scheduler and one worker in this process: for a few articles, and for tests
KEPT = "what was done is kept: mend it, then go on: resume=True, on the command line --resume"
Counts = dict[str, Any]  # what a task has done, kept in its mark


class Task(NamedTuple):
    """Something to do, its name among those of its stage, and how much it is of the whole."""

    name: str
    arguments: tuple[Any, ...]
    size: int = 1


class Checkpoints:
    """What is done of each stage: a small JSON file for each task in `folder`; `room` is for files half-written."""

    def __init__(self, folder: Path, room: Path) -> None:
        self.folder, self.room = folder, room

    def of(self, stage: str, name: str) -> Counts | None:
        """What a task has done; None if it is not done."""
        try:
            counts: Counts = json.loads((self.folder / stage / f"{name}.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return counts

    def set(self, stage: str, name: str, counts: Counts) -> None:
        """Mark a task as done."""
        path = self.folder / stage / f"{name}.json"
        with whole_file(path, self.room) as new:
            new.write_text(json.dumps(counts, ensure_ascii=True, sort_keys=True), encoding="utf-8")

    def once(self, stage: str, work: Callable[[], Counts]) -> Counts:
        """Do what is one task alone, unless it is done."""
        counts = self.of(stage, "all")
        if counts is None:
            counts = work()
            self.set(stage, "all", counts)
        return counts


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise TooSlow in this thread if the block takes longer. Reaches what runs in Python, not within a library's C."""
    thread, over, lock = threading.get_ident(), threading.Event(), threading.Lock()

    def stop() -> None:
        with lock:
            if not over.is_set():
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(DeadlineExceeded))

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            over.set()
        timer.cancel()


@contextmanager
def engine(scheduler: str | None, workers: int | None, tell: Callable[[str], object]) -> Iterator[Any]:
    """A Dask client: of the cluster at `scheduler` (tcp://…), or of one made here with a process for each worker.

    `tell` is given the address of Dask's dashboard. Raises AnalysisError where nobody answers at the address.
    """
    import dask
    from distributed import Client, LocalCluster

    quietly: dict[str, Any] = {"dashboard_address": "127.0.0.1:0", "silence_logs": logging.CRITICAL}
    with dask.config.set({"distributed.logging.distributed": "error"}):
        if scheduler == HERE:
            local = LocalCluster(n_workers=1, threads_per_worker=1, processes=False, **quietly)
            with local as cluster, Client(cluster) as client:
                yield client
        elif scheduler is None:
            count = workers or os.cpu_count() or 1
            local = LocalCluster(n_workers=count, threads_per_worker=1, processes=True, **quietly)
            with local as cluster, Client(cluster) as client:
                tell(f"{count} workers; dashboard: {client.dashboard_link}")
                yield client
        else:
            with _connected(scheduler) as client:
                tell(f"{scheduler}; dashboard: {client.dashboard_link}")
                yield client


def _connected(scheduler: str) -> Any:
    from distributed import Client

    try:
        client = Client(scheduler)
        if not client.scheduler_info(n_workers=1)["workers"]:
            client.wait_for_workers(1, timeout=60)
    except (OSError, ValueError, TimeoutError) as error:
        raise AnalysisError(
            f"no Dask cluster with a worker answers at {scheduler} ({type(error).__name__}); start one there "
            "(dask scheduler, dask worker), or leave --scheduler out to use the cores of this machine"
        ) from None
    return client


def run(
    client: Any,
    marks: Checkpoints,
    stage: str,
    function: Callable[..., Counts],
    tasks: Sequence[Task],
    unit: str,
    killed: Callable[[Task], Task] | None = None,
) -> Iterator[Counts]:
    """Do what is not done yet of a stage's tasks, with progress; then what each has done, in the order of the tasks.

    A task that brings its workers down again and again is done as `killed` makes it: without what did so.
    Raises AnalysisError if the cluster is lost, or if a task fails; what is done by then stays done.
    """
    from distributed import KilledWorker

    open_tasks = [task for task in tasks if marks.of(stage, task.name) is None]
    whole, left = sum(task.size for task in tasks), sum(task.size for task in open_tasks)
    bar = tqdm(total=whole, initial=whole - left, unit=unit, unit_scale=True, desc=stage, disable=None, file=sys.stderr)
    with bar:
        for task, result in _outcomes(client, function, open_tasks):
            if isinstance(result, KilledWorker) and killed is not None:
                result = outcome(client, function, killed(task))
            if isinstance(result, BaseException):
                problem = f"{type(result).__name__}: {result}"
                raise AnalysisError(f"{stage} {task.name} failed: {problem}; {KEPT}") from result
            marks.set(stage, task.name, result)
            bar.update(task.size)
    for task in tasks:
        counts = marks.of(stage, task.name)
        assert counts is not None
        yield counts


def outcome(client: Any, function: Callable[..., Counts], task: Task) -> Counts | BaseException:
    """What a task gives, or the error that it ends with."""
    return next(result for _, result in _outcomes(client, function, [task]))


def _outcomes(
    client: Any, function: Callable[..., Counts], tasks: Iterable[Task]
) -> Iterator[tuple[Task, Counts | BaseException]]:
    """What comes of each task, in the order in which they are done, at most `AHEAD` of them under way."""
    from distributed import as_completed

    waiting = iter(tasks)
    names: dict[str, Task] = {}

    def submit(count: int) -> list[Any]:
        futures = []
        for task in islice(waiting, count):
            future = client.submit(function, *task.arguments, pure=False)
            names[future.key] = task
            futures.append(future)
        return futures

    done = as_completed(submit(AHEAD))
    for future in done:
        if future.cancelled() or client.status != "running":
            raise AnalysisError(f"the Dask cluster is lost; {KEPT}")
        error = future.exception()
        yield names.pop(future.key), future.result() if error is None else error
        for more in submit(1):
            done.add(more)


def versions(packages: Iterable[str]) -> Mapping[str, str]:
    """The versions of Python and of these packages, as installed where this runs."""
    from importlib.metadata import version

    return {"python": ".".join(map(str, sys.version_info[:3]))} | {name: version(name) for name in packages}
