"""What the page says of an article, and where it is from."""

from analysis import page
from analysis.article import Article


def test_only_web_addresses_become_links() -> None:
    for url, link in (("https://a.example/x?y=1", True), ("javascript:alert(1)", False), ("http//x", False)):
        assert [fact.link for fact in page.facts(Article("a", url=url)) if fact.name == "Address"] == [link]


def test_where_a_fact_is_from_is_told() -> None:
    article = Article("a", title="T")
    object.__setattr__(article, "origins", {"title": "the page"})
    told = {fact.name: (fact.value, fact.origin) for fact in page.facts(article)}
    assert told["Title"] == ("T", "the page") and told["Source"] == ("not known", "") and "Encoding" not in told
    read = {fact.name: fact.value for fact in page.facts(Article("They met again\n" * 2 + "a", encoding="cp1252"))}
    assert (read["Title"], read["Encoding"]) == ("They met again", "cp1252")
