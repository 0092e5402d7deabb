"""Work grows in proportion to the input, also where everybody has one surname or everything happens on one day.

The tests count calls, not seconds: four times the input takes about four times the calls.
"""

import datetime
import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pandas as pd
import pytest

import analysis
from analysis import Article
from analysis.contacts import merging
from analysis.corpus import entity_linking, event_merging
from analysis.figures import canvas
from analysis.people import entities
from analysis.report import html
from analysis.tables import types_of

N = 60
DAY = datetime.date(2024, 3, 5)


def given_names(n: int) -> list[str]:
    """Invented names, each different."""
    syllables = itertools.product("BDFGKLMNPRST", "aeiou", "bdglmnrst", "aeiou")
    return ["".join(syllable) + "n" for syllable in itertools.islice(syllables, n)]


def ratio(patch: pytest.MonkeyPatch, owner: Any, name: str, work: Callable[[int], Any], size: Any = None) -> float:
    """How many times the calls of a function four times the input takes; `size` counts more than one for a call."""
    function = getattr(owner, name)
    counts = []
    for n in (N, 4 * N):
        calls: list[int] = []

        def counting(*given: Any, calls: list[int] = calls) -> Any:
            calls.append(size(*given) if size else 1)
            return function(*given)

        with patch.context() as patched:
            patched.setattr(owner, name, counting)
            work(n)
        counts.append(sum(calls))
    assert counts[0] >= N / 2
    return counts[1] / counts[0]


def one_surname(n: int) -> None:
    text = "\n\n".join(f"{name} Miller left the city. Mr. Miller came back." for name in given_names(n))
    assert len(analysis.analyse(Article(text)).people) >= 0.9 * n  # "Began" and the like are no given names


def test_people_of_one_surname_in_an_article(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ratio(monkeypatch, entities, "_can_denote_same", one_surname) < 5


def test_contacts_of_one_day_in_an_article(monkeypatch: pytest.MonkeyPatch) -> None:
    def contacts(n: int) -> None:
        names_of = given_names(2 * n)
        pairs = zip(names_of[::2], names_of[1::2], strict=True)
        text = "\n\n".join(f"On March 6, {one} Milson met {other} Fairman." for one, other in pairs)
        assert len(analysis.analyse(Article(text, "2022-03-07")).contacts) > 0.9 * n  # type: ignore[arg-type]

    assert ratio(monkeypatch, merging, "_is_same", contacts) < 5


def test_contacts_of_one_pair_that_differ_in_length(monkeypatch: pytest.MonkeyPatch) -> None:
    def contacts(n: int) -> None:
        text = "\n\n".join(f"On March 6, Ann Lee met Tom Fox for {k} minutes." for k in range(2, n + 2))
        assert len(analysis.analyse(Article(text, "2022-03-07")).contacts) == n  # type: ignore[arg-type]

    assert ratio(monkeypatch, merging, "_is_same", contacts) < 5


@pytest.mark.parametrize("gap", ["\n\n", " "])
def test_the_marked_answers_of_an_interview(monkeypatch: pytest.MonkeyPatch, gap: str) -> None:
    def marked(n: int) -> None:
        text = gap.join(f"“We will stay for {k} years,” Ann Lee said." for k in range(n))
        article = Article(text)
        assert html.article_html(article, analysis.analyse(article).quotes).source.count("<mark") >= n

    assert ratio(monkeypatch, html.Marking, "__getattribute__", marked) < 5


def test_marks_of_one_day_in_a_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    def stacked(n: int) -> None:
        assert canvas.stack([(5.0, 5.0)] * n, 2) == list(range(n))

    assert ratio(monkeypatch, canvas, "_is_taken", stacked) < 5


def names(rows: Iterable[tuple[str, str | None]]) -> pd.DataFrame:
    """A table of names for `resolve`, each a person in one article."""
    table = [
        {"name": name, "kind": "person", "role": role, "country": None, "month": "2024-03", "n_articles": 1}
        | {"n_mentions": 1, "first_published": DAY, "last_published": DAY}
        for name, role in rows
    ]
    types = {name: dtype for name, dtype in types_of("world_names").items() if name not in ("person", "why")}
    return pd.DataFrame(table).astype(types)


def test_people_of_one_surname_in_a_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolved(n: int) -> None:
        full = [(f"{name} Miller", None) for name in given_names(n)]
        entity_linking.resolve(names([*full, *(("Miller", f"{name.lower()}ist") for name in given_names(n))]))

    def size(people: Iterable[Any], *_: Any) -> int:
        return len(list(people))

    assert ratio(monkeypatch, entity_linking, "_Candidates", resolved, size) < 5


def test_people_who_differ_in_a_middle_name_in_a_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    def middles(n: int) -> Iterator[str]:
        for name in given_names(n):
            yield from (name, f"{name} Hale")

    def resolved(n: int) -> None:
        people = entity_linking.resolve(names((f"Ann {middle} Miller", None) for middle in middles(n)))
        assert people["person"].nunique() == n

    assert ratio(monkeypatch, entity_linking, "_middle_names_agree", resolved) < 5


def test_reports_without_a_day_in_a_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"contact_id": 1, "published": DAY, "source": "s", "actor": "Ann Lee", "recipient": "Tom Fox"}
    values |= {"mode": "phone", "status": "occurred", "date_start": None, "date_end": None, "date_precision": "none"}
    values |= {"date_source": "none", "duration_min": None, "initiator": None, "place": None, "topic": None}
    values |= {"start": 0, "end": 4, "text": "call"}

    def merged(n: int) -> None:
        reports = [
            event_merging.ContactReport(article_id=f"a{k}", story_id=f"a{k}", **values)  # type: ignore[arg-type]
            for k in range(n)
        ]
        [contact] = event_merging.merge_reports(reports)
        assert len(contact.articles) == n

    assert ratio(monkeypatch, event_merging.ContactReport, "__getattribute__", merged) < 5
