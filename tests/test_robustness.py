"""On whatever machine: a full disk, a folder not to be written to, too little memory, two at once, other settings."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from corpus.test_run import articles, bytes_of, write
from long_article import long_article
from report.test_folder import SMALL, kept, tables

import analysis
from analysis.cli import main
from analysis.corpus import run
from analysis.corpus.scheduler import HERE
from analysis.errors import WriteError
from analysis.language import spacy_model
from analysis.report import folder, notebooks

resource = pytest.importorskip("resource", reason="limits are set as POSIX systems have them")
ROOT = Path(__file__).parents[1]
SEED = ROOT / "seeds" / "macron-open-line-to-russia.txt"
FORMATS = ("csv", "jsonl", "parquet")


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """The system refuses to let a file grow beyond so many bytes, as it does where the disk is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_disk_that_is_full_leaves_nothing_half_written(tmp_path: Path, suffix: str) -> None:
    found = tables(SMALL)
    whole = analysis.write_tables(found, tmp_path / "whole", [suffix])
    sizes = sorted({path.stat().st_size for path in whole.iterdir()} - {0})
    for size in [0, 1, *(size - 1 for size in sizes)]:  # every file in turn is the first that has no room
        with files_of_at_most(size), pytest.raises(WriteError, match=r"cannot be written: .*; make room"):
            analysis.write_tables(found, tmp_path / "out", [suffix])
        assert [path.name for path in tmp_path.iterdir()] == ["whole"]
    with files_of_at_most(sizes[-1]):
        analysis.write_tables(found, tmp_path / "out", [suffix])
    assert bytes_of(tmp_path / "out") == bytes_of(whole)


def test_a_report_is_not_half_written_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebooks, "run", kept)
    found = tables(SMALL)
    folder.write_report(SMALL, found, tmp_path / "whole")
    sizes = sorted({path.stat().st_size for path in (tmp_path / "whole").rglob("*") if path.is_file()} - {0})
    for size in [0, *(size - 1 for size in sizes)][::4]:
        with files_of_at_most(size), pytest.raises(WriteError, match="cannot be written"):
            folder.write_report(SMALL, found, tmp_path / "out")
        assert [path.name for path in tmp_path.iterdir()] == ["whole"]


