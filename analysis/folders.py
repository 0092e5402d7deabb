"""A folder is there complete or not at all: it is filled beside its place and then given its name."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from analysis.article import AnalysisError


class WriteError(AnalysisError):
    """Something cannot be written as asked."""


@contextmanager
def new_folder(folder: str | Path, ours: Callable[[Path], bool], force: bool = False) -> Iterator[Path]:
    """A folder to fill, which takes its name when the block ends well; else nothing of it is left.

    An empty folder of that name counts as none. One with anything in it is left alone, unless with `force`: then it is
    replaced, if `ours` says that nothing in it is anybody else's. Raises WriteError for a folder in the way, for one
    that another process is writing, and where the disk is full or may not be written to.
    """
    folder = Path(folder).resolve()
    try:
        _make_way(folder, ours, force)
        with alone(folder), tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as room:
            new = Path(room) / "new"
            new.mkdir()  # not the temporary folder itself, which nobody else may read
            yield new
            _make_way(folder, ours, force)  # somebody may have come first
            _give_name(new, folder, Path(room) / "old")
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise WriteError(f"{folder} cannot be written: {why}; make room, or name another folder") from error


def _make_way(folder: Path, ours: Callable[[Path], bool], force: bool) -> None:
    """Refuse to go on where something would be lost."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    mine = folder.is_dir() and ours(folder)
    if not (mine and force):
        remedy = "or replace it: force=True, on the command line --force"
        other = "it holds something else than is written here: nothing is replaced"
        raise WriteError(f"{folder} is there already; name another folder ({remedy if mine else other})")


def _give_name(new: Path, folder: Path, old: Path) -> None:
    """Put the new folder in its place; what was there goes aside, and comes back if that fails."""
    if folder.exists():
        folder.rename(old)
    try:
        new.rename(folder)
    except BaseException:
        if old.exists() and not folder.exists():
            old.rename(folder)
        raise


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """While the block runs nobody else writes the folder. Raises WriteError if another process does already.

    The lock is the system's own and ends with its process, however that ends. It is on a file beside the folder, which
    goes with the block; one that a killed process left behind locks nobody out.
    """
    path = folder.with_name(f".{folder.name}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(path, timeout=0):
            try:
                yield
            finally:
                with suppress(OSError):  # on Windows, where a file in use stays
                    path.unlink()
    except Timeout:
        raise WriteError(f"{folder} is being written by another process; wait for it, or name another folder") from None
