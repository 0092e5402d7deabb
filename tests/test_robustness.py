"""Robustness against the machine: a full disk, read-only folders, too little memory, concurrency, other settings."""

import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from corpus.test_run import articles, bytes_of, write
from long_article import long_article
from report.test_folder import SMALL, tables

import analysis
from analysis import cli
from analysis.cli import main
from analysis.corpus import run
from analysis.corpus.scheduler import HERE
from analysis.errors import WriteError
from analysis.language import parsing
from analysis.language.spacy_model import Paragraph
from analysis.output import new_folder
from analysis.report import folder

resource = pytest.importorskip("resource", reason="limits are set as POSIX systems have them")
ROOT = Path(__file__).parents[1]
SEED = ROOT / "seeds" / "macron-open-line-to-russia.txt"
FORMATS = ("csv", "jsonl", "parquet")


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let no file grow beyond `size` bytes, as if the disk were full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, suffix: str) -> None:
    small = tables()
    whole = analysis.write_tables(small, tmp_path / "whole", [suffix])
    sizes = sorted({path.stat().st_size for path in whole.iterdir()} - {0})
    for size in [0, 1, *(size - 1 for size in sizes)]:  # each file in turn is the first that does not fit
        with files_of_at_most(size), pytest.raises(WriteError, match=r"cannot be written: .*; free some space"):
            analysis.write_tables(small, tmp_path / "out", [suffix])
        assert [path.name for path in tmp_path.iterdir()] == ["whole"]
    with files_of_at_most(sizes[-1]):
        analysis.write_tables(small, tmp_path / "out", [suffix])
    assert bytes_of(tmp_path / "out") == bytes_of(whole)


def test_a_full_disk_leaves_no_report_half_written(tmp_path: Path) -> None:
    small = tables()
    folder.write_report(SMALL, small, tmp_path / "whole")
    sizes = sorted({path.stat().st_size for path in (tmp_path / "whole").rglob("*") if path.is_file()} - {0})
    for size in [0, *(size - 1 for size in sizes)][::4]:
        with files_of_at_most(size), pytest.raises(WriteError, match="cannot be written"):
            folder.write_report(SMALL, small, tmp_path / "out")
        assert [path.name for path in tmp_path.iterdir()] == ["whole"]


