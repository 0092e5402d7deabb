"""The long article is as long as asked, the same for the same seed, and has something of everything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from long_article import long_article

SEEDS = st.integers(min_value=0, max_value=2**32)


@given(st.integers(min_value=1, max_value=3000), SEEDS)
def test_it_has_the_words_asked_for_and_less_than_a_paragraph_more(words: int, seed: int) -> None:
    paragraphs = long_article(words, seed).split("\n\n")
    lengths = [len(paragraph.split()) for paragraph in paragraphs]
    assert sum(lengths) >= words
    assert sum(lengths[:-1]) < words


@given(st.integers(min_value=100, max_value=1000), SEEDS)
def test_a_seed_gives_one_text_and_the_next_seed_another(words: int, seed: int) -> None:
    assert long_article(words, seed) == long_article(words, seed)
    assert long_article(words, seed) != long_article(words, seed + 1)


@pytest.mark.parametrize("seed", range(5))
def test_quotations_are_closed_and_every_kind_of_contact_is_there(seed: int) -> None:
    text = long_article(5000, seed)
    assert all(paragraph.count("“") == paragraph.count("”") for paragraph in text.split("\n\n"))
    for part in ("“", "According to", "telephoned", " met ", " wrote to ", "will meet", "cancelled", "denied"):
        assert part in text


def test_nothing_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="0 words"):
        long_article(0, 1)
