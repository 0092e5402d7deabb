"""The tasks that workers run on a corpus: articles to tables, copies, tables to reports, reports to contacts.

Each task reads files of an unfinished run, writes others, and returns counts of its work. Equal files in give equal
bytes out. No task needs more memory than its shard (articles of one month) or its bucket (pairs of people or of
countries) takes, or the articles of its window of days.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, fields
from itertools import chain, groupby
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet

from analysis import tables
from analysis.articles.article import Article
from analysis.corpus import aggregates, entity_linking, event_merging, near_duplicates
from analysis.corpus.entity_linking import UNKNOWN_MONTH
from analysis.corpus.reader import InputFile, RawArticle, Refusal, check, read_file, too_long
from analysis.corpus.scheduler import Counts, deadline, is_replaceable
from analysis.display import one_line
from analysis.errors import AnalysisError, DeadlineExceeded, out_of_memory
from analysis.language import parsing, spacy_model
from analysis.output import to_arrow, whole_file
from analysis.pipeline import joined_tables
from analysis.tables import TABLES

ARROW_TYPES = {"row": pa.int64(), "published": pa.date32(), "is_english": pa.bool_()}  # the others are text
RAW_ARTICLES = pa.schema([(field.name, ARROW_TYPES.get(field.name, pa.string())) for field in fields(RawArticle)])
# Articles and refusals of files, in the order of the files: a refusal has a reason, an article none.
FILE_RESULTS = pa.schema([*RAW_ARTICLES, ("reason", pa.string()), ("message", pa.string())])
REFUSALS = pa.schema([(field.name, ARROW_TYPES.get(field.name, pa.string())) for field in fields(Refusal)])
RAW_ARTICLES_PER_BATCH = 64  # in memory at a time
REFUSALS_PER_BATCH = 1024
ANY_DAY = datetime.datetime(1970, 1, 1)  # of articles without a day, which are compared with each other
COPIES_PER_GROUP = 10_000  # in a file of stories, of which a shard reads the groups with its articles
REPORT_IT = "; please report it"


@dataclass(frozen=True, slots=True)
class Shard:
    """Some articles of one month, in the order of the input; `articles` and `words` are their numbers."""

    name: str
    month: str
    articles: int
    words: int


@dataclass(frozen=True, slots=True)
class Window:
    """Days of a month, whose articles one task compares with earlier ones; `articles` is roughly their number.

    The articles of `UNKNOWN_MONTH` are in one window, without days, and are compared with each other.
    """

    name: str
    month: str
    first: datetime.date | None
    last: datetime.date | None
    articles: int


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The folder of an unfinished run: tables at their final place, and files needed only during the run in `work`."""

    folder: Path

    @property
    def scratch(self) -> Path:
        """The folder for files that are being written."""
        return self.folder / "work" / "new"

    def work_file(self, kind: str, name: str) -> Path:
        """A file needed only during the run."""
        return self.folder / "work" / kind / f"{name}.parquet"

    def work_files(self, kind: str) -> list[Path]:
        """All files of a kind that are needed only during the run, in the order of their names."""
        return sorted((self.folder / "work" / kind).glob("*.parquet"))

    def table_file(self, table: str, name: str, month: str | None = None) -> Path:
        """A file of a table, in the partition of a month if the table is partitioned by month."""
        folder = self.folder / table / f"month={month}" if month else self.folder / table
        return folder / f"part-{name}.parquet"

    def write(self, table: pd.DataFrame | pa.Table, path: Path, rows_per_group: int | None = None) -> None:
        """Write a table to a file that is complete or absent."""
        arrow = table if isinstance(table, pa.Table) else to_arrow(table)
        with whole_file(path, self.scratch) as unfinished:
            pa.parquet.write_table(arrow, unfinished, compression="zstd", row_group_size=rows_per_group)

    def write_parts(self, name: str, parts: Iterable[pd.DataFrame], path: Path) -> None:
        """Write the parts of a declared table to one file that is complete or absent, each as a row group."""
        schema = to_arrow(tables.frame(name, [])).schema
        with (
            whole_file(path, self.scratch) as unfinished,
            pa.parquet.ParquetWriter(unfinished, schema, compression="zstd") as writer,
        ):
            for part in parts:
                writer.write_table(to_arrow(part))

    def read(self, table: str, path: Path, filters: Any = None) -> pd.DataFrame:
        """A table from a file, in its declared types."""
        return typed(table, pa.parquet.read_table(path, filters=filters, partitioning=None))


