"""What the tables say, in a sentence each, as Markdown: so that no number in a notebook's prose is typed by hand.

Names come from an article and are not trusted: `plain` takes from them whatever Markdown or HTML would act on.
"""

import re
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from analysis.articles.article import Article
from analysis.display import clean, count, listed
from analysis.frequency.public_record import contacts_in_record, totals_in_record
from analysis.frequency.rates import before_and_since, compare, per_pair, stated_and_found
from analysis.frequency.rates import rates as poisson_rates
from analysis.sentiment import polarity
from analysis.sentiment.polarity import count_words
from analysis.tables import records
from analysis.validation import checked

CHANCE = 0.05  # p above which the speakers are not said to differ
SIX_DAYS = pd.Timedelta(days=6)


@dataclass(frozen=True)
class Prose:
    """A finding in words, as Markdown."""

    source: str

    def __str__(self) -> str:
        return self.source

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/markdown": self.source, "text/plain": self.source}


def plain(name: object) -> str:
    """Text for Markdown that reads as it is: no markup, no HTML, on one line."""
    return re.sub(r"([\\`*_{}\[\]()#+!|~$-])", r"\\\1", escape(clean(name), quote=False))


@checked
def overview(article: Article, quotes: pd.DataFrame, contacts: pd.DataFrame) -> Prose:
    """What was read, and how much was found in it.

    >>> str(findings.overview(article, result.quotes, result.contacts)).partition("Found in it: ")[2]
    '**19 quotations by 8 speakers**, and **10 contacts**.'
    """
    read = [article.text[b.start : b.end] for b in article.blocks if b.kind in ("title", "paragraph")]
    words = sum(count_words(text) for text in read)
    published = f"published {article.published}" if article.published else "without a publication date"
    source = f", {plain(article.source)}" if article.source else ""
    found = f"{count(quotes['quote_id'].nunique(), 'quotation')} by {count(quotes['speaker'].nunique(), 'speaker')}"
    told = count(contacts["contact_id"].nunique(), "contact")
    title = plain(article.headline or article.article_id)
    if article.encoding not in (None, "utf-8"):
        published += f", read as {plain(article.encoding)} because it is not UTF-8"
    return Prose(f"**{title}**{source}, {published}: {words:,} words. Found in it: **{found}**, and **{told}**.")


@checked
def dating(article: Article) -> Prose:
    """Why the article is given the day it is given, since every relative date hangs on it."""
    if article.published is None:
        why = f" {plain(article.published_reason)}" if article.published_reason else ""
        return Prose(f"No publication date is known: “on Sunday” and the like stay without a day.{why}")
    reason = plain(article.published_reason) if article.published_reason else "It is the date given with the article."
    return Prose(f"“On Sunday” and the like are counted from **{article.published}**. {reason}")


@checked
def facts(article: Article) -> pd.DataFrame:
    """What is known about the article, a row a fact: `fact`, `value` (text; missing if not known) and `origin`."""
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
    """Who is quoted with most words, and how much is said by nobody named.

    >>> str(findings.who_speaks(result.quotes)).partition(". ")[2]
    'Direct speech makes up 30% of all words quoted.'
    """
    if quotes.empty:
        return Prose("**Nobody is quoted** in this article, as far as could be found.")
    words = quotes["text"].map(count_words)
    by_speaker = words.groupby(quotes["speaker"]).sum().sort_values(ascending=False, kind="stable")
    n = quotes.drop_duplicates("quote_id")["speaker"].value_counts()
    totals = list(zip(by_speaker.index, by_speaker, strict=True))
    first = listed((f"{plain(name)} ({total} words, n = {n[name]})" for name, total in totals), most=3)
    direct = words[quotes["kind"] == "direct"].sum() / words.sum()
    nobody = quotes[quotes["speaker"].isna()]["quote_id"].nunique()
    missing = f" Of {count(nobody, 'quotation')} the speaker could not be told." if nobody else ""
    return Prose(f"Most words quoted: **{first}**. Direct speech makes up {direct:.0%} of all words quoted.{missing}")


@checked
def longest_chain(quotes: pd.DataFrame, mentions: pd.DataFrame) -> int | None:
    """The number of the first quotation whose speaker was understood through most mentions, as `explain` tells them."""
    steps: dict[tuple[str, int], int] = {}
    for mention in records(mentions.sort_values("start", kind="stable")):
        before = mention.antecedent_start
        steps[mention.person, mention.start] = 0 if pd.isna(before) else 1 + steps.get((mention.person, before), 0)
    at = {start: n for (_, start), n in sorted(steps.items(), key=lambda item: item[1])}
    chains = {
        row.quote_id: max((at.get(place, 0) for place in range(row.speaker_start, row.speaker_end)), default=0)
        for row in records(quotes.dropna(subset=["speaker_start"]).drop_duplicates("quote_id"))
    }
    longest = max(chains, key=lambda n: (chains[n], -n), default=quotes["quote_id"].min())
    return None if pd.isna(longest) else int(longest)


