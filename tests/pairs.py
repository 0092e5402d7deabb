"""Who is in touch with whom in a text."""

from analysis import Article, analyse


def pairs_in(text: str) -> set[frozenset[str]]:
    """The pairs of parties in a text, in whichever order."""
    contacts = analyse(Article(text)).contacts
    return {frozenset(pair) for pair in zip(contacts["actor"], contacts["recipient"], strict=True)}
