"""Who is quoted: speakers and quotations by gender and by kind of source."""

import pandas as pd

from analysis.people.gender import FEMALE, MALE, UNKNOWN
from analysis.people.source_types import SOURCE_TYPES
from analysis.sentiment.polarity import said
from analysis.validation import checked

NO_PERSON = "not a person"
COLUMNS = {"gender": "by gender", "source_type": "by kind of source"}
GROUPS = {"gender": (FEMALE, MALE, UNKNOWN, NO_PERSON), "source_type": SOURCE_TYPES}


@checked
def who_is_quoted(quotes: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Count speakers and their quotations by gender and by kind of source, without quotations that a speaker denies.

    Args:
        quotes: The table `quotes`.
        people: The table `people` of the same article.

    Returns:
        A row for each gender, then for each kind of source: the numbers of speakers and quotations, and their shares (0
        to 1) among all quotations with a speaker.

    >>> table = who_is_quoted(result.quotes, result.people)
    >>> table.loc[table["group"] == "male", ["speakers", "quotations"]].values.tolist()
    [[4, 14]]
    """
    attributed = said(quotes).dropna(subset="speaker")
    per_speaker = attributed.groupby(["article_id", "speaker"], as_index=False).agg(quote_id=("quote_id", "nunique"))
    persons = people.rename(columns={"person": "speaker"})[["article_id", "speaker", "kind", *COLUMNS]]
    speakers = per_speaker.merge(persons.drop_duplicates(["article_id", "speaker"]), how="left")
    speakers["gender"] = speakers["gender"].fillna(NO_PERSON).where(speakers["kind"].notna(), UNKNOWN)
    speakers["source_type"] = speakers["source_type"].fillna(UNKNOWN)
    return pd.concat([_counts(speakers, column) for column in COLUMNS], ignore_index=True)


def _counts(speakers: pd.DataFrame, column: str) -> pd.DataFrame:
    """The counts and shares of the groups in one column."""
    counts = speakers.groupby(column)["quote_id"].agg(["count", "sum"])
    table = counts.set_axis(["speakers", "quotations"], axis=1).reindex(GROUPS[column], fill_value=0)
    shares = (table / table.sum().clip(lower=1)).add_prefix("share of ")
    table = pd.concat([table, shares], axis=1)[["speakers", "share of speakers", "quotations", "share of quotations"]]
    table.insert(0, "group", table.index)
    table.insert(0, "counted", COLUMNS[column])
    return table
