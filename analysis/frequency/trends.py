"""Trends over the weeks of a corpus: how often pairs are in touch, how speakers sound, and how much was read.

The functions read the aggregates that a corpus run has written and count by week or longer period. A week begins on
Monday and belongs to the month, quarter or year of its Thursday, which is ISO 8601's rule for years.
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
from analysis.output import read_csv, to_arrow
from analysis.statistics import CONFIDENCE_LEVEL, MIN_OBSERVATIONS_FOR_MEAN, NEGLIGIBLE_VARIANCE, is_joint
from analysis.tables import CORPUS_TABLES, DECLARED, types_of
from analysis.validation import checked

MANIFEST = "manifest.json"  # a corpus run writes it last, so a folder with it is complete
TABLE_FILES = (".parquet", ".csv")
MAX_MARKS_ACROSS = 60  # weeks, or longer periods, that a figure is wide enough to show one by one
# A date of publication that lies so far from the others, or outside these years, is a mistake in a file, and a row for
# every week up to it would hide the others.
MAX_YEARS_WITHOUT_ARTICLE, DAYS_PER_YEAR = 20, 365.25
FIRST_YEAR, LAST_YEAR = 1700, 2200
MONDAY_TO_THURSDAY = pd.Timedelta(days=3)
DISPUTABLE = ("date", "mode", "status", "initiator")  # what the reports of a contact may disagree on


@checked
def read_aggregate(
    folder: str | Path, table: str, filters: Any = None, columns: Sequence[str] | None = None
) -> pd.DataFrame:
    """Read a table of a corpus run.

    Args:
        folder: The output of the run.
        table: The name of the table.
        filters: Which rows to read: a pyarrow expression, or a list like [("n_stories", ">", 3)] whose conditions must
            all hold. Other rows are not loaded into memory.
        columns: Which columns to read, by default all.

    Returns:
        The table with its declared columns and types.

    Raises:
        AnalysisError: The folder is not the complete output of a run, or has no such table, or cannot be read.
    """
    declared = types_of(table) if table in DECLARED else {}
    types = {name: dtype for name, dtype in declared.items() if columns is None or name in columns}
    try:
        dataset = _dataset(Path(folder), table)
        if dataset is None:
            return tables.frame(table, [])[list(types)]
        stored = dataset.to_table(columns=list(types), filter=_expression(filters))
    except pa.ArrowException as error:
        raise AnalysisError(f"{folder}: its table {table} cannot be read: {error}; run the corpus again") from error
    frame: pd.DataFrame = stored.to_pandas(ignore_metadata=True).astype(types)
    return frame


@checked
def count_rows(folder: str | Path, table: str, filters: Any = None) -> int:
    """The number of rows that `read_aggregate` would return, without loading them; it raises the same errors."""
    dataset = _dataset(Path(folder), table)
    return 0 if dataset is None else int(dataset.count_rows(filter=_expression(filters)))


def _expression(filters: Any) -> Any:
    """The filters as a pyarrow expression."""
    return pa.parquet.filters_to_expression(filters) if isinstance(filters, list) else filters


def _dataset(folder: Path, table: str) -> Any:
    """The rows of a table, in `folder/table/[month=…/]*.parquet`, `folder/table.parquet` or `folder/table.csv`.

    None if there is no file.
    """
    _check_complete(folder)
    paths = _stored(folder, table)
    if not paths or table not in DECLARED:
        stored = sorted(path.stem for path in folder.iterdir() if path.name in DECLARED or path.suffix in TABLE_FILES)
        remedy = "; if an earlier version made it, run the corpus again" if table in CORPUS_TABLES else ""
        raise AnalysisError(f"{folder} has no table {table}; it has {', '.join(stored) or 'none'}{remedy}")
    if paths[0].suffix == ".csv":
        return _csv_dataset(folder, table, paths[0])
    dataset = pa.dataset.dataset(paths[0], format="parquet", partitioning="hive")
    return dataset if dataset.files else None


def _stored(folder: Path, table: str) -> list[Path]:
    """The folder and files of a table that exist, the one to read first."""
    return [path for ending in ("", *TABLE_FILES) if (path := folder / f"{table}{ending}").exists()]


def _check_complete(folder: Path) -> None:
    """Raise AnalysisError unless a folder is the complete output of a corpus run."""
    if not (folder / MANIFEST).is_file():
        raise AnalysisError(
            f"{folder} is not the complete output of a corpus run ({MANIFEST} is missing); "
            f"make one: python -m analysis corpus IN {folder.name or 'OUT'}"
        )


def _csv_dataset(folder: Path, table: str, path: Path) -> Any:
    """The rows of a CSV file, all of them in memory; large tables are Parquet files."""
    try:
        return pa.dataset.dataset(to_arrow(read_csv(table, path)))
    except (OSError, ValueError) as error:
        raise AnalysisError(f"{folder}: its table {table} cannot be read: {error}; run the corpus again") from error


@checked
def has_table(folder: str | Path, table: str) -> bool:
    """Whether the output of a corpus run has a table: without the articles’ words it has no `world_reports`.

    Raises:
        AnalysisError: The folder is not the complete output of a run.
    """
    _check_complete(Path(folder))
    return bool(_stored(Path(folder), table))


@checked
def every_week(weeks: pd.DataFrame) -> pd.DataFrame:
    """Fill the gaps in the table `world_weeks`: weeks in which nothing was read get a row of zeros.

    The weeks of `far_off` are left out.
    """
    weeks = weeks[~_is_far_off(weeks)]
    if weeks.empty:
        return weeks
    by_week = weeks.set_index("week").sort_index()
    mondays = pd.date_range(by_week.index[0], by_week.index[-1], freq="7D", name="week", unit="s")
    return by_week.reindex(mondays, fill_value=0).reset_index()


@checked
def far_off(weeks: pd.DataFrame) -> pd.DataFrame:
    """The rows of `world_weeks` that lie decades apart from the bulk, by a wrong date of publication.

    The bulk is the week of the article in the middle, and all weeks before and after it without a gap of more than 20
    years. Weeks before 1700 and after 2200 are never in it.

    >>> read = [{"week": week, "n_articles": 9} for week in ("1900-01-01", "2031-01-06", "2031-01-13")]
    >>> trends.far_off(tables.frame("world_weeks", read))["week"].dt.year.tolist()
    [1900]
    """
    return weeks[_is_far_off(weeks)]


def _is_far_off(weeks: pd.DataFrame) -> pd.Series:
    in_order = weeks.sort_values("week", kind="stable")
    year = in_order["week"].dt.year
    in_order = in_order[(year >= FIRST_YEAR) & (year <= LAST_YEAR)]
    if in_order.empty:
        return pd.Series(True, index=weeks.index, dtype=bool)
    stretch = (in_order["week"].diff().dt.days > MAX_YEARS_WITHOUT_ARTICLE * DAYS_PER_YEAR).cumsum()
    n_articles = in_order["n_articles"].fillna(0).to_numpy(float).cumsum()
    middle = int(np.searchsorted(n_articles, n_articles[-1] / 2))
    bulk = in_order.index[stretch == stretch.iloc[middle]]
    return pd.Series(~weeks.index.isin(bulk), index=weeks.index, dtype=bool)


@checked
def within(table: pd.DataFrame, weeks: pd.DataFrame) -> pd.DataFrame:
    """The rows of an aggregate whose week is one of `weeks`."""
    return table[table["week"].isin(weeks["week"])]


@checked
def period_of(weeks: pd.Series, period: str) -> pd.Series:
    """The first day of the period (W, M, Q or Y) that each week belongs to; weeks are given by their Mondays."""
    return weeks if period == "W" else (weeks + MONDAY_TO_THURSDAY).dt.to_period(period).dt.start_time.dt.as_unit("s")


@checked
def fitting(weeks: pd.DataFrame) -> str:
    """The shortest period (W, M, Q or Y) for which a figure is wide enough to show a mark for each."""
    n = len(every_week(weeks))
    if n <= MAX_MARKS_ACROSS:
        return "W"
    if n <= 4 * MAX_MARKS_ACROSS:
        return "M"
    return "Q" if n <= 12 * MAX_MARKS_ACROSS else "Y"


@checked
def per_week(pairs: pd.DataFrame, weeks: pd.DataFrame, most: int = 20) -> pd.DataFrame:
    """Count the contacts of the `most` pairs with most contacts, week by week, including weeks without contact.

    Args:
        pairs: Rows of `world_pairs`. Contacts in weeks in which nothing was read, which articles look back or ahead to,
            are left out.
        weeks: The table `world_weeks`.
        most: The number of pairs.

    Returns:
        A row per pair (most contacts first, ties by name) and week of `every_week(weeks)`, with columns pair, one,
        other, week, count, n_stories and n_articles (of everything that was read in that week), days, and rate, low and
        high per week (exact Poisson interval, as in `rates.rate`).

    >>> contact = {"one": "Ann Lee", "other": "Bob Ray", "week": "2031-01-13", "mode": "phone", "n_contacts": 2}
    >>> read = [{"week": week, "n_articles": 9, "n_stories": 7} for week in ("2031-01-06", "2031-01-13")]
    >>> table = trends.per_week(tables.frame("world_pairs", [contact]), tables.frame("world_weeks", read))
    >>> table["count"].tolist()
    [0, 2]
    """
    all_weeks = every_week(weeks)[["week", "n_articles", "n_stories"]]
    inside = within(pairs, all_weeks)
    contacts = inside.groupby(["one", "other", "week"], as_index=False)[["n_contacts"]].sum()
    ranked = _most_in_touch(_totals_by_pair(contacts), most)
    grid = ranked[["one", "other"]].merge(all_weeks, how="cross")
    grid = grid.merge(contacts, how="left", on=["one", "other", "week"])
    labels = [pair_label(one, other) for one, other in zip(grid["one"], grid["other"], strict=True)]
    grid = grid.assign(pair=pd.Series(labels, dtype=tables.TEXT), days=7, count=grid["n_contacts"].fillna(0))
    return rates(grid[["pair", "one", "other", "week", "count", "n_stories", "n_articles", "days"]])


def _totals_by_pair(contacts: pd.DataFrame) -> pd.DataFrame:
    return contacts.groupby(["one", "other"], as_index=False)[["n_contacts"]].sum()


def _most_in_touch(totals: pd.DataFrame, most: int) -> pd.DataFrame:
    """The `most` pairs with most contacts, ties by name; `totals` has the columns one, other and n_contacts."""
    return totals.sort_values(["n_contacts", "one", "other"], ascending=[False, True, True]).head(most)


@checked
def per_period(weekly: pd.DataFrame, period: str) -> pd.DataFrame:
    """The table of `per_week` summed by longer periods: `start` is a period's first day; rates stay per week."""
    by_start = weekly.assign(start=period_of(weekly["week"], period))
    keys, sums = ["pair", "one", "other", "start"], ["count", "n_stories", "n_articles", "days"]
    return rates(by_start.groupby(keys, as_index=False, sort=False)[sums].sum())