def typed(table: str, rows: pa.Table) -> pd.DataFrame:
    """Rows of a table, read from a file, in the declared types of their columns."""
    types = tables.types_of(table)
    frame: pd.DataFrame = rows.to_pandas(ignore_metadata=True)
    return frame.astype({name: dtype for name, dtype in types.items() if name in frame.columns})


def month_of(day: Any) -> str:
    """The month of a day, like 2022-03; `UNKNOWN_MONTH` for None."""
    return UNKNOWN_MONTH if pd.isna(day) else f"{day.year:04}-{day.month:02}"


def write_raw_articles(run: RunFolder, shard: Shard, articles: Collection[RawArticle]) -> None:
    """Write the articles of a shard as they were read."""
    rows = [asdict(article) for article in articles]
    run.write(pa.Table.from_pylist(rows, RAW_ARTICLES), run.work_file("articles", shard.name))


def _raw_articles(run: RunFolder, shard: Shard) -> Iterator[list[RawArticle]]:
    """The articles of a shard as they were read, with one batch in memory at a time."""
    for rows in _batches(run.work_file("articles", shard.name), RAW_ARTICLES_PER_BATCH):
        yield [RawArticle(**row) for row in rows]


def write_refusals(run: RunFolder, kind: str, name: str, refusals: Collection[Refusal]) -> None:
    """Write refusals to a file of the work, where they wait for the table `errors`."""
    rows = [asdict(refusal) for refusal in refusals]
    run.write(pa.Table.from_pylist(rows, REFUSALS), run.work_file(kind, name))


def refusals(run: RunFolder, kind: str) -> Iterator[dict[str, Any]]:
    """What `write_refusals` wrote, file by file in the order of their names, as rows of the table `errors`."""
    for path in run.work_files(kind):
        yield from _rows(path, REFUSALS_PER_BATCH)


def _rows(path: Path, at_a_time: int = RAW_ARTICLES_PER_BATCH) -> Iterator[dict[str, Any]]:
    """The rows of a file, with one batch in memory at a time."""
    return chain.from_iterable(_batches(path, at_a_time))


def _batches(path: Path, size: int) -> Iterator[list[dict[str, Any]]]:
    with pa.parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=size):
            yield batch.to_pylist()


def _failed(file: str, row: int | None, article_id: str | None, reason: str) -> Refusal:
    place = file if row is None else f"{file}, row {row}"
    return Refusal(file, row, article_id, "failed", f"{place}: {reason}")


# Task 0: files to articles


def read_files(
    folder: Path, name: str, files: Sequence[InputFile], longest: int, seconds: float, left_out: Mapping[str, str]
) -> Counts:
    """Read files that are not tables, and write their articles and the refusals, in the same order.

    Args:
        folder: The folder of the run.
        name: The name of the file to write.
        files: The files.
        longest: Characters of the longest article that is read.
        seconds: The time limit for one file.
        left_out: The name of a file → reason, for files that are not to be read.
    """
    rows = [asdict(item) for file in files for item in _read_in_time(file, longest, seconds, left_out)]
    run = RunFolder(folder)
    run.write(pa.Table.from_pylist(rows, FILE_RESULTS), run.work_file("files", name))
    return {"files": len(files)}


def read_file_alone(file: InputFile, seconds: float) -> Counts:
    """Read one file, to see whether that kills the worker; the result is discarded."""
    _read_in_time(file, 0, seconds, {})
    return {}


def results_of_files(run: RunFolder, names: Iterable[str]) -> Iterator[list[RawArticle | Refusal]]:
    """What `read_files` wrote under these names, file by file."""
    yield from (list(items) for _, items in groupby(_items_of_files(run, names), key=lambda item: item.file))


def _items_of_files(run: RunFolder, names: Iterable[str]) -> Iterator[RawArticle | Refusal]:
    article, refusal = ([field.name for field in fields(kind)] for kind in (RawArticle, Refusal))
    for name in names:
        for row in _rows(run.work_file("files", name)):
            if row["reason"] is None:
                yield RawArticle(**{field: row[field] for field in article})
            else:
                yield Refusal(**{field: row[field] for field in refusal})


