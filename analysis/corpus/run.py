"""Analyse a corpus: read articles, process them in parallel, and write a folder of tables.

The work is done in `OUT.unfinished`, which becomes OUT when it is complete. Articles are split into shards by
month, in a way that does not depend on the workers. Each later step makes files from files (`stages`), and finished
tasks have checkpoints (`scheduler`). So a run that was killed can be resumed, and any number of workers gives the same
bytes. The steps are:

1. `files`: read the files that are one article each (`reader`), pages and PDFs among them; in the workers.
2. `articles`: read the tables of the input, and split all articles into shards; in this process, in one pass.
3. `read`: make the tables of each shard's articles; in the workers.
4. `copies`: find out which articles copy which, window by window of days (`near_duplicates`); in the workers.
5. `stories`: follow copies of copies to the first article of their story; in this process.
6. `people`: link names across articles (`entity_linking`); in this process.
7. `collect`: rename the people in each shard's contacts, and sort these reports into buckets by pair; in the workers.
8. `merge`: merge the reports of each bucket into contacts (`event_merging`); in the workers.

Then the aggregates of all shards are added up (`aggregates`).
"""

import atexit
import calendar
import datetime
import itertools
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from analysis import tables
from analysis.corpus import aggregates, entity_linking
from analysis.corpus.entity_linking import UNKNOWN_MONTH
from analysis.corpus.reader import (
    MAX_ARTICLE_CHARS,
    InputFile,
    RawArticle,
    Refusal,
    article_files,
    check_input,
    corrections_beside,
    fingerprints,
    read_corpus,
    rows_on_disk,
    too_long,
    unique,
)
from analysis.corpus.scheduler import HERE, Checkpoints, Counts, Task, dask_client, outcome, run, versions
from analysis.corpus.stages import (
    COPIES_PER_GROUP,
    RunFolder,
    Shard,
    Window,
    collect_reports,
    find_copies,
    merge_bucket,
    month_of,
    read_alone,
    read_file_alone,
    read_files,
    read_shard,
    refusals,
    results_of_files,
    write_raw_articles,
    write_refusals,
)
from analysis.display import counted
from analysis.errors import AnalysisError, WriteError, as_typed
from analysis.frequency.trends import MANIFEST, read_aggregate, without_day
from analysis.output import (
    SEEDS,
    folder_lock,
    resolved,
    table_resource,
    whole_file,
    write_descriptor,
    write_tables,
)
from analysis.tables import CORPUS_TABLES, TABLES
from analysis.validation import checked

SAMPLE_INPUT = SEEDS / "made-up-news.jsonl"
ERRORS_FILE = "errors.parquet"
WORDS_PER_SHARD = 40_000  # some ten seconds of work, and some ten megabytes of memory
ARTICLES_PER_WINDOW = 200_000  # some 150 MB of memory, and 0.75 kB more for each article of the week before
SECONDS_PER_ARTICLE = 600.0  # the longest article that may be read takes a minute
SECONDS_PER_FILE = 120.0  # to read it; a PDF of a thousand pages takes some ten
FILES_PER_TASK = 50
CHARS_PER_WORD = 100  # at most, metadata included, where shards are filled: text without spaces fills the memory too
KILLER = "it brought down every worker that read it, for lack of memory, by a crash, or by taking too long"
REFUSALS_PER_PART = 20_000  # in memory at a time; some 20 MB
UNREAD = "unread"  # the refusals of `_split_into_shards` among the files of the work
FACTS_FOLDER = "csv"
FACTS = ("stories", "world_contacts", "world_people", *aggregates.AGGREGATE_KEYS, "errors")
# The columns of `FACTS` with words of an article other than the names of people and places.
WORDS = ["title", "topic", "names"]
REPORTS_PER_BUCKET = 25_000  # some 200 MB of memory while they are merged
FORM_OF_WORK = 2  # raise it when a step reads other files of the work: a run begun in another form is not resumed
VERSIONED_PACKAGES = ("spacy", "textblob", "vaderSentiment", "datasketch", "numpy", "pandas", "pyarrow")


