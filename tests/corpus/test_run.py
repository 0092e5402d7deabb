"""A corpus run gives the same tables with any workers and after any interruption; bad articles cost only themselves."""

import gzip
import hashlib
import json
import multiprocessing
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dask
import distributed  # its settings must be loaded before a test changes some of them
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet
import pytest
from distributed.utils import get_mp_context
from samples import heeds_signals, page

import analysis
from analysis import pipeline, tables
from analysis.cli import main
from analysis.corpus import aggregates, near_duplicates, run, scheduler, stages
from analysis.corpus.reader import InputFile, RawArticle, Refusal, read_file
from analysis.corpus.scheduler import HERE, Checkpoints, Task, deadline
from analysis.errors import AnalysisError, DeadlineExceeded, WriteError
from analysis.frequency import trends
from analysis.frequency.trends import MANIFEST
from analysis.output import to_arrow
from analysis.tables import CORPUS_TABLES, TABLES, columns_of

TEXTS = [
    "Norwegian Prime Minister Anna Berg called Chilean President Luis Soto on Monday, her office said.",
    "“We will stay,” Anna Berg said on Tuesday after a call with Luis Soto. “It is a good day.”",
    "Luis Soto met Kofi Boateng in Santiago on Friday. Soto said that he was happy.",
    "Kofi Boateng will visit Oslo on Thursday, his spokesman said.",
    "Rain fell on the coast for a third day, and the ferry stayed in port, the harbour master said.",
]
WORDS_PER_SHARD = 30  # so that a few articles make several shards


def articles(count: int = 12) -> list[dict[str, Any]]:
    days, papers = ("2024-03-05", "2024-03-26", "2024-04-09", None), ("The Gull", "The Tern", None)
    return [
        {"article_id": f"a{n:03}", "text": f"{TEXTS[n % len(TEXTS)]} It was day {n}.", "published": days[n % len(days)]}
        | {"source": papers[n % len(papers)]}
        for n in range(count)
    ]


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def bytes_of(folder: Path) -> dict[str, str]:
    """Every file of a folder with the digest of its bytes."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


@pytest.fixture
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "WORDS_PER_SHARD", WORDS_PER_SHARD)


@pytest.fixture
def quick_workers() -> Iterator[None]:
    """Workers start as copies of a process that has imported the package, which takes seconds, where that is possible.

    As users have them, each begins with nothing: so they do in the tests that do not ask for this.
    """
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    with dask.config.set({"distributed.worker.multiprocessing-method": method}):
        get_mp_context().set_forkserver_preload(["analysis", "distributed", "trafilatura"])
        yield


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A finished run, in this process."""
    folder = tmp_path_factory.mktemp("corpus")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "WORDS_PER_SHARD", WORDS_PER_SHARD)
        run.analyse_corpus(write(folder / "in.jsonl", articles()), folder / "out", scheduler=HERE)
    yield folder / "out"


def read(folder: Path, table: str) -> pd.DataFrame:
    path = folder / table if (folder / table).is_dir() else folder / f"{table}.parquet"
    rows: pd.DataFrame = ds.dataset(path, partitioning="hive").to_table().to_pandas()
    return rows


def test_every_table_has_its_declared_columns(done: Path) -> None:
    package = json.loads((done / "datapackage.json").read_text(encoding="utf-8"))
    described = {resource["name"].removesuffix(".parquet"): resource for resource in package["resources"]}
    counts = json.loads((done / MANIFEST).read_text(encoding="utf-8"))["counts"]
    assert set(described) == {*TABLES, *CORPUS_TABLES}
    for name in described:
        table = read(done, name)
        columns = [column.name for column in columns_of(name)]
        assert [column for column in table.columns if column != "month" or "month" in columns] == columns
        assert [field["name"] for field in described[name]["schema"]["fields"]] == columns
        assert sum(len(pd.read_parquet(done / path)) for path in described[name]["path"]) == counts["rows"][name]
        assert len(table) == counts["rows"][name]
    assert not list(done.parent.glob("*.unfinished"))
    assert counts["articles"] == 12


def test_tables_are_partitioned_by_month(done: Path) -> None:
    months = {path.name for path in (done / "quotes").iterdir()}
    assert months == {"month=2024-03", "month=2024-04", "month=unknown"}
    assert set(pd.read_parquet(done / "quotes")["month"]) <= {month.removeprefix("month=") for month in months}


