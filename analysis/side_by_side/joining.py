"""Join the analyses of a few articles: give people one name in all of them, and group reports of the same contact.

Names are joined as in a corpus (`corpus.entity_linking`), and so are contacts (`corpus.event_merging`). Some rules
differ, because articles put side by side are about the same events:

- An article without a day of publication counts as published with the others; the days of its contacts remain unknown.
- A day inferred only from the day of publication is not a statement of the paper, so it neither joins contacts nor
  contradicts other days.
- A body that two papers describe in the same words is one body: "the foreign ministry in Oslo".
- A contact on Monday that only one paper reports is shown beside one on Tuesday that only another reports, if parties
  and mode agree: either the papers differ on the day, or these are two contacts. A report and a denial are shown beside
  each other in the same way.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import takewhile
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from analysis import tables
from analysis.articles.article import Article
from analysis.corpus import entity_linking, event_merging, near_duplicates
from analysis.corpus.event_merging import ContactReport
from analysis.corpus.name_forms import plain
from analysis.corpus.stages import persons_named, reports_of
from analysis.display import clean, short
from analysis.errors import AnalysisError, as_typed
from analysis.people.names import ORGANISATION
from analysis.pipeline import Analysis, analyse
from analysis.report.html import numbered
from analysis.sentiment import polarity
from analysis.sentiment.polarity import WORD_WITH_INNER_MARKS, count_verbatim, count_words, in_marks, said
from analysis.tables import NARRATOR, QUOTATIONS, probable, records
from analysis.validation import checked

MOST_ARTICLES = 6  # more do not fit beside each other
SHARED_WORDS = 4  # two papers that quote this many consecutive words of a speaker verbatim quote the same passage
LONGEST_TITLE = 30  # characters, if several articles are from one paper
ANY_DAY = datetime.date(2000, 1, 1)  # of publication, if no article has a day or a dated contact
NAMES = {"quotes": ("speaker",), "tone": ("speaker",), "contacts": ("actor", "recipient", "initiator")}
Place = tuple[str, int]  # article_id and contact_id
Reports = Mapping[Place, Mapping[str, list[ContactReport]]]  # of each contact, by world_id


@dataclass(frozen=True)
class Comparison:
    """Articles with their results.

    Attributes:
        results: The analyses, in the order given, each with a different `article_id`.
        papers: A different name for each article.
        quotes, tone, contacts: The tables of all articles, in which a person has one name.
        reports: The table `world_reports`: the reports of one contact share a `world_id`.
        copies: Each paper whose article is nearly the same as an earlier one, with that one's paper and the likeness.
    """

    results: tuple[Analysis, ...]
    papers: tuple[str, ...]
    quotes: pd.DataFrame
    tone: pd.DataFrame
    contacts: pd.DataFrame
    reports: pd.DataFrame
    copies: tuple[tuple[str, str, float], ...]

    @property
    def paper_of(self) -> dict[str, str]:
        """The paper of each article, by its id."""
        return dict(zip((result.article.article_id for result in self.results), self.papers, strict=True))

    @cached_property
    def labels(self) -> dict[tuple[str, str, int], str]:
        """(article_id, quote or contact, number) → the number as shown, with "?" for the least certain: "3?"."""
        return {
            (article_id, item, number): numbered(number, rows)
            for item, table in (("quote", self.quotes), ("contact", self.contacts))
            for (article_id, number), rows in _groups(table, "article_id", f"{item}_id")
        }

    @cached_property
    def rows_of_contact(self) -> dict[Place, pd.DataFrame]:
        """The rows of each contact."""
        return dict(_groups(self.contacts, "article_id", "contact_id"))

    @cached_property
    def possible(self) -> dict[Place, pd.DataFrame]:
        """The rows of each contact that is only possible; such contacts are in no event."""
        return dict(_groups(self.contacts[tables.is_possible(self.contacts)], "article_id", "contact_id"))

    @cached_property
    def speakers(self) -> pd.DataFrame:
        """The table `compared_speakers`: speakers with most words in all articles first, unknown speakers last."""
        spoken = said(self.quotes)
        shared = _shared_words(spoken)
        rank = {speaker: n for n, speaker in enumerate(polarity.words_by_speaker(self.quotes).index)}
        order = {article_id: n for n, article_id in enumerate(self.paper_of)}
        rows = []
        for (article_id, name), quotes in _groups(spoken, "article_id", "speaker"):
            speaker = None if pd.isna(name) else name
            names = {"article_id": article_id, "paper": self.paper_of[article_id], "speaker": speaker}
            rows.append(names | _extent(quotes) | {"n_shared": shared.get((article_id, name), 0)})
        rows.sort(key=lambda row: (rank.get(row["speaker"], len(rank)), order[row["article_id"]]))
        return tables.frame("compared_speakers", rows)

    @cached_property
    def events(self) -> pd.DataFrame:
        """The table `compared_contacts`: a row per contact of an article, grouped by event."""
        counted = probable(self.contacts)[["article_id", "contact_id"]].drop_duplicates()
        reports = dict[Place, dict[str, list[ContactReport]]]()
        for world_id, report in zip(self.reports["world_id"], event_merging.rows_of(self.reports), strict=True):
            reports.setdefault((report.article_id, report.contact_id), {}).setdefault(world_id, []).append(report)
        rows: list[dict[str, Any]] = []
        for number, places in enumerate(_joined(list(tables.rows_of(counted, counted.columns)), reports), 1):
            first = _by_contact(reports, places, places[0][0])
            for place in places:
                facts = _facts_of_contact(self.rows_of_contact[place]) | {
                    "event": number,
                    "paper": self.paper_of[place[0]],
                }
                is_first = place[0] == places[0][0]
                rows.append(facts | ({} if is_first else _compared(first, _by_contact(reports, places, place[0]))))
        return tables.frame("compared_contacts", rows)

    @cached_property
    def scores(self) -> dict[str, pd.DataFrame]:
        """The scores of each sentence of the narrators and of each quotation, with the paper as the speaker."""
        narrated = [polarity.tone(result.narration) for result in self.results]
        voices = {NARRATOR: pd.concat(narrated, ignore_index=True), QUOTATIONS: self.tone}
        return {voice: polarity.scores(_by_paper(tone, self.paper_of)) for voice, tone in voices.items()}

    @cached_property
    def sound(self) -> pd.DataFrame:
        """The table `compared_tone`: how narrator and quotations of each paper sound, by each scorer."""
        article_of = {paper: article_id for article_id, paper in self.paper_of.items()}
        rows = []
        for voice, scores in self.scores.items():
            n_known = scores["words"].map(len).groupby([scores["scorer"], scores["speaker"]]).sum().to_dict()
            for row in records(polarity.by_speaker(scores)):
                facts = {"voice": voice, "paper": row.speaker, "article_id": article_of[row.speaker]}
                facts |= {name: getattr(row, name) for name in ("scorer", "n_evidence", "mean", "low", "high", "note")}
                rows.append(facts | {"n_texts": row.n_quotes, "n_known": n_known[row.scorer, row.speaker]})
        order = {paper: n for n, paper in enumerate(self.papers)}
        voices = list(self.scores)
        rows.sort(key=lambda row: (voices.index(row["voice"]), order[row["paper"]]))  # stable: scorers as they are
        return tables.frame("compared_tone", rows)


@checked
def compare(articles: Iterable[Article]) -> Comparison:
    """Analyse some articles and join their results.

    Corrections beside an article are applied, as in `analyse`.

    Args:
        articles: Two articles or more.

    Raises:
        AnalysisError: There are fewer than two articles or more than `MOST_ARTICLES`, or one does not fit into memory.
    """
    given = tuple(articles)
    if len(given) < 2:
        another = as_typed("give another Article", "name another file", 'name another file in ARTICLES="…"')
        raise AnalysisError(f"compare needs two articles or more, not {len(given)}; {another}")
    if len(given) > MOST_ARTICLES:
        corpus = as_typed("analyse_corpus", "python -m analysis corpus", "make corpus")
        raise AnalysisError(f"compare takes up to {MOST_ARTICLES} articles, not {len(given)}; {corpus} takes more")
    ids = _unique([article.article_id for article in given])
    results = tuple(analyse(replace(a, article_id=unique)) for a, unique in zip(given, ids, strict=True))
    people, contacts, quotes, tone = (_all(results, name) for name in ("people", "contacts", "quotes", "tone"))
    contacts = _with_stated_days(contacts)
    stories = _stories(results, contacts)
    published = dict(zip(stories["article_id"], stories["published"], strict=True))
    names = entity_linking.resolve(entity_linking.gather(people, published))
    person_of = persons_named(people, published, names)
    person_of |= _bodies(people[people["kind"] == ORGANISATION], person_of)
    homes = event_merging.Homes(entity_linking.world_people(names))
    merged = event_merging.world_contacts(reports_of(probable(contacts), stories, person_of), homes)
    papers = _papers([result.article for result in results])
    paper_of = dict(zip(ids, papers, strict=True))
    shown = _names_shown(person_of, paper_of)
    joined = {
        name: _renamed(table, NAMES[name], shown)
        for name, table in (("quotes", quotes), ("tone", tone), ("contacts", contacts))
    }
    alike = stories.dropna(subset=["likeness"])
    copies = tuple((paper_of[row.article_id], paper_of[row.story_id], float(row.likeness)) for row in records(alike))
    return Comparison(results, papers, reports=_with_neighbours(*merged), copies=copies, **joined)


def _all(results: Iterable[Analysis], name: str) -> pd.DataFrame:
    """A table of all articles."""
    parts: list[pd.DataFrame] = [getattr(result, name) for result in results]
    return pd.concat(parts, ignore_index=True)


def _unique(names: Sequence[str]) -> list[str]:
    """The names, with a number after each repeated one: "index", "index (2)"."""
    seen, unique = Counter[str](), list[str]()
    for name in names:
        seen[name] += 1
        candidate = name if seen[name] == 1 else f"{name} ({seen[name]})"
        while candidate in unique or (candidate != name and candidate in names):
            seen[name] += 1
            candidate = f"{name} ({seen[name]})"
        unique.append(candidate)
    return unique


def _papers(articles: Sequence[Article]) -> tuple[str, ...]:
    """A name for each article: its source, with the title if several are from one source, else title or id."""
    sources = Counter(short(article.source).casefold() for article in articles if article.source)
    names = []
    for article in articles:
        title = short(article.headline or article.article_id, LONGEST_TITLE)
        source = short(article.source) if article.source else ""
        alone = sources[source.casefold()] == 1
        names.append(source if alone else f"{source}, “{title}”" if source else title)
    return tuple(_unique(names))


def _stories(results: Iterable[Analysis], contacts: pd.DataFrame) -> pd.DataFrame:
    """The table `stories` of the articles; an undated article gets the latest day of the others."""
    articles = [result.article for result in results]
    days = [article.published for article in articles if article.published]
    days = days or [day.date() for day in contacts["date_end"].dropna()] or [ANY_DAY]
    columns = ("article_id", "published", "source", "url")
    rows = [
        {name: getattr(article, name) for name in columns} | {"published": article.published or max(days)}
        for article in articles
    ]
    in_order = sorted(zip(rows, articles, strict=True), key=lambda pair: pair[0]["published"])
    names, numbers = zip(*((row["article_id"], row["published"].toordinal()) for row, _ in in_order), strict=True)
    signatures = np.stack([near_duplicates.signature(article) for _, article in in_order])
    grouped = dict(zip(names, near_duplicates.stories(names, np.array(numbers), signatures), strict=True))
    for row in rows:
        row["story_id"], row["likeness"] = grouped[row["article_id"]]
    return tables.frame("stories", rows)


def _bodies(people: pd.DataFrame, person_of: Mapping[tuple[str, str], str | None]) -> dict[tuple[str, str], str]:
    """(article_id, name in the article) → one name for each body that the articles describe but do not name.

    In articles about the same events "the foreign ministry in Oslo" is one body, while "an official" may be anybody.
    """
    first = dict[str, str]()
    keys = [key for key in zip(people["article_id"], people["person"], strict=True) if person_of.get(key) is None]
    return {key: first.setdefault(plain(key[1]), key[1]) for key in keys}


def _names_shown(
    person_of: Mapping[tuple[str, str], str | None], paper_of: Mapping[str, str]
) -> dict[tuple[str, str], str]:
    """(article_id, name in the article) → the name in all articles; "an official" is a different person in each."""
    named = {key: person for key, person in person_of.items() if person is not None}
    taken = Counter([*set(named.values()), *(name for (_, name), person in person_of.items() if person is None)])
    return named | {
        (article_id, name): f"{name} ({paper_of[article_id]})" if taken[name] > 1 else name
        for (article_id, name), person in person_of.items()
        if person is None
    }


def _renamed(table: pd.DataFrame, columns: Iterable[str], shown: Mapping[tuple[str, str], str]) -> pd.DataFrame:
    """The table with the names in some columns replaced by those shown."""
    renamed = {}
    for column in columns:
        keys = zip(table["article_id"], table[column], strict=True)
        names = [None if pd.isna(name) else shown.get((article, name), name) for article, name in keys]
        renamed[column] = pd.Series(names, index=table.index, dtype=tables.TEXT)
    return table.assign(**renamed)


def _extent(quotes: pd.DataFrame) -> dict[str, Any]:
    """How much is quoted."""
    numbers = quotes["quote_id"].drop_duplicates()
    return {
        "n_quotes": len(numbers),
        "n_words": sum(map(count_words, quotes["text"])),
        "n_verbatim": sum(map(count_verbatim, records(quotes))),
        "quotes": "; ".join(map(str, numbers)),
    }


def _shared_words(spoken: pd.DataFrame) -> dict[tuple[str, str], int]:
    """(article_id, speaker) → the number of verbatim words that another article quotes verbatim from this speaker, too.

    A word counts if it is in a sequence of `SHARED_WORDS` words that both have. Case and punctuation do not matter.
    """
    pieces: dict[tuple[str, str], list[list[str]]] = {}
    papers_with: dict[tuple[Any, ...], set[str]] = {}
    for row in records(spoken[spoken["speaker"].notna()]):
        for piece in in_marks(row):
            words = WORD_WITH_INNER_MARKS.findall(piece.replace("’", "'").casefold())
            pieces.setdefault((row.article_id, row.speaker), []).append(words)
            for sequence in _sequences(words):
                papers_with.setdefault((row.speaker, sequence), set()).add(row.article_id)
    return {
        (article_id, speaker): sum(_n_shared(words, speaker, papers_with) for words in of_speaker)
        for (article_id, speaker), of_speaker in pieces.items()
    }


def _sequences(words: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(words[offset:] for offset in range(SHARED_WORDS)), strict=False))


def _n_shared(words: Sequence[str], speaker: str, papers_with: Mapping[tuple[Any, ...], set[str]]) -> int:
    shared = set[int]()
    for start, sequence in enumerate(_sequences(words)):
        if len(papers_with[speaker, sequence]) > 1:
            shared.update(range(start, start + SHARED_WORDS))
    return len(shared)


def _groups(table: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, pd.DataFrame]]:
    """The rows of a table that have the same values in some columns, missing ones included, in order."""
    yield from table.groupby(list(columns), sort=False, dropna=False)


def _by_contact(reports: Reports, places: Iterable[Place], article_id: str) -> dict[str, list[ContactReport]]:
    """The reports of one article among those of an event, by `world_id`."""
    by_contact = dict[str, list[ContactReport]]()
    for place in places:
        for world_id, of_contact in reports.get(place, {}).items():
            by_contact.setdefault(world_id, []).extend(of_contact if place[0] == article_id else ())
    return by_contact


def _compared(
    first: Mapping[str, list[ContactReport]], other: Mapping[str, list[ContactReport]]
) -> dict[str, str | None]:
    """The facts of an event on which two articles agree, and those on which they differ; reports are by `world_id`."""
    agrees, differs = set[str](), set[str]()
    for world_id, of_first in first.items():
        if of_first and (of_other := other[world_id]):
            against = set(event_merging.disagreements([*of_first, *of_other]))
            differs |= against
            agrees |= _given(of_first) & _given(of_other)
    return {"agrees": _in_order(agrees - differs), "differs": _in_order(differs)}


def _joined(places: Sequence[Any], reports: Reports) -> list[list[Place]]:
    """The contacts of the articles by event, in the order given; contacts that share a `world_id` are one event."""
    graph = nx.Graph()
    graph.add_nodes_from(places)
    graph.add_edges_from((place, world_id) for place in reports for world_id in reports[place])
    order = {place: n for n, place in enumerate(places)}
    events = [
        sorted(filter(order.__contains__, nodes), key=order.__getitem__) for nodes in nx.connected_components(graph)
    ]
    return sorted(events, key=lambda event: order[event[0]])


def _with_stated_days(contacts: pd.DataFrame) -> pd.DataFrame:
    """The contacts without days taken from the day of publication, which no words of the article state.

    Otherwise a paper that states no day would contradict one that states another.
    """
    unstated = contacts["date_source"].eq("publication").fillna(False).astype(bool)
    days = {name: contacts[name].mask(unstated) for name in ("date_start", "date_end")}
    kinds = {name: contacts[name].mask(unstated, "none") for name in ("date_precision", "date_source")}
    return contacts.assign(**days, **kinds)


def _with_neighbours(contacts: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """The reports; two contacts of neighbouring or unknown days share a `world_id` if they can match no other.

    Args:
        contacts, reports: The tables `world_contacts` and `world_reports`.
    """
    graph = nx.Graph()
    pairs = [sorted(pair) for pair in zip(contacts["actor"], contacts["recipient"], strict=True)]
    named = contacts.assign(one=[one for one, _ in pairs], other=[other for _, other in pairs])
    in_order = named.sort_values("date_start", kind="stable")  # those without a day last
    for _, of_pair in in_order.groupby(["one", "other"], sort=False):
        rows = list(records(of_pair))
        for n, row in enumerate(rows):
            near = takewhile(partial(_are_near, row), rows[n + 1 :])
            graph.add_edges_from((row.world_id, other.world_id) for other in near if _may_be_same(row, other))
    instead = {max(pair): min(pair) for pair in map(tuple, nx.connected_components(graph)) if len(pair) == 2}
    return reports.assign(world_id=reports["world_id"].replace(instead))


def _are_near(contact: Any, other: Any) -> bool:
    """Whether two contacts are on the same or neighbouring days, or both on unknown days."""
    if pd.isna(contact.date_start) or pd.isna(other.date_start):
        return bool(pd.isna(contact.date_start) and pd.isna(other.date_start))
    return bool(abs((contact.date_start - other.date_start).days) <= 1)


def _may_be_same(contact: Any, other: Any) -> bool:
    """Whether near contacts of a pair may be the same: one day each or no day, same mode, no article reports both."""
    of_one_day = contact.date_start == contact.date_end and other.date_start == other.date_end
    is_unknown = pd.isna(contact.date_start)
    no_article_has_both = set(contact.articles.split("; ")).isdisjoint(other.articles.split("; "))
    return all((bool(of_one_day) or is_unknown, no_article_has_both, tables.modes_agree(contact.mode, other.mode)))


def _facts_of_contact(rows: pd.DataFrame) -> dict[str, Any]:
    first = next(records(rows))
    facts = (
        "article_id",
        "contact_id",
        "mode",
        "status",
        "date_start",
        "date_end",
        "initiator",
        "place",
        "start",
        "end",
        "text",
    )
    return {name: getattr(first, name) for name in facts} | {"parties": parties(rows)}


def parties(rows: pd.DataFrame) -> str:
    """Everybody in a contact, joined by semicolons.

    Args:
        rows: Its rows in `contacts`.
    """
    return "; ".join(map(clean, dict.fromkeys([*rows["actor"], *rows["recipient"]])))


def _given(reports: Sequence[ContactReport]) -> set[str]:
    """The facts that some reports give."""
    return {fact for fact, values in event_merging.facts_given(reports).items() if values}


def _in_order(facts: set[str]) -> str | None:
    """Facts in the order of `facts_given`, joined by semicolons; None if there are none."""
    return "; ".join(fact for fact in event_merging.facts_given([]) if fact in facts) or None


def _by_paper(tone: pd.DataFrame, paper_of: Mapping[str, str]) -> pd.DataFrame:
    """A table `tone` with the paper as the speaker and a single article_id, so that papers can be compared."""
    speakers = pd.Series([paper_of[article_id] for article_id in tone["article_id"]], index=tone.index, dtype="str")
    return tone.assign(speaker=speakers, article_id="")