@dataclass(frozen=True, slots=True)
class Summary:
    """The folder of a finished run, and the counts in its manifest; `undated` articles are in no count over time.

    >>> done = analysis.Summary(Path("news"), articles=2, refused=0, words=310, rows={"world_contacts": 3})
    >>> done.rows["world_contacts"] / done.articles
    1.5
    """

    folder: Path
    articles: int
    refused: int
    words: int
    rows: Mapping[str, int]
    undated: int = 0


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
    include_possible: bool = False,
    resume: bool = False,
    force: bool = False,
    tell: Callable[[str], object] = lambda _: None,
) -> Summary:
    """Analyse every article of a folder, `.jsonl(.gz)`, `.csv(.gz)` or `.parquet` file into a folder of Parquet tables.

    An article that cannot be read becomes a row of `errors.parquet`. Where new processes import the main module
    (Windows, macOS), call this function under `if __name__ == "__main__":`.

    Args:
        path: The articles; `corpus.reader.read_corpus` describes the columns of tables.
        out: The folder to create.
        columns: Our names of columns → the names in the file.
        keep: The tables of single articles to keep. Tables of the whole corpus are always kept.
        scheduler: The address of a Dask cluster whose machines see the same files, at the same paths; by default the
            work is done in processes on this machine.
        workers: The number of these processes, by default one per core.
        longest: Characters of the longest article that is read; longer ones are refused.
        include_possible: Count contacts that are only possible in the tables of the whole corpus, too.
        resume: Resume a run that was stopped.
        force: Start anew, and replace a run that is at `out`.
        tell: Receives messages about the progress.

    Returns:
        The folder and the counts of the run.

    Raises:
        AnalysisError: The input cannot be read, or it, the parameters or the versions changed since the run started.
        WriteError: The folder exists, cannot be written, or is being written by another process.

    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = (folder / "in.jsonl").write_text('{"text": "Macron met Putin in Moscow.", "published": "2022-02-08"}')
    >>> done = analysis.analyse_corpus(folder / "in.jsonl", folder / "out", scheduler="inproc")  # else processes
    >>> done.articles, done.rows["world_contacts"]
    (1, 1)
    >>> shutil.rmtree(folder)
    """
    out, kept = resolved(out), tuple(keep)
    _check_arguments(kept, longest, workers)
    parameters = {"columns": dict(columns or {}), "tables": sorted(kept), "longest": longest}
    parameters |= {"include_possible": include_possible}
    folders = _Folders(out)
    if resume and folders.is_settled():
        tell(f"{out} is already complete")
        return _summary(out)
    check_input(path, columns)
    _check_apart(Path(path), folders)
    try:
        with folder_lock(out):
            folders.settle()
            if resume and folders.is_settled():
                return _summary(out)
            unfinished = folders.unfinished
            if not (resume and unfinished.exists()):
                _check_replaceable(folders, force)
                folders.discard_unfinished()
            if not (unfinished / MANIFEST).is_file():
                _tell_of_corrections(path, tell)
                tell("reading the input")
                client = partial(dask_client, scheduler, workers, tell)
                _run_stages(Path(path), RunFolder(unfinished), parameters, kept, client)
            _publish(folders, kept)
    except OSError as error:
        why = error.strerror or type(error).__name__
        problem = f"{folders.unfinished} cannot be written: {why}"
        raise WriteError(f"{problem}; free disk space, then resume: {_how_to_resume()}") from error
    return _summary(out)


