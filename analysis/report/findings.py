"""Put what the tables contain into sentences of Markdown, so that no number in a notebook is typed by hand.

Names come from articles and are untrusted: `plain` escapes everything in them that Markdown or HTML would interpret.
"""

import re
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd
from markdown_it import MarkdownIt

from analysis.articles.article import TEXT_BLOCKS, Article
from analysis.display import clean, count, counted, day_in_words, listed, literal, short
from analysis.frequency.public_record import contacts_in_record, totals_in_record
from analysis.frequency.rates import before_and_since, compare, per_pair, stated_and_found
from analysis.frequency.rates import rates as poisson_rates
from analysis.frequency.trends import DISPUTABLE
from analysis.sentiment import polarity
from analysis.sentiment.polarity import count_words, words_by_speaker
from analysis.statistics import TEST_LEVEL, most_first
from analysis.tables import OCCURRED, is_applied, is_possible, probable, records
from analysis.validation import checked

MIN_P_SHOWN = 0.005  # smaller values would be rounded to 0.00
MAX_NAMED = 3  # pairs or people in a finding on many articles
LAST_DAY_OF_WEEK = pd.Timedelta(days=6)
FINDING_CLASS = "finding"
BEYOND_CHANCE, WITHIN_CHANCE = "more than chance explains", "within chance"  # verdicts on a difference
# No finding has links or images, and no HTML of its own.
PROSE = MarkdownIt("commonmark", {"html": False}).disable(["link", "image", "autolink", "html_block", "html_inline"])
MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|~$-])")  # the characters that Markdown, or MathJax, can interpret


@dataclass(frozen=True)
class Prose:
    """A finding in words, as Markdown.

    A cell shows it as HTML, which front ends prefer. From Markdown they would make mathematics of what stands between
    dollars, even escaped ones, and links of bare addresses. GitHub and exports without HTML have the Markdown.
    """

    source: str

    def __str__(self) -> str:
        return self.source

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        html = literal(PROSE.render(self.source), FINDING_CLASS)
        return {"text/html": html, "text/markdown": self.source, "text/plain": self.source}


def plain(name: object) -> str:
    """Text escaped for Markdown, on one line, so that it is shown literally.

    >>> findings.plain("Ann *Lee*")
    'Ann \\\\*Lee\\\\*'
    """
    return MARKUP.sub(r"\\\1", escape(clean(name), quote=False))


@checked
def length_in_words(article: Article) -> int:
    """The number of words in the title and the paragraphs, without page furniture."""
    texts = (article.text[b.start : b.end] for b in article.blocks if b.kind in TEXT_BLOCKS)
    return sum(map(count_words, texts))


@checked
def overview(article: Article, quotes: pd.DataFrame, contacts: pd.DataFrame) -> Prose:
    """The article's title, source, date and length, what was repaired in its text, and what it contains.

    >>> str(findings.overview(article, result.quotes, result.contacts.head(0))).partition("It contains ")[2]
    '**18 quotations by 8 speakers** and **0 contacts**.'
    """
    words = length_in_words(article)
    published = f"published {article.published}" if article.published else "without a publication date"
    source = f", {plain(article.source)}" if article.source else ""
    n_quotes = count(quotes["quote_id"].nunique(), "quotation")
    n_speakers = count(quotes["speaker"].nunique(), "speaker")
    n_contacts = count(probable(contacts)["contact_id"].nunique(), "contact")
    if article.encoding not in (None, "utf-8"):
        published += f", read as {plain(article.encoding)} because it is not UTF-8"
    title = plain(article.headline or article.article_id)
    about = " ".join([f"**{title}**{source}, {published}: {words:,} words.", *map(plain, article.notes)])
    n_denied = quotes[quotes["denied"].eq(True)]["quote_id"].nunique()
    denied = f" ({n_denied} denied)" if n_denied else ""
    return Prose(f"{about} It contains **{n_quotes} by {n_speakers}**{denied} and **{n_contacts}**.")