def test_tables_equal_those_of_single_articles(done: Path) -> None:
    article = articles()[1]
    result = analysis.analyse(analysis.Article(**article))
    for name in TABLES:
        ours = read(done, name).drop(columns="month").query("article_id == 'a001'").reset_index(drop=True)
        plain = [column.name for column in TABLES[name] if column.dtype != "object"]
        types = {column.name: column.dtype for column in TABLES[name] if column.dtype != "object"}
        pd.testing.assert_frame_equal(ours[plain].astype(types), getattr(result, name)[plain])


def test_one_contact_has_many_reports(done: Path) -> None:
    contacts = read(done, "world_contacts").set_index("world_id")
    reports = read(done, "world_reports")
    assert contacts.index.is_unique
    n_articles = reports.groupby("world_id")["article_id"].nunique()
    assert (n_articles.reindex(contacts.index) == contacts["n_articles"]).all()
    assert (contacts["n_stories"] <= contacts["n_articles"]).all()
    people = set(read(done, "world_people")["person"])
    assert {"Anna Berg", "Luis Soto", "Kofi Boateng"} <= people


def test_totals_do_not_depend_on_the_shards(done: Path, tmp_path: Path) -> None:
    out = run.analyse_corpus(write(tmp_path / "in.jsonl", articles()), tmp_path / "out", scheduler=HERE).folder
    assert len(list((out / "quotes").rglob("*.parquet"))) < len(list((done / "quotes").rglob("*.parquet")))
    for name in aggregates.AGGREGATE_KEYS:
        assert bytes_of(out / name) == bytes_of(done / name), name


def test_papers_have_their_speakers_and_voices(done: Path) -> None:
    speakers, voices = read(done, "world_speakers"), read(done, "world_voices")
    of_anna = speakers[speakers["speaker"] == "Anna Berg"]
    assert of_anna["source"].fillna("").tolist() == ["The Gull", "The Tern", ""]
    assert of_anna["n_articles"].sum() == 3 and of_anna["n_verbatim"].sum() == 3 * 8
    assert set(voices["voice"]) == {"narrator", "quotations"} and set(speakers["source"].dropna()) == {
        "The Gull",
        "The Tern",
    }