@checked
def tone(tone: pd.DataFrame) -> Prose:
    """How much the scores rest on, whether the two scorers agree, and whether speakers differ at all."""
    if tone.empty:
        return Prose("There is **no quotation to score**.")
    known, agree = tone[tone["has_evidence"]], tone["signs_agree"].dropna()
    others = "; the others have no score" if len(known) < len(tone) else ""
    scored = f"TextBlob knows a word in **{len(known)} of {count(len(tone), 'quotation')}**{others}."
    signs = f"Where VADER knows one too, their signs agree in **{agree.sum()} of {len(agree)}**."
    signs = signs if len(agree) else "VADER knows a word in none of these."
    return Prose(f"{scored} {signs} {_differ(tone, 'speakers')}")


def _differ(tone: pd.DataFrame, who: str) -> str:
    """Whether the speakers of a table `tone` differ, with the p that says so."""
    p, n = polarity.permutation_p(tone)
    if p is None or 1 / n > CHANCE:
        return f"There are too few quotations to show whether the {who} differ."
    verdict = "differ" if p <= CHANCE else "do not differ"
    told = "p < 0.01" if p < 0.005 else f"p = {p:.2f}"  # which rounds to 0.00
    return f"The {who} {verdict} more than chance would have it ({told}, {n:,} permutations, seed 0)."


@checked
def side_by_side(speakers: pd.DataFrame) -> pd.DataFrame:
    """The table of `sentiment.by_speaker` with a row per speaker and a column per scorer: the mean and its n."""
    told = [f"{_mean(row)}, n = {row.n_evidence}" if row.n_evidence else "" for row in records(speakers)]
    names, scorers = speakers["speaker"].unique(), speakers["scorer"].unique()
    table = speakers.assign(told=told).pivot(index="speaker", columns="scorer", values="told")
    return table.loc[names, scorers].rename_axis(columns=None).reset_index()


@checked
def voices(tone: pd.DataFrame, narrated: pd.DataFrame) -> Prose:
    """The quotations against the text around them: whether it is the paper or the people that sounds so."""
    both = polarity.voices(tone, narrated)
    rows = [row for row in records(polarity.speakers(both)) if row.n_evidence]
    if not rows:
        return Prose("TextBlob knows **no word** of this article.")
    means = [f"- {row.speaker}: **{_mean(row)}**, {row.n_evidence} of {row.n_quotes} scored" for row in rows]
    return Prose("\n".join([*means, "", _differ(both, "two")] if len(rows) == 2 else means))


def _mean(row: Any) -> str:
    interval = "" if pd.isna(row.low) else f" ({row.low:+.2f} to {row.high:+.2f})"
    return f"{row.mean:+.2f}{interval}"


@checked
def contacts(contacts: pd.DataFrame) -> Prose:
    """How many contacts the article tells, how many of them happened, and which pair has most.

    >>> str(findings.contacts(result.contacts)).partition(". ")[0]
    'The article tells of **10 contacts**, of which 8 took place'
    """
    if contacts.empty:
        return Prose("**No contact** is told in this article, as far as could be found.")
    one = contacts.drop_duplicates("contact_id")
    happened = one[one["status"] == "occurred"]
    pairs = per_pair(contacts[contacts["status"] == "occurred"])
    most = pairs.groupby("pair")["contacts"].sum().sort_values(ascending=False, kind="stable")
    pair = f" Most often: **{plain(most.index[0])}** ({most.iloc[0]})." if len(most) else ""
    undated = int((one["date_precision"] == "none").sum())
    dates = f"For {undated} of them it gives no date." if undated else "It gives a date for each of them."
    told = f"The article tells of **{count(len(one), 'contact')}**, of which {len(happened)} took place."
    return Prose(f"{told}{pair} {dates}")


@checked
def stated(stated_counts: pd.DataFrame) -> Prose:
    """What the article itself states as totals, and how many of these contacts it tells.

    >>> print(str(findings.stated(result.stated_counts)).splitlines()[1])
    - Emmanuel Macron – Vladimir Putin: **11** stated “in the last month”; the article itself tells 2
    """
    rows = stated_and_found(stated_counts)
    if rows.empty:
        return Prose("The article states **no total** of its own.")
    lines = [
        f"- {plain(row.pair)}: **{row.stated}** stated {_since(row)}; the article itself tells {row.found}"
        for row in records(rows)
    ]
    return Prose("\n".join(lines))


