"""Over the weeks of a corpus: who is in touch how often, how speakers sound, and how much was read.

The first half makes the aggregates of a corpus run, shard by shard, so that they are the same however the corpus was
cut into shards. The second half reads them again and counts. A week begins on Monday (ISO 8601); a longer period has
the weeks whose Thursday lies in it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet
from scipy import stats

from analysis import tables
from analysis.errors import AnalysisError
from analysis.frequency.rates import pair_label, rates
from analysis.sentiment.polarity import CONFIDENCE, FEW, NO_VARIANCE
from analysis.tables import DECLARED
from analysis.validation import checked

MANIFEST = "manifest.json"  # written last, so that where it lies the run is complete
WEEKLY = 60  # weeks up to which a figure has a mark for each
MIDWEEK = pd.Timedelta(days=3)


@checked
def read_aggregate(
    folder: str | Path, table: str, filters: Any = None, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """A table of a corpus run's folder, in its declared columns (or those named) and types.

    `filters` leaves rows on the disk: a pyarrow expression, or a list like [("n_stories", ">", 3)] of which all must
    hold. Raises AnalysisError where the folder is no complete output of a run, or has no such table.
    """
    declared = {column.name: column.dtype for column in DECLARED.get(table, ())}
    types = {name: dtype for name, dtype in declared.items() if columns is None or name in columns}
    try:
        dataset = _dataset(Path(folder), table)
        if not dataset.files:
            return tables.frame(table, [])[list(types)]
        found = dataset.to_table(columns=list(types), filter=_expression(filters))
    except pa.ArrowException as error:
        raise AnalysisError(f"{folder}: its table {table} cannot be read: {error}; run the corpus again") from error
    read: pd.DataFrame = found.to_pandas(ignore_metadata=True).astype(types)
    return read


@checked
def count_rows(folder: str | Path, table: str, filters: Any = None) -> int:
    """How many rows of a table meet the filters, without keeping them. Raises what `read_aggregate` does."""
    dataset = _dataset(Path(folder), table)
    return int(dataset.count_rows(filter=_expression(filters))) if dataset.files else 0


def _expression(filters: Any) -> Any:
    return pa.parquet.filters_to_expression(filters) if isinstance(filters, list) else filters


def _dataset(folder: Path, table: str) -> Any:
    """The files of a table, `folder/table/[month=…/]*.parquet` or `folder/table.parquet`."""
    if not (folder / MANIFEST).is_file():
        raise AnalysisError(
            f"{folder} is no complete output of a corpus run ({MANIFEST} is not there); "
            f"make one: python -m analysis corpus IN {folder.name or 'OUT'}"
        )
    paths = [path for path in (folder / table, folder / f"{table}.parquet") if path.exists()]
    if not paths or table not in DECLARED:
        there = sorted(path.stem for path in folder.iterdir() if path.is_dir() or path.suffix == ".parquet")
        raise AnalysisError(f"{folder} has no table {table}; it has {', '.join(there) or 'none'}")
    return pa.dataset.dataset(paths[0], format="parquet", partitioning="hive")


@checked
def every_week(weeks: pd.DataFrame) -> pd.DataFrame:
    """The table `world_weeks` with a row for every week from its first to its last, zeros where nothing was read."""
    if weeks.empty:
        return weeks
    known = weeks.set_index("week").sort_index()
    whole = pd.date_range(known.index[0], known.index[-1], freq="7D", name="week", unit="s")
    return known.reindex(whole, fill_value=0).reset_index()


@checked
def period_of(weeks: pd.Series, period: str) -> pd.Series:
    """The first day of the period (W, M, Q or Y) that each week, given by its Monday, belongs to."""
    return weeks if period == "W" else (weeks + MIDWEEK).dt.to_period(period).dt.start_time.dt.as_unit("s")


@checked
def fitting(weeks: pd.DataFrame) -> str:
    """The period of which a figure has room for a mark each: W; of a longer time M or Q; of a very long one Y."""
    n = len(every_week(weeks))
    return "W" if n <= WEEKLY else "M" if n <= 4 * WEEKLY else "Q" if n <= 12 * WEEKLY else "Y"


@checked
def per_week(pairs: pd.DataFrame, weeks: pd.DataFrame, most: int = 20) -> pd.DataFrame:
    """Contacts of the `most` pairs that have most, week by week, weeks without contact included.

    A row per pair (most contacts first, equal ones by name) and week of `every_week(weeks)`; contacts in other weeks,
    which articles look back at or ahead to, are left out. Columns: pair, one, other, week, count, n_stories and
    n_articles (of all that was read in that week), days, and rate, low, high per week (exact Poisson, as
    `frequency.rates`).

    >>> told = {"one": "Ann Lee", "other": "Bob Ray", "week": "2031-01-13", "mode": "phone", "n_contacts": 2}
    >>> read = [{"week": week, "n_articles": 9, "n_stories": 7} for week in ("2031-01-06", "2031-01-13")]
    >>> table = trends.per_week(tables.frame("world_pairs", [told]), tables.frame("world_weeks", read))
    >>> table["count"].tolist()
    [0, 2]
    """
    whole = every_week(weeks)[["week", "n_articles", "n_stories"]]
    inside = pairs[pairs["week"].isin(whole["week"])]
    told = inside.groupby(["one", "other", "week"], as_index=False)[["n_contacts"]].sum()
    totals = told.groupby(["one", "other"], as_index=False)[["n_contacts"]].sum()
    ranked = totals.sort_values(["n_contacts", "one", "other"], ascending=[False, True, True]).head(most)
    grid = ranked[["one", "other"]].merge(whole, how="cross").merge(told, how="left", on=["one", "other", "week"])
    labels = [pair_label(one, other) for one, other in zip(grid["one"], grid["other"], strict=True)]
    grid = grid.assign(pair=pd.Series(labels, dtype=tables.TEXT), days=7, count=grid["n_contacts"].fillna(0))
    return rates(grid[["pair", "one", "other", "week", "count", "n_stories", "n_articles", "days"]])


@checked
def per_period(weekly: pd.DataFrame, period: str) -> pd.DataFrame:
    """The table of `per_week` by longer periods: `start` is a period's first day; rates stay per week."""
    told = weekly.assign(start=period_of(weekly["week"], period))
    keys, sums = ["pair", "one", "other", "start"], ["count", "n_stories", "n_articles", "days"]
    return rates(told.groupby(keys, as_index=False, sort=False)[sums].sum())