@checked
def dating(article: Article) -> Prose:
    """The date of publication and the reason for it, since all relative dates are resolved from it."""
    if article.published is None:
        why = f" {plain(article.published_reason)}" if article.published_reason else ""
        return Prose(f"No publication date is known, so “on Sunday” and the like have no date.{why}")
    reason = plain(article.published_reason) if article.published_reason else "It is the date given with the article."
    return Prose(f"Days such as “Sunday” are counted from **{article.published}**. {reason}")


@checked
def facts(article: Article) -> pd.DataFrame:
    """The article's metadata: one row per fact, with the columns fact, value (missing if unknown) and origin."""
    values = {
        "title": article.headline,
        "author": article.author,
        "source": article.source,
        "url": article.url,
        "published": article.published,
    }
    origins = {"title": "text"} | dict.fromkeys((f for f in values if getattr(article, f) is not None), "given")
    rows = [
        (fact, None, "not found") if value is None else (fact, clean(value), {**origins, **article.origins}[fact])
        for fact, value in values.items()
    ]
    return pd.DataFrame(rows, columns=["fact", "value", "origin"], dtype="str")


@checked
def who_speaks(quotes: pd.DataFrame) -> Prose:
    """The speakers quoted with most words, the share of direct speech, and the quotations without a speaker.

    Quotations that the speaker denies are counted separately.

    >>> str(findings.who_speaks(result.quotes)).partition(". ")[2]
    'Direct speech makes up 31% of all words quoted.'
    """
    if quotes.empty:
        return Prose("**No quotation** was found in this article.")
    n_quotations, quotes = quotes["quote_id"].nunique(), polarity.said(quotes)
    n_denied = n_quotations - quotes["quote_id"].nunique()
    denied = f" {_denied(n_denied)} and {'is' if n_denied == 1 else 'are'} not counted." if n_denied else ""
    if quotes.empty:
        return Prose(f"**No quotation** was found that its speaker does not deny.{denied}")
    words = quotes["text"].map(count_words)
    n_quotes = quotes.drop_duplicates("quote_id")["speaker"].value_counts()
    ranked = words_by_speaker(quotes).items()
    speakers = [f"{plain(name)} ({total} words, n = {n_quotes[str(name)]})" for name, total in ranked]
    most_words = listed(speakers, most=3)
    direct = words[quotes["kind"] == "direct"].sum() / words.sum()
    n_unknown = quotes[quotes["speaker"].isna()]["quote_id"].nunique()
    unknown = f" No speaker was found for {count(n_unknown, 'quotation')}." if n_unknown else ""
    share = f"Direct speech makes up {direct:.0%} of all words quoted."
    return Prose(f"Most words quoted: **{most_words}**. {share}{unknown}{denied}")


def _denied(n: int) -> str:
    """The number of denied reports: "2 reports are denied by the speaker"."""
    return f"{count(n, 'report')} {'is' if n == 1 else 'are'} denied by the speaker"


@checked
def quotation_kinds(quotes: pd.DataFrame) -> pd.Series:
    """The kind of the whole quotation, by row of the table `quotes`: mixed if its pieces are of several kinds.

    >>> findings.quotation_kinds(result.quotes[result.quotes["quote_id"] == 8]).tolist()
    ['mixed', 'mixed']
    """
    several = quotes.groupby("quote_id")["kind"].transform("nunique") > 1
    return quotes["kind"].mask(several, "mixed")


@checked
def longest_chain(quotes: pd.DataFrame, mentions: pd.DataFrame) -> int | None:
    """The quotation with the longest chain of mentions from the speaker as written to a name.

    "He said" has a chain of 1 if "He" refers to a mention by name, of 2 if it refers to another pronoun that does.
    `Analysis.explain` lists the chain.

    Returns:
        The `quote_id`, the lowest one if several chains are equally long; None without quotations.
    """
    lengths: dict[tuple[str, int], int] = {}  # by person and start of the mention
    for mention in records(mentions.sort_values("start", kind="stable")):
        previous = mention.antecedent_start
        length = 0 if pd.isna(previous) else 1 + lengths.get((mention.person, previous), 0)
        lengths[mention.person, mention.start] = length
    longest_at: dict[int, int] = {}  # by start of the mention
    for (_, start), length in lengths.items():
        longest_at[start] = max(length, longest_at.get(start, 0))
    chains = {
        row.quote_id: max((longest_at.get(i, 0) for i in range(row.speaker_start, row.speaker_end)), default=0)
        for row in records(quotes.dropna(subset=["speaker_start"]).drop_duplicates("quote_id"))
    }
    quote_id = max(chains, key=lambda n: (chains[n], -n), default=quotes["quote_id"].min())
    return None if pd.isna(quote_id) else int(quote_id)


