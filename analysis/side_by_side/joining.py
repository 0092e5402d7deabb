"""Join the analyses of a few articles: people have one name in all of them, and contacts of one event are one event.

The names are joined as in a corpus (`corpus.entity_linking`), and so are the contacts (`corpus.event_merging`), with
two differences, since whoever puts articles side by side says that they are about the same events. An article without a
day of publication counts as published with the others, while the days of its contacts remain unknown. And a contact on
Monday that only one paper reports is shown beside one of Tuesday that only another reports, if parties and mode agree:
either they differ on the day, or these are two contacts.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import Any

import networkx as nx
import pandas as pd

from analysis import tables
from analysis.articles.article import Article
from analysis.corpus import entity_linking, event_merging, near_duplicates
from analysis.corpus.event_merging import ContactReport
from analysis.corpus.stages import persons_named, reports_of
from analysis.display import clean, short
from analysis.errors import AnalysisError
from analysis.pipeline import Analysis, analyse
from analysis.report.answers import in_marks
from analysis.sentiment import polarity
from analysis.sentiment.polarity import WORD_WITH_INNER_MARKS, count_words, said
from analysis.tables import probable, records
from analysis.validation import checked

MOST_ARTICLES = 6  # more do not fit beside each other
SHARED_WORDS = 4  # words in a row that two papers have in quote marks from one speaker: the same passage
LONGEST_TITLE = 30  # characters, where several articles are from one paper
ANY_DAY = datetime.date(2000, 1, 1)  # of publication, where no article has a day or a dated contact
NARRATOR, QUOTATIONS = "narrator", "quotations"
NAMES = {"quotes": ("speaker",), "tone": ("speaker",), "contacts": ("actor", "recipient", "initiator")}
Place = tuple[str, int]  # article_id and contact_id


@dataclass(frozen=True)
class Comparison:
    """Articles with what was found in them.

    Attributes:
        results: The analyses, in the order given; no two articles have one `article_id`.
        papers: A name for each article, none twice.
        quotes, tone, contacts: The tables of all articles, in which people have one name.
        reports: The table `world_reports`: the reports of one contact share a `world_id`.
        copies: The papers whose article is nearly the same as one before it: the paper, that one, and the likeness.
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
    def speakers(self) -> pd.DataFrame:
        """The table `compared_speakers`: the speakers with most words in all articles first."""
        spoken = said(self.quotes)
        shared = _shared_words(spoken)
        ranked = [*polarity.words_by_speaker(self.quotes).index, None]
        rows = []
        for speaker in ranked:
            of_speaker = spoken[spoken["speaker"].isna() if speaker is None else spoken["speaker"] == speaker]
            for article_id, paper in self.paper_of.items():
                quotes = of_speaker[of_speaker["article_id"] == article_id]
                if len(quotes):
                    names = {"article_id": article_id, "paper": paper, "speaker": speaker}
                    rows.append(names | _extent(quotes) | {"n_shared": shared.get((article_id, speaker), 0)})
        return tables.frame("compared_speakers", rows)

    @cached_property
    def events(self) -> pd.DataFrame:
        """The table `compared_contacts`: a row per contact of an article, those of one event together."""
        counted = probable(self.contacts)
        rows_of = {place: rows for place, rows in counted.groupby(["article_id", "contact_id"], sort=False)}
        rows: list[dict[str, Any]] = []
        for number, places in enumerate(_joined(list(rows_of), self.reports), 1):
            first = places[0][0]
            for place in places:
                facts = _facts_of_contact(rows_of[place]) | {"event": number, "paper": self.paper_of[place[0]]}
                rows.append(facts | (self._compared(places, first, place[0]) if place[0] != first else {}))
        return tables.frame("compared_contacts", rows)

    def _compared(self, places: Iterable[Place], first: str, other: str) -> dict[str, str | None]:
        """On which facts of an event two articles agree, and on which they differ."""
        here = set(places)
        agrees, differs = set[str](), set[str]()
        for _, rows in self.reports.groupby("world_id", sort=False):
            reports = [r for r in event_merging.rows_of(rows) if (r.article_id, r.contact_id) in here]
            of_first, of_other = ([r for r in reports if r.article_id == name] for name in (first, other))
            if of_first and of_other:
                against = set(event_merging.disagreements([*of_first, *of_other]))
                differs |= against
                agrees |= _given(of_first) & _given(of_other) - against
        return {
            "agrees": "; ".join(_in_order(agrees - differs)) or None,
            "differs": "; ".join(_in_order(differs)) or None,
        }

    @cached_property
    def scores(self) -> dict[str, pd.DataFrame]:
        """The scores of each sentence of the narrators, and of each quotation; the speaker is the paper."""
        narrated = [polarity.tone(result.narration) for result in self.results]
        voices = {NARRATOR: pd.concat(narrated, ignore_index=True), QUOTATIONS: self.tone}
        return {voice: polarity.scores(_by_paper(tone, self.paper_of)) for voice, tone in voices.items()}

    @cached_property
    def sound(self) -> pd.DataFrame:
        """The table `compared_tone`: how narrator and quotations of each paper sound, by each scorer."""
        article_of = {paper: article_id for article_id, paper in self.paper_of.items()}
        rows = []
        for voice, scores in self.scores.items():
            known = scores["words"].map(len).groupby([scores["scorer"], scores["speaker"]]).sum().to_dict()
            for row in records(polarity.by_speaker(scores)):
                facts = {"voice": voice, "paper": row.speaker, "article_id": article_of[row.speaker]}
                facts |= {name: getattr(row, name) for name in ("scorer", "n_evidence", "mean", "low", "high", "note")}
                rows.append(facts | {"n_texts": row.n_quotes, "n_known": known[row.scorer, row.speaker]})
        order = {paper: n for n, paper in enumerate(self.papers)}
        voices = list(self.scores)
        rows.sort(key=lambda row: (voices.index(row["voice"]), order[row["paper"]]))  # stable: scorers as they are
        return tables.frame("compared_tone", rows)