def _since(total: Any) -> str:
    """The stretch of time that a total is stated for, as written."""
    return "without a time" if pd.isna(total.window_text) else f"“{plain(total.window_text)}”"


@checked
def rates(stated_counts: pd.DataFrame) -> Prose:
    """Two stated totals compared as rates, with the exact test."""
    rows = before_and_since(stated_counts)
    if rows.empty:
        return Prose("The article gives no two totals that could be compared as rates.")
    lines, told = [], list(records(rows))
    for before, since in zip(told[::2], told[1::2], strict=True):
        test = compare(since.count, since.days, before.count, before.days)
        counts = f"**{before.count}** in {before.days} days before, **{since.count}** in {since.days} days since"
        ratio = f"ratio {test.ratio:.2f} ({test.low:.2f} to {test.high:.2f}), p = {test.p:.2f}"
        lines.append(f"{plain(before.pair)}: {counts}; that is {_weekly(before)} and {_weekly(since)}; {ratio}.")
    return Prose("\n\n".join(lines))


def _weekly(row: Any) -> str:
    return f"{row.rate:.1f} a week ({row.low:.1f} to {row.high:.1f})"


@checked
def against_record(
    contacts: pd.DataFrame, stated_counts: pd.DataFrame, record: pd.DataFrame, person: str | None
) -> Prose:
    """How many of the article's contacts and stated totals of a person the person's public record bears out."""
    if record.empty:
        return Prose("There is **no record** to compare the article with.")
    told, totals = contacts_in_record(contacts, record, person), totals_in_record(stated_counts, record, person)
    whose, reached = plain(person), told[told["agrees"].notna()]
    span = f"{record['date'].min().date()} to {record['date'].max().date()}"
    if reached.empty:
        lines = [f"The article dates **no contact** of {whose} that took place within the record, {span}."]
    else:
        dated = f"**{count(len(reached), 'contact')}** of {whose} that took place within the record, {span}"
        lines = [f"The article dates {dated}: the record has **{reached['agrees'].sum()}** of them."]
    if totals.empty:
        lines.append(f"It states **no total** of {whose} for days that are known.")
    return Prose("\n".join([*lines, "", *(f"- {_beside(row)}" for row in records(totals))]).rstrip())


def _beside(total: Any) -> str:
    """A stated total beside what the record lists."""
    said = f"{plain(total.pair)}, {_since(total)}: **{total.stated}** stated, {total.told} told"
    if pd.isna(total.gap):
        return f"{said}, {total.in_record} in the record, which does not reach all of these days"
    apart = "they agree" if total.gap == 0 else f"{abs(total.gap)} {'fewer' if total.gap > 0 else 'more'} than stated"
    return f"{said}, **{total.in_record}** in the record: {apart}"


@checked
def corpus(weeks: pd.DataFrame, errors: pd.DataFrame) -> Prose:
    """What was read of many articles, week by week, and what could not be; from `world_weeks` and `errors`."""
    total = weeks[["n_articles", "n_stories", "n_words"]].sum()
    if not total["n_articles"]:
        return Prose(f"**No article with a day of publication was read**; {_refused(errors)}.")
    days = f"{weeks['week'].min().date()} to {(weeks['week'].max() + SIX_DAYS).date()}"
    told = f"**{total['n_articles']:,} articles**, {total['n_words']:,} words, published {days}"
    stories = f"without near-identical copies **{total['n_stories']:,} stories**"
    blank = int((weeks["n_stories"] == 0).sum())
    gaps = f"in {blank} of {count(len(weeks), 'week')} no story was read" if blank else "some in every week"
    return Prose(f"{told}; {stories}, {gaps}; {_refused(errors)}.")


