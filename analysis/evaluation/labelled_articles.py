"""Read articles in which every quotation or contact is labelled, to see which extractions are right.

A labelled file (`.jsonl` or `.jsonl.gz`) has one article per line, with `text`, `published` if known, and one or more
of `quotes`, `events` and `contacts`. In `quotes`:

- `spans`: the pieces, as [start, end] or as [words, number of the occurrence]; without it `start` and `end`.
- `speaker`: the fullest name in the article, with `also`, other names that are right. Where a file has no such names,
  `speaker_spans` says where the speaker is written: then an extraction is right if its speaker is written there.
- `kind` or `type`: direct, mixed or indirect.
- `ignore`, or `speech` false for indirect words: may count as a quotation or not. So may the spans that the
  article lists in `ignore` (offsets) or `open` (words), and pieces of fewer than three words.

In `events`, one for each contact:

- `participants`: the fullest names in the article, with `alts`, other names that are right, by name.
- `sides`: lists of names, if only those of different sides are in contact; without it all participants are.
- `mode` and `status`, with `status_alt`, other statuses that are right.
- `optional`: may count as a contact or not. So may the pairs within a side.

In `contacts`, one for each pair: `actor`, `recipient`, `mode` and `status`, as in the table of that name.
"""

import gzip
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.articles.article import Article
from analysis.errors import AnalysisError
from analysis.evaluation.passages import place
from analysis.tables import MODES, STATUSES
from analysis.validation import checked

QUOTE_LABEL_COLUMNS = ("start", "end", "text", "kind", "speaker", "also", "written")
CONTACT_LABEL_COLUMNS = ("actor", "recipient", "mode", "status", "actor_also", "recipient_also", "status_also")
LABELS = {"quotes": "quotes", "events": "contacts", "contacts": "contacts"}  # the table that each key labels
PIECE = re.compile(r"[^\n]+")  # a piece of a quotation ends with its paragraph
COMPLEMENTISER = re.compile(r"\W*that\b\W*", re.I)  # not part of the words said
WHERE = "the head of analysis/evaluation/labelled_articles.py describes the format"
MIN_WORDS = 3  # of a piece that counts


@dataclass(frozen=True)
class Labelled:
    """A labelled article.

    Attributes:
        article: The article.
        quotes: A row per labelled piece: start, end, text, kind, speaker, also (other right names), written (where the
            speaker is written; None where the speaker is a full name).
        optional: Start and end of words that may count as a quotation or not.
        contacts: A row per labelled pair, as `scoring.contact_outcomes` takes them.
        optional_contacts: The pairs that may count as a contact or not, likewise.
        tables: Which of quotes and contacts were labelled.
    """

    article: Article
    quotes: pd.DataFrame
    optional: Sequence[tuple[int, int]]
    contacts: pd.DataFrame
    optional_contacts: pd.DataFrame
    tables: frozenset[str]


@checked
def read_labelled(paths: Sequence[str | Path]) -> Iterator[Labelled]:
    """Read the articles of labelled files, one at a time.

    Args:
        paths: The files.

    Raises:
        AnalysisError: A file cannot be read, or a line is not a labelled article. The message names file and line.

    >>> next(labelled_articles.read_labelled(["seeds/passages/quotes.jsonl"])).quotes["kind"].unique().tolist()
    ['direct']
    """
    for path in map(Path, paths):
        try:
            raw = path.read_bytes()
            lines = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8").splitlines()
        except (OSError, EOFError, UnicodeDecodeError) as error:
            raise AnalysisError(f"{path} cannot be read: {error}; name a labelled file, .jsonl or .jsonl.gz") from None
        for n, line in enumerate(lines, start=1):
            try:
                yield _labelled(json.loads(line), f"{path.name}:{n}")
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                reason = f"{type(error).__name__} {error}"
                raise AnalysisError(f"{path}, line {n} is not a labelled article: {reason}; {WHERE}") from None


