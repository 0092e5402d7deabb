"""Plain text as readers supply it: damage that other programs did to it, and the facts above its first paragraph.

`mended` repairs the damage: garbled characters, entities, lines broken to a fixed width. `stated_facts` reads the
title, author, source and day. Pages use the same functions for days (`day_readings`) and authors (`authors_in`).
"""

import datetime
import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import groupby, pairwise

from analysis import vocabulary
from analysis.display import counted, day_in_words

LINE_END_HYPHEN = "\u00ad"  # the soft hyphen, in place of a hyphen at the end of a line
MAX_WORD_CHARS = 64  # of a word that is divided at the end of a line
WORD_AT_LINE_END = re.compile(rf"(?<!\w)(\w++)[{LINE_END_HYPHEN}‐-]$")
LINE_BREAK = re.compile(r"\r\n|[\r\n]")
WRAP_WIDTHS = range(30, 121)  # characters of a line, in texts with line breaks inside their paragraphs
MIN_WRAPPED_BREAKS = 2
SHARE_WRAPPED = 0.8  # of line breaks inside sentences, those before a word that would not have fitted
ENTITY = re.compile(r"&(?:#\d{1,6}|#x[\da-f]{1,5}|[a-z]{2,8}\d{0,2});", re.IGNORECASE)
# Characters that are debris in most texts: control characters of Windows, and what UTF-8 looks like when it is read as
# an encoding with one byte a character. Only such texts are given to ftfy.
DEBRIS = re.compile("[\x80-\x9f]|[ÂÃâÎÏÐÑØÙ][\xa0-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
UNWRAPPED = "Its lines were broken to a fixed width; they were joined to paragraphs."
LOST = "\ufffd"

YEARS = range(1800, 2200)
CENTURY_BREAK = 70  # 01/05/69 is in 2069, 01/05/70 in 1970
TIME = r"(?:,? (?:at )?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?(?: [A-Z]{2,4})?)?"
MAX_DAY_LINE_CHARS = 120
MAX_HEADER_LINES = 12  # above the first paragraph
MIN_PARAGRAPH_WORDS = 8  # of a first paragraph that ends as a sentence does
MAX_TITLE_WORDS = 30
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
BYLINE = re.compile(r"(?:(?:story|written|reported|words|text|posted|published) )?by:? +(?P<names>\S.*)", re.IGNORECASE)
SOURCE_LINE = re.compile(r"source *: *(?P<source>\S.{1,60})", re.IGNORECASE)
# "the Lund Herald", "/TASS/", "(Reuters)" at the end of a dateline
AGENCY = re.compile(r"\((?P<agency>[A-Z][^()]{1,30})\)|/(?P<slashed>[A-Z][\w ]{1,30})/")
BETWEEN_NAMES = re.compile(r"( ?[,;|•·/] ?(?:and )?| [–—&-] | and )", re.IGNORECASE)
MAX_NAME_WORDS = 5
ACRONYM = re.compile(r"(?!II+$)[A-Z]{3,}")
NOT_NAME = re.compile(r"[\d@/:]|\bhttps?\b|\bwww\b", re.IGNORECASE)


def words_only(text: str) -> str:
    """The words of a text in lower case, with single spaces between them, to compare headlines and names by."""
    return re.sub(r"\W+", " ", text.casefold()).strip()


def single_spaced(text: str) -> str:
    """A text on one line, with single spaces."""
    return " ".join(text.split())


def mended(text: str) -> tuple[str, tuple[str, ...]]:
    """A text without the damage that programs did to it, and a sentence on each kind of damage.

    Characters that were decoded twice are repaired by ftfy (Speer, 2019), entities become characters, and lines that
    were broken to a fixed width are joined to paragraphs.

    >>> mended("He said &ldquo;no&rdquo;.")
    ('He said “no”.', ('Entities such as “&ldquo;” were turned into characters.',))
    """
    steps = (
        (unwrapped, UNWRAPPED),  # before and after the repair, which makes lines shorter
        (repaired, "Characters that an earlier program had garbled, such as “â€œ”, were repaired."),
        (_without_entities, "Entities such as “&ldquo;” were turned into characters."),
        (unwrapped, UNWRAPPED),
    )
    notes = []
    for step, note in steps:
        before, text = text, step(text)
        notes += [note] if text != before else []
    if n_lost := text.count(LOST):
        notes.append(f"An earlier program had lost {counted(n_lost, 'character')}, shown here as “{LOST}”.")
    return text, tuple(notes)


def repaired(text: str) -> str:
    """The text with characters repaired that were decoded twice, or as another encoding than theirs."""
    if not DEBRIS.search(text):
        return text
    import ftfy  # not at the top: few texts need it

    return "".join(ftfy.fix_encoding(line) for line in re.split(r"(?<=\n)", text))


def _without_entities(text: str) -> str:
    """The text with characters instead of entities, except those of control characters and of < and >."""

    def character(entity: re.Match[str]) -> str:
        decoded = html.unescape(entity[0]).replace("\xa0", " ")
        return decoded if decoded.isprintable() and decoded not in ("<", ">", LOST) else entity[0]

    return ENTITY.sub(character, ENTITY.sub(character, text)) if "&" in text and ENTITY.search(text) else text


def unwrapped(text: str) -> str:
    """The text with the lines of each paragraph joined, if they are broken to a fixed width; otherwise unchanged.

    In such a text no line is longer than the width, and the next line's first word would rarely have fitted. Where it
    would, the line ends a paragraph, or is a headline or a byline.
    """
    lines = LINE_BREAK.split(text)
    width = _wrap_width(lines)
    if not width:
        return text
    words = word_counts(lines)
    paragraphs: list[list[str]] = [[lines[0]]]
    for above, line in pairwise(lines):
        if _goes_on(above, line, width):
            paragraphs[-1].append(line.strip())
        else:
            paragraphs.append([line])
    return "\n".join(joined([paragraph[0].rstrip(), *paragraph[1:]], words) for paragraph in paragraphs)


def _wrap_width(lines: Sequence[str]) -> int:
    """The width to which the lines of a text are broken; 0 if they are not."""
    breaks = [(above.rstrip(), line.strip()) for above, line in pairwise(lines) if above.strip() and line.strip()]
    if len(breaks) < MIN_WRAPPED_BREAKS:
        return 0
    lengths = sorted(len(above) for above, _ in breaks)
    width = lengths[int(0.95 * (len(lengths) - 1) + 0.5)]
    n_longer = sum(len(line.rstrip()) > width for line in lines)
    if width not in WRAP_WIDTHS or n_longer > 0.05 * len(lines) + 1:
        return 0
    n_forced = n_inside = 0
    for _, block in groupby(lines, key=lambda line: bool(line.strip())):
        forced = [not _has_room(above.rstrip(), line, width) for above, line in _breaks_inside(list(block))]
        n_forced, n_inside = n_forced + sum(forced), n_inside + (len(forced) if any(forced) else 0)
    return width if n_forced >= max(MIN_WRAPPED_BREAKS, SHARE_WRAPPED * n_inside) else 0


def _breaks_inside(block: Sequence[str]) -> list[tuple[str, str]]:
    """The lines of a block in pairs, without breaks after the end of a sentence, where a paragraph may end."""
    pairs = pairwise(block) if block[0].strip() else ()
    return [(above, line) for above, line in pairs if not SENTENCE_END.search(above.rstrip())]


def _has_room(above: str, line: str, width: int) -> bool:
    """Whether the first word of a line would have fitted into the line above."""
    return len(above) + 1 + len(line.split(maxsplit=1)[0]) <= width


def _goes_on(above: str, line: str, width: int) -> bool:
    """Whether a line continues the paragraph of the line above."""
    above = above.rstrip()
    if not above or not line.strip() or (line[:2].isspace() and not above[:2].isspace()):
        return False
    return not _has_room(above, line, width) or line[:1].islower()


def word_counts(lines: Iterable[str]) -> Counter[str]:
    """How often each word occurs in the lines of a text, in lower case, for `joined`."""
    return Counter(word.casefold() for line in lines for word in re.findall(r"[\w’'-]+", line))


def joined(lines: Sequence[str], words: Counter[str]) -> str:
    """The lines of a paragraph as one, with hyphenated words rejoined; `words` counts those of the whole text.

    Only the end of the text so far is looked at, so that the work grows with the text and not with its square.
    """
    text = list(lines[:1])
    end = lines[0][-MAX_WORD_CHARS:]
    for line in lines[1:]:
        hyphenated = WORD_AT_LINE_END.search(end)
        if hyphenated is None:
            piece = f" {line}"
        else:
            text[-1], end = text[-1][:-1], end[:-1]  # the hyphen
            piece = _second_part(hyphenated[1], line, words)
        text.append(piece)
        end = (end + piece)[-MAX_WORD_CHARS:]
    return "".join(text).replace(LINE_END_HYPHEN, "-")


def _second_part(first: str, line: str, words: Counter[str]) -> str:
    """A line that begins with the second part of a word, to follow the `first` part; with a hyphen if that is kept.

    The hyphen is kept before a capital ("Lind-Amar"), if the word is written with a hyphen elsewhere ("well-known"), or
    if both parts are words and the whole is not. Words are those of the text and of the Brill tagger's lexicon in
    TextBlob.
    """
    match = re.match(r"\w*", line)
    second = match[0] if match else ""
    closed, hyphenated = f"{first}{second}".casefold(), f"{first}-{second}".casefold()
    lexicon = _lexicon()
    if words[closed] or words[hyphenated]:
        keeps_hyphen = not words[closed]
    else:
        parts = {first.casefold(), second}
        is_word = bool(lexicon & {closed, closed.capitalize()})  # "Monday"
        keeps_hyphen = hyphenated in lexicon or (not is_word and parts <= lexicon)
    return ("-" if keeps_hyphen or not second[:1].islower() else "") + line


@cache
def _lexicon() -> frozenset[str]:
    """The words of the Brill tagger's lexicon: the first column of lines such as "abandon VB NN"."""
    lines = (resources.files("textblob.en") / "en-lexicon.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.split()[0] for line in lines if line[:1].isalpha())


def day_readings(text: str) -> list[datetime.date]:
    """The first day with a year in a text: its one reading, or both readings of "01/05/2024", day before month first.

    >>> day_readings("Updated: Oct 9, 2019, 11:05 IST"), len(day_readings("01/05/2024")), day_readings("May 2024")
    ([datetime.date(2019, 10, 9)], 2, [])
    """
    return next(all_day_readings(text), [])


def all_day_readings(text: str) -> Iterator[list[datetime.date]]:
    """The readings of every day with a year in a text, as `day_readings` gives them for the first."""
    for match in _day_pattern().finditer(text):
        parts = {name.rstrip("0123456789"): value for name, value in match.groupdict().items() if value}
        year = _year(parts["year"])
        if readings := [date for month, day in _month_and_day(parts) for date in _day(year, month, day)]:
            yield list(dict.fromkeys(readings))


def _year(digits: str) -> int:
    century = 0 if len(digits) == 4 else 2000 if int(digits) < CENTURY_BREAK else 1900
    return century + int(digits)


def _month_and_day(parts: dict[str, str]) -> list[tuple[int, int]]:
    """The month and day that the parts of a date may be."""
    if "word" in parts:
        return [(vocabulary.dates().months[parts["word"].lower()], int(parts["day"]))]
    if "month" in parts:
        return [(int(parts["month"]), int(parts["day"]))]
    first, second = int(parts["first"]), int(parts["second"])
    return [(second, first)] if parts["sign"] == "." else [(second, first), (first, second)]


def _day(year: int, month: int, day: int) -> Iterator[datetime.date]:
    try:
        if year in YEARS:
            yield datetime.date(year, month, day)
    except ValueError:
        pass


@cache
def _day_pattern() -> re.Pattern[str]:
    """A day with its year: 2019-10-09, 20191009, 9 October 2019, Oct. 9th, 2019, Oct 9 11:05 GMT 2019, 9/10/19."""
    months = "|".join(sorted(vocabulary.dates().months, key=len, reverse=True))
    time = TIME.replace(" ", "[ ]")
    return re.compile(
        rf"""(?<![\d/.-])(?:
            (?P<year1>\d{{4}})(?P<sign1>[-/.])(?P<month1>\d{{1,2}})(?P=sign1)(?P<day1>\d{{1,2}})(?!\d)
          | (?P<year2>\d{{4}})(?P<month2>\d\d)(?P<day2>\d\d)(?=T|\b)
          | (?P<day3>\d{{1,2}})(?:st|nd|rd|th)?[ -](?:of[ ])?(?P<word3>{months})\b[.,]?[ ,-]{{1,2}}(?P<year3>\d{{4}})\b
          | (?P<first>\d{{1,2}})(?P<sign4>[-/.])(?P<second>\d{{1,2}})(?P=sign4)(?P<year4>\d{{4}}|\d\d)(?![\d/.-]?\d)
          ) | \b(?P<word5>{months})\b\.?[ ](?P<day5>\d{{1,2}})(?:st|nd|rd|th)?{time},?[ ](?P<year5>\d{{4}})\b
        """,
        re.IGNORECASE | re.VERBOSE,
    )


def is_day_line(line: str) -> bool:
    """Whether a line states a day and no more than its time: "Tue 8 Nov 2022 14.10 GMT", "Published March 4, 2025"."""
    match = _day_pattern().search(line) if len(line) <= MAX_DAY_LINE_CHARS else None
    if match is None:
        return False
    rest = f"{line[: match.start()]} {line[match.end() :]}".casefold()
    around = vocabulary.pages().around_day
    words = re.findall(r"[^\W\d_]+", _day_pattern().sub(" ", rest))
    return around.union(vocabulary.dates().weekdays).issuperset(words)


def is_update(line: str) -> bool:
    """Whether the first day in a line is that of a change: "Updated March 4, 2025"."""
    match = _day_pattern().search(line)
    before = line[: match.start()] if match else line
    last = re.split("[,;|]", before)[-1]
    return re.search(r"\b(updated|modified|edited|corrected)\b", last, re.IGNORECASE) is not None


def authors_in(text: str, is_labelled: bool = False) -> list[str]:
    """The names of the authors in a byline, without days, offices and addresses.

    Args:
        text: The byline, or a field that holds an author.
        is_labelled: Whether a name may be a single word, since the field holds nothing but authors: "Reuters".

    >>> authors_in("Monday August 27, 2018 10:05 am PDT by Ulla Clovis"), authors_in("Jo Roe and Al Moe, Staff Writers")
    (['Ulla Clovis'], ['Jo Roe', 'Al Moe'])
    """
    line = " ".join(re.sub(r"(?<!\S)[^\s@]++@\S++|\([^()]*+\)", " | ", text).split())
    line = re.split(r"(?i)(?:^|\W)by:?\s", line)[-1]
    parts = BETWEEN_NAMES.split(line)
    names: list[str] = []
    for before, piece in zip(["", *parts[1::2]], parts[::2], strict=True):
        name = _name(re.split(r"(?i)\s(?:in|at|on|for|of)\s", piece)[0], is_labelled and len(parts) == 1)
        if name:
            names.append(name)
        is_last = bool(name) and before.strip().casefold() in ("and", "&")
        if is_last or (names and not name and re.search(r"\w", piece)):
            break  # no name follows "and Bo Ray" or an office
    return list(dict.fromkeys(names))


def _name(text: str, may_be_short: bool) -> str:
    """The text if it reads like the name of an author, with capitals only at the start of words; otherwise ""."""
    words = text.strip(" .,:'\"“”–—-").split()
    if not (1 if may_be_short else 2) <= len(words) <= MAX_NAME_WORDS or NOT_NAME.search(text):
        return ""
    lowered = [word.casefold().rstrip(".,:;!?").removesuffix("'s").removesuffix("’s") for word in words]
    if vocabulary.pages().no_author.union(vocabulary.dates().weekdays).intersection(lowered):
        return ""
    if not may_be_short and lowered[-1] in vocabulary.contacts().elsewhere.titles_of_papers:
        return ""
    return _with_capitals(words)


def _with_capitals(words: list[str]) -> str:
    """The words of a name, all with a capital except particles like "von der"; "" if any other has none."""
    particles = vocabulary.pages().name_particles
    if len(words) > 1 and " ".join(words).isupper():
        words = [word.title() for word in words]
    has_acronym = len(words) > 1 and any(map(ACRONYM.fullmatch, words))  # "CNN Business"
    has_capitals = all(word[:1].isupper() or word.casefold() in particles for word in words)
    return " ".join(words) if has_capitals and words[-1][:1].isupper() and not has_acronym else ""


def n_header_lines(lines: Sequence[str]) -> int:
    """The number of lines above the first paragraph; 0 if no paragraph is near the top."""
    texts = (n for n, line in enumerate(lines[: MAX_HEADER_LINES + 1]) if is_paragraph(line))
    return next(texts, 0)


def is_paragraph(text: str) -> bool:
    """Whether a text is a paragraph of a story: longer than a headline, or long enough and ends as a sentence does."""
    n_words = len(text.split())
    return n_words > MAX_TITLE_WORDS or (n_words >= MIN_PARAGRAPH_WORDS and bool(SENTENCE_END.search(text.strip())))


def header_days(lines: Sequence[str]) -> list[str]:
    """The lines above the first paragraph that state the day of publication or of a change.

    If lines further down hold only a day, too, days are headings of sections, and no line is returned.
    """
    n_header = n_header_lines(lines)
    return [] if any(map(is_day_line, lines[n_header:])) else [line for line in lines[:n_header] if is_day_line(line)]


def stated_facts(text: str, dateline: str) -> dict[str, str]:
    """The title, author, source and day that the lines above the first paragraph of a text state.

    Args:
        text: The text, one paragraph a line.
        dateline: The dateline of its first paragraph, which may state source and day: "PARIS, May 3, 2021 (AFP) –".

    Returns:
        The facts by name, with a `published_reason`; `unsettled` says which days a day may be that has two readings.
    """
    lines = [line.strip() for line in LINE_BREAK.split(text) if line.strip()]
    header = lines[: n_header_lines(lines)]
    days = [line for line in header_days(lines) if not is_update(line)]
    dated = ((readings, line) for line in [*days, dateline] if (readings := day_readings(line)))
    author = _header_author(header, has_day=bool(days))
    facts = {"author": author, "title": _title(header, author), "source": _header_source(header, dateline)}
    facts |= next((_day_facts(readings, line) for readings, line in dated), {})
    return {fact: value for fact, value in facts.items() if value}


def _header_author(header: Sequence[str], has_day: bool) -> str:
    """The authors in a byline; if the header has a day, a name alone on a line is that of the author, too."""
    bylines = [match["names"] for line in header if (match := BYLINE.fullmatch(line))]
    names = map(authors_in, [*bylines, *(header[1:] if has_day else ())])
    return ", ".join(next(filter(None, names), ()))


def _header_source(header: Sequence[str], dateline: str) -> str:
    """The source in a line such as "Source: The Paper", else the agency in the dateline."""
    sources = [match["source"] for line in header if (match := SOURCE_LINE.fullmatch(line))]
    sources += [match["agency"] or match["slashed"] for match in AGENCY.finditer(dateline)]
    return next(iter(sources), "")


def _day_facts(readings: Sequence[datetime.date], line: str) -> dict[str, str]:
    if len(readings) == 1:
        return {"published": readings[0].isoformat(), "published_reason": f"It is the day in its line “{line}”."}
    return {"unsettled": ambiguous(line, readings)}


def ambiguous(words: str, readings: Sequence[datetime.date]) -> str:
    """A clause on a day that can be read in two ways.

    >>> ambiguous("01/05/2024", day_readings("01/05/2024"))
    'The day is given as “01/05/2024”, which may be 1 May 2024 or 5 January 2024'
    """
    return f"The day is given as “{words}”, which may be {' or '.join(map(day_in_words, readings))}"


def _title(header: Sequence[str], author: str) -> str:
    """The first line of the header that is repeated, or else the first that reads like a headline."""
    lines = [line for line in header if _may_be_title(line, author)]
    counts = Counter(map(words_only, lines))
    twice = (line for line in lines if counts[words_only(line)] > 1)
    return next(twice, next(iter(lines), ""))


def _may_be_title(line: str, author: str) -> bool:
    if len(line.split()) < 2 or line.endswith((".", ":", ",", ";")) or line == author:
        return False
    return not (is_day_line(line) or BYLINE.fullmatch(line) or SOURCE_LINE.fullmatch(line))
