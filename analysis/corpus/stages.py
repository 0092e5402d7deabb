"""What a worker does with a shard of a corpus: articles become tables, tables reports, reports the contacts of pairs.

Each function reads files of an unfinished run and writes others, always the same bytes from the same files, and gives
the counts of what it did. None needs more memory than its shard (of articles of one month) or its bucket (of pairs).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from analysis import tables
from analysis.corpus import aggregates, entity_linking, event_merging, near_duplicates
from analysis.corpus.reader import RawArticle, Refusal, check
from analysis.corpus.scheduler import Counts, DeadlineExceeded, deadline, whole_file
from analysis.errors import AnalysisError
from analysis.output import to_arrow
from analysis.pipeline import Analysis, analyse_many
from analysis.sentiment import polarity
from analysis.tables import TABLES

UNDATED = "unknown"  # the month of what has no day
ALONE = tuple(
    name for name in TABLES if name != "speakers"
)  # these are counted of all articles at once, which is faster
TOLD = [column.name for column in tables.columns_of("contacts") if column.name in event_merging.REPORT_COLUMNS]
ITEM = pa.schema([
    (field.name, {"row": pa.int64(), "published": pa.date32(), "is_english": pa.bool_()}.get(field.name, pa.string()))
    for field in fields(RawArticle)
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shard:
    """Some articles of one month, in the order in which they came."""

    name: str
    month: str
    articles: int
    words: int


@dataclass(frozen=True, slots=True)
class Run:
    """The folder of an unfinished run: tables where they will be, and under `work` what goes when it is finished."""

    folder: Path

    @property
    def room(self) -> Path:
        """Where files lie while they are written."""
        return self.folder / "work" / "new"

    def work(self, kind: str, name: str) -> Path:
        """A file of no table."""
        return self.folder / "work" / kind / f"{name}.parquet"

    def part(self, table: str, name: str, month: str | None = None) -> Path:
        """A file of a table, of one month if the table is partitioned by month."""
        folder = self.folder / table / f"month={month}" if month else self.folder / table
        return folder / f"part-{name}.parquet"

    def write(self, table: pd.DataFrame | pa.Table, path: Path) -> None:
        """A table to a file that is complete or not there."""
        with whole_file(path, self.room) as new:
            pa.parquet.write_table(table if isinstance(table, pa.Table) else to_arrow(table), new, compression="zstd")

    def read(self, table: str, path: Path, filters: Any = None) -> pd.DataFrame:
        """A table from a file, in its declared types."""
        return typed(table, pa.parquet.read_table(path, filters=filters, partitioning=None))


def typed(table: str, found: pa.Table) -> pd.DataFrame:
    """A table as it was read, in its declared types."""
    types = {column.name: column.dtype for column in tables.columns_of(table)}
    read: pd.DataFrame = found.to_pandas(ignore_metadata=True)
    return read.astype({name: dtype for name, dtype in types.items() if name in read.columns})


def month_of(day: Any) -> str:
    """The month of a day, like 2022-03; `UNDATED` for none."""
    return UNDATED if pd.isna(day) else f"{day.year:04}-{day.month:02}"


def write_items(run: Run, shard: Shard, items: Collection[RawArticle]) -> None:
    """The articles of a shard, as they came."""
    run.write(pa.Table.from_pylist(list(map(asdict, items)), ITEM), run.work("articles", shard.name))


def _items(run: Run, shard: Shard) -> Iterator[RawArticle]:
    for batch in pa.parquet.ParquetFile(run.work("articles", shard.name)).iter_batches(batch_size=64):
        yield from (RawArticle(**row) for row in batch.to_pylist())


def read_shard(folder: Path, shard: Shard, longest: int, seconds: float, left_out: Mapping[str, str]) -> Counts:
    """The articles' tables; their names, added up; their signatures. Counts rows, words and who is refused, and why.

    `longest` is in characters; `seconds` are given to an article; `left_out` has the reason for each article_id that is
    not even tried.
    """
    run, found, refused = Run(folder), [], []
    listed: list[dict[str, Any]] = []
    signatures = []
    for item in _items(run, shard):
        result = _analysed(item, longest, seconds, left_out)
        if isinstance(result, Refusal):
            refused.append(asdict(result))
            continue
        article = result.article
        found.append({name: getattr(result, name) for name in ALONE})
        facts = {name: getattr(article, name) for name in ("article_id", "published", "source", "url")}
        listed.append(facts | {"title": article.headline, "n_words": len(article.text.split())})
        signatures.append(near_duplicates.signature(article).tobytes())
    whole = {name: _together(name, [parts[name] for parts in found]) for name in ALONE}
    whole["speakers"] = polarity.speakers(whole["tone"])
    for name, table in whole.items():
        run.write(table, run.part(name, shard.name, shard.month))
    stories = tables.frame("stories", listed)
    published = stories.set_index("article_id")["published"]
    run.write(entity_linking.gather(whole["people"], published), run.work("names", shard.name))
    column = pa.array(signatures, pa.binary(near_duplicates.SIGNATURE_LENGTH * 4))
    run.write(to_arrow(stories).append_column("signature", column), run.work("signatures", shard.name))
    rows = {name: len(table) for name, table in whole.items()}
    return {"articles": len(found), "words": int(stories["n_words"].sum()), "rows": rows, "refused": refused}


def read_one(folder: Path, shard: Shard, longest: int, seconds: float, article_id: str) -> Counts:
    """Read one article of a shard, to see whether it can be read; nothing is kept."""
    for item in _items(Run(folder), shard):
        if item.article_id == article_id:
            _analysed(item, longest, seconds, {})
    return {}


def _analysed(item: RawArticle, longest: int, seconds: float, left_out: Mapping[str, str]) -> Analysis | Refusal:
    """Everything about one article, or why there is nothing: no article may cost the others anything."""

    def failed(why: str, what_to_do: str = "; please report it") -> Refusal:
        place = item.file if item.row is None else f"{item.file}, row {item.row}"
        return Refusal(item.file, item.row, item.article_id, "failed", f"{place}: {why}{what_to_do}")

    if item.article_id in left_out:
        return failed(left_out[item.article_id])
    article = check(item, longest)
    if isinstance(article, Refusal):
        return article
    try:
        with deadline(seconds):
            return next(analyse_many([article], ALONE))
    except DeadlineExceeded:
        return failed(f"it took longer than {seconds:g} seconds")
    except AnalysisError as error:
        return failed(str(error), "")
    except Exception as error:  # whatever it is, it is this article's
        return failed(f"{type(error).__name__}: {error}")


def _together(table: str, parts: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else tables.frame(table, [])


def tell_shard(folder: Path, shard: Shard, buckets: int) -> Counts:
    """The contacts of a shard's articles, with people and stories named across the corpus, by bucket of pairs.

    And the shard's parts of `world_tone` and `world_weeks`. Whoever is anonymous ("an official") is in neither.
    """
    run = Run(folder)
    people, told, tone = (
        run.read(name, run.part(name, shard.name, shard.month)) for name in ("people", "contacts", "tone")
    )
    stories = run.read("stories", run.part("stories", shard.name, shard.month))
    published: dict[str, Any] = dict(zip(stories["article_id"], stories["published"], strict=True))
    story_of = dict(zip(stories["article_id"], stories["story_id"], strict=True))
    names = run.read("world_names", run.part("world_names", "00000"), filters=[("month", "=", shard.month)])
    anonymous = set(names["person"][names["why"] == "anonymous"])  # of two articles, they are two
    known = entity_linking.lookup(people, published, names).to_dict()
    person_of: dict[Any, str | None] = {key: None if who in anonymous else who for key, who in known.items()}
    table = told[TOLD].merge(stories[["article_id", "story_id", "published", "source"]], on="article_id", how="left")
    table = table.assign(**{who: _renamed(told, who, person_of) for who in ("actor", "recipient", "initiator")})
    table = table[table["actor"] != table["recipient"]].dropna(subset=["actor", "recipient"])[
        list(event_merging.REPORT_COLUMNS)
    ]
    for bucket, own in table.groupby(_bucket(table, buckets)):
        run.write(own.reset_index(drop=True), run.work(f"reports/{bucket:05}", shard.name))
    part = aggregates.tone_by_week(tone, published, story_of, person_of)
    run.write(part, run.work("tone", shard.name))
    run.write(aggregates.weeks(stories, tone), run.work("weeks", shard.name))
    return {"reports": len(table)}


def _renamed(told: pd.DataFrame, who: str, person_of: Mapping[tuple[str, str], str | None]) -> pd.Series:
    keys = zip(told["article_id"], told[who], strict=True)
    names = [person_of.get((article, name), name) if isinstance(name, str) else None for article, name in keys]
    return pd.Series(names, index=told.index, dtype=tables.TEXT)


def _bucket(table: pd.DataFrame, buckets: int) -> np.ndarray[Any, Any]:
    """The bucket of each row's pair, the same whoever comes first, on every machine."""
    pairs = ["\0".join(sorted(pair)) for pair in zip(table["actor"], table["recipient"], strict=True)]
    return pd.util.hash_array(np.array(pairs, dtype=object), categorize=False) % buckets


def settle_bucket(folder: Path, bucket: str) -> Counts:
    """The contacts of a bucket's pairs: its parts of `world_contacts`, `world_reports` and `world_pairs`."""
    run = Run(folder)
    paths = sorted((folder / "work" / "reports" / bucket).glob("*.parquet"))
    parts = [run.read("world_reports", path) for path in paths]
    contacts, told = event_merging.world_contacts(_together("world_reports", parts)[list(event_merging.REPORT_COLUMNS)])
    months = pd.Series([month_of(day) for day in contacts["date_start"]], dtype=tables.TEXT)
    month_by_id = dict(zip(contacts["world_id"], months, strict=True))
    for month, own in contacts.groupby(months):
        run.write(own.reset_index(drop=True), run.part("world_contacts", bucket, str(month)))
    for month, own in told.groupby(told["world_id"].map(month_by_id)):
        run.write(own.reset_index(drop=True), run.part("world_reports", bucket, str(month)))
    run.write(aggregates.pairs_by_week(contacts), run.work("pairs", bucket))
    return {"world_contacts": len(contacts), "world_reports": len(told)}