@pytest.mark.parametrize("at_a_time", [1, 5])
def test_a_shard_read_in_pieces_has_the_same_tables(
    tmp_path: Path, at_a_time: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [*TEXTS, "", TEXTS[1]]  # the empty one is refused
    raw = [RawArticle("in.jsonl", n, f"a{n}", text, None, None, None, None, None) for n, text in enumerate(texts)]
    shard = stages.Shard("000000", "2024-03", len(raw), 99)
    made = {}
    for size in (64, at_a_time):
        monkeypatch.setattr(stages, "RAW_ARTICLES_PER_BATCH", size)
        folder = stages.RunFolder(tmp_path / str(size))
        folder.scratch.mkdir(parents=True)
        stages.write_raw_articles(folder, shard, raw)
        counts = stages.read_shard(folder.folder, shard, 999, 60.0, {"a3": "left out"})
        paths = sorted(path.relative_to(folder.folder) for path in folder.folder.rglob("*.parquet"))
        made[size] = counts, {path: pa.parquet.read_table(folder.folder / path) for path in paths}
    assert made[64] == made[at_a_time]
    assert made[64][0]["articles"] == len(raw) - 2


@pytest.mark.parametrize("per_window", [100, 3])
def test_windows_of_any_size_give_the_same_stories(
    tmp_path: Path, per_window: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copies are found across days, shards and months, in any order of the tasks."""
    monkeypatch.setattr(run, "ARTICLES_PER_WINDOW", per_window)
    folder, days = stages.RunFolder(tmp_path), ["2024-02-28", "2024-03-01", "2024-03-08", "2024-03-16", None, None]
    rows = [{"article_id": f"a{n}", "published": day and pd.Timestamp(day)} for n, day in enumerate(days)]
    signature = near_duplicates.signature(analysis.Article(" ".join(TEXTS))).tobytes()
    shards = []
    for n, row in enumerate(rows[::-1]):
        shards.append(stages.Shard(f"{n:06}", stages.month_of(row["published"]), 1, 9))
        stories = to_arrow(tables.frame("stories", [row]))
        signed = stories.append_column("signature", pa.array([signature], pa.binary(len(signature))))
        folder.write(signed, stages.signatures_file(folder, shards[-1]))
    windows = list(run._windows(shards))
    assert len(windows) == (3 if per_window == 100 else 4)
    for window in reversed(windows):
        stages.find_copies(tmp_path, window)
    run._follow_copies(folder, windows)
    for shard in shards:
        stages.write_stories(folder, shard)
    stories = read(tmp_path, "stories").sort_values("article_id")
    assert stories["story_id"].tolist() == ["a0", "a0", "a0", "a3", "a4", "a4"]
    assert stories["likeness"].fillna(0).tolist() == [0, 1, 1, 0, 0, 1]


def test_memory_is_given_back_after_a_task_and_after_one_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    freed: list[bool] = []
    monkeypatch.setattr(scheduler, "free_memory", lambda: freed.append(True))
    assert scheduler._run_task(lambda n: {"n": n}, 3) == {"n": 3}
    with pytest.raises(ZeroDivisionError):
        scheduler._run_task(lambda n: {"n": 1 // n}, 0)
    assert freed == [True, True]


def test_memory_can_be_given_back_on_every_system() -> None:
    scheduler.free_memory()
    assert (scheduler._malloc_trim() is not None) == (platform.libc_ver()[0] == "glibc")


def test_two_processes_give_the_same_bytes(done: Path, tmp_path: Path, small_shards: None) -> None:
    run.analyse_corpus(write(tmp_path / "in.jsonl", articles()), tmp_path / "out", workers=2)
    assert bytes_of(tmp_path / "out") == bytes_of(done)


def test_a_stopped_run_can_be_resumed(
    done: Path, tmp_path: Path, small_shards: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stop the run after each task in turn: only unfinished tasks are repeated, and the output is the same."""
    path, out = write(tmp_path / "in.jsonl", articles()), tmp_path / "out"
    marked: list[str] = []
    set_mark = Checkpoints.set

    def stops(self: Checkpoints, stage: str, name: str, counts: Any) -> None:
        set_mark(self, stage, name, counts)
        marked.append(f"{stage} {name}")
        raise KeyboardInterrupt

    monkeypatch.setattr(Checkpoints, "set", stops)
    for _ in range(100):
        try:
            run.analyse_corpus(path, out, scheduler=HERE, resume=True)
            break
        except KeyboardInterrupt:
            assert not out.exists()
    assert len(marked) == len(set(marked)) > 10
    assert bytes_of(out) == bytes_of(done)


RUNS = """
import sys, time
from analysis.corpus import run, scheduler
run.WORDS_PER_SHARD = int(sys.argv[3])
mark, marked = scheduler.Checkpoints.set, []

def mark_two(checkpoints, stage, *task):
    mark(checkpoints, stage, *task)
    marked.extend([task] * (stage == "read"))
    while len(marked) == 2:  # with workers at work, until somebody kills the run
        time.sleep(0.01)

if __name__ == "__main__":
    scheduler.Checkpoints.set = mark_two
    run.analyse_corpus(sys.argv[1], sys.argv[2], workers=2, resume=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
def test_a_killed_run_can_be_resumed(done: Path, tmp_path: Path, small_shards: None) -> None:
    """Kill the run and its workers with SIGKILL during the work."""
    path, out = write(tmp_path / "in.jsonl", articles()), tmp_path / "out"
    script = tmp_path / "run.py"
    script.write_text(RUNS, encoding="utf-8")
    command = [sys.executable, str(script), str(path), str(out), str(WORDS_PER_SHARD)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    finished = tmp_path / "out.unfinished" / "work" / "done" / "read"
    while process.poll() is None and len(list(finished.glob("*.json"))) < 2:
        time.sleep(0.01)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert process.returncode == -signal.SIGKILL
    assert not out.exists()
    run.analyse_corpus(path, out, scheduler=HERE, resume=True)
    assert bytes_of(out) == bytes_of(done)


def test_bad_articles_cost_only_themselves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        *articles(2),
        {"article_id": "a000", "text": "Once more.", "published": "2024-03-05"},
        {"article_id": "empty", "text": " ", "published": "2024-03-05"},
        {"article_id": "long", "text": "word " * 500, "published": "2024-03-05"},
        {"article_id": "day", "text": TEXTS[0], "published": "the fifth"},
        {
            "article_id": "german",
            "published": "2024-03-05",
            "text": "Die Ministerin sprach am Montag mit ihrem Kollegen über die Lage und sagte danach, dass sie "
            "mit dem Gespräch sehr zufrieden sei und bald wieder anrufen werde.",
        },
    ]
    lines = [json.dumps(row).encode() for row in rows]
    lines.insert(1, b'{"article_id": "bytes", "text": "\xff\xfe", "published": "2024-03-05"}')
    (tmp_path / "in.jsonl.gz").write_bytes(gzip.compress(b"\n".join(lines)))
    status = main(
        ["corpus", str(tmp_path / "in.jsonl.gz"), str(tmp_path / "out"), "--scheduler", HERE, "--longest", "999"]
    )
    assert status == 3
    printed = capsys.readouterr()
    assert "2 articles" in printed.err and "6 left out: see errors.parquet" in printed.err
    errors = pd.read_parquet(tmp_path / "out" / "errors.parquet").set_index("article_id")
    reasons = errors["reason"].to_dict()
    assert reasons.pop("a000") == "duplicate"
    assert set(reasons.values()) == {"undecodable", "empty", "too long", "no date", "not English"}
    assert errors["message"].str.contains("in.jsonl.gz, row").all()
    assert set(read(tmp_path / "out", "stories")["article_id"]) == {"a000", "a001"}


def test_an_article_that_fails_or_hangs_costs_only_itself(
    tmp_path: Path, small_shards: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = articles(5)
    ready = {row["article_id"]: pipeline.joined_tables([analysis.Article(**row)]) for row in rows}  # takes its time

    def hangs(together: list[analysis.Article]) -> Any:
        ids = [article.article_id for article in together]
        if "a001" in ids or len(ids) > 1:
            raise ZeroDivisionError("by nothing")
        while "a002" in ids:
            time.sleep(0.01)
        return ready[ids[0]]

    monkeypatch.setattr(stages, "joined_tables", hangs)
    monkeypatch.setattr(run, "SECONDS_PER_ARTICLE", 2.0)
    done = run.analyse_corpus(write(tmp_path / "in.jsonl", rows), tmp_path / "out", scheduler=HERE)
    assert (done.articles, done.refused) == (3, 2)
    errors = pd.read_parquet(done.folder / "errors.parquet").set_index("article_id")["message"]
    assert "ZeroDivisionError: by nothing" in errors["a001"]
    assert "longer than 2 seconds" in errors["a002"]


def test_articles_are_analysed_again_once_the_memory_of_the_failed_analysis_is_free(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Parsed:
        """Stands for what an analysis has in memory."""

    left: list[weakref.ref[Parsed]] = []

    def needs_all_memory(together: list[analysis.Article]) -> Any:
        assert not any(ref() for ref in left)
        parsed = Parsed()
        left.append(weakref.ref(parsed))
        if len(together) > 1:
            raise MemoryError
        return {}

    monkeypatch.setattr(stages, "joined_tables", needs_all_memory)
    raw = [RawArticle(**row, file="in.jsonl", row=n) for n, row in enumerate(articles(3))]
    results = list(stages._results(raw, 1_000, 60.0, {}))
    assert [type(result) for result in results] == [stages._Analysed] * 3 and len(left) == 4


def kills(folder: Path, shard: stages.Shard, *rest: Any) -> scheduler.Counts:
    """A task whose third article kills the worker, unless it is left out."""
    named = rest[-1]
    if (named == "a002") if isinstance(named, str) else ("a002" not in named):
        os._exit(1)
    return stages.read_shard(folder, shard, *rest) if isinstance(named, dict) else {}


def test_an_article_that_kills_workers_is_identified_and_left_out(
    tmp_path: Path, quick_workers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "read_shard", kills)
    monkeypatch.setattr(run, "read_alone", kills)
    rows = [row | {"published": "2024-03-05"} for row in articles(4)]
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}):
        done = run.analyse_corpus(write(tmp_path / "in.jsonl", rows), tmp_path / "out", workers=1)
    assert (done.articles, done.refused) == (3, 1)
    (message,) = pd.read_parquet(done.folder / "errors.parquet")["message"]
    assert "in.jsonl, row 3: it brought down every worker" in message


def hostile_files(folder: Path) -> Path:
    """A folder whose pages hang, crash or end the process that reads them, as `reads_badly` has it."""
    folder.mkdir()
    for name in ("fine", "hangs", "hangs in C", "kills"):
        (folder / f"{name}.html").write_text(page(), encoding="utf-8")
    return folder


def reads_badly(file: InputFile) -> list[RawArticle | Refusal]:
    while file.article_id == "hangs":
        time.sleep(0.01)
    if file.article_id == "hangs in C":  # and no other thread of Python can run
        re.match(r"(a+)+$", "a" * 60 + "b")
    if file.article_id == "kills":
        os._exit(1)
    return read_file(file)


def read_files_badly(*arguments: Any) -> scheduler.Counts:
    read_file(arguments[2][0])  # what is loaded at first does not count as time of reading
    stages.read_file = reads_badly  # type: ignore[attr-defined]
    return stages.read_files(*arguments)


def read_alone_badly(*arguments: Any) -> scheduler.Counts:
    read_file(arguments[0])
    stages.read_file = reads_badly  # type: ignore[attr-defined]
    return stages.read_file_alone(*arguments)


@pytest.mark.slow
def test_a_file_that_hangs_or_kills_its_reader_costs_only_itself(
    tmp_path: Path, quick_workers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "read_files", read_files_badly)
    monkeypatch.setattr(run, "read_file_alone", read_alone_badly)
    monkeypatch.setattr(run, "SECONDS_PER_FILE", 1.0)
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}):
        done = run.analyse_corpus(hostile_files(tmp_path / "in"), tmp_path / "out", workers=1)
    assert (done.articles, done.refused) == (1, 3)
    errors = pd.read_parquet(done.folder / "errors.parquet").set_index("file")
    assert set(errors["reason"]) == {"failed"}
    assert "longer than 1 seconds" in errors["message"]["hangs.html"]
    assert "brought down every worker" in errors["message"]["hangs in C.html"]
    assert "brought down every worker" in errors["message"]["kills.html"]


def test_a_defect_in_reading_a_file_costs_only_that_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(file: InputFile) -> list[RawArticle | Refusal]:
        if file.article_id != "fine":
            raise ZeroDivisionError("by nothing")
        return read_file(file)

    monkeypatch.setattr(stages, "read_file", fails)
    done = run.analyse_corpus(hostile_files(tmp_path / "in"), tmp_path / "out", scheduler=HERE)
    assert (done.articles, done.refused) == (1, 3)
    assert "ZeroDivisionError: by nothing" in pd.read_parquet(done.folder / "errors.parquet")["message"][0]


def test_files_are_read_in_the_workers_and_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "in"
    for name in ("b", "a", "sub/a", "sub/c"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.html").write_text(page(), encoding="utf-8")
    (folder / "a.txt").write_text(" ", encoding="utf-8")
    write(folder / "t.jsonl", articles(3))
    in_one = run.analyse_corpus(folder, tmp_path / "one", scheduler=HERE)
    monkeypatch.setattr(run, "FILES_PER_TASK", 2)
    in_several = run.analyse_corpus(folder, tmp_path / "several", scheduler=HERE)
    assert (in_one.articles, in_one.refused) == (7, 1)
    assert bytes_of(in_one.folder) == bytes_of(in_several.folder)
    stories = read(in_one.folder, "stories")["article_id"].tolist()
    assert sorted(stories) == ["a.html", "a000", "a001", "a002", "b", "sub/a", "sub/c"]


def test_text_without_spaces_fills_shards_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "WORDS_PER_SHARD", 100)
    sizes: list[int] = []

    def writes(folder: stages.RunFolder, shard: stages.Shard, its_articles: list[RawArticle]) -> None:
        sizes.append(len(its_articles))
        stages.write_raw_articles(folder, shard, its_articles)

    monkeypatch.setattr(run, "write_raw_articles", writes)
    rows = [{"text": f"{n}" + "x" * 9_000, "published": None} for n in range(5)]
    rows.append({"text": "word " * 4000, "published": None})
    done = run.analyse_corpus(write(tmp_path / "in.jsonl", rows), tmp_path / "out", scheduler=HERE, longest=10_000)
    assert sizes == [2, 2, 1]
    assert pd.read_parquet(done.folder / "errors.parquet")["reason"].tolist() == ["too long"]


def test_a_corpus_of_bad_articles_only_has_empty_tables(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", [{"text": " ", "published": None}])
    done = run.analyse_corpus(path, tmp_path / "out", scheduler=HERE)
    assert (done.articles, done.refused) == (0, 1)
    assert {name: rows for name, rows in done.rows.items() if rows} == {"errors": 1}
    assert list(read(done.folder, "quotes").columns)[:-1] == [column.name for column in TABLES["quotes"]]


def test_only_a_part_of_the_errors_is_in_memory(
    tmp_path: Path, small_shards: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some rows are refused while the input is read, others by the workers, because they hold no word."""
    rows = [
        {"text": ("?!", "", "Ann Lee met Bo Berg.")[n % 3], "published": f"2024-0{n % 4 + 1}-05"} for n in range(60)
    ]
    path = write(tmp_path / "in.jsonl", rows)
    at_once = run.analyse_corpus(path, tmp_path / "at once", scheduler=HERE)
    held: list[int] = []

    def writes(folder: stages.RunFolder, kind: str, name: str, refusals: list[Refusal]) -> None:
        held.append(len(refusals))
        stages.write_refusals(folder, kind, name, refusals)

    def frame(table: str, rows: Any) -> pd.DataFrame:
        rows = list(rows)
        held.extend([len(rows)] * (table == "errors"))
        return made_of(table, rows)

    made_of = tables.frame
    marked: list[str] = []
    set_mark = Checkpoints.set

    def marks(self: Checkpoints, stage: str, name: str, counts: Any) -> None:
        marked.append(json.dumps(counts))
        set_mark(self, stage, name, counts)

    monkeypatch.setattr(Checkpoints, "set", marks)
    monkeypatch.setattr(run, "REFUSALS_PER_PART", 7)
    monkeypatch.setattr(run, "write_refusals", writes)
    monkeypatch.setattr(tables, "frame", frame)
    in_parts = run.analyse_corpus(path, tmp_path / "in parts", scheduler=HERE)
    assert max(held) == 7 and sum(held) == 60  # 20 refused here, and 40 in the table
    assert not any("?!" in counts or "in.jsonl, row" in counts for counts in marked)
    assert in_parts.refused == at_once.refused == 40
    errors = pd.read_parquet(in_parts.folder / "errors.parquet")
    pd.testing.assert_frame_equal(errors, pd.read_parquet(at_once.folder / "errors.parquet"))
    assert errors["row"].tolist() == [n + 1 for n in range(60) if n % 3 != 2]


def test_reports_keep_their_people_where_possible_contacts_are_left_out() -> None:
    people = ("Ann Lee", "Bo Ray", "Cy Fox", "Di Orr", "Ed Low")
    rows = (
        {"article_id": f"a{k}", "contact_id": 1, "actor": name, "recipient": "Zoe Ash", "possible": k in (0, 2)}
        for k, name in enumerate(people)
    )
    contacts = tables.probable(tables.frame("contacts", rows))
    facts = tables.frame("stories", [{"article_id": f"a{k}", "url": f"https://a.example/{k}"} for k in range(5)])
    reports = stages.reports_of(contacts, facts, {("a4", "Ed Low"): "Edward Low"})
    assert dict(zip(reports["article_id"], reports["actor"], strict=True)) == {
        "a1": "Bo Ray",
        "a3": "Di Orr",
        "a4": "Edward Low",
    }
    assert reports["url"].str[-1].tolist() == ["1", "3", "4"]


def test_a_report_knows_how_many_were_in_the_contact() -> None:
    rows = [
        {"article_id": "a", "contact_id": number, "actor": actor, "recipient": other}
        for number, actor, other in [(1, "Ann", "Bo"), (1, "Ann", "Cy"), (1, "Bo", "Cy"), (2, "Ann", "Bo")]
    ]
    reports = stages.reports_of(tables.frame("contacts", rows), tables.frame("stories", [{"article_id": "a"}]), {})
    assert reports["n_parties"].tolist() == [3, 3, 3, 2]


def test_the_facts_of_a_run_have_no_words_of_the_articles(done: Path) -> None:
    folder = run.write_facts(done)
    try:
        assert {path.stem for path in folder.glob("*.csv")} == set(run.FACTS)
        columns = {path.stem: path.read_text(encoding="utf-8").splitlines()[0] for path in folder.glob("*.csv")}
        assert not [name for name, heads in columns.items() if re.search('"(text|title|topic|names)"', heads)]
        for name in run.FACTS:
            facts, whole = trends.read_aggregate(folder, name), trends.read_aggregate(done, name)
            assert len(facts) == len(whole) or name == "world_people"
            assert set(facts.columns) == set(whole.columns)
        contacts = trends.read_aggregate(folder, "world_contacts")
        assert contacts["event"].notna().all() and contacts["n_parties"].ge(2).all()
        first = bytes_of(folder)
        assert bytes_of(run.write_facts(done)) == first
    finally:
        shutil.rmtree(folder)


def test_a_corpus_without_articles_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match=r"in\.jsonl holds no article"):
        run.analyse_corpus(write(tmp_path / "in.jsonl", []), tmp_path / "out", scheduler=HERE)
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_only_chosen_tables_are_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", articles(2))
    assert main(["corpus", str(path), str(tmp_path / "out"), "--scheduler", HERE, "--table", "quotes"]) == 0
    there = {entry.name for entry in (tmp_path / "out").iterdir() if entry.is_dir()}
    assert there == {"quotes", *CORPUS_TABLES} - {"errors"}


def test_columns_can_be_mapped(tmp_path: Path) -> None:
    rows = [{"body": row["text"], "date": row["published"]} for row in articles(2)]
    path = write(tmp_path / "in.jsonl", rows)
    command = ["corpus", str(path), str(tmp_path / "out"), "--scheduler", HERE]
    assert main(command) == 1
    assert main([*command, "--column", "text=body", "--column", "published=date"]) == 0


def test_existing_files_are_not_lost(tmp_path: Path, small_shards: None, monkeypatch: pytest.MonkeyPatch) -> None:
    path, out = write(tmp_path / "in.jsonl", articles(4)), tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    with pytest.raises(WriteError, match="something else"):
        run.analyse_corpus(path, out, scheduler=HERE, force=True)
    (out / "mine.txt").unlink()
    first = run.analyse_corpus(path, out, scheduler=HERE)
    with pytest.raises(WriteError, match="force=True"):
        run.analyse_corpus(path, out, scheduler=HERE)
    assert run.analyse_corpus(path, out, scheduler=HERE, resume=True) == first  # complete: nothing to do
    before = bytes_of(out)
    assert run.analyse_corpus(path, out, scheduler=HERE, force=True) == first
    assert bytes_of(out) == before


def test_resuming_needs_the_same_input_and_parameters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, out = write(tmp_path / "in.jsonl", articles(2)), tmp_path / "out"

    with monkeypatch.context() as patch:
        patch.setattr(run, "_follow_copies", stops)
        with pytest.raises(KeyboardInterrupt):
            run.analyse_corpus(path, out, scheduler=HERE)
    with pytest.raises(WriteError, match="resume=True"):
        run.analyse_corpus(path, out, scheduler=HERE)
    with pytest.raises(AnalysisError, match="longest 1000000, and now it is 5"):
        run.analyse_corpus(path, out, scheduler=HERE, resume=True, longest=5)
    with monkeypatch.context() as patch:
        patch.setattr(run, "FORM_OF_WORK", run.FORM_OF_WORK + 1)
        with pytest.raises(AnalysisError, match="another version of this project; start anew: force=True"):
            run.analyse_corpus(path, out, scheduler=HERE, resume=True)
    write(path, articles(3))
    with pytest.raises(AnalysisError, match="articles have changed"):
        run.analyse_corpus(path, out, scheduler=HERE, resume=True)


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("way_on", [{"resume": True}, {"force": True}])
def test_every_state_of_replacing_a_run_has_a_way_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way_on: dict[str, Any]
) -> None:
    """Replace a run, and end the process before, in the middle of, or after each renaming and removal in turn."""
    path, out = write(tmp_path / "in.jsonl", articles(1)), tmp_path / "out"
    run.analyse_corpus(path, out, scheduler=HERE, keep=["quotes"])
    shutil.copytree(out, tmp_path / "first")
    ready = tmp_path / "ready"
    with monkeypatch.context() as patch:
        patch.setattr(run, "_publish", stops)
        with pytest.raises(KeyboardInterrupt):
            run.analyse_corpus(path, ready, scheduler=HERE, keep=["quotes", "contacts"])
    complete = tmp_path / "ready.unfinished"
    remove, rename = shutil.rmtree, Path.rename
    steps = 0

    def finished(run_folder: Any, *_: Any) -> None:
        """Stands for the work of a run."""
        shutil.copytree(complete, run_folder)

    monkeypatch.setattr(run, "_run_stages", lambda path, run_folder, *_: finished(run_folder.folder))

    def replace_until(last: int, **options: Any) -> None:
        left = iter(range(last, 0, -1))

        def removes(folder: Path, **_: Any) -> None:
            if Path(folder).exists() and next(left, None) is None:
                (Path(folder) / MANIFEST).unlink(missing_ok=True)  # it is removed in part
                raise Killed
            remove(folder, ignore_errors=True)

        def renames(folder: Path, target: Path) -> Path:
            if next(left, None) is None:
                raise Killed
            return rename(folder, target)

        with monkeypatch.context() as patch:
            patch.setattr(shutil, "rmtree", removes)
            patch.setattr(Path, "rename", renames)
            run.analyse_corpus(path, out, scheduler=HERE, keep=["quotes", "contacts"], **options)

    while True:
        for entry in tmp_path.iterdir():
            if entry.name.lstrip(".").startswith("out"):
                remove(entry)
        shutil.copytree(tmp_path / "first", out)
        shutil.copytree(complete, tmp_path / "out.unfinished")
        try:
            replace_until(steps, force=True)
            break
        except Killed:
            steps += 1
        assert run.analyse_corpus(path, out, scheduler=HERE, keep=["quotes", "contacts"], **way_on).articles == 1
        assert not [entry for entry in tmp_path.iterdir() if entry.name.lstrip(".").startswith("out.")]
    assert steps >= 5
    assert {"quotes", "contacts"} <= {entry.name for entry in out.iterdir()}