def _labelled(case: Mapping[str, Any], default_id: str) -> Labelled:
    tables = frozenset(table for key, table in LABELS.items() if key in case)
    if not tables:
        raise ValueError(f"it has none of {', '.join(LABELS)}")
    article = Article(text=case["text"], published=case.get("published"), article_id=case.get("id", default_id))
    return Labelled(article, *_quotes(case), *_pairs(case), tables)


def _quotes(case: Mapping[str, Any]) -> tuple[pd.DataFrame, list[tuple[int, int]]]:
    """The labelled pieces, and the spans of those that may be a quotation or not."""
    text = case["text"]
    optional = [_offsets(text, span) for span in (*case.get("ignore", ()), *case.get("open", ()))]
    labels: list[dict[str, Any]] = []
    for quote in case.get("quotes", ()):
        pieces = list(_pieces(text, quote))
        counted = [] if _is_optional(quote) else [piece for piece in pieces if not is_short(text, *piece)]
        optional += [piece for piece in pieces if piece not in counted]
        labels += [_label(quote, text, *piece) for piece in counted]
    return pd.DataFrame(labels, columns=list(QUOTE_LABEL_COLUMNS), dtype=object), optional


def _pairs(case: Mapping[str, Any]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The labelled pairs, and those that may be a contact or not."""
    labels, optional = [dict(pair) for pair in case.get("contacts", ())], list[dict[str, Any]]()
    for event in case.get("events", ()):
        sides = event.get("sides") or [[name] for name in event["participants"]]
        across = [pair for one, other in combinations(sides, 2) for pair in product(one, other)]
        within = [pair for side in sides for pair in combinations(side, 2)]
        (optional if event.get("optional") else labels).extend(_pair(event, *pair) for pair in across)
        optional += [_pair(event, *pair) | {"status_also": STATUSES} for pair in within]
    return _pair_table(labels), _pair_table(optional)


def _pair_table(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """The labels as a table. Raises ValueError for an unknown mode or status."""
    for row in rows:
        if row["mode"] not in MODES or row["status"] not in STATUSES:
            raise ValueError(f"there is no mode {row['mode']!r} or no status {row['status']!r}")
    return pd.DataFrame(rows, columns=list(CONTACT_LABEL_COLUMNS), dtype=object)


def _pair(event: Mapping[str, Any], one: str, other: str) -> dict[str, Any]:
    """The label of a pair of an event."""
    also = event.get("alts") or {}
    names = {"actor": one, "recipient": other, "actor_also": also.get(one), "recipient_also": also.get(other)}
    return names | {"mode": event["mode"], "status": event["status"], "status_also": event.get("status_alt")}


def _is_optional(quote: Mapping[str, Any]) -> bool:
    return bool(quote.get("ignore")) or (quote.get("type") == "indirect" and not quote.get("speech", True))


def is_short(text: str, start: int, end: int) -> bool:
    """Whether a piece has too few words to count."""
    return len(text[start:end].split()) < MIN_WORDS


def _pieces(text: str, quote: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """Start and end of each piece of a labelled quotation, one per paragraph, without a leading "that"."""
    for span in quote.get("spans") or [(quote["start"], quote["end"])]:
        first, last = _offsets(text, span)
        introduction = COMPLEMENTISER.match(text, first, last)
        for piece in PIECE.finditer(text, introduction.end() if introduction else first, last):
            yield piece.span()


def _offsets(text: str, span: Sequence[Any]) -> tuple[int, int]:
    """Start and end of a span, which has these or words and the number of their occurrence."""
    first, second = span
    start, end = place(text, (first, second)) if isinstance(first, str) else (int(first), int(second))
    if not 0 <= start < end <= len(text):
        raise ValueError(f"the text has no characters {start} to {end}")
    return start, end


def _label(quote: Mapping[str, Any], text: str, start: int, end: int) -> dict[str, Any]:
    kind = quote["kind"] if "kind" in quote else quote["type"]
    label = {"start": start, "end": end, "text": text[start:end], "kind": kind, "also": quote.get("also", [])}
    if "speaker" in quote:
        return label | {"speaker": quote["speaker"] or None, "written": None}
    places = [_offsets(text, span) for span in quote["speaker_spans"]]
    return label | {"speaker": quote["speaker_text"] or None, "written": places}