@dataclass(frozen=True, slots=True)
class _Folders:
    """OUT and the folders beside it. Each step between two states is the renaming of a folder, or can be repeated.

    | state | what is there | what follows |
    |---|---|---|
    | unfinished | `OUT.unfinished` without a manifest | the rest of the work |
    | complete | `OUT.unfinished` with a manifest | the files of the work are removed from it |
    | old one aside | also `.OUT.replaced`, and no OUT | `OUT.unfinished` becomes OUT |
    | published | OUT, perhaps `.OUT.replaced` | `.OUT.replaced` is removed |

    A run that is not to be resumed is first renamed to `.OUT.discarded`, because half of it must not be resumed.
    """

    out: Path

    @property
    def unfinished(self) -> Path:
        return self.out.with_name(f"{self.out.name}.unfinished")

    @property
    def replaced(self) -> Path:
        return self.out.with_name(f".{self.out.name}.replaced")

    @property
    def discarded(self) -> Path:
        return self.out.with_name(f".{self.out.name}.discarded")

    def is_settled(self) -> bool:
        """Whether OUT is complete and nothing is left to be done or removed."""
        left = (self.unfinished, self.replaced, self.discarded)
        return (self.out / MANIFEST).is_file() and not any(folder.exists() for folder in left)

    def settle(self) -> None:
        """Remove what a killed run was about to remove; an old OUT whose successor is not in its place comes back."""
        shutil.rmtree(self.discarded, ignore_errors=True)
        if self.replaced.exists() and not self.out.exists():
            self.replaced.rename(self.out)
        shutil.rmtree(self.replaced, ignore_errors=True)

    def discard_unfinished(self) -> None:
        if self.unfinished.exists():
            self.unfinished.rename(self.discarded)
            shutil.rmtree(self.discarded, ignore_errors=True)

    def publish(self) -> None:
        """Put the complete `OUT.unfinished` in the place of OUT."""
        if (self.out / MANIFEST).is_file():
            self.out.rename(self.replaced)
        self.unfinished.rename(self.out)
        shutil.rmtree(self.replaced, ignore_errors=True)