def stops(*_: Any) -> Any:
    raise KeyboardInterrupt


@pytest.mark.parametrize("place", ["out", "out.unfinished"])
@pytest.mark.parametrize("options", [{}, {"force": True}, {"resume": True}])
def test_the_input_is_not_in_a_folder_that_is_replaced(tmp_path: Path, place: str, options: dict[str, Any]) -> None:
    out, folder = tmp_path / "out", tmp_path / place / "mine"
    folder.mkdir(parents=True)
    (tmp_path / place / "work").mkdir()
    path = write(folder / "in.jsonl", articles(1))
    for given in (path, folder, tmp_path / place):
        with pytest.raises(AnalysisError, match=r"is in .*name another folder for OUT"):
            run.analyse_corpus(given, out, scheduler=HERE, **options)
    assert path.exists()


@pytest.mark.slow
def test_workers_that_do_not_start_are_an_error(tmp_path: Path) -> None:
    path, out = write(tmp_path / "in.jsonl", articles(1)), tmp_path / "out"
    code = (
        "import sys, dask; from analysis.cli import main\n"
        "dask.config.set({'distributed.worker.preload': ['import os; os._exit(1)']})\n"
        "if __name__ == '__main__': sys.exit(main(['corpus', *sys.argv[1:], '--workers', '1']))"
    )
    (tmp_path / "start.py").write_text(code, encoding="utf-8")
    command = [sys.executable, str(tmp_path / "start.py"), str(path), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert re.search("error: the workers do not start .*--resume", done.stderr)
    assert main(["corpus", str(path), str(out), "--scheduler", HERE, "--resume"]) == 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups")
def test_ctrl_c_prints_no_traceback_of_a_worker(tmp_path: Path) -> None:
    path, out = write(tmp_path / "in.jsonl", articles(600)), tmp_path / "out"
    command = [sys.executable, "-m", "analysis", "corpus", str(path), str(out), "--workers", "2"]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, start_new_session=True, preexec_fn=heeds_signals
    )
    while process.poll() is None and not (tmp_path / "out.unfinished" / "work" / "done" / "articles").exists():
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    _, printed = process.communicate(timeout=300)
    assert process.returncode == 130
    assert "Traceback" not in printed and "--resume" in printed


