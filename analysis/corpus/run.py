"""Many articles, many cores, many machines: a corpus becomes a folder of tables, and nothing is lost on the way.

The work is done in `OUT.unfinished`, which becomes OUT when it is complete. Articles are first dealt into shards by
month, always the same ones, whoever works on them; what comes after is files made from files (`shards`), so that a run
which was killed goes on where it stood, and gives the same bytes with any number of workers. In the order of the work:

1. `articles`: whatever holds articles becomes shards (`intake`), here, in one pass.
2. `read`: a shard's articles become tables, in the workers.
3. `stories`: copies are told from first prints (`copies`), here, in the order of publication.
4. `people`: names become people across articles (`identities`), here.
5. `tell`: a shard's contacts, under these names, are dealt into buckets by pair, in the workers.
6. `settle`: a bucket's reports become contacts (`reports`), in the workers; then the aggregates, here.
"""

import atexit
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from analysis import tables
from analysis.corpus import aggregates, entity_linking, near_duplicates
from analysis.corpus.reader import MAX_ARTICLE_CHARS, RawArticle, Refusal, fingerprints, read_corpus, unique
from analysis.corpus.scheduler import HERE, Checkpoints, Counts, Task, engine, outcome, run, versions, whole_file
from analysis.corpus.stages import (
    UNDATED,
    Run,
    Shard,
    month_of,
    read_one,
    read_shard,
    settle_bucket,
    tell_shard,
    typed,
    write_items,
)
from analysis.errors import AnalysisError, WriteError
from analysis.output import alone, describe, dictionary
from analysis.tables import CORPUS_TABLES, TABLES
from analysis.validation import checked