def _read_in_time(
    file: InputFile, longest: int, seconds: float, left_out: Mapping[str, str]
) -> list[RawArticle | Refusal]:
    """The articles of a file, or a Refusal: whatever happens to one file must not affect the others."""
    place = (file.name, None, file.article_id)
    if file.name in left_out:
        return [_failed(*place, left_out[file.name])]
    try:
        with deadline(seconds):
            items = read_file(file)
    except DeadlineExceeded:
        return [_failed(*place, f"it took longer than {seconds:g} seconds to read; save its text as a .txt file")]
    except Exception as error:  # a defect that this file reveals
        return [_failed(*place, f"{type(error).__name__}: {one_line(error)[:200]}{REPORT_IT}")]
    return [item if isinstance(item, Refusal) else too_long(item, longest) or item for item in items]


# Task 1: articles to tables


def read_shard(folder: Path, shard: Shard, longest: int, seconds: float, left_out: Mapping[str, str]) -> Counts:
    """Write the tables of a shard's articles, the counts of their names, their signatures, and the refusals.

    Args:
        folder: The folder of the run.
        shard: The shard.
        longest: Characters of the longest article that is read.
        seconds: The time limit for one article.
        left_out: article_id → reason, for articles that are not to be read.

    Returns:
        The number of articles, words and rows.
    """
    run = RunFolder(folder)
    with spacy_model.forgetting_words() if is_replaceable() else nullcontext():
        pieces = [_piece(raw, longest, seconds, left_out) for raw in _raw_articles(run, shard)]
    written = {name: pa.concat_tables([piece.tables[name] for piece in pieces]).combine_chunks() for name in TABLES}
    for name, table in written.items():
        run.write(table, run.table_file(name, shard.name, shard.month))
    run.write(entity_linking.combine([piece.names for piece in pieces]), run.work_file("names", shard.name))
    stories = pa.concat_tables([piece.stories for piece in pieces]).combine_chunks()
    run.write(stories, signatures_file(run, shard))
    narrated = pd.concat([piece.narrated for piece in pieces], ignore_index=True)
    run.write(narrated.sort_values(["article_id", "scorer"]), run.work_file("narrated", shard.name))
    write_refusals(run, "refused", shard.name, [refusal for piece in pieces for refusal in piece.refused])
    rows = {name: len(table) for name, table in written.items()}
    return {"articles": len(stories), "words": sum(stories["n_words"].to_pylist()), "rows": rows}


class _Piece(NamedTuple):
    """The results of some articles of a shard; `stories` has signatures, and no stories yet.

    `narrated` has the scores of the sentences outside quotations, by article.
    """

    tables: Mapping[str, pa.Table]
    narrated: pd.DataFrame
    names: pd.DataFrame
    stories: pa.Table
    refused: Sequence[Refusal]


def _piece(raw_articles: Sequence[RawArticle], longest: int, seconds: float, left_out: Mapping[str, str]) -> _Piece:
    """Analyse some articles and join their tables: as tables of single articles, the rows take eight times the memory.

    Args:
        raw_articles: The articles.
        longest, seconds, left_out: As in `read_shard`.
    """
    results = [*_results(raw_articles, longest, seconds, left_out)]
    parts = [result for result in results if isinstance(result, _Analysed)]
    refusals = {result.article_id: result for result in results if isinstance(result, Refusal)}
    refused = [refusals[raw.article_id] for raw in raw_articles if raw.article_id in refusals]
    articles = [article for part in parts for article in part.articles]
    made = {name: _joined(parts, name, name) for name in TABLES}
    stories = tables.frame("stories", map(_story_row, articles))
    names = entity_linking.gather(made["people"], stories.set_index("article_id")["published"])
    signatures = [near_duplicates.signature(article).tobytes() for article in articles]
    column = pa.array(signatures, pa.binary(near_duplicates.SIGNATURE_LENGTH * 4))
    arrow = {name: to_arrow(table).combine_chunks() for name, table in made.items()}
    narrated = aggregates.scores_by_article(_joined(parts, "narrated", "tone"))
    return _Piece(arrow, narrated, names, to_arrow(stories).append_column("signature", column), refused)


def signatures_file(run: RunFolder, shard: Shard) -> Path:
    """The file of a shard's articles with their signatures, beside those of its month."""
    return run.work_file(f"signatures/{shard.month}", shard.name)