@checked
def pooled(tone: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Combine rows of `world_tone`: for each value of `keys` the counts, mean and sum of squares of all stories.

    The sum of squares is that within the rows plus that between them (Chan, Golub and LeVeque 1983, American
    Statistician 37), so the scores of single stories need not be stored.
    """
    counts = ["n_stories", "n_quotes", "n_evidence"]
    weight = tone["n_stories"].astype("float64")
    table = tone.assign(total=(weight * tone["mean"]).fillna(0.0))
    sums = table.groupby(list(keys))[[*counts, "total", "squares"]].sum()
    n = sums["n_stories"].astype("float64")
    mean = (sums["total"] / n.where(n > 0)).rename("pooled_mean")
    compared = table.join(mean, on=list(keys))
    between = (weight * (compared["mean"] - compared["pooled_mean"]) ** 2).fillna(0.0)
    squares = sums["squares"] + between.groupby([table[key] for key in keys]).sum()
    return sums[counts].assign(mean=mean, squares=squares).reset_index()


@checked
def tone_over_time(
    tone: pd.DataFrame, scorer: str = "textblob", period: str = "W", most: int = 6, confidence: float = CONFIDENCE_LEVEL
) -> pd.DataFrame:
    """The tone of the `most` speakers with most stories, by period of publication. One story is one observation.

    Args:
        tone: Rows of `world_tone`.
        scorer: The scorer, as in the column of that name.
        period: W, M, Q or Y.
        most: The number of speakers.
        confidence: The confidence level of the intervals.

    Returns:
        Columns speaker, start (the period's first day), n_stories, n_quotes, n_evidence, mean, low, high and note;
        periods in which a speaker has no story with evidence have no row. `low` and `high` are Student's t interval for
        two or more stories. Since a few stories say little about their own deviation, it is pooled over all speakers of
        `tone`, around the mean that each has over all weeks. The note is "too few" for fewer than three stories.
    """
    table = tone[tone["scorer"] == scorer]
    whole = pooled(table, ["speaker"])
    whole = whole[whole["n_stories"] > 0].sort_values(
        ["n_stories", "speaker"], ascending=[False, True], ignore_index=True
    )
    df = int((whole["n_stories"] - 1).sum())
    names = list(whole["speaker"].head(most))
    rows = table[table["speaker"].isin(names)]
    rows = pooled(rows.assign(start=period_of(rows["week"], period)), ["speaker", "start"]).drop(columns="squares")
    rows = rows[rows["n_stories"] > 0]
    rows = with_intervals(rows, float(whole["squares"].sum()), df, confidence)
    rows = rows.assign(rank=rows["speaker"].map(names.index).astype("int64"))
    return rows.sort_values(["rank", "start"], ignore_index=True).drop(columns="rank")


@checked
def with_intervals(rows: pd.DataFrame, squares: float, df: int, confidence: float) -> pd.DataFrame:
    """Add Student's t interval of the mean of each row, and a note on those of few stories.

    Args:
        rows: Columns n_stories and mean (-1 to 1).
        squares: The sum of squares from which the deviation of a single story is estimated.
        df: The degrees of freedom of `squares`.
        confidence: The confidence level.

    Returns:
        The rows with the columns low and high, missing below two stories, and note ("too few" below three).
    """
    n, within = rows["n_stories"].to_numpy(float), squares / df if df else np.nan
    has_interval = (n >= 2) & (within > NEGLIGIBLE_VARIANCE)
    half_width = stats.t.ppf((1 + confidence) / 2, max(df, 1)) * np.sqrt(within / np.maximum(n, 1))
    half_width = np.where(has_interval, half_width, np.nan)
    low, high = (rows["mean"] - half_width).clip(lower=-1.0), (rows["mean"] + half_width).clip(upper=1.0)
    notes = ["too few" if is_few else None for is_few in n < MIN_OBSERVATIONS_FOR_MEAN]
    return rows.assign(low=low, high=high, note=pd.Series(notes, index=rows.index, dtype=tables.TEXT))


@checked
def network(pairs: pd.DataFrame, most: int = 30) -> nx.Graph:
    """The network of the `most` pairs with most contacts.

    Args:
        pairs: Rows of `world_pairs`.
        most: The number of pairs.

    Returns:
        A graph of people in alphabetical order. Edges, most contacts first, have the number of `contacts`; nodes have
        their `strength`, the sum over their edges. The graph's attributes `pairs` and `contacts` count all pairs.

    >>> contact = {"one": "Ann Lee", "other": "Bob Ray", "week": "2031-01-13", "mode": "phone", "n_contacts": 2}
    >>> trends.network(tables.frame("world_pairs", [contact])).edges(data="contacts")
    EdgeDataView([('Ann Lee', 'Bob Ray', 2)])
    """
    totals = _totals_by_pair(pairs)
    ranked = _most_in_touch(totals, most)
    graph = nx.Graph(pairs=len(totals), contacts=int(totals["n_contacts"].sum()))
    graph.add_nodes_from(sorted({*ranked["one"], *ranked["other"]}))
    for one, other, n in zip(ranked["one"], ranked["other"], ranked["n_contacts"], strict=True):
        graph.add_edge(one, other, contacts=int(n))
    nx.set_node_attributes(graph, dict(graph.degree(weight="contacts")), "strength")
    return graph


@checked
def people_in(graph: nx.Graph) -> pd.DataFrame:
    """The people of a network, most contacts first: columns person, contacts, others (number of counterparts)."""
    rows = [(name, strength, graph.degree(name)) for name, strength in graph.nodes(data="strength")]
    table = pd.DataFrame(rows, columns=["person", "contacts", "others"]).astype({"person": tables.TEXT})
    return table.sort_values(["contacts", "others", "person"], ascending=[False, False, True], ignore_index=True)


@checked
def circle(graph: nx.Graph) -> list[str]:
    """The order of a network's people around a circle, so that people who are often in touch are close together.

    Groups are detected by modularity (Clauset, Newman and Moore 2004, Physical Review E 70); the largest comes first.
    Within a group, people with most contacts come first.
    """
    if not graph.number_of_edges():
        return sorted(graph)
    groups = nx.community.greedy_modularity_communities(graph, weight="contacts")
    strength = dict(graph.nodes(data="strength"))
    ranked = [sorted(group, key=lambda name: (-strength[name], name)) for group in groups]
    return [name for group in sorted(ranked, key=lambda group: (-len(group), group)) for name in group]


@checked
def agreement(contacts: pd.DataFrame) -> pd.DataFrame:
    """Count contacts by the number of stories that report them, and those on which the reports disagree.

    Args:
        contacts: The columns n_stories and disagree of `world_contacts`.

    Returns:
        Columns stories ("1", "2", "3 to 5", "6 to 10", "11 or more"), contacts, agree, disagree, and date, mode, status
        and initiator (contacts on whose date, mode, … the reports disagree).
    """
    groups = ["1", "2", "3 to 5", "6 to 10", "11 or more"]
    n_stories = pd.cut(contacts["n_stories"].astype("float64"), [0, 1, 2, 5, 10, np.inf], labels=groups)
    disputed = contacts["disagree"].fillna("")
    by_field = {field: disputed.str.contains(rf"\b{field}\b") for field in DISPUTABLE}
    flags = {"contacts": True, "agree": disputed == "", "disagree": disputed != ""}
    table = pd.DataFrame(flags | by_field, index=contacts.index)
    sums = table.groupby(n_stories, observed=False).sum().astype("Int64")
    return sums.rename_axis("stories").reset_index().astype({"stories": tables.TEXT})


@checked
def most_disputed(folder: str | Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The contact in most stories among those whose reports disagree, or among all if no reports disagree.

    Args:
        folder: The output of a corpus run.

    Returns:
        Its row of `world_contacts`, and its rows of `world_reports`, earliest first; no rows if no contact is in
        several stories.
    """
    columns = ["world_id", "n_stories", "n_articles", "disagree"]
    repeated = read_aggregate(folder, "world_contacts", [("n_stories", ">", 1)], columns)
    repeated = repeated.assign(is_disputed=repeated["disagree"].notna())
    order = {"is_disputed": False, "n_stories": False, "n_articles": False, "world_id": True}
    first = repeated.sort_values(list(order), ascending=list(order.values())).head(1)
    its_rows = [("world_id", "=", "".join(first["world_id"]))]
    reports = read_aggregate(folder, "world_reports", its_rows)
    return read_aggregate(folder, "world_contacts", its_rows), reports.sort_values(["published", "article_id", "start"])


@checked
def without_day(folder: str | Path, weeks: pd.DataFrame) -> int:
    """The number of articles that `world_weeks` lacks because they have no day of publication."""
    return count_rows(folder, "stories") - int(weeks["n_articles"].sum())


@checked
def without_week(folder: str | Path, pairs: pd.DataFrame) -> int:
    """The number of contacts that `world_pairs` lacks because their days are too uncertain for one week.

    Joint meetings of more than five, which it lacks too, do not count.
    """
    contacts = read_aggregate(folder, "world_contacts", [("status", "=", "occurred")], ["n_parties"])
    return int((~is_joint(contacts)).sum()) - int(pairs["n_contacts"].sum())