@checked
def tone(tone: pd.DataFrame) -> Prose:
    """How many quotations have a score, how often the two scorers agree, and whether speakers differ."""
    if tone.empty:
        return Prose("There is **no quotation to score**.")
    scored, agree = tone[tone["has_evidence"]], tone["signs_agree"].dropna()
    others = "; the others have no score" if len(scored) < len(tone) else ""
    evidence = f"TextBlob knows a word in **{len(scored)} of {count(len(tone), 'quotation')}**{others}."
    signs = f"Where VADER knows one too, their signs agree in **{agree.sum()} of {len(agree)}**."
    signs = signs if len(agree) else "VADER knows a word in none of these."
    return Prose(f"{evidence} {signs} {_difference(tone, 'speakers')}")


def _difference(tone: pd.DataFrame, who: str) -> str:
    """Whether the speakers of a table `tone` differ, by the permutation test of `polarity.permutation_p`."""
    p, n = polarity.permutation_p(tone)
    if p is None or 1 / n > TEST_LEVEL:
        return f"There are too few quotations to say whether the {who} differ."
    return f"The difference between the {who} is {'more than' if p <= TEST_LEVEL else 'within'} chance."


@checked
def side_by_side(speakers: pd.DataFrame) -> pd.DataFrame:
    """The result of `polarity.by_speaker` with one row per speaker and one column per scorer: the mean and its n."""
    cells = [f"{_mean(row)}, n = {row.n_evidence}" if row.n_evidence else "" for row in records(speakers)]
    names, scorers = speakers["speaker"].unique(), speakers["scorer"].unique()
    table = speakers.assign(cell=cells).pivot(index="speaker", columns="scorer", values="cell")
    return table.loc[names, scorers].rename_axis(columns=None).reset_index()


@checked
def voices(tone: pd.DataFrame, narrated: pd.DataFrame) -> Prose:
    """The scores of the quotations against those of the text around them.

    Args:
        tone: The table of this name.
        narrated: The same for the text around the quotations: `polarity.tone(result.narration)`.
    """
    both = polarity.voices(tone, narrated)
    rows = [row for row in records(polarity.speakers(both)) if row.n_evidence]
    if not rows:
        return Prose("TextBlob knows **no word** of this article.")
    means = [f"- {row.speaker}: **{_mean(row)}**, {row.n_evidence} of {row.n_quotes} scored" for row in rows]
    return Prose("\n".join([*means, "", _difference(both, "two")] if len(rows) == 2 else means))


def _mean(row: Any) -> str:
    """A mean score with its interval: "-0.10 (-0.35 to +0.15)"."""
    interval = "" if pd.isna(row.low) else f" ({row.low:+.2f} to {row.high:+.2f})"
    return f"{row.mean:+.2f}{interval}"


@checked
def contacts(contacts: pd.DataFrame, include_possible: bool = False) -> Prose:
    """The number of contacts, how many took place, the pair with most of them, and how many have no date.

    Args:
        contacts: The table `contacts`.
        include_possible: Whether to count contacts that are only possible, too.

    >>> str(findings.contacts(result.contacts, include_possible=True)).partition(". ")[0]
    'The article mentions **10 contacts**; 8 of them took place'
    """
    contacts = probable(contacts, include_possible)
    if contacts.empty:
        return Prose("**No contact** was found in this article.")
    distinct = contacts.drop_duplicates("contact_id")
    n_occurred = (distinct["status"] == OCCURRED).sum()
    pairs = per_pair(contacts[contacts["status"] == OCCURRED], include_possible=True)
    by_pair = pairs.groupby("pair")["contacts"].sum().sort_values(ascending=False, kind="stable")
    most_often = f" Most often: **{plain(by_pair.index[0])}** ({by_pair.iloc[0]})." if len(by_pair) else ""
    undated = int((distinct["date_precision"] == "none").sum())
    dates = f"{undated} {'has' if undated == 1 else 'have'} no date." if undated else "All are dated."
    total = f"The article mentions **{count(len(distinct), 'contact')}**; {n_occurred} of them took place."
    return Prose(f"{total}{most_often} {dates}")