def sample() -> Path:
    """The output of a run over the project's made-up corpus, in a folder that is removed when this process ends.

    It counts contacts that are only possible, too, so that these few articles show every step.
    """
    folder = Path(tempfile.mkdtemp(prefix="made-up-news-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return analyse_corpus(SAMPLE_INPUT, folder / "out", include_possible=True, scheduler=HERE).folder


@checked
def write_facts(folder: str | Path) -> Path:
    """Write the tables of the whole corpus as CSV, without words of the articles, to `folder/csv`.

    These facts may be passed on where the articles may not: who was in touch with whom, when, how, and which article
    says so; the people who were in touch or are quoted, and by which paper; tone and amount of text.
    `trends.read_aggregate`, and so notebook 05, can read the folder like that of the run. The same run gives the same
    bytes.

    Args:
        folder: The output of a run; an older `csv` in it is replaced.

    Returns:
        The path of `folder/csv`.

    Raises:
        AnalysisError: The folder is not the complete output of a run.
        WriteError: It cannot be written.
    """
    folder = resolved(folder)
    facts = {name: read_aggregate(folder, name).drop(columns=WORDS, errors="ignore") for name in FACTS}
    for name, order in {"world_contacts": ["date_start", "world_id"], "stories": ["published", "article_id"]}.items():
        facts[name] = facts[name].sort_values(order)
    contacts, people = facts["world_contacts"], facts["world_people"]
    speakers = (facts[name]["speaker"].dropna() for name in ("world_tone", "world_speakers"))
    named = {*contacts["actor"], *contacts["recipient"]}.union(*speakers)
    facts["world_people"] = people[people["person"].isin(named)]
    shutil.rmtree(folder / FACTS_FOLDER, ignore_errors=True)
    written = write_tables(facts, folder / FACTS_FOLDER)
    with whole_file(written / MANIFEST) as unfinished:
        shutil.copyfile(folder / MANIFEST, unfinished)
    return written


def _how_to_resume() -> str:
    return as_typed("resume=True", "--resume", "RESUME=1")


def _how_to_restart() -> str:
    return f"start anew: {as_typed('force=True', '--force', 'FORCE=1')}"


def _check_arguments(kept: Sequence[str], longest: int, workers: int | None) -> None:
    if unknown := [name for name in kept if name not in TABLES]:
        raise AnalysisError(f"there is no table {unknown}; choose from {list(TABLES)}")
    if longest < 1 or (workers is not None and workers < 1):
        raise AnalysisError(f"longest is {longest} and workers {workers}; give 1 or more")


def _tell_of_corrections(path: str | Path, tell: Callable[[str], object]) -> None:
    """Say that the corrections beside the articles, if there are any, are not applied."""
    if n := corrections_beside(path):
        files = counted(n, "file of corrections is", "files of corrections are")
        tell(f"{files} not applied: a corpus is counted as it was extracted")


def _check_apart(path: Path, folders: _Folders) -> None:
    """Raise AnalysisError if the input is in a folder that the run replaces."""
    for folder in (folders.out, folders.unfinished, folders.replaced, folders.discarded):
        if path.resolve().is_relative_to(folder):
            raise AnalysisError(f"{path} is in {folder}, which is replaced by the run; name another folder for OUT")


def _check_replaceable(folders: _Folders, force: bool) -> None:
    """Raise WriteError if a folder exists, unless `force` allows to replace it and a run made it."""
    for folder, contents in ((folders.out, [MANIFEST]), (folders.unfinished, ["work", MANIFEST])):
        if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
            continue
        if not any((folder / content).exists() for content in contents):
            raise WriteError(f"{folder} already exists and holds something else; name another folder")
        if not force:
            remedy = f"resume it: {_how_to_resume()}; or " if folder != folders.out else ""
            raise WriteError(f"{folder} already exists; {remedy}{_how_to_restart()}")


def _run_stages(
    path: Path, run_folder: RunFolder, parameters: Mapping[str, Any], kept: Sequence[str], connect: Callable[[], Any]
) -> None:
    """Run all stages as far as they are not finished, and write the manifest."""
    checkpoints = Checkpoints(run_folder.folder / "work" / "done", run_folder.scratch)
    state = {"parameters": parameters, "input": fingerprints(path), "versions": dict(versions(VERSIONED_PACKAGES))}
    _check_same_run(checkpoints, state)
    files = list(article_files(path))
    with connect() as client:
        _check_workers(client, checkpoints, path if files else None)
        batches = _read_files(client, checkpoints, run_folder, files, parameters["longest"])
        try:
            split = checkpoints.once("articles", partial(_split_into_shards, run_folder, path, parameters, batches))
        except AnalysisError:  # nothing is finished yet that could be resumed
            shutil.rmtree(run_folder.folder)
            raise
        shards = [Shard(*shard) for shard in split["shards"]]
        counts = _read(client, checkpoints, run_folder, shards, parameters["longest"])
        windows = list(_windows(shards))
        tasks = [Task(window.name, (run_folder.folder, window), window.articles) for window in windows]
        list(run(client, checkpoints, "copies", find_copies, tasks, "article"))
        checkpoints.once("stories", partial(_follow_copies, run_folder, windows))
        checkpoints.once("people", partial(_write_people, run_folder, shards))
        buckets = 1 + sum(shard_counts["rows"]["contacts"] for shard_counts in counts) // REPORTS_PER_BUCKET
        arguments = (buckets, parameters["include_possible"])
        tasks = [Task(shard.name, (run_folder.folder, shard, *arguments), shard.articles) for shard in shards]
        list(run(client, checkpoints, "collect", collect_reports, tasks, "article"))
        names = sorted(path.name for path in (run_folder.folder / "work" / "reports").glob("*"))
        tasks = [Task(name, (run_folder.folder, name)) for name in names]
        list(run(client, checkpoints, "merge", merge_bucket, tasks, "bucket"))
    _write_aggregates(run_folder)
    _write_errors(run_folder)
    _write_manifest(run_folder, state, kept, counts)


def _check_same_run(checkpoints: Checkpoints, state: Mapping[str, Any]) -> None:
    """Raise AnalysisError if the run was started with another input, other parameters or other versions."""
    begun = checkpoints.once("begun", lambda: {**state, "form": FORM_OF_WORK})
    if begun.get("form") != FORM_OF_WORK:
        raise AnalysisError(f"the run was started by another version of this project; {_how_to_restart()}")
    state = json.loads(json.dumps(state))
    for part in ("parameters", "versions"):
        for key, now in state[part].items():
            if (before := begun[part].get(key)) != now:
                raise AnalysisError(
                    f"the run was started with {key} {before}, and now it is {now}; {_how_to_restart()}"
                )
    if begun["input"] != state["input"]:
        raise AnalysisError(f"the articles have changed since the run was started; {_how_to_restart()}")


def _read_files(
    client: Any, checkpoints: Checkpoints, run_folder: RunFolder, files: Sequence[InputFile], longest: int
) -> list[str]:
    """Read the files that are one article each; the names of the files with the results."""

    def without_killers(task: Task) -> Task:
        """The task without the files that kill a worker even if they are read alone."""
        folder, name, its_files, _, seconds, _ = task.arguments
        alone = {file.name: Task(name, (file, seconds)) for file in its_files}
        left_out = {
            file: f"{KILLER}; save its text as a .txt file"
            for file, task_alone in alone.items()
            if isinstance(outcome(client, read_file_alone, task_alone), BaseException)
        }
        return task._replace(arguments=(folder, name, its_files, longest, seconds, left_out))

    absolute = [file._replace(path=file.path.absolute()) for file in files]  # workers may be in another folder
    tasks: list[Task] = []
    for start in range(0, len(absolute), FILES_PER_TASK):
        some, name = absolute[start : start + FILES_PER_TASK], f"{len(tasks):06}"
        tasks.append(Task(name, (run_folder.folder, name, some, longest, SECONDS_PER_FILE, {}), len(some)))
    list(run(client, checkpoints, "files", read_files, tasks, "file", without_killers))
    return [task.name for task in tasks]


class _Refused:
    """What is refused while the input is read, written in parts, of which one is in memory."""

    def __init__(self, run_folder: RunFolder) -> None:
        self.run_folder = run_folder
        self.part: list[Refusal] = []
        self.names = (f"{number:06}" for number in itertools.count())

    def add(self, refusal: Refusal) -> None:
        self.part.append(refusal)
        if len(self.part) == REFUSALS_PER_PART:
            self.write()

    def write(self) -> None:
        write_refusals(self.run_folder, UNREAD, next(self.names), self.part)
        self.part.clear()


def _split_into_shards(
    run_folder: RunFolder, path: Path, parameters: Mapping[str, Any], batches: Sequence[str]
) -> Counts:
    """Write the articles in shards of one month and some `WORDS_PER_SHARD` words, in the order of the input.

    Args:
        run_folder: The folder of the run.
        path: The input.
        parameters: Those of the run.
        batches: The names of the files with the results of `read_files`.

    Returns:
        The shards.
    """
    for kind in ("articles", UNREAD):
        shutil.rmtree(run_folder.folder / "work" / kind, ignore_errors=True)
    run_folder.scratch.mkdir(parents=True, exist_ok=True)
    open_shards: dict[str, list[RawArticle]] = {}
    words: Counter[str] = Counter()
    shards: list[Shard] = []
    refused = _Refused(run_folder)

    def close(month: str) -> None:
        articles = open_shards.pop(month)
        shards.append(Shard(f"{len(shards):06}", month, len(articles), words.pop(month)))
        write_raw_articles(run_folder, shards[-1], articles)

    results = results_of_files(run_folder, batches)
    items = unique(read_corpus(path, parameters["columns"], lambda _: next(results)), run_folder.scratch / "ids.sqlite")
    for item in items:
        result = item if isinstance(item, Refusal) else too_long(item, parameters["longest"]) or item
        if isinstance(result, Refusal):
            refused.add(result)
            continue
        month = month_of(result.published)
        open_shards.setdefault(month, []).append(result)
        words[month] += max(result.text.count(" ") + 1, _n_chars(result) // CHARS_PER_WORD)
        if words[month] >= WORDS_PER_SHARD:
            close(month)
    for month in sorted(open_shards):
        close(month)
    refused.write()
    if not shards and not any(refusals(run_folder, UNREAD)):
        raise AnalysisError(f"{path} holds no article; name a folder or a file that does")
    return {"shards": [list(asdict(shard).values()) for shard in shards]}


def _n_chars(article: RawArticle) -> int:
    return sum(len(value) for value in asdict(article).values() if isinstance(value, str))


def _check_workers(client: Any, checkpoints: Checkpoints, path: Path | None) -> None:
    """Raise AnalysisError, before any work is done, if the workers see other files or have other versions.

    Args:
        client: A Dask client.
        checkpoints: Those of the run.
        path: The input, if the workers have to read from it.
    """
    begun = checkpoints.of("begun", "all")
    arguments = (checkpoints.folder, checkpoints.scratch, path and path.absolute())
    answer = outcome(client, _state_seen_by_worker, Task("seen", arguments))
    if isinstance(answer, BaseException):
        raise AnalysisError(f"the workers fail: {type(answer).__name__}: {answer}; install this project there")
    if begun is None or answer["begun"] != begun:
        raise AnalysisError(
            f"the workers do not see {checkpoints.folder.parent}; OUT must be on a disk that all machines share"
        )
    if not answer["input"]:
        raise AnalysisError(f"the workers do not see {path}; IN must be on a disk that all machines share")
    if (theirs := answer["versions"]) != begun["versions"]:
        different = {name: (theirs[name], ours) for name, ours in begun["versions"].items() if theirs[name] != ours}
        raise AnalysisError(f"the workers have other versions than this process: {different}; install the same ones")


def _state_seen_by_worker(folder: Path, scratch: Path, path: Path | None) -> Counts:
    begun = Checkpoints(folder, scratch).of("begun", "all")
    return {"begun": begun, "input": path is None or path.exists(), "versions": dict(versions(VERSIONED_PACKAGES))}


def _read(
    client: Any, checkpoints: Checkpoints, run_folder: RunFolder, shards: Sequence[Shard], longest: int
) -> list[Counts]:
    """Analyse the articles of all shards; the counts of each shard."""

    def without_killers(task: Task) -> Task:
        """The task without the articles that kill a worker even if they are read alone."""
        folder, shard, *limits, _ = task.arguments
        left_out = {}
        ids = pa.parquet.read_table(run_folder.work_file("articles", shard.name), columns=["article_id"])["article_id"]
        for article_id in map(str, ids):
            alone = Task(shard.name, (folder, shard, *limits, article_id))
            if isinstance(outcome(client, read_alone, alone), BaseException):
                left_out[article_id] = KILLER
        return task._replace(arguments=(folder, shard, *limits, left_out))

    folder = run_folder.folder
    tasks = [Task(shard.name, (folder, shard, longest, SECONDS_PER_ARTICLE, {}), shard.words) for shard in shards]
    return list(run(client, checkpoints, "read", read_shard, tasks, "word", without_killers))


def _windows(shards: Iterable[Shard]) -> Iterator[Window]:
    """The windows of each month, more than one if it has more than `ARTICLES_PER_WINDOW` articles."""
    articles: Counter[str] = Counter()
    for shard in shards:
        articles[shard.month] += shard.articles
    for month, count in sorted(articles.items()):
        if month == UNKNOWN_MONTH:
            yield Window(month, month, None, None, count)
            continue
        start = datetime.date.fromisoformat(f"{month}-01")
        n_days = calendar.monthrange(start.year, start.month)[1]
        parts = min(n_days, 1 + count // ARTICLES_PER_WINDOW)
        for before, last in itertools.pairwise(n_days * part // parts for part in range(parts + 1)):
            first = start.replace(day=before + 1)
            yield Window(str(first), month, first, start.replace(day=last), count // parts)


def _follow_copies(run_folder: RunFolder, windows: Sequence[Window]) -> Counts:
    """Write the stories of all copies, month by month: a copy belongs to the story of the article that it copies."""
    n_copies, before, story_of = 0, dict[str, str](), dict[str, str]()
    for month, windows_of_month in itertools.groupby(windows, key=lambda window: window.month):
        before, story_of = story_of, {}  # no article copies one from before the last month
        files = [run_folder.work_file("copies", window.name) for window in windows_of_month]
        copies = pa.concat_tables([pa.parquet.read_table(file) for file in files])
        for article_id, original in zip(
            *(copies[name].to_pylist() for name in ("article_id", "original")), strict=True
        ):
            story_of[article_id] = story_of.get(original) or before.get(original, original)
        stories = copies.drop_columns(["original"]).append_column("story_id", pa.array(story_of.values(), pa.string()))
        run_folder.write(stories.sort_by("shard"), run_folder.work_file("stories", month), COPIES_PER_GROUP)
        n_copies += len(copies)
    return {"copies": n_copies}


def _write_people(run_folder: RunFolder, shards: Sequence[Shard]) -> Counts:
    """Write the tables `world_names` and `world_people`."""
    parts = (run_folder.read("world_names", run_folder.work_file("names", shard.name)) for shard in shards)
    names = entity_linking.resolve(entity_linking.combine(parts))
    people = entity_linking.world_people(names)
    run_folder.write(names, run_folder.table_file("world_names", "00000"))
    run_folder.write(people, run_folder.table_file("world_people", "00000"))
    return {"world_names": len(names), "world_people": len(people)}


def _write_aggregates(run_folder: RunFolder) -> None:
    """Write the aggregates of all shards, and an empty file for every table that has none."""

    def parts(kind: str) -> Iterator[pd.DataFrame]:
        for path in run_folder.work_files(kind):
            yield pa.parquet.read_table(path).to_pandas(ignore_metadata=True)

    totals = {
        "world_pairs": aggregates.combine("world_pairs", parts("pairs")),
        "world_tone": aggregates.combine_tone(parts("tone")),
        "world_weeks": aggregates.combine("world_weeks", parts("weeks")),
        "world_speakers": aggregates.combine("world_speakers", parts("speakers")),
        "world_voices": aggregates.combine_tone(parts("voices"), "world_voices"),
    }
    for name, table in totals.items():
        run_folder.write(table, run_folder.table_file(name, "00000"))
    for name in ("world_contacts", "world_reports", "stories", *TABLES):
        if not (run_folder.folder / name).exists():
            run_folder.write(tables.frame(name, []), run_folder.table_file(name, "00000", UNKNOWN_MONTH))


def _write_errors(run_folder: RunFolder) -> None:
    """Write the table `errors`, ordered by file and row, with one part of it in memory at a time."""
    places = "file TEXT, place INTEGER, message TEXT, number INTEGER"  # the number settles the order of equal places
    columns = f"{places}, row INTEGER, article_id TEXT, reason TEXT, PRIMARY KEY (file, place, message, number)"
    found = itertools.chain(refusals(run_folder, UNREAD), refusals(run_folder, "refused"))
    with rows_on_disk(run_folder.scratch / "errors.sqlite", columns) as connection:
        connection.executemany(
            "INSERT INTO rows VALUES (:file, :place, :message, :number, :row, :article_id, :reason)",
            (row | {"place": row["row"] or 0, "number": number} for number, row in enumerate(found)),
        )
        names = [column.name for column in tables.columns_of("errors")]
        ordered = connection.execute(f"SELECT {', '.join(names)} FROM rows ORDER BY file, place, message, number")
        parts = iter(lambda: [dict(zip(names, row, strict=True)) for row in ordered.fetchmany(REFUSALS_PER_PART)], [])
        frames = (tables.frame("errors", rows) for rows in parts)
        run_folder.write_parts("errors", frames, run_folder.folder / ERRORS_FILE)


def _write_manifest(
    run_folder: RunFolder, state: Mapping[str, Any], kept: Sequence[str], counts: Sequence[Counts]
) -> None:
    """Write the descriptor of all tables, and last of all the manifest, which marks the run as complete."""
    names = [name for name in (*TABLES, *CORPUS_TABLES) if name in kept or name in CORPUS_TABLES]
    write_descriptor((_resource(run_folder.folder, name) for name in names), run_folder.folder)
    totals = {
        "articles": sum(shard_counts["articles"] for shard_counts in counts),
        "words": sum(shard_counts["words"] for shard_counts in counts),
        "rows": {name: _count_rows(run_folder.folder, name) for name in names},
    }
    manifest = json.dumps({**state, "counts": totals}, ensure_ascii=False, indent=2) + "\n"
    with whole_file(run_folder.folder / MANIFEST, run_folder.scratch) as unfinished:
        unfinished.write_text(manifest, encoding="utf-8")


def _resource(folder: Path, name: str) -> dict[str, Any]:
    """What the descriptor says about a table and its files."""
    paths = [path.relative_to(folder).as_posix() for path in _files(folder, name)]
    return table_resource(name, tables.frame(name, []), "parquet", paths)


def _count_rows(folder: Path, name: str) -> int:
    """The rows of a table in all of its files."""
    return sum(pa.parquet.read_metadata(file).num_rows for file in _files(folder, name))


def _files(folder: Path, name: str) -> list[Path]:
    """The files of a table, in the order of their paths."""
    return sorted([*(folder / name).rglob("*.parquet"), *folder.glob(f"{name}.parquet")])


def _publish(folders: _Folders, kept: Sequence[str]) -> None:
    """Move a run that has its manifest to OUT, without the tables not kept and the files of the work."""
    for name in ("work", *(TABLES.keys() - set(kept))):
        shutil.rmtree(folders.unfinished / name, ignore_errors=True)
    folders.publish()


def _summary(out: Path) -> Summary:
    counts = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["counts"]
    undated = without_day(out, read_aggregate(out, "world_weeks"))
    return Summary(out, counts["articles"], counts["rows"]["errors"], counts["words"], counts["rows"], undated)
