"""How well the extraction agrees with labels, or one labeller with another: precision, recall and F1, miss by miss.

A piece of a quotation is right if its words overlap those labelled (Jaccard ≥ 0.8) and the speaker is the same. A
contact is right if pair, mode and status are the same; meeting and visit go together, and unspecified goes with every
mode. A label of tone is met if the score has its sign.
"""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from analysis.frequency.public_record import same_person
from analysis.frequency.rates import pair_label
from analysis.validation import checked

JACCARD = 0.8
TONES = ("negative", "neutral", "positive")
RESAMPLES = 2000
CONFIDENCE = 0.95
DETAILS = {"date": ("date_start", "date_end", "date_precision"), "duration": ("duration_min",)}
DETAILS |= {"initiator": ("initiator",), "place": ("place",)}
PLACES = ("labelled_start", "labelled_end", "found_start", "found_end")
QUOTES = ("outcome", "kind", "labelled", "labelled_speaker", "found", "found_speaker", *PLACES)
CONTACTS = ("outcome", "pair", "mode", "status", *DETAILS, *PLACES)
WORD = re.compile(r"\w+")
Row = dict[Hashable, Any]
Pair = tuple[Row | None, Row | None]


@checked
def score_quotes(found: pd.DataFrame | None, labelled: pd.DataFrame | None, text: str) -> pd.DataFrame:
    """Both tables of segments (start, end, text, kind, speaker) side by side, a row per labelled or found segment.

    Columns: outcome (right, wrong speaker, missed, false alarm), kind (as labelled, if it is), labelled,
    labelled_speaker, found, found_speaker, and where both stand. Where either is None (no labels) there is no row.

    >>> found, labelled = result.quotes.iloc[:3], result.quotes.iloc[1:4]
    >>> scoring.score_quotes(found, labelled, article.text)["outcome"].tolist()
    ['right', 'right', 'missed', 'false alarm']
    """
    rows = []
    needed = ("start", "end", "text", "speaker")
    for x, y in _match(labelled, found, needed, lambda x, y: _jaccard(_words(text, x), _words(text, y)), JACCARD):
        right = "right" if x and y and same_speaker(y["speaker"], x["speaker"]) else "wrong speaker"
        rows.append(
            {"outcome": _outcome(x, y, right), "kind": _first(x, y, "kind")}
            | {"labelled": x and x["text"], "labelled_speaker": x and x["speaker"]}
            | {"found": y and y["text"], "found_speaker": y and y["speaker"]}
            | _places(x, y)
        )
    return _frame(rows, QUOTES)


@checked
def score_contacts(found: pd.DataFrame | None, labelled: pd.DataFrame | None) -> pd.DataFrame:
    """Both tables of contacts side by side, a row per labelled or found pair.

    Columns: outcome (right, missed, false alarm), pair, mode, status, and where both stand. In a pair that is right
    also date, duration, initiator and place: right, wrong, missing, invented, or nothing where neither tells it. A
    detail that the labels have no column for is not compared. Where either is None (no labels) there is no row.
    """
    rows = []
    for x, y in _match(labelled, found, ("actor", "recipient", "mode", "status"), _same_contact, 1.0):
        told = {column: _first(x, y, column) for column in ("actor", "recipient", "mode", "status")}
        pair = pair_label(told.pop("actor"), told.pop("recipient"))
        details = _details(x, y) if x and y else {}
        rows.append({"outcome": _outcome(x, y, "right"), "pair": pair} | told | details | _places(x, y))
    return _frame(rows, CONTACTS)