@checked
def possible(contacts: pd.DataFrame) -> Prose:
    """How many contacts are only possible, and what that means.

    Args:
        contacts: The table `contacts`.

    >>> str(findings.possible(result.contacts.assign(possible=False)))
    'No contact is too uncertain to be counted.'
    """
    n = contacts[is_possible(contacts)]["contact_id"].nunique()
    if not n:
        return Prose("No contact is too uncertain to be counted.")
    are, they_are, them = ("is", "It is", "it") if n == 1 else ("are", "They are", "them")
    uncertain = f"{they_are} too uncertain to be counted; check {them} in the article."
    noun = "contact" if probable(contacts).empty else "more contact"
    return Prose(f"**{count(n, noun)}** {are} only possible. {uncertain}")


@checked
def corrections(corrections: pd.DataFrame) -> Prose:
    """How many corrections by hand there are, by whom, and each that no longer applies with the reason.

    Args:
        corrections: The table `corrections`.

    >>> str(findings.corrections(result.corrections))
    'Nothing was corrected by hand.'
    """
    if corrections.empty:
        return Prose("Nothing was corrected by hand.")
    readers = corrections["by"].fillna("not signed").value_counts(sort=False)
    by = listed((f"{plain(reader)} ({n})" for reader, n in readers.items()), most=MAX_NAMED)
    idle = corrections[~is_applied(corrections)]
    total = f"**{counted(len(corrections), 'correction')}** by hand: {by}"
    if idle.empty:
        return Prose(f"{total}. All of them apply.")
    lines = [
        f"- line {row.line}, {plain(row.action)}, {plain(short(row.words))}: {plain(row.outcome)}"
        for row in records(idle)
    ]
    verb = "does" if len(idle) == 1 else "do"
    return Prose(f"{total}. **{len(idle)}** {verb} not apply:\n\n" + "\n".join(lines))


@checked
def stated(stated_counts: pd.DataFrame) -> Prose:
    """The totals that the article states ("11 times in the last month"), and how many of these contacts it describes.

    >>> print(str(findings.stated(result.stated_counts)).splitlines()[1])
    - Emmanuel Macron – Vladimir Putin: the article says **11** times “in the last month”; it describes 2 of them
    """
    rows = stated_and_found(stated_counts)
    if rows.empty:
        return Prose("The article states **no total** of its own.")
    lines = [
        f"- {plain(row.pair)}: the article says **{row.stated}** times{_window(row)}; it describes {_found(row)}"
        for row in records(rows)
    ]
    return Prose("\n".join(lines))


def _window(total: Any) -> str:
    """The period that a total refers to, as written: " “in the last month”"; empty without one."""
    return "" if pd.isna(total.window_text) else f" “{plain(total.window_text)}”"


def _found(total: Any) -> str:
    return f"{total.found} of them" if total.found else "none of them"


@checked
def rates(stated_counts: pd.DataFrame) -> Prose:
    """Two stated totals of a pair compared as rates, with the exact test of `analysis.frequency.rates.compare`."""
    rows = before_and_since(stated_counts)
    if rows.empty:
        return Prose("The article states no two totals that can be compared as rates.")
    lines, totals = [], list(records(rows))
    for before, since in zip(totals[::2], totals[1::2], strict=True):
        test = compare(since.count, since.days, before.count, before.days)
        counts = f"**{before.count}** in {before.days} days before, **{since.count}** in {since.days} days since"
        verdict = "The rate changed" if test.p <= TEST_LEVEL else "Too few to say whether the rate changed"
        lines.append(f"{plain(before.pair)}: {counts}; that is {_weekly(before)} and {_weekly(since)}. {verdict}.")
    return Prose("\n\n".join(lines))