def test_a_missing_cluster_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", articles(1))
    soon = dask.config.set({"distributed.comm.timeouts.connect": "0.2s"})
    with soon, pytest.raises(AnalysisError, match="no Dask cluster"):
        run.analyse_corpus(path, tmp_path / "out", scheduler="tcp://127.0.0.1:9")


def test_a_cluster_of_one_worker_gives_the_same_bytes(
    done: Path, tmp_path: Path, small_shards: None, quick_workers: None
) -> None:
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0"
    ) as cluster:
        address = cluster.scheduler_address
        run.analyse_corpus(write(tmp_path / "in.jsonl", articles()), tmp_path / "out", scheduler=address)
    assert bytes_of(tmp_path / "out") == bytes_of(done)


def test_a_deadline_ends_a_block_that_takes_too_long() -> None:
    before = set(threading.enumerate())
    with deadline(600):
        pass
    with pytest.raises(DeadlineExceeded), deadline(0.05):
        while True:
            time.sleep(0.001)
    for timer in set(threading.enumerate()) - before:
        timer.join(60)
        assert not timer.is_alive()


def test_counts_are_in_the_order_of_tasks(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path / "done", tmp_path / "scratch")
    tasks = [Task(str(n), (n,)) for n in range(5)]
    with scheduler.dask_client(HERE, None, print) as client:
        first = list(scheduler.run(client, checkpoints, "square", square, tasks, "task"))
        second = list(scheduler.run(client, checkpoints, "square", broken, tasks, "task"))
    assert [counts["n"] for counts in first] == [0, 1, 4, 9, 16]
    assert second == first


def square(n: int) -> scheduler.Counts:
    return {"n": n * n}


def broken(_: int) -> scheduler.Counts:
    raise AssertionError("a finished task must not be repeated")
