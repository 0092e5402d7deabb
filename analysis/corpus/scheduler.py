"""Run tasks on Dask, on this machine or on a cluster, with checkpoints so that finished tasks are not repeated.

A task reads files and writes files, each complete or absent, and is marked as finished when all of them exist. It may
be killed at any moment, alone or together with everything else, and be run again by any worker with the same result.
"""

import ctypes
import faulthandler
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import islice
from multiprocessing import resource_tracker
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import pyarrow as pa

import analysis
from analysis.display import counted
from analysis.errors import AnalysisError, DeadlineExceeded, extra
from analysis.output import whole_file

with extra("corpus", "reading a corpus"):
    from tqdm import tqdm

MAX_SUBMITTED_TASKS = 10_000  # at a time
MAX_SECONDS_TO_STOP = 30.0  # for a worker after a deadline, before it ends itself
HERE = "inproc"  # a scheduler and one worker in this process: for a few articles, and for tests
HOW_TO_RESUME = "finished work is kept: solve the problem, then resume: resume=True, on the command line --resume"
Counts = dict[str, Any]  # what a task reports about its work, kept in its checkpoint


class Task(NamedTuple):
    """A call of the stage's function; `name` is unique in the stage, `size` is its share of the progress bar."""

    name: str
    arguments: tuple[Any, ...]
    size: int = 1


class Checkpoints:
    """The finished tasks of each stage: a small JSON file per task in `folder`; `scratch` is for unfinished files."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        self.folder, self.scratch = folder, scratch

    def of(self, stage: str, name: str) -> Counts | None:
        """The counts of a finished task; None if it is not finished."""
        try:
            counts: Counts = json.loads((self.folder / stage / f"{name}.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return counts

    def set(self, stage: str, name: str, counts: Counts) -> None:
        """Mark a task as finished."""
        path = self.folder / stage / f"{name}.json"
        with whole_file(path, self.scratch) as unfinished:
            unfinished.write_text(json.dumps(counts, ensure_ascii=True, sort_keys=True), encoding="utf-8")

    def once(self, stage: str, work: Callable[[], Counts]) -> Counts:
        """The counts of a stage that is a single task, which is run unless it is finished."""
        counts = self.of(stage, "all")
        if counts is None:
            counts = work()
            self.set(stage, "all", counts)
        return counts


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise DeadlineExceeded in this thread if the block takes longer.

    The exception is raised between two Python instructions, so it does not interrupt a call into a library's C code. A
    worker process that is stuck in such a call ends itself after some more time, and Dask starts another one.
    """
    thread, finished, lock = threading.get_ident(), threading.Event(), threading.Lock()

    def stop() -> None:
        with lock:
            if not finished.is_set():
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(DeadlineExceeded))

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        with _end_of_worker(seconds + min(seconds, MAX_SECONDS_TO_STOP)):
            yield
    finally:
        with lock:
            finished.set()
        timer.cancel()


@contextmanager
def _end_of_worker(seconds: float) -> Iterator[None]:
    """End this process if the block takes longer, unless it is needed for anything else than this block.

    faulthandler's timer needs no Python to run, unlike one of `threading`.
    """
    if not is_replaceable():
        yield
        return
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def is_replaceable() -> bool:
    """Whether this process is a worker that runs one task at a time, and that Dask replaces when it ends."""
    if "distributed" not in sys.modules:
        return False
    from distributed import get_worker

    try:
        worker = get_worker()
    except ValueError:
        return False
    return worker.nanny is not None and worker.state.nthreads == 1


def free_memory() -> None:
    """Return free memory to the system: Arrow's pool and the C library keep more and more of it, in pieces."""
    pa.default_memory_pool().release_unused()
    if trim := _malloc_trim():
        trim(0)


@cache
def _malloc_trim() -> Callable[[int], int] | None:
    """glibc's function that returns free memory; None with other C libraries."""
    try:
        trim: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):  # TypeError: on Windows
        return None
    return trim


@contextmanager
def dask_client(scheduler: str | None, workers: int | None, tell: Callable[[str], object]) -> Iterator[Any]:
    """A Dask client for the length of the block.

    Args:
        scheduler: The address of a cluster (tcp://…); `HERE` for one worker in this process; None to start a process
            for each worker on this machine.
        workers: The number of these processes, by default one per core.
        tell: Receives a line with the address of Dask's dashboard.

    Raises:
        AnalysisError: No cluster answers at the address, or it needs TLS settings that are missing; or no process can
            be started on this machine.
    """
    import dask
    from distributed import Client

    quiet: dict[str, Any] = {"dashboard_address": "127.0.0.1:0", "silence_logs": logging.CRITICAL}
    # A worker that dies is started again. Dask would give it up for good if, 15 seconds after its death, it happens to
    # be starting again because it has died once more.
    keep_workers = {"distributed.deploy.lost-worker-timeout": "7 days"}
    # A worker would keep what its profiler samples, call stacks of an hour: some 300 MB.
    no_profile = {"distributed.worker.profile.enabled": False}
    # Dask measures 50 times a second how late its event loops are, and 10 times how much memory each worker takes.
    rarely = {
        "distributed.admin.tick.interval": "1s",
        "distributed.admin.tick.cycle": "10s",
        "distributed.admin.system-monitor.interval": "5s",
        "distributed.worker.memory.monitor-interval": "1s",
    }
    with dask.config.set({"distributed.logging.distributed": "error", **keep_workers, **no_profile, **rarely}):
        if scheduler == HERE:
            with _local_cluster(n_workers=1, processes=False, **quiet) as cluster, Client(cluster) as client:
                yield client
        elif scheduler is None:
            count = workers or os.cpu_count() or 1
            with _local_cluster(n_workers=count, processes=True, **quiet) as cluster, Client(cluster) as client:
                tell(f"{counted(count, 'worker')}; dashboard: {client.dashboard_link}")
                yield client
        else:
            with _connected(scheduler) as client:
                tell(f"{scheduler}; dashboard: {client.dashboard_link}")
                yield client