def _weekly(row: Any) -> str:
    """A rate with its interval: "3.5 a week (1.2 to 8.1)"."""
    return f"{row.rate:.1f} a week ({row.low:.1f} to {row.high:.1f})"


@checked
def against_record(
    contacts: pd.DataFrame, stated_counts: pd.DataFrame, record: pd.DataFrame, person: str | None
) -> Prose:
    """Compare a person's contacts and stated totals in the article with the person's public record.

    Args:
        contacts, stated_counts: The tables of these names.
        record: The result of `public_record.read_record`.
        person: The person whose record it is.
    """
    if record.empty:
        return Prose("There is **no record** to compare the article with.")
    dated, totals = contacts_in_record(contacts, record, person), totals_in_record(stated_counts, record, person)
    name, covered = plain(person), dated[dated["agrees"].notna()]
    span = f"{record['date'].min().date()} to {record['date'].max().date()}"
    if covered.empty:
        lines = [f"The article dates **no contact** of {name} to the period of the record, {span}."]
    else:
        n_covered = f"**{count(len(covered), 'contact')}** of {name} to the period of the record, {span}"
        lines = [f"The article dates {n_covered}; the record lists **{covered['agrees'].sum()}**."]
    return Prose("\n".join([*lines, "", *(f"- {_total_and_record(row)}" for row in records(totals))]).rstrip())


def _total_and_record(total: Any) -> str:
    """A stated total and the number of contacts that the record lists for its period."""
    stated = f"{plain(total.pair)}{_window(total)}: **{total.stated}** stated, {total.described} described"
    if pd.isna(total.gap):
        return f"{stated}, {total.in_record} in the record, which does not reach all of these days"
    return f"{stated}, **{total.in_record}** in the record: {_gap(total.gap)}"


def _gap(gap: int) -> str:
    """How many fewer contacts the record lists than the article states: "2 fewer than stated"."""
    if gap == 0:
        return "they agree"
    return f"{abs(gap)} {'fewer' if gap > 0 else 'more'} than stated"


@checked
def corpus(weeks: pd.DataFrame, errors: pd.DataFrame, far_off: pd.DataFrame | None = None, undated: int = 0) -> Prose:
    """The articles that a corpus run read, their weeks, and the articles that it left out or cannot count over time.

    Args:
        weeks: The table `world_weeks`.
        errors: The table `errors`.
        far_off: The rows of `world_weeks` that `weeks` lacks because they are far off (`trends.far_off`).
        undated: The number of articles without a day (`trends.without_day`).
    """
    total = weeks[["n_articles", "n_stories", "n_words"]].sum()
    n_far_off = 0 if far_off is None else int(far_off["n_articles"].sum())
    n_read = int(total["n_articles"]) + n_far_off + undated
    not_counted = _without_day(undated, n_read) + _too_far_off(n_far_off)
    left_out = "; ".join([*not_counted, *_left_out(errors, bool(not_counted))])
    if not total["n_articles"]:
        return Prose(f"**No article with a day of publication was read**; {left_out}.")
    n_articles, n_words = counted(total["n_articles"], "article"), counted(total["n_words"], "word")
    articles = f"**{n_articles}** with {n_words}, published {in_weeks(weeks)}"
    stories = f"without near-identical copies **{counted(total['n_stories'], 'story', 'stories')}**"
    blank = int((weeks["n_stories"] == 0).sum())
    gaps = f", in {blank} of {count(len(weeks), 'week')} no story was read" if blank else ", at least one in every week"
    return Prose(f"{articles}; {stories}{gaps if len(weeks) > 1 else ''}; {left_out}.")


@checked
def in_weeks(weeks: pd.DataFrame, in_words: bool = False) -> str:
    """The weeks of publication; a corpus counts by week, so the first and last day may have no article.

    Args:
        weeks: The table `world_weeks`; not empty.
        in_words: Whether to write days like 7 March 2022 rather than like 2022-03-07.

    >>> findings.in_weeks(pd.DataFrame({"week": [pd.Timestamp("2022-03-07")]}), in_words=True)
    'in the week of 7 March 2022'
    """
    mondays = weeks["week"]
    first, last = (
        day_in_words(day) if in_words else str(day.date()) for day in (mondays.min(), mondays.max() + LAST_DAY_OF_WEEK)
    )
    return f"in the week of {first}" if mondays.nunique() == 1 else f"in the weeks from {first} to {last}"