@checked
def pooled(tone: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Rows of `world_tone` put together: for each value of `keys` the counts, mean and squares of all their stories.

    The squares are those within the rows and those between them (Chan, Golub and LeVeque 1983, American Statistician
    37), so that the stories themselves need not be kept.
    """
    counts = ["n_stories", "n_quotes", "n_evidence"]
    weight = tone["n_stories"].astype("float64")
    table = tone.assign(total=(weight * tone["mean"]).fillna(0.0))
    sums = table.groupby(list(keys))[[*counts, "total", "squares"]].sum()
    n = sums["n_stories"].astype("float64")
    mean = (sums["total"] / n.where(n > 0)).rename("common")
    apart = table.join(mean, on=list(keys))
    between = (weight * (apart["mean"] - apart["common"]) ** 2).fillna(0.0)
    squares = sums["squares"] + between.groupby([table[key] for key in keys]).sum()
    return sums[counts].assign(mean=mean, squares=squares).reset_index()


@checked
def tone_over_time(
    tone: pd.DataFrame, scorer: str = "textblob", period: str = "W", most: int = 6, confidence: float = CONFIDENCE
) -> pd.DataFrame:
    """The tone of the `most` speakers with most stories, by period of publication, from the rows of `world_tone`.

    Columns: speaker, start (the period's first day), n_stories, n_quotes, n_evidence, mean, low, high, note. A story is
    an observation. `low` and `high` are Student's t interval for two or more stories; its deviation is pooled within
    all speakers of the table, around the mean that each has over all weeks, since a few stories tell nothing of their
    own. The note says "too few" below three. Periods in which a speaker has no story with evidence have no row.
    """
    table = tone[tone["scorer"] == scorer]
    whole = pooled(table, ["speaker"])
    whole = whole[whole["n_stories"] > 0].sort_values(
        ["n_stories", "speaker"], ascending=[False, True], ignore_index=True
    )
    df = int((whole["n_stories"] - 1).sum())
    within = float(whole["squares"].sum()) / df if df else np.nan
    names = list(whole["speaker"].head(most))
    rows = table[table["speaker"].isin(names)]
    told = pooled(rows.assign(start=period_of(rows["week"], period)), ["speaker", "start"]).drop(columns="squares")
    told = told[told["n_stories"] > 0]
    n = told["n_stories"].to_numpy(float)
    known = (n >= 2) & (within > NO_VARIANCE)
    half = np.where(known, stats.t.ppf((1 + confidence) / 2, max(df, 1)) * np.sqrt(within / np.maximum(n, 1)), np.nan)
    low, high = (told["mean"] - half).clip(lower=-1.0), (told["mean"] + half).clip(upper=1.0)
    note = pd.Series(["too few" if few else None for few in n < FEW], index=told.index, dtype=tables.TEXT)
    told = told.assign(low=low, high=high, note=note, rank=told["speaker"].map(names.index).astype("int64"))
    return told.sort_values(["rank", "start"], ignore_index=True).drop(columns="rank")


@checked
def network(pairs: pd.DataFrame, most: int = 30) -> nx.Graph:
    """People as nodes, the `most` pairs with most contacts as edges (`contacts`), from the rows of `world_pairs`.

    A node has its `strength`: its contacts over these edges. The graph knows how many `pairs` and `contacts` there are
    in all. Nodes are in the order of the alphabet, edges with most contacts first.

    >>> told = {"one": "Ann Lee", "other": "Bob Ray", "week": "2031-01-13", "mode": "phone", "n_contacts": 2}
    >>> trends.network(tables.frame("world_pairs", [told])).edges(data="contacts")
    EdgeDataView([('Ann Lee', 'Bob Ray', 2)])
    """
    totals = pairs.groupby(["one", "other"], as_index=False)[["n_contacts"]].sum()
    ranked = totals.sort_values(["n_contacts", "one", "other"], ascending=[False, True, True]).head(most)
    graph = nx.Graph(pairs=len(totals), contacts=int(totals["n_contacts"].sum()))
    graph.add_nodes_from(sorted({*ranked["one"], *ranked["other"]}))
    for one, other, n in zip(ranked["one"], ranked["other"], ranked["n_contacts"], strict=True):
        graph.add_edge(one, other, contacts=int(n))
    nx.set_node_attributes(graph, dict(graph.degree(weight="contacts")), "strength")
    return graph


@checked
def people_in(graph: nx.Graph) -> pd.DataFrame:
    """Who of the network is in touch most: person, contacts, others (how many people they are in touch with)."""
    rows = [(name, strength, graph.degree(name)) for name, strength in graph.nodes(data="strength")]
    table = pd.DataFrame(rows, columns=["person", "contacts", "others"]).astype({"person": tables.TEXT})
    return table.sort_values(["contacts", "others", "person"], ascending=[False, False, True], ignore_index=True)


@checked
def circle(graph: nx.Graph) -> list[str]:
    """The people of the network in the order in which they stand around a circle: those often in touch side by side.

    Groups are found by modularity (Clauset, Newman and Moore 2004, Physical Review E 70); the largest comes first, and
    in it who is in touch most, then their counterparts.
    """
    if not graph.number_of_edges():
        return sorted(graph)
    groups = nx.community.greedy_modularity_communities(graph, weight="contacts")
    strength = dict(graph.nodes(data="strength"))
    ranked = [sorted(group, key=lambda name: (-strength[name], name)) for group in groups]
    return [name for group in sorted(ranked, key=lambda group: (-len(group), group)) for name in group]


@checked
def agreement(contacts: pd.DataFrame) -> pd.DataFrame:
    """Contacts by the number of stories that tell them, and on how many the reports disagree.

    From the columns n_stories and disagree of `world_contacts`. Columns: stories ("1", "2", "3 to 5", "6 to 10", "11 or
    more"), contacts, agree, disagree, and the same for each thing: date, mode, status, initiator.
    """
    names = ["1", "2", "3 to 5", "6 to 10", "11 or more"]
    told = pd.cut(contacts["n_stories"].astype("float64"), [0, 1, 2, 5, 10, np.inf], labels=names)
    on = contacts["disagree"].fillna("")
    things = {thing: on.str.contains(rf"\b{thing}\b") for thing in ("date", "mode", "status", "initiator")}
    table = pd.DataFrame({"contacts": True, "agree": on == "", "disagree": on != ""} | things, index=contacts.index)
    sums = table.groupby(told, observed=False).sum().astype("Int64")
    return sums.rename_axis("stories").reset_index().astype({"stories": tables.TEXT})


@checked
def most_disputed(folder: str | Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The contact on which reports disagree that most stories tell, and its reports, earliest first.

    Rows of `world_contacts` and `world_reports`. Where no reports disagree it is the contact that most stories tell;
    where none is told by several, there are no rows.
    """
    columns = ["world_id", "n_stories", "disagree"]
    known = read_aggregate(folder, "world_contacts", [("n_stories", ">", 1)], columns)
    known = known.assign(apart=known["disagree"].notna())
    first = known.sort_values(["apart", "n_stories", "world_id"], ascending=[False, False, True]).head(1)
    same = [("world_id", "=", "".join(first["world_id"]))]
    reports = read_aggregate(folder, "world_reports", same)
    return read_aggregate(folder, "world_contacts", same), reports.sort_values(["published", "article_id", "start"])


@checked
def without_week(folder: str | Path, pairs: pd.DataFrame) -> int:
    """How many contacts took place on days too uncertain for one week, so that `world_pairs` lacks them."""
    return count_rows(folder, "world_contacts", [("status", "=", "occurred")]) - int(pairs["n_contacts"].sum())