def read_alone(folder: Path, shard: Shard, longest: int, seconds: float, article_id: str) -> Counts:
    """Analyse one article of a shard, to see whether that kills the worker; the result is discarded."""
    for raw in chain.from_iterable(_raw_articles(RunFolder(folder), shard)):
        if raw.article_id == article_id:
            _piece([raw], longest, seconds, {})
    return {}


class _Checked(NamedTuple):
    """An article that can be analysed, with the row it was read from."""

    raw: RawArticle
    article: Article

    def length(self) -> int:
        """Its characters."""
        return len(self.article.text)


class _Analysed(NamedTuple):
    """Some articles and their tables."""

    articles: Sequence[Article]
    tables: Mapping[str, pd.DataFrame]


def _results(
    raw_articles: Iterable[RawArticle], longest: int, seconds: float, left_out: Mapping[str, str]
) -> Iterator[_Analysed | Refusal]:
    """The analysis of some articles, and the refusals of the others."""
    checked: list[_Checked] = []
    for raw in raw_articles:
        if raw.article_id in left_out:
            yield _failed(raw.file, raw.row, raw.article_id, f"{left_out[raw.article_id]}{REPORT_IT}")
        elif isinstance(article := check(raw, longest), Refusal):
            yield article
        else:
            checked.append(_Checked(raw, article))
    for group in parsing.batches(checked, _Checked.length):
        yield from _analysed(group, seconds)


def _analysed(group: Sequence[_Checked], seconds: float) -> list[_Analysed | Refusal]:
    """The analysis of some articles together, which takes less than half the time if they are short.

    Whatever happens to one article must not affect the others: if the analysis fails, each is analysed alone, and
    those that fail again are refused.
    """
    articles = [item.article for item in group]
    try:
        with deadline(seconds):
            return [_Analysed(articles, joined_tables(articles))]
    except Exception as error:
        reason = _reason(error, group[0].raw.article_id, seconds)
    # From here on nothing refers to the error, which kept in memory all that the failed analysis had made.
    if len(group) > 1:
        return [result for item in group for result in _analysed([item], seconds)]
    raw = group[0].raw
    return [_failed(raw.file, raw.row, raw.article_id, reason)]


def _reason(error: Exception, article_id: str, seconds: float) -> str:
    """Why the analysis of an article failed."""
    if isinstance(error, MemoryError):
        return str(out_of_memory(article_id))
    if isinstance(error, DeadlineExceeded):
        return f"it took longer than {seconds:g} seconds{REPORT_IT}"
    if isinstance(error, AnalysisError):
        return str(error)
    return f"{type(error).__name__}: {error}{REPORT_IT}"  # a defect that this article reveals


def _story_row(article: Article) -> dict[str, Any]:
    """A row of `stories`, without the story."""
    facts = {name: getattr(article, name) for name in ("article_id", "published", "source", "url")}
    return facts | {"title": article.headline, "n_words": len(article.text.split())}


def _joined(parts: Iterable[_Analysed], name: str, schema: str) -> pd.DataFrame:
    """One of the tables of `joined_tables`, of all parts; its columns are those of the table `schema`."""
    return _concat(schema, [part.tables[name] for part in parts])