@checked
def summary(scored: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """Precision, recall and F1 with the counts behind them and 95% intervals, from a table of outcomes.

    One row, or one for each value of the column `by`, most labels first. Columns: `by`, labelled, found, right, and
    precision, recall, f1, each with _low and _high; missing where nothing was labelled or found. The intervals are
    Wilson's (1927), for F1 his interval of right / (labelled or found), of which F1 is a function (the "indirect"
    one of Lam, Gopal and Qian 2023, arXiv 2309.14621). They take finds to be independent; those of an article are not
    quite, so that the intervals are the least uncertainty there is.

    >>> scored = scoring.score_contacts(found=result.contacts.iloc[:3], labelled=result.contacts.iloc[:4])
    >>> scoring.summary(scored)[["labelled", "found", "right", "recall"]].values.tolist()
    [[4.0, 3.0, 3.0, 0.75]]
    """
    groups = scored.groupby(by) if by else [(None, scored)]
    rows = [({by: name} if by else {}) | _counts(group["outcome"]) for name, group in groups]
    table = pd.DataFrame(rows, columns=[*([by] if by else []), "labelled", "found", "right"])
    either = table["labelled"] + table["found"] - table["right"]
    for score, out_of in (("precision", table["found"]), ("recall", table["labelled"]), ("f1", either)):
        shares = _shares(table["right"], out_of)
        table[[score, f"{score}_low", f"{score}_high"]] = 2 * shares / (1 + shares) if score == "f1" else shares
    return table.sort_values("labelled", ascending=False, kind="stable", ignore_index=True)


@checked
def details(scored: pd.DataFrame) -> pd.DataFrame:
    """How often a detail of the contacts that are right is right too, from `score_contacts`.

    A row each for date, duration, initiator and place. Columns: detail, told (labels that have it), right, wrong,
    missing, invented (found without being labelled), recall (right of told), recall_low, recall_high (95%, Wilson's).
    """
    counts = [scored[detail].value_counts() for detail in DETAILS]
    outcomes = ("right", "wrong", "missing", "invented")
    rows = [{outcome: int(count.get(outcome, 0)) for outcome in outcomes} for count in counts]
    table = pd.DataFrame(rows, columns=list(outcomes))
    table.insert(0, "detail", list(DETAILS))
    table.insert(1, "told", table[["right", "wrong", "missing"]].sum(axis=1))
    table[["recall", "recall_low", "recall_high"]] = _shares(table["right"], table["told"])
    return table


@checked
def tones(told: pd.DataFrame) -> pd.DataFrame:
    """How often each scorer meets the labels of tone: columns scorer, n, right, macro_f1, macro_f1_low, macro_f1_high.

    `told` has scorer, label and found (negative, neutral, positive). Macro-F1 is the mean of the F1 of these three.
    The interval is the percentile bootstrap's over the texts, 2,000 times, seed 0 (Efron and Tibshirani 1993).
    """
    rows = []
    for scorer, group in told.groupby("scorer", sort=False):
        label, found = (group[column].to_numpy()[None, :] == np.array(TONES)[:, None] for column in ("label", "found"))
        n = len(group)
        times = np.random.default_rng(0).multinomial(n, np.full(n, 1 / n), size=RESAMPLES)
        tail = 50 * (1 - CONFIDENCE)
        low, high = np.percentile(_macro_f1(label, found, times), [tail, 100 - tail])
        once = float(_macro_f1(label, found, np.ones((1, n)))[0])
        right = int((label & found).sum())
        bounds = {"macro_f1_low": low, "macro_f1_high": high}
        rows.append({"scorer": scorer, "n": n, "right": right, "macro_f1": once} | bounds)
    return pd.DataFrame(rows, columns=["scorer", "n", "right", "macro_f1", "macro_f1_low", "macro_f1_high"])


def _macro_f1(label: np.ndarray, found: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Macro-F1 for each row of `times`, which says how often each text counts; 0 for a tone that is nowhere."""
    both, either = times @ (label & found).T, times @ label.T + times @ found.T
    means: np.ndarray = (2 * both / np.maximum(either, 1)).mean(axis=1)
    return means


def same_speaker(found: Any, labelled: Any) -> bool:
    """Whether two names are one, but for capitals, a first "the" or "his", dots, spaces and the order around "and".

    The fullest name in the text is asked for: "Lee" is not "Ann Lee". Of a source without a name, a found "spokesman
    for the port" is a labelled "spokesman".
    """
    if pd.isna(found) or pd.isna(labelled):
        return bool(pd.isna(found) and pd.isna(labelled))
    if {_plain(part) for part in found.split(" and ")} == {_plain(part) for part in labelled.split(" and ")}:
        return True
    base = re.split(r" (?:of|for|at|in|from|with|who|familiar) ", found)[0]
    return bool(labelled[0].islower() and _plain(base) == _plain(labelled))


def _plain(name: str) -> str:
    return re.sub(r"\W", "", re.sub(r"^(the|an?|his|her|its|their|some|both) ", "", name.casefold()))


def _shares(right: pd.Series, out_of: pd.Series) -> np.ndarray:
    """Rows of right / out_of and the ends of Wilson's interval; not a number out of nothing."""
    n = out_of.to_numpy(float)
    n[n == 0] = np.nan
    with np.errstate(invalid="ignore"):
        low, high = proportion_confint(right.to_numpy(float), n, alpha=1 - CONFIDENCE, method="wilson")
    share = right.to_numpy(float) / n
    return np.column_stack([share, np.minimum(low, share), np.maximum(high, share)])  # rounding must not part them


def _counts(outcomes: pd.Series) -> dict[str, int]:
    n = outcomes.value_counts()
    right, wrong = int(n.get("right", 0)), int(n.get("wrong speaker", 0))
    labelled, found = (right + wrong + int(n.get(alone, 0)) for alone in ("missed", "false alarm"))
    return {"labelled": labelled, "found": found, "right": right}


def _match(
    labelled: pd.DataFrame | None,
    found: pd.DataFrame | None,
    needed: tuple[str, ...],
    likeness: Callable[[Row, Row], float],
    least: float,
) -> Iterator[Pair]:
    """One-to-one pairs, the most alike first; what has no partner comes after, on its own."""
    if labelled is None or found is None:
        return
    for table in (labelled, found):
        for column in needed:
            table[column]  # a table without it is told so, by name
    a, b = labelled.to_dict("records"), found.to_dict("records")
    likely = [(-likeness(x, y), i, j) for i, x in enumerate(a) for j, y in enumerate(b)]
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for score, i, j in sorted(likely):
        if -score >= least and i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    yield from ((x, b[partner[i]] if i in partner else None) for i, x in enumerate(a))
    yield from ((None, y) for j, y in enumerate(b) if j not in taken)


def _outcome(x: Row | None, y: Row | None, both: str) -> str:
    return both if x and y else "missed" if x else "false alarm"


def _first(x: Row | None, y: Row | None, column: str) -> Any:
    """What the label says, or where it does not, the find."""
    values = ((row or {}).get(column) for row in (x, y))
    return next((value for value in values if pd.notna(value)), None)


def _places(x: Row | None, y: Row | None) -> dict[str, Any]:
    sides = {"labelled": x or {}, "found": y or {}}
    return {f"{name}_{end}": row.get(end) for name, row in sides.items() for end in ("start", "end")}


def _frame(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(columns), dtype=object)
    return table.astype(dict.fromkeys(PLACES, "Int64"))


def _words(text: str, row: Row) -> frozenset[int]:
    return frozenset(m.start() for m in WORD.finditer(text, row["start"], row["end"]))


def _jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def _same_contact(x: Row, y: Row) -> float:
    """1 or more if the contacts are the same; more, the more of their details agree."""
    modes = {x["mode"], y["mode"]}
    compatible = len(modes) == 1 or "unspecified" in modes or modes == {"meeting", "visit"}
    a, b = (y["actor"], y["recipient"]), (x["actor"], x["recipient"])
    same_pair = any(same_person(a[0], one) and same_person(a[1], other) for one, other in (b, b[::-1]))
    if not (compatible and same_pair and x["status"] == y["status"]):
        return 0.0
    return 1.0 + 1 / (1 + sum(told in ("wrong", "missing", "invented") for told in _details(x, y).values()))


def _details(x: Row, y: Row) -> dict[str, str | None]:
    return {name: _detail(x, y, columns) for name, columns in DETAILS.items() if columns[0] in x}


def _detail(x: Mapping[Hashable, Any], y: Mapping[Hashable, Any], columns: tuple[str, ...]) -> str | None:
    told, found = (pd.notna(row[columns[0]]) for row in (x, y))
    if not (told and found):
        return "missing" if told else "invented" if found else None
    return "right" if all(_equal(x[column], y[column]) for column in columns if column in x) else "wrong"


def _equal(a: Any, b: Any) -> bool:
    if isinstance(a, str) and isinstance(b, str):
        return a == b or same_person(a, b)
    return bool((pd.isna(a) and pd.isna(b)) or a == b)