def _without_day(n: int, n_read: int) -> list[str]:
    """The number of articles without a day, of all that were read; nothing if each has one."""
    if not n:
        return []
    verbs = "has no date and is" if n == 1 else "have no date and are"
    return [f"{n:,} of {counted(n_read, 'article')} {verbs} in no count over time"]


def _too_far_off(n: int) -> list[str]:
    """The number of articles in weeks that are far off; empty if there are none."""
    return [f"{counted(n, 'article')} dated decades before or after the others, not counted by week"] if n else []


def _left_out(errors: pd.DataFrame, some_not_counted: bool) -> list[str]:
    """The number of articles left out, with the reasons; "nothing was left out" only if every article counts."""
    if errors.empty:
        return [] if some_not_counted else ["nothing was left out"]
    reasons = most_first(errors["reason"].value_counts())
    return [f"{len(errors):,} left out: {listed(f'{plain(reason)} ({n})' for reason, n in reasons.items())}"]


@checked
def in_touch(pairs: pd.DataFrame, people: pd.DataFrame, undated: int) -> Prose:
    """The number of contacts and pairs in a corpus, and the people with most contacts.

    Args:
        pairs: The table `world_pairs`.
        people: The result of `trends.people_in`.
        undated: The number of contacts that took place but have no week (`trends.without_week`).
    """
    if pairs.empty:
        return Prose("**No contact** that took place can be dated to a week.")
    total = int(pairs["n_contacts"].sum())
    n_pairs = pairs[["one", "other"]].drop_duplicates().shape[0]
    most = (f"**{plain(row.person)}** ({row.contacts}, with {row.others})" for row in records(people.head(MAX_NAMED)))
    weekless = f" {undated} more took place but cannot be dated to a week; they are not counted."
    counts = f"**{count(total, 'contact')}** of {count(n_pairs, 'pair')} took place."
    people_named = f" Most contacts among the pairs shown, with how many people: {', '.join(most)}."
    return Prose(counts + people_named + (weekless if undated > 0 else ""))


@checked
def often(weekly: pd.DataFrame, pairs: pd.DataFrame) -> Prose:
    """The weekly rates of the pairs with most contacts.

    Args:
        weekly: The result of `trends.per_week`.
        pairs: The table `world_pairs`.
    """
    if weekly.empty:
        return Prose("**No contact** took place in a week in which articles were read.")
    read = weekly[weekly["n_stories"] > 0]
    by_pair = poisson_rates(read.groupby("pair", sort=False, as_index=False)[["count", "days"]].sum())
    lines = [
        f"- {plain(row.pair)}: **{row.count:.0f}**, that is {_weekly(row)}"
        for row in by_pair.head(MAX_NAMED).itertuples()
    ]
    outside = int(pairs.loc[~pairs["week"].isin(weekly["week"]), "n_contacts"].sum())
    if outside:
        lines += ["", f"Left out: {count(outside, 'contact')} from other weeks, mentioned in passing."]
    return Prose("\n".join(lines))


@checked
def changes(tested: pd.DataFrame, unit: str = "contacts a week") -> Prose:
    """The changes that chance does not explain; `chance` has their p-values.

    Args:
        tested: The result of `change_points.in_contacts` or `change_points.in_tone`.
        unit: The unit of its levels: "contacts a week", or "mean score" for tone.
    """
    if tested.empty:
        return Prose("There are **too few weeks** to look for a change.")
    key = _series_column(tested)
    series = count(tested[key].nunique(), key)
    changed = tested[tested["changed"]].sort_values("week", kind="stable")
    if changed.empty:
        return Prose(f"**No change** in {series} beyond what chance would bring.")
    form = "{:+.2f}" if unit == "mean score" else "{:.1f}"
    lines = [
        f"- {plain(name)}: from the week of **{week.date()}** on {form.format(since)} {unit}, "
        f"before {form.format(before)}"
        for name, week, before, since in changed[[key, "week", "before", "since"]].itertuples(index=False)
    ]
    found = f"**{count(len(changed), 'change')}** in {series} beyond what chance would bring:"
    return Prose("\n".join([found, "", *lines]))