@checked
def compare(articles: Iterable[Article]) -> Comparison:
    """Analyse some articles and join what was found in them.

    Corrections by hand beside an article are applied, as in `analyse`.

    Args:
        articles: Two articles or more.

    Raises:
        AnalysisError: There are fewer than two articles or more than `MOST_ARTICLES`, or one does not fit into memory.
    """
    given = tuple(articles)
    if not 2 <= len(given) <= MOST_ARTICLES:
        remedy = "name another one" if len(given) < 2 else "a corpus run counts over as many as you like"
        raise AnalysisError(f"compare takes 2 to {MOST_ARTICLES} articles, and here are {len(given)}; {remedy}")
    ids = _unique([article.article_id for article in given])
    results = tuple(analyse(replace(a, article_id=unique)) for a, unique in zip(given, ids, strict=True))
    people, contacts, quotes, tone = (_all(results, name) for name in ("people", "contacts", "quotes", "tone"))
    stories = _stories(results, contacts)
    published = dict(zip(stories["article_id"], stories["published"], strict=True))
    names = entity_linking.resolve(entity_linking.gather(people, published))
    person_of = persons_named(people, published, names)
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
    """The names, with a number after each that was there before: "index", "index (2)"."""
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
    sources = Counter(clean(article.source).casefold() for article in articles if article.source)
    names = []
    for article in articles:
        title = short(article.headline or article.article_id, LONGEST_TITLE)
        source = clean(article.source) if article.source else ""
        alone = sources[source.casefold()] == 1
        names.append(source if alone else f"{source}, “{title}”" if source else title)
    return tuple(_unique(names))


def _stories(results: Iterable[Analysis], contacts: pd.DataFrame) -> pd.DataFrame:
    """The table `stories` of the articles; those without a day have that of the others."""
    articles = [result.article for result in results]
    days = [article.published for article in articles if article.published]
    days = days or [day.date() for day in contacts["date_end"].dropna()] or [ANY_DAY]
    columns = ("article_id", "published", "source", "url")
    rows = [
        {name: getattr(article, name) for name in columns} | {"published": article.published or max(days)}
        for article in articles
    ]
    grouper = near_duplicates.StoryGrouper()
    for row, article in sorted(zip(rows, articles, strict=True), key=lambda pair: pair[0]["published"]):
        row["story_id"], row["likeness"] = grouper.add(
            article.article_id, row["published"], near_duplicates.signature(article)
        )
    return tables.frame("stories", rows)


