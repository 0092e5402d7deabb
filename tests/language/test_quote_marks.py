"""Quote marks of every shape, including unpaired ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.language.quote_marks import quoted_spans

CASES = {
    "curly": ("“Yes,” he said. “No.”", ["Yes,", "No."]),
    "straight": ('"Yes," he said. "No."', ["Yes,", "No."]),
    "guillemets": ("«Yes,» he said.", ["Yes,"]),
    "typewriter": ("``Yes,'' he said, ``no.''", ["Yes,", "no."]),
    "two apostrophes": ("''Yes,'' he said, ''no.''", ["Yes,", "no."]),
    "low": ("„Yes,” he said.", ["Yes,"]),
    "British": ("‘The voters’ choice is clear,’ he said. It’s theirs.", ["The voters’ choice is clear,"]),
    "British, straight": ("'It isn't over,' he said.", ["It isn't over,"]),
    "apostrophes only": ("It isn't the Democrats' choice, it's theirs.", []),
    "nested": ("“They call it ‘the deal’ at home,” he said.", ["They call it ‘the deal’ at home,"]),
    "nested, same marks": ("“They call it “the deal” at home,” he said.", ["They call it “the deal” at home,"]),
    "British, around double": ("'They call it \"the deal\" at home,' he said.", ['They call it "the deal" at home,']),
    "British, around curly": ("‘I heard “go home”,’ said Ann.", ["I heard “go home”,"]),
    "British beside double": ("'It is over,' he said of the \"deal\".", ["It is over,", "deal"]),
    "British within double": ("\"He said: 'Go home.' So I went.\"", ["He said: 'Go home.' So I went."]),
    "British, open at the start": (
        "'It'll rain until June. The farmers' fields are wet.",
        ["It'll rain until June. The farmers' fields are wet."],
    ),
    "British, open after a colon": ("Ann said: ‘The bridge won’t open.", ["The bridge won’t open."]),
    "British, open before a small letter": ("Ann said 'no to them all.", []),
    "plural before a closing mark": ("'Boys will be boys' is what he said.", ["Boys will be boys"]),
    "plural possessive": ("'The boys' rooms are gone,' said Ann.", ["The boys' rooms are gone,"]),
    "dropped letters": (
        "'I'm goin' home,' he said. 'Rock 'n' roll is dead.'",
        ["I'm goin' home,", "Rock 'n' roll is dead."],
    ),
    "elision at the start": ("'Tis the season to be jolly.", []),
    "decades": ("'I love the '90s,' said Bo. The '60s were dull.", ["I love the '90s,"]),
    "apostrophes beside double": ("\"Yes,\" he said of the boys' and the Smiths' house.", ["Yes,"]),
    "never closed": ("He said, “we go on", ["we go on"]),
    "closed once for two": ("“One. He said, “two.”", ["One. He said, ", "two."]),
    "closing without opening": ("One,” he said. “Two.”", ["Two."]),
    "measure": ('a 6" pipe', []),
    "nothing in it": ("He said “” and left.", []),
}


@pytest.mark.parametrize("case", CASES)
def test_pairs(case: str) -> None:
    text, expected = CASES[case]
    assert [text[q.start : q.end].strip() for q in quoted_spans(text)] == [part.strip() for part in expected]


@given(st.text(alphabet="ab .,'\"“”‘’«»`\n"))
def test_spans_are_ordered_and_do_not_overlap(text: str) -> None:
    edges = [edge for q in quoted_spans(text) for edge in (q.outer_start, q.start, q.end, q.outer_end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)