def _local_cluster(**options: Any) -> Any:
    """A cluster on this machine, whose workers run one task at a time."""
    from distributed import LocalCluster

    try:
        with _without_interrupts():
            return LocalCluster(threads_per_worker=1, **options)
    except Exception as error:  # of many kinds, depending on when a worker dies
        raise AnalysisError(
            f"the workers do not start ({type(error).__name__}: {error}); see that the folder for temporary files "
            "(TMPDIR) exists and has space, give them more memory, or take fewer (workers=1, on the command line "
            f"--workers 1). {HOW_TO_RESUME[0].upper()}{HOW_TO_RESUME[1:]}"
        ) from None


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Processes started in the block, or by its threads, are not stopped by Ctrl-C: this process stops them.

    Ctrl-C goes to all processes of a terminal, and each worker would print a traceback. A thread and a process inherit
    the blocked signals of the thread that starts them. Ctrl-C takes effect in this process when the block ends.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # when it starts, it unblocks the signal
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


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
    except TypeError:  # Dask's, for tls:// without its settings
        raise AnalysisError(
            f"{scheduler} needs certificates, and Dask's settings name none; set distributed.comm.tls "
            "(https://distributed.dask.org/en/stable/tls.html), or use a tcp:// address"
        ) from None
    return client


def run(
    client: Any,
    checkpoints: Checkpoints,
    stage: str,
    function: Callable[..., Counts],
    tasks: Sequence[Task],
    unit: str,
    without_killers: Callable[[Task], Task] | None = None,
) -> Iterator[Counts]:
    """Run the tasks of a stage that are not finished yet, with a progress bar.

    Args:
        client: A Dask client.
        checkpoints: The finished tasks.
        stage: The name of the stage.
        function: Called with the arguments of each task, in a worker.
        tasks: All tasks of the stage.
        unit: The unit of `Task.size` in the progress bar.
        without_killers: Replaces a task that kills its workers again and again by one without the cause.

    Yields:
        The counts of each task, in the order of `tasks`.

    Raises:
        AnalysisError: The cluster is lost, or a task fails. Tasks finished until then stay finished.
    """
    from distributed import KilledWorker

    open_tasks = [task for task in tasks if checkpoints.of(stage, task.name) is None]
    total, remaining = sum(task.size for task in tasks), sum(task.size for task in open_tasks)
    progress = {"total": total, "initial": total - remaining, "unit": unit, "unit_scale": True, "desc": stage}
    with tqdm(**progress, disable=None, file=sys.stderr) as bar:
        for task, result in _outcomes(client, function, open_tasks):
            if isinstance(result, KilledWorker) and without_killers is not None:
                result = outcome(client, function, without_killers(task))
            if isinstance(result, BaseException):
                problem = f"{type(result).__name__}: {result}"
                raise AnalysisError(f"{stage} {task.name} failed: {problem}; {HOW_TO_RESUME}") from result
            checkpoints.set(stage, task.name, result)
            bar.update(task.size)
    for task in tasks:
        counts = checkpoints.of(stage, task.name)
        assert counts is not None
        yield counts


def outcome(client: Any, function: Callable[..., Counts], task: Task) -> Counts | BaseException:
    """The counts of a task, or the error that ended it."""
    return next(result for _, result in _outcomes(client, function, [task]))


def _outcomes(
    client: Any, function: Callable[..., Counts], tasks: Iterable[Task]
) -> Iterator[tuple[Task, Counts | BaseException]]:
    """Each task with its counts or its error, as they finish; at most `MAX_SUBMITTED_TASKS` are submitted at a time."""
    from distributed import as_completed

    waiting = iter(tasks)
    task_by_key: dict[str, Task] = {}

    def submit(count: int) -> list[Any]:
        futures = []
        for task in islice(waiting, count):
            name = f"{function.__name__}-{uuid4()}"  # the dashboard groups tasks by what comes before the number
            future = client.submit(_run_task, function, *task.arguments, key=name)
            task_by_key[future.key] = task
            futures.append(future)
        return futures

    completed = as_completed(submit(MAX_SUBMITTED_TASKS))
    for future in completed:
        if future.cancelled() or client.status != "running":
            raise AnalysisError(f"the Dask cluster is lost; {HOW_TO_RESUME}")
        error = future.exception()
        yield task_by_key.pop(future.key), future.result() if error is None else error
        for following in submit(1):
            completed.add(following)


def _run_task(function: Callable[..., Counts], *arguments: Any) -> Counts:
    try:
        return function(*arguments)
    finally:
        free_memory()


def versions(packages: Iterable[str]) -> Mapping[str, str]:
    """The versions of Python, this package and these packages, as installed on the machine where this is called."""
    from importlib.metadata import version

    own = {"python": ".".join(map(str, sys.version_info[:3])), "analysis": analysis.__version__}
    return own | {name: version(name) for name in packages}
