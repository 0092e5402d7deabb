"""Changes to a text that must not change what is found in it (metamorphic testing: Chen and others 2018).

A paragraph break instead of a space, other people of the same genders, and sentences in another order.
"""

from collections import Counter
from collections.abc import Callable
from itertools import permutations

import pytest

from analysis import Analysis

Analysed = Callable[..., Analysis]
Find = tuple[object, ...]
# {a} is a woman, {b} a man. Each sentence names its people and its day.
SENTENCES = (
    "{a} met {b} in Oslo on March 1, 2022.",
    "{a} telephoned {b} on February 3, 2022.",
    "{b} said that the harbour would stay open.",
    "“The harbour will stay open,” {a} said.",
    "{a} will visit {b} on April 4, 2022.",
    "{b} refused to meet {a}.",
    "According to {b}, the harbour is safe.",
    "{b} held talks with {a} on January 6, 2022.",
)
# Pairs of a woman and a man.
CASTS = (
    ("Ann Lee", "Bob Ray"),
    ("Maria Santos", "Peter Novak"),
    ("Angela Weber", "Kofi Mensah"),
    ("Sarah Cohen", "David Miller"),
    ("Elena Petrova", "Ivan Petrov"),
)


def finds(result: Analysis) -> Counter[Find]:
    """Quotations and contacts without their places in the text."""
    contacts = result.contacts[["actor", "recipient", "mode", "status", "date_start", "place", "initiator"]]
    quotes = result.quotes[["speaker", "kind", "text"]]
    return Counter(tuple(map(str, row)) for table in (contacts, quotes) for row in table.itertuples(index=False))


@pytest.mark.parametrize(("first", "second"), list(permutations(range(len(SENTENCES)), 2)))
def test_a_paragraph_break_for_a_space(analysed: Analysed, first: int, second: int) -> None:
    texts = [SENTENCES[n].format(a="Ann Lee", b="Bob Ray") for n in (first, second)]
    assert finds(analysed(" ".join(texts))) == finds(analysed("\n\n".join(texts)))


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("cast", CASTS[1:], ids=str)
def test_other_people_of_the_same_gender(analysed: Analysed, sentence: str, cast: tuple[str, str]) -> None:
    usual = finds(analysed(sentence.format(a=CASTS[0][0], b=CASTS[0][1])))
    renamed = dict(zip(CASTS[0], cast, strict=True))
    expected = Counter({tuple(renamed.get(str(value), value) for value in find): n for find, n in usual.items()})
    assert finds(analysed(sentence.format(a=cast[0], b=cast[1]))) == expected


@pytest.mark.parametrize("chosen", [(0, 2, 4), (1, 3, 5), (0, 3, 7), (2, 5, 6), (1, 4, 6)])
def test_sentences_in_another_order(analysed: Analysed, chosen: tuple[int, ...]) -> None:
    texts = [SENTENCES[n].format(a="Ann Lee", b="Bob Ray") for n in chosen]
    orders = [finds(analysed("\n\n".join(order))) for order in permutations(texts)]
    assert all(order == orders[0] for order in orders)