def _refused(errors: pd.DataFrame) -> str:
    if errors.empty:
        return "nothing was left out"
    reasons = errors["reason"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return f"{len(errors)} left out: {listed(f'{plain(why)} ({n})' for why, n in reasons.items())}"


@checked
def in_touch(pairs: pd.DataFrame, people: pd.DataFrame, undated: int) -> Prose:
    """Who is in touch with most contacts; from `world_pairs`, `trends.people_in` and the contacts without a week."""
    if pairs.empty:
        return Prose("**No contact** is known to have taken place in a certain week.")
    total = int(pairs["n_contacts"].sum())
    n_pairs = pairs[["one", "other"]].drop_duplicates().shape[0]
    most = (f"**{plain(row.person)}** ({row.contacts} with {row.others})" for row in records(people.head(3)))
    weekless = f" {undated} more took place on days too uncertain for one week, and are counted nowhere here."
    told = f"**{count(total, 'contact')}** of {count(n_pairs, 'pair')} took place."
    first = f" Most often in touch among the pairs shown, with how many people: {', '.join(most)}."
    return Prose(told + first + weekless * (undated > 0))


@checked
def often(weekly: pd.DataFrame, pairs: pd.DataFrame) -> Prose:
    """The rate of the pairs with most contacts over all weeks; from `trends.per_week` and `world_pairs`."""
    if weekly.empty:
        return Prose("**No contact** took place in a week in which articles were read.")
    read = weekly[weekly["n_stories"] > 0]
    sums = poisson_rates(read.groupby("pair", sort=False, as_index=False)[["count", "days"]].sum())
    lines = [f"- {plain(row.pair)}: **{row.count:.0f}**, that is {_weekly(row)}" for row in sums.head(3).itertuples()]
    outside = int(pairs.loc[~pairs["week"].isin(weekly["week"]), "n_contacts"].sum())
    past = (
        f"\n\n{count(outside, 'contact')} of other weeks, of which articles tell in passing, left out."
        if outside
        else ""
    )
    return Prose("\n".join(lines) + past)


@checked
def changes(found: pd.DataFrame, unit: str = "contacts a week") -> Prose:
    """What changed when; from `changes.in_contacts` or, with the unit "mean score", `changes.in_tone`."""
    if found.empty:
        return Prose("There are **too few weeks** to look for a change.")
    key = str(found.columns[0])
    of = f"{count(found[key].nunique(), key)} looked at"
    held = found[found["changed"]].sort_values("week", kind="stable")
    if held.empty:
        return Prose(f"**No change** beyond chance for the {of} (smallest p after Holm {found['p_holm'].min():.2f}).")
    form = "{:+.2f}" if unit == "mean score" else "{:.1f}"
    lines = [
        f"- {plain(name)}: from the week of **{week.date()}** on {form.format(since)} {unit}, "
        f"before {form.format(before)} ({_p(p)})"
        for name, week, before, since, p in held[[key, "week", "before", "since", "p_holm"]].itertuples(index=False)
    ]
    return Prose("\n".join([f"**{count(len(held), 'change')}** for the {of}:", "", *lines]))


def _p(p: float) -> str:
    return "p < 0.01" if p < 0.005 else f"p = {p:.2f}"


@checked
def one_contact(contact: pd.DataFrame) -> Prose:
    """What is known of one contact of many reports, and on what these disagree; a row of `world_contacts`."""
    if contact.empty:
        return Prose("**No contact** is told by several stories that disagree.")
    row = next(records(contact))
    told = f"{count(row.n_articles, 'article')} of {row.n_stories} {'story' if row.n_stories == 1 else 'stories'}"
    day = "on a day unknown" if pd.isna(row.date_start) else _days(row.date_start, row.date_end)
    what = f"**{plain(row.actor)} – {plain(row.recipient)}**, {plain(row.mode)}, {plain(row.status)}, {day}"
    head = f"{what}: told by {told}."
    said = {"date": row.said_date, "mode": row.said_mode, "status": row.said_status, "initiator": row.said_initiator}
    lines = [f"- {thing}: {plain(by)}" for thing, by in said.items() if pd.notna(by)]
    apart = "They disagree on nothing" if pd.isna(row.disagree) else f"They disagree on: {plain(row.disagree)}"
    return Prose("\n".join([f"{head} {apart}. In how many stories each was said:", "", *lines]))


def _days(first: pd.Timestamp, last: pd.Timestamp) -> str:
    return f"on {first.date()}" if first == last else f"between {first.date()} and {last.date()}"


@checked
def agreement(table: pd.DataFrame) -> Prose:
    """How many contacts several stories tell, and on how many of them these disagree; from `trends.agreement`."""
    several = table[table["stories"] != "1"][["contacts", "disagree"]].sum()
    if not several["contacts"]:
        return Prose("**No contact** is told by more than one story, so that no report can bear out another.")
    on = listed(f"{thing} {table[thing].sum()}" for thing in ("date", "mode", "status", "initiator"))
    told = f"{several['contacts']} of {count(table['contacts'].sum(), 'contact')} are told by several stories"
    return Prose(f"{told}; on **{several['disagree']}** of these the reports disagree ({on}).")