@checked
def chance(tested: pd.DataFrame) -> Prose:
    """How `changes` are distinguished from chance, with the p-values.

    Args:
        tested: The result of `change_points.in_contacts` or `change_points.in_tone`.
    """
    if tested.empty:
        return Prose("There were too few weeks to test.")
    key = _series_column(tested)
    spread = " or, if that is more often, when the contacts are spread at random over the stories read"
    method = (
        "p is how often a change at least as clear appears when the weeks are shuffled at random"
        f"{spread * ('p_stories' in tested.columns)}. It is corrected for the number of searches (Holm’s method), and "
        f"a change counts if p is at most {TEST_LEVEL}."
    )
    changed = tested[tested["changed"]].sort_values("week", kind="stable")
    lines = [
        f"- {plain(name)}, week of {week.date()}: {p_in_words(p)}"
        for name, week, p in changed[[key, "week", "p_holm"]].itertuples(index=False)
    ]
    if len(changed) < len(tested):
        others = "the other searches" if lines else "all searches"
        lines.append(f"- Smallest p of {others}: {tested.loc[~tested['changed'], 'p_holm'].min():.2f}")
    return Prose("\n".join([method, "", *lines]))


def _series_column(tested: pd.DataFrame) -> str:
    """The column that names each series searched for changes."""
    return "speaker" if "speaker" in tested.columns else "pair"


@checked
def p_in_words(p: float) -> str:
    """A p-value with two decimals: "p = 0.13", "p < 0.01".

    >>> findings.p_in_words(0.001)
    'p < 0.01'
    """
    return "p < 0.01" if p < MIN_P_SHOWN else f"p = {p:.2f}"


@checked
def one_contact(contact: pd.DataFrame) -> Prose:
    """A contact that several stories report, and where their reports disagree.

    Args:
        contact: A row of the table `world_contacts`; only the first row is used.
    """
    if contact.empty:
        return Prose("**No contact** is reported by several stories that disagree.")
    row = next(records(contact))
    sources = f"{count(row.n_articles, 'article')} ({count(row.n_stories, 'story', 'stories')})"
    day = "on an unknown day" if pd.isna(row.date_start) else _days(row.date_start, row.date_end)
    summary = f"**{plain(row.actor)} – {plain(row.recipient)}**, {plain(row.mode)}, {plain(row.status)}, {day}"
    values = {field: getattr(row, f"said_{field}") for field in DISPUTABLE}
    lines = [f"- {field}: {plain(by_value)}" for field, by_value in values.items() if pd.notna(by_value)]
    disagree = "They agree" if pd.isna(row.disagree) else f"They disagree on: {plain(row.disagree)}"
    head = f"{summary}: reported in {sources}. {disagree}. The number of stories that give each version:"
    return Prose("\n".join([head, "", *lines]))


def _days(first: pd.Timestamp, last: pd.Timestamp) -> str:
    return f"on {first.date()}" if first == last else f"between {first.date()} and {last.date()}"


@checked
def agreement(table: pd.DataFrame) -> Prose:
    """How many contacts several stories report, and on how many the reports disagree.

    Args:
        table: The result of `trends.agreement`.
    """
    several = table[table["stories"] != "1"][["contacts", "disagree"]].sum()
    if not several["contacts"]:
        return Prose("**No contact** is reported by more than one story, so no report can confirm another.")
    total = f"{several['contacts']} of {count(table['contacts'].sum(), 'contact')} are reported by several stories"
    if not several["disagree"]:
        return Prose(f"{total}, which do not disagree on any of them.")
    fields = listed(f"{field} {table[field].sum()}" for field in DISPUTABLE)
    return Prose(f"{total}; on **{several['disagree']}** of these the reports disagree ({fields}).")
