"""The largest files and metadata that are read. Sizes are checked before anything is parsed."""

import re
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from analysis.errors import AnalysisError, ArticleError, MetadataError

STANDARD_INPUT = "-"
PIECE_BYTES = 1 << 20  # read at a time, so that a short file takes no more memory than it has bytes
MAX_KEY_PARTS = 32  # of a TOML key; every part of a.b.c = 1 is a table in the one before
# a TOML key of more parts: words or quoted words, with a dot after each
DEEP_KEY = re.compile(
    rf"""(?<![\w-])(?:(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{MAX_KEY_PARTS}}}"""
)


@dataclass(frozen=True)
class Limit:
    """The most bytes that are read, and the error for more: its class, and what to do."""

    bytes: int
    error: type[AnalysisError]
    remedy: str


FILE = Limit(100_000_000, ArticleError, "split it up")  # some twenty times the largest saved pages of newspapers
METADATA = Limit(16_384, MetadataError, "keep only the facts of the article in it")


def file_bytes(path: str | Path, name: str, limit: Limit = FILE) -> bytes:
    """The content of a file, or of standard input for "-". Pipes and devices are not opened: they may never end.

    Args:
        path: The file.
        name: The name of the file, for error messages.
        limit: How much is read at most.

    Raises:
        AnalysisError: It is a pipe or a device, or has more bytes than the limit.
        OSError: The file cannot be read.
        ValueError, AttributeError: The path has a NUL, or standard input is closed or missing.
    """
    if str(path) == STANDARD_INPUT:
        data = _beginning(sys.stdin.buffer, limit.bytes + 1)
    else:
        status = Path(path).stat()
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):  # opening a folder raises its own error
            raise limit.error(f"{name} is a pipe or a device; save its content as a file")
        check_size(status.st_size, name, limit)
        with Path(path).open("rb") as file:
            data = _beginning(file, limit.bytes + 1)
    check_size(len(data), name, limit)
    return data


def check_size(size: int, name: str, limit: Limit) -> None:
    """Raise the limit's error if there are more bytes than it allows; `name` says what has them."""
    if size > limit.bytes:
        raise limit.error(f"{name} is too long (over {limit.bytes:,} bytes); {limit.remedy}")


def check_depth(toml: str, name: str) -> None:
    """Raise MetadataError if a key in TOML has so many parts that its nested tables would fill the memory."""
    if DEEP_KEY.search(toml):
        raise MetadataError(
            f"{name} has a key of over {MAX_KEY_PARTS} parts; each line reads like published = 2022-03-07"
        )


def _beginning(file: IO[bytes], size: int) -> bytes:
    """The first bytes of an open file, or all of it if it has fewer."""
    pieces = []
    while size > 0 and (piece := file.read(min(size, PIECE_BYTES))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
