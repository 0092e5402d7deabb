"""Articles with hostile text, and tables made up by hand, so that no test depends on what the extraction finds."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import analysis
from analysis.tables import frame

# Everything that a format could take for its own: tabs, ends of lines, a pipe, a formula, a character beyond 16 bits.
HOSTILE = (
    "=2+2 | A\ttab 🦊 opened.\n\n“@SUM(1)\r\nand|more \\ of it,” said \u2028Ann | Lee\t(2).\x07\n\n"
    'Ann met Bo </Text> <b>at</b> "noon" on Monday.\n'
)


@dataclass
class MadeUp:
    """An article and rows of its tables; `result` is an analysis with these tables."""

    text: str
    url: str | None = None
    article_id: str = "a/1 #\tb"
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def span(self, words: str) -> tuple[int, int]:
        start = self.text.index(words)
        return start, start + len(words)

    def add(self, table: str, words: str | None = None, **values: Any) -> None:
        place = {}
        if words is not None:
            start, end = self.span(words)
            place = {"start": start, "end": end, "text": words}
        self.rows.setdefault(table, []).append({"article_id": self.article_id} | place | values)

    def add_tokens(self, sentences: Iterable[tuple[int, list[str]]]) -> None:
        """Add the tokens of each sentence, given with its paragraph."""
        at = 0
        for sentence, (paragraph, words) in enumerate(sentences):
            for word in words:
                at = self.text.index(word, at)
                place = {"start": at, "end": at + len(word), "text": word}
                tags = {"lemma": word.lower(), "pos": "X", "tag": "XX"}
                self.rows.setdefault("tokens", []).append({"paragraph": paragraph, "sentence": sentence} | place | tags)
                at += len(word)

    @property
    def result(self) -> analysis.Analysis:
        article = analysis.Article(self.text, article_id=self.article_id, url=self.url)
        tables = {name: frame(name, self.rows.get(name, [])) for name in analysis.TABLES}
        result = analysis.analyse(article)
        result.__dict__.update(tables)  # as if they had been computed
        return result


def hostile() -> MadeUp:
    """An article of three paragraphs with a quotation in two pieces, and a contact."""
    made_up = MadeUp(HOSTILE, url="https://n.example/a b?q=1&r=<c>")
    made_up.add_tokens(
        [
            (0, ["=2", "+2", "|", "A", "tab", "🦊", "opened", "."]),
            (1, ["“", "@SUM(1", ")", "and|more", "\\", "of", "it", ",", "”", "said", "Ann", "|", "Lee", "(", "2"]),
            (2, ["Ann", "met", "Bo", "<", "/Text", ">", "at", '"', "noon", '"', "on", "Monday", "."]),
        ]
    )
    made_up.add("people", person="Ann | Lee\t(2)", kind="person", role="=minister\n")
    made_up.add("people", person="Bo", kind="state")
    made_up.add("mentions", "Ann | Lee", person="Ann | Lee\t(2)", form="name")
    made_up.add("mentions", "Bo", person="Bo", form="name")
    cue, speaker = made_up.span("said"), made_up.span("Ann | Lee")
    quotation = {"quote_id": 1, "paragraph": 1, "kind": "direct", "speaker": "Ann | Lee\t(2)", "cue": "said"}
    quotation |= {"cue_start": cue[0], "cue_end": cue[1], "denied": False, "confidence": 0.5}
    quotation |= {"speaker_start": speaker[0], "speaker_end": speaker[1], "speaker_text": "Ann | Lee"}
    made_up.add("quotes", "@SUM(1)\r\nand|more", segment=0, **quotation)
    made_up.add("quotes", "of it", segment=1, **quotation)
    contact = {"contact_id": 1, "actor": "Ann | Lee\t(2)", "recipient": "Bo", "mode": "meeting", "status": "occurred"}
    contact |= {"date_start": "2024-05-06", "date_end": "2024-05-06", "trigger": "met", "confidence": 0.25}
    made_up.add("contacts", 'Ann met Bo </Text> <b>at</b> "noon" on Monday', possible=True, **contact)
    return made_up