MANIFEST = "manifest.json"
SAMPLE = Path(__file__).parents[2] / "seeds" / "made-up-news.jsonl"
ERRORS = "errors.parquet"
WORDS = 40_000  # of a shard: some ten seconds of work, and some ten megabytes of memory
SECONDS = 600.0  # for one article; the longest that may be read takes a minute
PAIRS = 25_000  # reports of a bucket: some 200 MB while they become contacts
ANEW = "start anew: force=True, on the command line --force"
PACKAGES = ("analysis", "spacy", "textblob", "vaderSentiment", "datasketch", "numpy", "pandas", "pyarrow")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a finished run holds: its folder, and the counts of its manifest.

    >>> done = analysis.Summary(Path("news"), articles=2, refused=0, words=310, rows={"world_contacts": 3})
    >>> done.rows["world_contacts"] / done.articles
    1.5
    """

    folder: Path
    articles: int
    refused: int
    words: int
    rows: Mapping[str, int]


@checked
def analyse_corpus(
    path: str | Path,
    out: str | Path,
    *,
    columns: Mapping[str, str] | None = None,
    keep: Iterable[str] = tuple(TABLES),
    scheduler: str | None = None,
    workers: int | None = None,
    longest: int = MAX_ARTICLE_CHARS,
    resume: bool = False,
    force: bool = False,
    tell: Callable[[str], object] = lambda _: None,
) -> Summary:
    """Analyse every article of a folder, `.jsonl(.gz)`, `.csv` or `.parquet` file into a folder of Parquet tables.

    `columns` maps our names of columns to those of the file, see `intake.read_corpus`. `keep` names the tables of
    single articles that are kept; those over all articles always are. `scheduler` is the address of a Dask cluster
    whose machines see the same files; without it `workers` processes (one for each core) work here. An article of more
    than `longest` characters is left out. `resume` goes on with a run that was stopped; `force` starts anew and
    replaces what a run has left at `out`. `tell` is given what is worth telling on the way.

    An article that cannot be read becomes a row of `errors.parquet`. Raises AnalysisError for input that is none or has
    changed since the run was started, WriteError for a folder in the way or that another process is writing. Where
    processes start by importing the main module anew (Windows, macOS), call it under `if __name__ == "__main__":`.

    >>> room = Path(tempfile.mkdtemp())
    >>> _ = (room / "in.jsonl").write_text('{"text": "Macron met Putin in Moscow.", "published": "2022-02-08"}')
    >>> done = analysis.analyse_corpus(room / "in.jsonl", room / "out", scheduler="inproc")  # else processes
    >>> done.articles, done.rows["world_contacts"]
    (1, 1)
    >>> shutil.rmtree(room)
    """
    out, kept = Path(out).resolve(), tuple(keep)
    if unknown := [name for name in kept if name not in TABLES]:
        raise AnalysisError(f"there is no table {unknown}; there are {list(TABLES)}")
    if longest < 1 or (workers is not None and workers < 1):
        raise AnalysisError(f"longest is {longest} and workers {workers}; give 1 or more")
    parameters = {"columns": dict(columns or {}), "tables": sorted(kept), "longest": longest}
    unfinished = out.with_name(f"{out.name}.unfinished")
    if resume and not unfinished.exists() and (out / MANIFEST).is_file():
        tell(f"{out} is complete already")
        return _summary(out)
    try:
        with alone(out):
            _make_way(out, unfinished, resume, force)
            if not (unfinished / MANIFEST).is_file():
                tell("reading what there is")
                _work(Path(path), Run(unfinished), parameters, kept, partial(engine, scheduler, workers, tell))
            _take_place(unfinished, out, kept)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise WriteError(f"{unfinished} cannot be written: {why}; make room, then go on with it: --resume") from error
    return _summary(out)


def sample() -> Path:
    """The output of a run over the made-up corpus of the project, in a folder that goes with this process."""
    room = Path(tempfile.mkdtemp(prefix="made-up-news-"))
    atexit.register(shutil.rmtree, room, ignore_errors=True)
    return analyse_corpus(SAMPLE, room / "out", scheduler=HERE).folder


def _work(
    path: Path, here: Run, parameters: Mapping[str, Any], kept: Sequence[str], cluster: Callable[[], Any]
) -> None:
    """All stages, each as far as it is not done."""
    marks = Checkpoints(here.folder / "work" / "done", here.room)
    state = {"parameters": parameters, "input": fingerprints(path), "versions": dict(versions(PACKAGES))}
    _same_run(marks, state)
    try:
        dealt = marks.once("articles", partial(_deal, here, path, parameters["columns"]))
    except AnalysisError:  # nothing is done yet that one could go on with
        shutil.rmtree(here.folder)
        raise
    shards = [Shard(*shard) for shard in dealt["shards"]]
    with cluster() as client:
        _see_each_other(client, marks)
        read = _read(client, marks, here, shards, parameters["longest"])
        marks.once("stories", partial(_stories, here, shards))
        marks.once("people", partial(_people, here, shards))
        buckets = 1 + sum(counts["rows"]["contacts"] for counts in read) // PAIRS
        work = [Task(shard.name, (here.folder, shard, buckets), shard.articles) for shard in shards]
        list(run(client, marks, "tell", tell_shard, work, "article"))
        names = sorted(path.name for path in (here.folder / "work" / "reports").glob("*"))
        list(run(client, marks, "settle", settle_bucket, [Task(n, (here.folder, n)) for n in names], "bucket"))
    _aggregate(here)
    _describe(here, state, kept, dealt, read)


def _make_way(out: Path, unfinished: Path, resume: bool, force: bool) -> None:
    """What is at OUT already goes only if a run has made it and `force` says so."""
    if resume and unfinished.exists():
        return
    for folder in (out, unfinished):
        if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
            continue
        ours = (folder / (MANIFEST if folder == out else "work")).exists()
        if not ours:
            raise WriteError(f"{folder} is there already and holds something else; name another folder")
        if not force:
            remedy = "go on with it: resume=True, on the command line --resume; or " if folder == unfinished else ""
            raise WriteError(f"{folder} is there already; {remedy}{ANEW}")
    shutil.rmtree(unfinished, ignore_errors=True)


def _same_run(marks: Checkpoints, state: Mapping[str, Any]) -> None:
    """Going on makes sense only with the same input, parameters and versions."""
    begun = marks.once("begun", lambda: dict(state))
    state = json.loads(json.dumps(state))
    for what in ("parameters", "versions"):
        for key, now in state[what].items():
            if (before := begun[what].get(key)) != now:
                raise AnalysisError(f"the run was started with {key} {before}, and now it is {now}; {ANEW}")
    if begun["input"] != state["input"]:
        raise AnalysisError(f"the articles have changed since the run was started; {ANEW}")


def _deal(here: Run, path: Path, columns: Mapping[str, str]) -> Counts:
    """Articles into shards of one month and some `WORDS` each, in the order in which they come."""
    shutil.rmtree(here.folder / "work" / "articles", ignore_errors=True)
    here.room.mkdir(parents=True, exist_ok=True)
    open_: dict[str, list[RawArticle]] = {}
    sizes: Counter[str] = Counter()
    shards: list[Shard] = []
    refused: list[dict[str, Any]] = []

    def close(month: str) -> None:
        items, words = open_.pop(month), sizes.pop(month)
        shards.append(Shard(f"{len(shards):06}", month, len(items), words))
        write_items(here, shards[-1], items)

    for item in unique(read_corpus(path, columns), here.room / "ids.sqlite"):
        if isinstance(item, Refusal):
            refused.append(asdict(item))
            continue
        month = month_of(item.published)
        open_.setdefault(month, []).append(item)
        sizes[month] += item.text.count(" ") + 1
        if sizes[month] >= WORDS:
            close(month)
    for month in sorted(open_):
        close(month)
    if not shards and not refused:
        raise AnalysisError(f"{path} holds no article; name a folder or a file that does")
    return {"shards": [list(asdict(shard).values()) for shard in shards], "refused": refused}


def _see_each_other(client: Any, marks: Checkpoints) -> None:
    """Whether the workers have the same files and the same versions; found out before anything is done."""
    begun = marks.of("begun", "all")
    asked = outcome(client, _seen, Task("seen", (marks.folder, marks.room)))
    if isinstance(asked, BaseException):
        raise AnalysisError(f"the workers cannot work: {type(asked).__name__}: {asked}; install this project there")
    if begun is None or asked["begun"] != begun:
        raise AnalysisError(f"the workers do not see {marks.folder.parent}; OUT must lie on a disk that all share")
    if (there := asked["versions"]) != begun["versions"]:
        other = {name: (there[name], own) for name, own in begun["versions"].items() if there[name] != own}
        raise AnalysisError(f"the workers have other versions than this process: {other}; install the same ones")


def _seen(folder: Path, room: Path) -> Counts:
    return {"begun": Checkpoints(folder, room).of("begun", "all"), "versions": dict(versions(PACKAGES))}


def _read(client: Any, marks: Checkpoints, here: Run, shards: Sequence[Shard], longest: int) -> list[Counts]:
    def without_killers(task: Task) -> Task:
        """The shard without the articles that bring a worker down alone."""
        folder, shard, *limits, _ = task.arguments
        left_out = {}
        for item in pa.parquet.read_table(here.work("articles", shard.name), columns=["article_id"])["article_id"]:
            alone = Task(shard.name, (folder, shard, *limits, str(item)))
            if isinstance(outcome(client, read_one, alone), BaseException):
                left_out[str(item)] = "it brought down every worker that read it, for lack of memory or by a crash"
        return task._replace(arguments=(folder, shard, *limits, left_out))

    tasks = [Task(shard.name, (here.folder, shard, longest, SECONDS, {}), shard.words) for shard in shards]
    return list(run(client, marks, "read", read_shard, tasks, "word", without_killers))


def _months(shards: Iterable[Shard]) -> Iterator[tuple[str, list[Shard]]]:
    by_month: dict[str, list[Shard]] = {}
    for shard in shards:
        by_month.setdefault(shard.month, []).append(shard)
    yield from sorted(by_month.items())


def _stories(here: Run, shards: Sequence[Shard]) -> Counts:
    """The table `stories`, a month in memory at a time."""
    grouper, count = near_duplicates.StoryGrouper(), 0
    for month, own in _months(shards):
        parts = [pa.parquet.read_table(here.work("signatures", shard.name)) for shard in own]
        month_table = pa.concat_tables(parts).to_pandas(ignore_metadata=True)
        found: dict[str, tuple[str, float | None]] = {}
        order = month_table.sort_values(["published", "article_id"], kind="stable")
        for row in order.itertuples(index=False):
            day = None if pd.isna(row.published) else row.published.date()
            found[row.article_id] = grouper.add(row.article_id, day, np.frombuffer(row.signature, np.uint32))
        count += sum(likeness is None for _, likeness in found.values())
        for shard, part in zip(own, parts, strict=True):
            rows = typed("stories", part.drop(["signature"])).to_dict("records")
            keys = ("story_id", "likeness")
            told: Iterator[Any] = (row | dict(zip(keys, found[row["article_id"]], strict=True)) for row in rows)
            here.write(tables.frame("stories", told), here.part("stories", shard.name, month))
    return {"stories": count}


def _people(here: Run, shards: Sequence[Shard]) -> Counts:
    """The tables `world_names` and `world_people`."""
    parts = (here.read("world_names", here.work("names", shard.name)) for shard in shards)
    names = entity_linking.resolve(entity_linking.combine(parts))
    people = entity_linking.world_people(names)
    here.write(names, here.part("world_names", "00000"))
    here.write(people, here.part("world_people", "00000"))
    return {"world_names": len(names), "world_people": len(people)}


def _aggregate(here: Run) -> None:
    """What all parts of the aggregates come to; and no table without a file."""

    def parts(kind: str) -> Iterator[pd.DataFrame]:
        for path in sorted((here.folder / "work" / kind).glob("*.parquet")):
            yield pa.parquet.read_table(path).to_pandas(ignore_metadata=True)

    whole = {
        "world_pairs": aggregates.combine("world_pairs", parts("pairs")),
        "world_tone": aggregates.combine_tone(parts("tone")),
        "world_weeks": aggregates.combine("world_weeks", parts("weeks")),
    }
    for name, table in whole.items():
        here.write(table, here.part(name, "00000"))
    for name in ("world_contacts", "world_reports", "stories", *TABLES):
        if not (here.folder / name).exists():
            here.write(tables.frame(name, []), here.part(name, "00000", UNDATED))


def _describe(here: Run, state: Mapping[str, Any], kept: Sequence[str], dealt: Counts, read: Sequence[Counts]) -> None:
    """Who was left out, what the columns mean, and the manifest, which says that the run is complete."""
    refused = [*dealt["refused"], *(row for counts in read for row in counts["refused"])]
    refused.sort(key=lambda row: (row["file"], row["row"] or 0, row["message"]))
    here.write(tables.frame("errors", refused), here.folder / ERRORS)
    there = [name for name in (*TABLES, *CORPUS_TABLES) if name in kept or name in CORPUS_TABLES]
    describe({name: dictionary(name, tables.frame(name, [])) for name in there}, here.folder)
    rows = {name: _rows(here.folder, name) for name in there}
    counts = {"articles": sum(c["articles"] for c in read), "words": sum(c["words"] for c in read), "rows": rows}
    with whole_file(here.folder / MANIFEST, here.room) as new:
        new.write_text(json.dumps({**state, "counts": counts}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _rows(folder: Path, name: str) -> int:
    files = [*(folder / name).rglob("*.parquet"), *folder.glob(f"{name}.parquet")]
    return sum(pa.parquet.read_metadata(file).num_rows for file in files)


def _take_place(unfinished: Path, out: Path, kept: Sequence[str]) -> None:
    """Put a run that has its manifest in its place, without what was only for the work."""
    for name in ("work", *(TABLES.keys() - set(kept))):
        shutil.rmtree(unfinished / name, ignore_errors=True)
    if (out / MANIFEST).is_file():
        shutil.rmtree(out)
    unfinished.rename(out)


def _summary(out: Path) -> Summary:
    counts = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["counts"]
    return Summary(out, counts["articles"], counts["rows"]["errors"], counts["words"], counts["rows"])
