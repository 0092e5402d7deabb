"""What the words around a name show: a person, a body, a place or nobody."""

import pytest

from analysis import analyse
from analysis.articles.article import Article


def kinds(text: str) -> dict[str, str]:
    """The kind of everybody with a name in a text."""
    people = analyse(Article(text)).people
    return {name: kind for name, kind in zip(people["person"], people["kind"], strict=True) if name[0].isupper()}


def persons(text: str) -> set[str]:
    return {name for name, kind in kinds(text).items() if kind == "person"}


@pytest.mark.parametrize(
    "text",
    [
        "Norwood Town said the pitch was sound.",
        "Castleton Rangers won 2-1.",
        "Brightwell Foods said it would close its plant.",
        "Hartley & Sons said it had paid.",
        "Marlow Construction said the tower was safe.",
        "Selby Homes apologised to residents of Ashford Close.",
        "Kestrel Aviation told investors that profits fell.",
        "Emily Bakery closed its doors.",
        "Harper Bros said that the claim was false.",
        "Ruth Harding Solicitors said the claim was false.",
        "Lindal Pryce, a family firm, said sales had doubled.",
        "The loan came from Pentre Brook, which employs 40 people.",
        "Tolvane Pryce cut its prices.",
        "A spokesman for Hollins Water said the pipe burst.",
        "HomeTrader said the page was down.",
        "Lunde.com said the page was down.",
        "The journal Brookline said the page was down.",
        "Marlow Construction closed. “We are sure,” Marlow said.",
        "Denver Broncos beat Dallas Lions on Sunday.",
    ],
)
def test_a_firm_or_club_is_no_person(text: str) -> None:
    assert persons(text) == set()


@pytest.mark.parametrize(
    ("text", "clubs"),
    [
        ("Southampton have opened talks over a new contract. He lives in Southampton.", {"Southampton"}),
        ("Sussex are in talks over a new contract.", {"Sussex"}),
        ("Sunderland manager Bo Ek is angry. He wrote to Sunderland.", {"Sunderland"}),
        ("On Friday, Wrexham FC lost. Wrexham have sold their keeper.", {"Wrexham FC"}),
        ("Lunde United lost on Friday. A goal was all that United had.", {"Lunde United"}),
        ("Stone River had a call. Stone River Systems is a firm.", {"Stone River Systems"}),
        ("New York has a law. New York Rangers lost.", {"New York Rangers"}),
        ("Schools in Southampton have closed.", set()),
        ("Southampton and Leeds have mayors.", set()),
        ("Southampton has a new mayor.", set()),
        ("The streets of Sunderland are wet.", set()),
    ],
)
def test_a_place_that_acts_in_the_plural_is_its_club(text: str, clubs: set[str]) -> None:
    assert {name for name, kind in kinds(text).items() if kind == "organisation"} == clubs


@pytest.mark.parametrize(
    "text",
    [
        "Paul Bakewell said the pitch was sound.",
        "Jane Town said she had left the club.",
        "Kim Homes, 43, said the house was cold.",
        "Hannah Church, a nurse, said the ward was full.",
        "Robin Day said the book was long.",
        "Zara Castle, who lives in Leeds, left on Sunday.",
        "Michael Bay told reporters the film was good.",
        "Jordan Banks said the road was shut.",
        "Jackson Waters said the road was shut.",
        "Dr Water said the road was shut.",
        "Ms Church said the road was shut.",
        "Ludo FitzGerald said the road was shut.",
        "The retailing giant Amadeo Ruiz said the road was shut.",
        "Matteo Rahm of Eurasia, a consulting company, said so.",
        "Tom DeAndre said the road was shut.",
    ],
)
def test_a_person_with_such_a_surname_is_a_person(text: str) -> None:
    assert len(persons(text)) == 1


@pytest.mark.parametrize("text", ["We walked along Victoria Street.", "They met at Robin Castle."])
def test_a_place_with_a_given_name_is_a_place(text: str) -> None:
    assert persons(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Welcome. Ann Roe spoke.",
        "Q. Did Ann Roe speak? A. Yes.",
        "Ann Roe lives in Leeds.",
        "VIA EMAIL\n\nAnn Roe wrote to us.",
        "FULL TEXT\n\nAnn Roe wrote to us.",
        "Ann Roe signed Executive Order No. 7 and Article 5.",
        "Ann Roe wrote the Second Amendment.",
        "Ann Roe, Democrat of Ohio, voted.",
        "Ann Roe met Arab leaders.",
        "Ann Roe of Elkhart, Ind., voted.",
        "Ann Roe of Elkhart, Tex., voted.",
        "Ann Roe lives in Norwick, Vt., and in Calder, W.Va., she said.",
        "Ann Roe met voters. Norwick, Alta., has no mayor.",
    ],
)
def test_nobody_else_is_named(text: str) -> None:
    assert persons(text) == {"Ann Roe"}


def test_the_place_of_a_peer_is_nobody() -> None:
    assert persons("Lord Ferris of Malham told peers so. Lord Ferris sat down.") == {"Ferris"}


def test_an_office_of_the_church_is_no_part_of_a_name() -> None:
    assert persons("Anna Berg met Archpriest Ivan Petrov of Elkhart, Ind., on Friday.") == {"Anna Berg", "Ivan Petrov"}


@pytest.mark.parametrize(
    "text", ["Hitler took power.", "“We agree,” Trump said.", "Bush, 54, left.", "Macron's talks failed."]
)
def test_a_surname_that_is_a_common_word_is_a_person_who_acts(text: str) -> None:
    assert len(persons(text)) == 1


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("Tim Rook is the club's chairman.", "chairman"),
        ("Ann Roe was mayor of Elkhart.", "mayor"),
        ("Ann Roe is the finance minister.", "finance minister"),
        ("Ann Roe is not the mayor.", None),
        ("If Ann Roe is mayor, taxes will fall.", None),
        ("Ann Roe might be mayor.", None),
        ("Ann Roe is a fighter.", None),
        ("Ann Roe is the first mayor from Elkhart.", None),
        ("Ann Roe is the problem.", None),
    ],
)
def test_the_office_that_somebody_is(text: str, office: str | None) -> None:
    people = analyse(Article(text)).people
    assert people["role"].fillna("").iloc[0] == (office or "")


def test_the_holder_of_an_office_is_meant_further_on() -> None:
    text = "Tim Rook is the club's chairman. The club's chairman said he would sell."
    assert set(analyse(Article(text)).quotes["speaker"]) == {"Tim Rook"}