def test_a_corpus_goes_on_when_there_is_room_again(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", articles(3))
    whole = run.analyse_corpus(path, tmp_path / "whole", scheduler=HERE).folder
    for size in (0, 600, 4000, 9000, 12_000):
        with files_of_at_most(size), pytest.raises(analysis.AnalysisError):
            run.analyse_corpus(path, tmp_path / "out", scheduler=HERE, resume=True)
        assert not (tmp_path / "out").exists() and not list(tmp_path.glob(".*"))
    run.analyse_corpus(path, tmp_path / "out", scheduler=HERE, resume=True)
    assert bytes_of(tmp_path / "out") == bytes_of(whole)


def test_standard_output_may_be_full(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert main(["tables", str(SEED), "--out", "-", "--table", "quotes"]) == 1
    assert re.fullmatch(r"error: .*No space left on device.*\n", capsys.readouterr().err)


@contextmanager
def nobody_s_rights() -> Iterator[None]:
    """Root may write everywhere; so that a test means something, it is somebody else for a while."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_folder_that_may_not_be_written_stays_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    with tempfile.TemporaryDirectory() as room:
        mine = Path(room) / "mine"
        mine.mkdir()
        (mine / "kept.txt").write_text("kept")
        mine.chmod(0o555)
        Path(room).chmod(0o755)
        path = write(Path(room) / "in.jsonl", articles(1))
        found = tables(SMALL)
        with nobody_s_rights():
            for work in (
                lambda: analysis.write_tables(found, mine / "out"),
                lambda: folder.write_report(SMALL, found, mine / "out"),
                lambda: run.analyse_corpus(path, mine / "out", scheduler=HERE),
            ):
                with pytest.raises(WriteError, match=f"{mine}/out.* cannot be written: Permission denied; "):
                    work()
            assert main(["tables", str(path.with_name("none.txt")), "--out", str(mine / "out")]) == 1
        assert [entry.name for entry in mine.iterdir()] == ["kept.txt"]
        mine.chmod(0o755)


LIMITED = """
import resource, sys
import analysis
from analysis.language.spacy_model import BATCH_MEMORY
short, long = (analysis.Article(text) for text in sys.stdin.read().split("\\0"))
analysis.analyse(short).tokens
used = next(int(line.split()[1]) << 10 for line in open("/proc/self/status") if line.startswith("VmSize"))
resource.setrlimit(resource.RLIMIT_AS, (used + BATCH_MEMORY + (24 << 20),) * 2)
problems = []
for result in analysis.analyse_many([short, long, short], errors=problems.append):
    print(len(result.tokens) > 0)
print(*problems)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads how much memory is in use where Linux has it")
def test_an_article_that_the_memory_cannot_hold_costs_only_itself() -> None:
    given = f"{SMALL.text}\0{long_article(20_000, 1)}"
    done = subprocess.run([sys.executable, "-c", LIMITED], input=given, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    first, second, told = done.stdout.splitlines()
    assert (first, second) == ("True", "True")
    assert re.fullmatch(r"\w+ is too long for the memory at hand; split it up, or give it more", told)


def test_in_a_corpus_it_is_a_row_of_the_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parse = spacy_model.parse

    def too_much(article: analysis.Article) -> list[spacy_model.Paragraph]:
        if article.article_id == "a001":
            raise MemoryError
        return parse(article)

    monkeypatch.setattr(spacy_model, "parse", too_much)
    done = run.analyse_corpus(write(tmp_path / "in.jsonl", articles(3)), tmp_path / "out", scheduler=HERE)
    assert (done.articles, done.refused) == (2, 1)
    [(row, message)] = pd.read_parquet(done.folder / "errors.parquet")[["row", "message"]].itertuples(index=False)
    assert row == 2 and message.endswith("a001 is too long for the memory at hand; split it up, or give it more")


def test_memory_that_ends_elsewhere_is_said_so_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def none_left(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(analysis, "write_tables", none_left)
    assert main(["tables", str(SEED), "--out", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err.startswith("error: the memory at hand is used up; ")


HOLDS = """
import sys
from pathlib import Path
from analysis.output import new_folder
with new_folder(sys.argv[1], lambda _: False) as new:
    (new / "first.txt").write_text("first")
    print("begun", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def somebody_who_writes(folder: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", HOLDS, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "begun\n"
        yield process
        process.kill()


def test_of_two_at_once_one_wins_and_the_other_is_told(tmp_path: Path) -> None:
    found = tables(SMALL)
    with somebody_who_writes(tmp_path / "out") as first:
        with pytest.raises(WriteError, match="out is being written by another process; wait for it"):
            analysis.write_tables(found, tmp_path / "out")
        analysis.write_tables(found, tmp_path / "elsewhere")
        first.communicate("\n")
    assert first.returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "out"]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["first.txt"]
    with pytest.raises(WriteError, match="is there already"):
        analysis.write_tables(found, tmp_path / "out")


def test_who_was_killed_locks_nobody_out(tmp_path: Path) -> None:
    with somebody_who_writes(tmp_path / "out") as first:
        first.kill()
        first.wait()
        analysis.write_tables(tables(SMALL), tmp_path / "out")
    assert (tmp_path / "out" / "columns.json").is_file()
    assert not (tmp_path / ".out.lock").exists()


@pytest.mark.parametrize("how", [{}, {"resume": True}, {"force": True}])
def test_a_corpus_run_is_alone(tmp_path: Path, how: dict[str, Any]) -> None:
    path, out = write(tmp_path / "in.jsonl", articles(1)), tmp_path / "out"
    told: list[str] = []

    def meanwhile(_: str) -> None:
        with pytest.raises(WriteError, match="is being written by another process"):
            run.analyse_corpus(path, out, scheduler=HERE, **how)
        told.append("refused")

    assert run.analyse_corpus(path, out, scheduler=HERE, tell=meanwhile).articles == 1
    assert told and sorted(entry.name for entry in tmp_path.iterdir()) == ["in.jsonl", "out"]


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


def test_the_bytes_are_the_same_whatever_the_settings(tmp_path: Path) -> None:
    running = []
    for number, (settings, umask) in enumerate(zip(SETTINGS, ("077", "002"), strict=True)):
        room = tmp_path / str(number)
        room.mkdir()
        command = [sys.executable, "-c", DRAWS, str(SEED), str(room), umask]
        running.append(subprocess.Popen(command, cwd=room, env={**os.environ, **settings}, stdout=subprocess.PIPE))
    told = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0, 0]
    one, other = (bytes_of(tmp_path / str(number)) for number in range(2))
    assert told[0] == told[1] and one == other and len(one) > 20
    for number, (folders, files) in enumerate([(0o700, 0o600), (0o775, 0o664)]):
        modes = {(path.is_dir(), path.stat().st_mode & 0o777) for path in (tmp_path / str(number)).rglob("*")}
        assert modes == {(True, folders), (False, files)}