def _names_shown(
    person_of: Mapping[tuple[str, str], str | None], paper_of: Mapping[str, str]
) -> dict[tuple[str, str], str]:
    """(article_id, name in the article) → the name in all articles; an official of each paper is somebody else."""
    named = {key: person for key, person in person_of.items() if person is not None}
    taken = Counter([*set(named.values()), *(name for (_, name), person in person_of.items() if person is None)])
    return named | {
        (article_id, name): f"{name} ({paper_of[article_id]})" if taken[name] > 1 else name
        for (article_id, name), person in person_of.items()
        if person is None
    }


def _renamed(table: pd.DataFrame, columns: Iterable[str], shown: Mapping[tuple[str, str], str]) -> pd.DataFrame:
    """The table with the names in some columns as they are shown."""
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
        "n_verbatim": sum(count_words(piece) for row in records(quotes) for piece in in_marks(row)),
        "quotes": "; ".join(map(str, numbers)),
    }


def _shared_words(spoken: pd.DataFrame) -> dict[tuple[str, str], int]:
    """(article_id, speaker) → the words in quote marks that another article has in quote marks from the speaker, too.

    A word counts if it is in a row of `SHARED_WORDS` that both have. Case and punctuation do not matter.
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


def _joined(places: Sequence[Any], reports: pd.DataFrame) -> list[list[Place]]:
    """The contacts of the articles by event, both in the order given: contacts with a report of one contact are one."""
    graph = nx.Graph()
    graph.add_nodes_from(places)
    graph.add_edges_from(((row.article_id, row.contact_id), row.world_id) for row in records(reports))
    order = {place: n for n, place in enumerate(places)}
    events = [
        sorted(filter(order.__contains__, found), key=order.__getitem__) for found in nx.connected_components(graph)
    ]
    return sorted(events, key=lambda event: order[event[0]])


def _with_neighbours(contacts: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """The reports, where contacts of neighbouring days share a `world_id` if each can only be the other.

    Args:
        contacts, reports: The tables `world_contacts` and `world_reports`.
    """
    dated = contacts[contacts["date_start"] == contacts["date_end"]]
    graph = nx.Graph()
    for _, of_pair in dated.groupby([frozenset(pair) for pair in zip(dated["actor"], dated["recipient"], strict=True)]):
        in_order = sorted(records(of_pair), key=lambda row: row.date_start)
        graph.add_edges_from(
            (one.world_id, other.world_id) for one, other in combinations(in_order, 2) if _may_be_same(one, other)
        )
    instead = {max(pair): min(pair) for pair in map(tuple, nx.connected_components(graph)) if len(pair) == 2}
    return reports.assign(world_id=reports["world_id"].replace(instead))


def _may_be_same(contact: Any, other: Any) -> bool:
    """Whether contacts of one pair may be the same one, misdated by a day: no article reports both."""
    is_near = abs((contact.date_start - other.date_start).days) <= 1
    no_article_has_both = set(contact.articles.split("; ")).isdisjoint(other.articles.split("; "))
    return is_near and no_article_has_both and tables.modes_agree(contact.mode, other.mode)


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
    parties = dict.fromkeys([*rows["actor"], *rows["recipient"]])
    return {name: getattr(first, name) for name in facts} | {"parties": "; ".join(map(clean, parties))}


def _given(reports: Sequence[ContactReport]) -> set[str]:
    """The facts that some reports give."""
    return {fact for fact, values in event_merging.facts_given(reports).items() if values}


def _in_order(facts: Iterable[str]) -> list[str]:
    """Facts in the order of `facts_given`."""
    return [fact for fact in event_merging.facts_given([]) if fact in set(facts)]


def _by_paper(tone: pd.DataFrame, paper_of: Mapping[str, str]) -> pd.DataFrame:
    """A table `tone` with the paper as the speaker, as if all were of one article, so that papers can be compared."""
    speakers = pd.Series([paper_of[article_id] for article_id in tone["article_id"]], index=tone.index, dtype="str")
    return tone.assign(speaker=speakers, article_id="")