def _concat(table: str, parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else tables.frame(table, [])


# Task 2: signatures to copies


def find_copies(folder: Path, window: Window) -> Counts:
    """Write which articles of a window copy which earlier article, in order of publication.

    Args:
        folder: The folder of the run.
        window: The window.
    """
    run = RunFolder(folder)
    articles, signatures = _signed_articles(*_signature_files(run, window))
    days = articles["published"].fill_null(ANY_DAY).to_numpy().astype("datetime64[D]").astype(np.int64)
    since = None if window.first is None else int(np.datetime64(window.first).astype(np.int64))
    originals, likeness = near_duplicates.find_copies(days, signatures, since)
    numbers = np.flatnonzero(originals != near_duplicates.NO_ARTICLE)
    copies = articles.select(["shard", "article_id"]).take(numbers)
    copies = copies.append_column("original", articles["article_id"].take(originals[numbers]))
    copies = copies.append_column("likeness", pa.array(likeness[numbers]))
    run.write(copies, run.work_file("copies", window.name))
    return {"copies": len(copies)}


def _signature_files(run: RunFolder, window: Window) -> tuple[list[Path], Any]:
    """The files with the articles of a window and of the days before it, and the filter of these days."""
    months, days = {window.month}, None
    if window.first is not None:
        before = datetime.date.fromordinal(max(1, window.first.toordinal() - near_duplicates.WINDOW_DAYS))
        months, days = {window.month, month_of(before)}, [("published", ">=", before), ("published", "<=", window.last)]
    return [path for month in sorted(months) for path in run.work_files(f"signatures/{month}")], days


def _signed_articles(paths: Sequence[Path], days: Any) -> tuple[pa.Table, near_duplicates.Signatures]:
    """The articles of some days with their shards, and their signatures, both in order of publication.

    Each file is read twice, so that no second copy of the signatures is in memory while they are put in order.
    """
    columns = ["article_id", "published"]
    parts = [pa.parquet.read_table(path, columns=columns, filters=days, partitioning=None) for path in paths]
    sizes = [len(part) for part in parts]
    shards = np.repeat([path.stem for path in paths], sizes)
    articles = pa.concat_tables(parts).append_column("shard", pa.array(shards, pa.string()))
    order = pa.compute.sort_indices(articles, [("published", "ascending"), ("article_id", "ascending")]).to_numpy()
    signatures = np.empty((len(order), near_duplicates.SIGNATURE_LENGTH), np.uint32)
    for path, places in zip(paths, np.split(np.argsort(order), np.cumsum(sizes)[:-1]), strict=True):
        signed = pa.parquet.read_table(path, columns=["signature"], filters=days, partitioning=None)
        numbers = np.frombuffer(b"".join(signed["signature"].to_pylist()), np.uint32)
        signatures[places] = numbers.reshape(len(places), near_duplicates.SIGNATURE_LENGTH)
    return articles.take(order), signatures


# Task 3: tables to reports, once stories and people are known


def write_stories(run: RunFolder, shard: Shard) -> pd.DataFrame:
    """Write a shard's part of `stories`, and return it."""
    stories = typed("stories", pa.parquet.read_table(signatures_file(run, shard)).drop_columns(["signature"]))
    of_shard = [("shard", "=", shard.name)]
    copies = pa.parquet.read_table(run.work_file("stories", shard.month), filters=of_shard).to_pandas(
        ignore_metadata=True
    )
    copies = copies.set_index("article_id").reindex(stories["article_id"]).reset_index()
    story_ids, likeness = copies["story_id"].fillna(copies["article_id"]), copies["likeness"]
    rows = stories.assign(story_id=story_ids.astype(tables.TEXT), likeness=likeness.astype("float64"))
    run.write(rows, run.table_file("stories", shard.name, shard.month))
    return rows


def collect_reports(folder: Path, shard: Shard, buckets: int, include_possible: bool = False) -> Counts:
    """Write a shard's stories, its reports by bucket of pairs, and its parts of all aggregates but `world_pairs`.

    People are named as in `world_people`. Anonymous ones ("an official") are left out, as each article means another.

    Args:
        folder: The folder of the run.
        shard: The shard.
        buckets: The number of buckets; every pair of people, or of the countries they act for, is in one of them.
        include_possible: Whether contacts that are only possible are reports, too.
    """
    run = RunFolder(folder)
    people, contacts, tone, quotes = (
        run.read(name, run.table_file(name, shard.name, shard.month))
        for name in ("people", "contacts", "tone", "quotes")
    )
    stories = write_stories(run, shard)
    published: dict[str, Any] = dict(zip(stories["article_id"], stories["published"], strict=True))
    names = run.read("world_names", run.table_file("world_names", "00000"), filters=[("month", "=", shard.month)])
    person_of = persons_named(people, published, names)
    reports = reports_of(tables.probable(contacts, include_possible), stories, person_of)
    for bucket, rows in reports.groupby(_bucket(reports, _homes(run, reports), buckets)):
        run.write(rows.reset_index(drop=True), run.work_file(f"reports/{bucket:05}", shard.name))
    run.write(aggregates.tone_by_week(tone, stories, person_of), run.work_file("tone", shard.name))
    run.write(aggregates.weeks(stories, tone), run.work_file("weeks", shard.name))
    run.write(aggregates.speakers_by_source(quotes, stories, person_of), run.work_file("speakers", shard.name))
    narrated = run.read("world_voices", run.work_file("narrated", shard.name))
    voices = aggregates.voices_by_source(narrated, aggregates.scores_by_article(tone), stories)
    run.write(voices, run.work_file("voices", shard.name))
    return {"reports": len(reports)}


def persons_named(
    people: pd.DataFrame, published: Mapping[str, Any], names: pd.DataFrame
) -> dict[tuple[str, str], str | None]:
    """(article_id, name in the article) → person in `world_people`, None for somebody anonymous."""
    anonymous = set(names["person"][names["why"] == entity_linking.ANONYMOUS])
    persons: dict[Any, str] = entity_linking.lookup(people, published, names).to_dict()
    return {key: None if person in anonymous else person for key, person in persons.items()}


def reports_of(
    contacts: pd.DataFrame, stories: pd.DataFrame, person_of: Mapping[tuple[str, str], str | None]
) -> pd.DataFrame:
    """Contacts of single articles as reports, with people and stories as they are named across the corpus."""
    shared = [column.name for column in tables.columns_of("contacts") if column.name in event_merging.REPORT_COLUMNS]
    contacts = contacts.reset_index(drop=True)  # without those that are only possible, its index has gaps
    facts = stories[["article_id", "story_id", "published", "source", "url"]]
    reports = contacts[shared].merge(facts, on="article_id", how="left")
    parties = ("actor", "recipient", "initiator")
    reports = reports.assign(**{party: _renamed(contacts, party, person_of) for party in parties})
    reports = reports[reports["actor"] != reports["recipient"]].dropna(subset=["actor", "recipient"])
    return reports.assign(n_parties=_n_parties(reports))[list(event_merging.REPORT_COLUMNS)]


def _n_parties(reports: pd.DataFrame) -> pd.Series:
    """The number of people in the contact of each row."""
    contact = ["article_id", "contact_id"]
    parties = pd.concat([reports[contact].assign(party=reports[name]) for name in ("actor", "recipient")])
    sizes = parties.groupby(contact)["party"].nunique().rename("n")
    n_parties: pd.Series = reports[contact].join(sizes, on=contact)["n"]
    return n_parties


def _renamed(contacts: pd.DataFrame, party: str, person_of: Mapping[tuple[str, str], str | None]) -> pd.Series:
    """A column of names, with the persons in `world_people` instead."""
    keys = zip(contacts["article_id"], contacts[party], strict=True)
    names = [person_of.get((article, name), name) if isinstance(name, str) else None for article, name in keys]
    return pd.Series(names, index=contacts.index, dtype=tables.TEXT)


def _homes(run: RunFolder, reports: pd.DataFrame) -> event_merging.Homes:
    """The countries of the parties of some reports."""
    parties = sorted({*reports["actor"], *reports["recipient"]})
    if not parties:  # pyarrow cannot compare names with a list of no type
        return event_merging.Homes(tables.frame("world_people", []))
    people = run.table_file("world_people", "00000")
    return event_merging.Homes(run.read("world_people", people, filters=[("person", "in", parties)]))


def _bucket(reports: pd.DataFrame, homes: event_merging.Homes, buckets: int) -> np.ndarray[Any, Any]:
    """The bucket of each row: the same for all that may be of one contact, and on every machine."""
    keys = ["\0".join(homes.key(*pair)) for pair in zip(reports["actor"], reports["recipient"], strict=True)]
    return pd.util.hash_array(np.array(keys, dtype=object), categorize=False) % buckets


# Task 4: reports to contacts


def merge_bucket(folder: Path, bucket: str) -> Counts:
    """Write a bucket's parts of `world_contacts`, `world_reports` and `world_pairs`."""
    run = RunFolder(folder)
    parts = [run.read("world_reports", path) for path in run.work_files(f"reports/{bucket}")]
    reports = _concat("world_reports", parts)
    contacts, reports = event_merging.world_contacts(reports[list(event_merging.REPORT_COLUMNS)], _homes(run, reports))
    months = pd.Series([month_of(day) for day in contacts["date_start"]], dtype=tables.TEXT)
    month_by_id = dict(zip(contacts["world_id"], months, strict=True))
    for month, rows in contacts.groupby(months):
        run.write(rows.reset_index(drop=True), run.table_file("world_contacts", bucket, str(month)))
    for month, rows in reports.groupby(reports["world_id"].map(month_by_id)):
        run.write(rows.reset_index(drop=True), run.table_file("world_reports", bucket, str(month)))
    run.write(aggregates.pairs_by_week(contacts), run.work_file("pairs", bucket))
    return {"world_contacts": len(contacts), "world_reports": len(reports)}
