"""CoNLL-U (https://universaldependencies.org/format.html): a line for each word.

The last column, MISC, has `start_char` and `end_char` (positions in the article), `Quote`, `QuoteKind` and `Speaker`
of the innermost quotation around a word, `Cue` with the number of the quotation that a word introduces, and `Entity`.
HEAD and DEPREL are `_`, because the project's syntactic relations are not those of Universal Dependencies.
"""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import groupby, pairwise
from typing import Any

from analysis import tables
from analysis.interchange.annotations import Quotation, in_one_line, plain, quotations
from analysis.pipeline import Analysis

# Escapes within a value of MISC, as in UDPipe's SpacesAfter.
ESCAPES = str.maketrans({"\\": "\\\\", "|": "\\p", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def files(result: Analysis) -> dict[str, str]:
    """The file `article.conllu`."""
    starts, quoted = result.tokens["start"].tolist(), quotations(result)
    inside, cues = _quotation_at(starts, quoted), _cue_at(starts, quoted)
    lines: list[str] = []
    paragraph = None
    for (number, sentence), words in groupby(tables.records(result.tokens), lambda row: (row.paragraph, row.sentence)):
        if paragraph is None:
            lines.append(f"# newdoc id = {in_one_line(result.article.article_id)}")
        if number != paragraph:
            lines.append(f"# newpar id = p{number}")
            paragraph = number
        lines += _sentence(int(sentence), list(words), inside, cues)
    return {"article.conllu": "".join(f"{line}\n" for line in lines)}


def _sentence(number: int, words: list[Any], inside: dict[int, Quotation], cues: dict[int, int]) -> list[str]:
    """The lines of a sentence, including the empty line that ends it."""
    followed = [bool(word.end < after.start) for word, after in pairwise(words)] + [True]
    text = "".join(_form(word) + " " * space for word, space in zip(words, followed, strict=True)).rstrip()
    lines = [f"# sent_id = s{number}", f"# text = {text}"]
    for place, (word, space) in enumerate(zip(words, followed, strict=True), 1):
        lemma = in_one_line(plain(word.lemma) or "") or "_"
        columns = [str(place), _form(word), lemma, plain(word.pos) or "_", plain(word.tag) or "_", "_", "_", "_", "_"]
        lines.append("\t".join([*columns, _misc(word, space, inside.get(word.start), cues.get(word.start))]))
    return [*lines, ""]


def _form(word: Any) -> str:
    return in_one_line(word.text)


def _misc(word: Any, followed: bool, quotation: Quotation | None, cue: int | None) -> str:
    values: dict[str, Any] = {"SpaceAfter": None if followed else "No", "start_char": word.start, "end_char": word.end}
    if quotation is not None:
        values |= {"Quote": quotation.number, "QuoteKind": quotation.kind, "Speaker": quotation.speaker}
    values |= {"Cue": cue, "Entity": plain(word.entity)}
    return "|".join(f"{key}={str(value).translate(ESCAPES)}" for key, value in values.items() if value is not None)


def _quotation_at(starts: list[int], quoted: Iterable[Quotation]) -> dict[int, Quotation]:
    """The innermost quotation around each word, by the start of the word."""
    spans = ((span, quotation) for quotation in quoted for span in quotation.spans)
    longest_first = sorted(spans, key=lambda pair: (pair[0].start - pair[0].end, pair[0].start, pair[1].number))
    return {start: quotation for span, quotation in longest_first for start in _within(starts, *span)}


def _cue_at(starts: list[int], quoted: Iterable[Quotation]) -> dict[int, int]:
    """The number of the quotation that each word introduces, by the start of the word."""
    cues = [(quotation.cue_span, quotation.number) for quotation in quoted if quotation.cue_span]
    return {start: number for span, number in reversed(cues) for start in _within(starts, *span)}


def _within(starts: list[int], start: int, end: int) -> Iterable[int]:
    """The part of some ascending positions from `start` up to but not including `end`."""
    return starts[bisect_left(starts, start) : bisect_left(starts, end)]