def test_a_corpus_run_continues_when_there_is_space_again(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", articles(3))
    whole = run.analyse_corpus(path, tmp_path / "whole", scheduler=HERE).folder
    for size in (0, 600, 4000, 9000, 12_000):
        with files_of_at_most(size), pytest.raises(analysis.AnalysisError):
            run.analyse_corpus(path, tmp_path / "out", scheduler=HERE, resume=True)
        assert not (tmp_path / "out").exists() and not list(tmp_path.glob(".*"))
    run.analyse_corpus(path, tmp_path / "out", scheduler=HERE, resume=True)
    assert bytes_of(tmp_path / "out") == bytes_of(whole)


def test_a_full_standard_output_is_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert main(["tables", str(SEED), "--out", "-", "--table", "quotes"]) == 1
    assert re.fullmatch(r"error: .*No space left on device.*\n", capsys.readouterr().err)


@pytest.mark.parametrize("command", [["report", "page.txt"], ["tables", "page.txt"], ["check"], ["--help"], ["corpus"]])
def test_a_full_standard_output_loses_no_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text(SMALL.article.text, encoding="utf-8")
    write(Path("in.jsonl"), articles(1))
    out = {"tables": ["--out", "out"], "report": ["--out", "out"], "corpus": ["in.jsonl", "out", "--scheduler", HERE]}
    with open("/dev/full", "w", encoding="utf-8") as full, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", full)
        assert main([*command, *out.get(command[0], [])]) == 1
        with suppress(OSError):
            full.close()
    last = capsys.readouterr().err.splitlines()[-1]
    assert re.fullmatch(r"error: .*standard output cannot be .*: No space left on device; free some space, .*", last)
    assert Path("out").exists() == (command[0] in out)


@contextmanager
def without_root() -> Iterator[None]:
    """Drop the rights of root, who may write everywhere, for the length of the block."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_read_only_folder_is_an_error_and_stays_unchanged(capsys: pytest.CaptureFixture[str]) -> None:
    with tempfile.TemporaryDirectory() as parent:
        mine = Path(parent) / "mine"
        mine.mkdir()
        (mine / "kept.txt").write_text("kept")
        mine.chmod(0o555)
        Path(parent).chmod(0o755)
        path = write(Path(parent) / "in.jsonl", articles(1))
        small = tables()
        with without_root():
            for work in (
                lambda: analysis.write_tables(small, mine / "out"),
                lambda: folder.write_report(SMALL, small, mine / "out"),
                lambda: run.analyse_corpus(path, mine / "out", scheduler=HERE),
            ):
                with pytest.raises(WriteError, match=f"{mine}/out.* cannot be written: Permission denied; "):
                    work()
            assert main(["tables", str(path.with_name("none.txt")), "--out", str(mine / "out")]) == 1
        assert [entry.name for entry in mine.iterdir()] == ["kept.txt"]
        mine.chmod(0o755)


@contextmanager
def memory_left(size: int) -> Iterator[None]:
    """Let this process have `size` more bytes of memory."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    used = 1024 * int(status.partition("VmSize:")[2].split()[0])
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, which only Linux has")
def test_only_the_article_that_exceeds_the_memory_is_lost() -> None:
    batch = parsing.BATCH_MEMORY
    others: list[np.ndarray] = []  # that need memory, too
    problems: list[analysis.AnalysisError] = []

    def in_turn() -> Iterator[analysis.Article]:
        yield analysis.Article(SMALL.article.text, article_id="first")
        with suppress(MemoryError):
            while np.empty(batch, np.uint8).size:  # until no batch fits; at least half of one does, for all else
                others.append(np.empty(batch // 2, np.uint8))
        yield analysis.Article(SMALL.article.text, article_id="second")
        others.pop()  # as much is left as a batch may need
        yield analysis.Article(long_article(3000, 1)[: parsing.MAX_CHARS_PER_BATCH], article_id="third")

    assert len(SMALL.tokens) > 0  # what reading imports is in memory before the limit is set
    with memory_left(4 * batch):
        results = analysis.analyse_many(in_turn(), ["tokens"], problems.append)
        assert [result.article.article_id for result in results] == ["first", "third"]
    message = "second is too long for the available memory; split it up, or provide more memory"
    assert [str(problem) for problem in problems] == [message]


def test_in_a_corpus_such_an_article_is_a_row_of_the_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parse = parsing.parse_together

    def too_much(together: list[analysis.Article]) -> list[list[Paragraph]]:
        if "a001" in [article.article_id for article in together]:
            raise MemoryError
        return parse(together)

    monkeypatch.setattr(parsing, "parse_together", too_much)
    done = run.analyse_corpus(write(tmp_path / "in.jsonl", articles(3)), tmp_path / "out", scheduler=HERE)
    assert (done.articles, done.refused) == (2, 1)
    [(row, message)] = pd.read_parquet(done.folder / "errors.parquet")[["row", "message"]].itertuples(index=False)
    assert row == 2 and message.endswith(
        "a001 is too long for the available memory; split it up, or provide more memory"
    )


def test_running_out_of_memory_elsewhere_is_an_error_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def out_of_memory(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(cli, "write_formats", out_of_memory)
    assert main(["tables", str(SEED), "--out", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err.startswith("error: out of memory; ")


def writes_slowly(folder: Path, begun: Event, may_end: Event) -> None:
    with new_folder(folder, lambda _: False) as new:
        (new / "first.txt").write_text("first")
        begun.set()
        may_end.wait()


@contextmanager
def another_writer(folder: Path) -> Iterator[tuple[BaseProcess, Event]]:
    """A process that is writing the folder, a copy of this one, so that it starts at once; and its cue to finish."""
    fork = multiprocessing.get_context("fork")
    begun, may_end = fork.Event(), fork.Event()
    process = fork.Process(target=writes_slowly, args=(folder, begun, may_end))
    process.start()
    try:
        assert begun.wait(60)
        yield process, may_end
    finally:
        process.kill()
        process.join()


def test_of_two_writers_the_second_gets_an_error(tmp_path: Path) -> None:
    small = tables()
    with another_writer(tmp_path / "out") as (first, may_end):
        with pytest.raises(WriteError, match="out is being written by another process; wait for it"):
            analysis.write_tables(small, tmp_path / "out")
        analysis.write_tables(small, tmp_path / "elsewhere")
        may_end.set()
        first.join()
    assert first.exitcode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "out"]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["first.txt"]
    with pytest.raises(WriteError, match="already exists"):
        analysis.write_tables(small, tmp_path / "out")


def test_a_killed_writer_locks_nobody_out(tmp_path: Path) -> None:
    with another_writer(tmp_path / "out") as (first, _):
        first.kill()
        first.join()
        analysis.write_tables(tables(), tmp_path / "out")
    assert (tmp_path / "out" / "datapackage.json").is_file()
    assert not (tmp_path / ".out.lock").exists()


@pytest.mark.parametrize("options", [{}, {"resume": True}, {"force": True}])
def test_a_corpus_run_locks_its_folder(tmp_path: Path, options: dict[str, Any]) -> None:
    path, out = write(tmp_path / "in.jsonl", articles(1)), tmp_path / "out"
    refused: list[str] = []

    def meanwhile(_: str) -> None:
        with pytest.raises(WriteError, match="is being written by another process") as error:
            run.analyse_corpus(path, out, scheduler=HERE, **options)
        refused.append(str(error.value))

    assert run.analyse_corpus(path, out, scheduler=HERE, tell=meanwhile).articles == 1
    assert refused and sorted(entry.name for entry in tmp_path.iterdir()) == ["in.jsonl", "out"]


DRAWS = """
import os, sys
os.umask(int(sys.argv[3], 8))
import analysis
from analysis import figures
from analysis.report import findings
from analysis.sentiment import polarity
from analysis.cli import tables_of
result = analysis.analyse(analysis.read_article(sys.argv[1]))
analysis.write_tables(tables_of(result), sys.argv[2] + "/tables", ("csv", "jsonl", "parquet"))
os.environ["ANALYSIS_FIGURES"] = sys.argv[2] + "/figures"
scores = polarity.scores(result.tone)
figures.show(figures.timeline(result.contacts, result.stated_counts), "timeline")
figures.show(figures.how_they_sound(scores, polarity.by_speaker(scores)), "how-they-sound")
print(ascii(findings.overview(result.article, result.quotes, result.contacts)))
"""
SETTINGS: list[Mapping[str, str]] = [
    {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"}
    | {"COLUMNS": "20", "MPLBACKEND": "pdf", "HOME": "/dev/null", "MPLCONFIGDIR": "/dev/null"},
    {"LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE.UTF-8", "TZ": "America/Los_Angeles", "PYTHONHASHSEED": "2"},
]


@pytest.mark.slow
def test_the_bytes_do_not_depend_on_the_settings(tmp_path: Path) -> None:
    running = []
    for number, (settings, umask) in enumerate(zip(SETTINGS, ("077", "002"), strict=True)):
        folder_of_run = tmp_path / str(number)
        folder_of_run.mkdir()
        command = [sys.executable, "-c", DRAWS, str(SEED), str(folder_of_run), umask]
        running.append(
            subprocess.Popen(command, cwd=folder_of_run, env={**os.environ, **settings}, stdout=subprocess.PIPE)
        )
    outputs = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0, 0]
    first, second = (bytes_of(tmp_path / str(number)) for number in range(2))
    assert outputs[0] == outputs[1] and first == second and len(first) > 20
    for number, (folders, files) in enumerate([(0o700, 0o600), (0o775, 0o664)]):
        modes = {(path.is_dir(), path.stat().st_mode & 0o777) for path in (tmp_path / str(number)).rglob("*")}
        assert modes == {(True, folders), (False, files)}
