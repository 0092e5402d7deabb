"""Noun phrases that stand for people without naming them: "the French president", "US officials", "the two men"."""

from collections.abc import Iterator, Set
from dataclasses import dataclass

from spacy.tokens import Token

from analysis import vocabulary
from analysis.language.spacy_model import Paragraph, lemma
from analysis.people.names import (
    ORGANISATION,
    PERSON,
    STATE,
    country_of,
    gender_of_noun,
    is_agent_noun,
    is_singular_demonym,
)

PAIR_NOUNS = {
    "men": PERSON,
    "women": PERSON,
    "leaders": PERSON,
    "presidents": PERSON,
    "ministers": PERSON,
    "diplomats": PERSON,
}
PAIR_NOUNS |= {"sides": STATE, "countries": STATE, "nations": STATE, "parties": STATE, "pair": PERSON, "duo": PERSON}
SUBJECT = ("nsubj", "nsubjpass", "agent", "csubj")
COUNTERPARTS = ("counterpart", "colleague", "number")  # "her opposite number"
LONGEST_COUNTRY = 8  # tokens, more than any known name has
MODIFIERS = (
    "det",
    "amod",
    "compound",
    "nmod",
    "nummod",
    "poss",
    "advmod",
    "case",
    "punct",
    "quantmod",
    "npadvmod",
    "predet",
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase for a person, group or body; `words` leave out the determiner, `title` is its office alone.

    `firm` is a body that may be any organisation named before: "the company". `acts` says whether it does something or
    has something done with it, so that it can be a source or a party.
    """

    first: int
    last: int
    head: Token
    words: str
    title: str
    country: str | None
    gender: str | None
    indefinite: bool
    plural: bool
    body: bool
    firm: bool
    acts: bool
    pair: bool
    role: str | None
    kinds: tuple[str, ...]


def phrases(paragraph: Paragraph, taken: Set[int], called: Set[str]) -> Iterator[Phrase]:
    """The phrases of a paragraph, in order.

    Tokens that belong to names are `taken`; somebody has been introduced by the nouns in `called` ("a dentist").
    """
    for token in paragraph.doc:
        word = token.text.lower()
        if is_countryman(token):
            yield _phrase(token)
        if token.i in taken or not (token.tag_.startswith(("NN", "CD")) or is_aged(token)) or is_countryman(token):
            continue
        if _is_pair(token, word):
            yield _phrase(token, pair=True)
        elif token.tag_ != "CD" and token.dep_ not in ("compound", "nmod", "attr", "amod"):
            introduces = any(c.dep_ == "appos" and c.i in taken for c in token.rights)
            once = word == "number" and any(t.text == "opposite" for t in token.lefts)
            once = once or any(t.text.lower() in ("former", "one-time", "then") for t in token.lefts)
            if introduces or once or word in called or is_aged(token) or _is_person_noun(word):
                yield _phrase(token)
            elif (
                (word in vocabulary.titles().bodies or word in vocabulary.titles().firms)
                and token.dep_ in ("nsubj", "nsubjpass")
                and token.tag_ in ("NN", "NNP")
            ):
                yield _phrase(token, body=True)


def _is_person_noun(word: str) -> bool:
    known = (
        word in vocabulary.titles().offices or word in vocabulary.titles().groups or gender_of_noun(word) is not None
    )
    return (
        known
        or word in ("person", "people", "source", "sources", *COUNTERPARTS[:2])
        or (is_agent_noun(word) and word not in vocabulary.titles().firms and word not in vocabulary.titles().bodies)
    )


def is_countryman(token: Token) -> bool:
    """ "The Bulgarian", "the Icelander": one of a people, where the demonym has no plural sense ("the French")."""
    alone = token.dep_ in SUBJECT and token.tag_ in ("NN", "NNP", "JJ")
    the = token.i > 0 and token.nbor(-1).lower_ == "the" and token.nbor(-1).head.i == token.i
    return is_singular_demonym(token.text) and alone and the


def made_so(noun: Token) -> Token | None:
    """Who gets the office: "she was sworn in as prime minister", "he was elected president"."""
    verb = noun.head.head if noun.head.lower_ == "as" else noun.head
    if noun.dep_ not in ("pobj", "oprd") or lemma(verb) not in (
        "swear",
        "elect",
        "name",
        "appoint",
        "install",
        "choose",
    ):
        return None
    return next((c for c in verb.children if c.dep_ == "nsubjpass"), None)


def is_aged(token: Token) -> bool:
    """ "the 54-year-old" """
    return token.text.lower() == "old" and token.i > 1 and token.nbor(-1).text == "-" and token.dep_ != "amod"


def _is_pair(token: Token, word: str) -> bool:
    """ "the two men", "both leaders", "the pair", "the two", "the presidents" """
    left = [t.text.lower() for t in token.lefts]
    if word in ("two", "both"):
        return token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj") and (word == "both" or "the" in left)
    if word in ("pair", "duo"):
        return "the" in left and not any(c.text == "of" for c in token.rights)
    bare = all(t.dep_ in ("det", "nummod", "predet") for t in token.lefts)
    if any(c.dep_ == "prep" for c in token.rights):
        return False
    if word not in PAIR_NOUNS:  # "the two mayors"; "two mayors" are others
        definite = "both" in left or {"the", "two"} <= set(left)
        return definite and token.tag_ == "NNS" and _is_person_noun(word.removesuffix("s"))
    described = left[:1] == ["the"] and " ".join([*left[1:], word.removesuffix("s")]) in vocabulary.titles().offices
    return "two" in left or "both" in left or (bare and left == ["the"]) or described


def _phrase(head: Token, pair: bool = False, body: bool = False) -> Phrase:
    left = [t for t in head.lefts if t.dep_ in MODIFIERS]
    first = min([t.left_edge.i for t in left] + [head.i])
    determiners = [t for t in left if t.dep_ in ("det", "predet", "poss")]
    core = min([t.left_edge.i for t in left if t.dep_ != "det" and t.dep_ != "predet"] + [head.i])
    text = head.doc[core : head.i + 1].text.strip(" -–—,\"'“”‘’").removeprefix("the ")
    word, plural = head.text.lower(), head.tag_ in ("NNS", "NNPS")
    countryman = country_of((head.text,))
    definite = any(t.text.lower() in ("the", "this", "that", "these", "those") or t.dep_ == "poss" for t in determiners)
    return Phrase(
        first=first,
        last=head.i,
        head=head,
        words=text,
        title=_title(head),
        country=_country(head, core) or (countryman[0] if is_countryman(head) and countryman else None),
        gender=gender_of_noun(word),
        indefinite=not definite,
        plural=plural,
        body=body,
        firm=body
        and definite
        and word in vocabulary.titles().firms
        and (" " not in text or _country(head, core) is not None),
        acts=_acts(head, definite),
        pair=pair,
        role=office_of(head) if pair and word in ("presidents", "ministers") else None,
        kinds=_kinds(word) if pair else (),
    )


def office_of(head: Token) -> str:
    """ "Foreign minister" of "the two foreign ministers"."""
    word = head.text.lower().removesuffix("s")
    described = " ".join([*(t.text.lower() for t in head.lefts if t.dep_ in ("amod", "compound")), word])
    return described if described in vocabulary.titles().offices else word


def office_in(role: str | None) -> str | None:
    """The office a role ends in, without whose it is: "foreign minister" of "Norwegian Foreign Minister"."""
    words = (role or "").lower().split()
    return next((o for i in range(len(words)) if (o := " ".join(words[i:])) in vocabulary.titles().offices), None)


def nations(head: Token) -> list[str]:
    """Whose holders of one office the noun names, in order: "the Norwegian and Icelandic ministers", "of A and B"."""
    clauses = {t.i for c in head.children if c.tag_.startswith("VB") for t in c.subtree}  # "…, held in Minsk"
    near = [t.i for t in head.subtree if t.i < head.i or t.dep_ in ("pobj", "conj", "poss")]
    codes: list[str] = []
    for first in (i for i in near if i not in clauses):
        for last in (first + 2, first + 1):
            if last - 1 in near and (found := country_of(tuple(t.text for t in head.doc[first:last]))):
                codes.append(found[0])
                break
    return list(dict.fromkeys(codes))


def respective(head: Token) -> list[int]:
    """Last tokens of the holders named after an office, one a country: "the ministers of A and B, X and Y"."""
    doc, end = head.doc, head.i + 1
    while end < len(doc) and (country := _country_at(head, end)):
        end = country
    return _listed(head, end + 1) if end < len(doc) and doc[end].text == "," else []


def titled(head: Token) -> list[int]:
    """Last tokens of those who share the office before them: "foreign ministers X of Norway and Y of Iceland"."""
    return _listed(head, head.i + 1)


def _listed(head: Token, k: int) -> list[int]:
    """Last tokens of the names that stand from here on, joined by commas and "and"."""
    doc, ends = head.doc, list[int]()
    while k < head.sent.end and (doc[k].tag_ == "NNP" or doc[k].text in (",", "and", "of")):
        if doc[k].tag_ == "NNP" and (k + 1 >= len(doc) or doc[k + 1].tag_ != "NNP") and doc[k - 1].text != "of":
            ends.append(k)
        k += 1
    return ends


def _country_at(head: Token, i: int) -> int | None:
    """The token after the country that is next in a list."""
    doc = head.doc
    while i < len(doc) and doc[i].lower_ in ("of", "the", ",", "and"):
        i += 1
    return next((k for k in (i + 3, i + 2, i + 1) if country_of(tuple(t.text for t in doc[i:k]))), None)


def _acts(head: Token, definite: bool) -> bool:
    while head.dep_ == "conj":
        head = head.head
    bare = (
        head.tag_ == "NN"
        and not definite
        and not any(t.dep_ in ("det", "amod", "compound", "nmod", "nummod") for t in head.lefts)
    )
    if head.dep_ == "pobj":
        return not bare and head.head.text.lower() in ("with", "by", "to", "from", "between")
    return not bare and head.dep_ in ("nsubj", "nsubjpass", "dobj", "ROOT", "dative")


def _kinds(word: str) -> tuple[str, ...]:
    return (PERSON, STATE, ORGANISATION) if PAIR_NOUNS.get(word, PERSON) == STATE else (PERSON,)


def _title(head: Token) -> str:
    """The longest office that ends in the head: "prime minister"."""
    for i in range(max(0, head.i - 3), head.i + 1):
        title = str(head.doc[i : head.i + 1].text.lower())
        if title in vocabulary.titles().offices:
            return title
    return head.text.lower()


def _country(head: Token, core: int) -> str | None:
    """The country named before the head ("French", "US") or after it ("of France")."""
    for i in range(core, head.i):
        for k in range(min(head.i, i + LONGEST_COUNTRY), i, -1):
            if found := country_of(tuple(head.doc[i:k].text.split())):
                return found[0]
    for of in head.rights:
        for place in of.children if of.text == "of" else ():
            if found := country_of(tuple(head.doc[place.left_edge.i : place.i + 1].text.removeprefix("the ").split())):
                return found[0]
    return None


def is_barred(pronoun: Token, other: Token) -> bool:
    """Whether syntax forbids that the pronoun means the other (binding theory, Chomsky 1981).

    An object is not its own clause's subject, and a subject is nobody inside what its own verb governs.
    """
    if pronoun.doc is not other.doc:
        return False
    verb = pronoun.head
    if pronoun.dep_ in SUBJECT:
        return verb in other.ancestors and other.i != pronoun.i and other.dep_ not in ("poss",)
    if pronoun.tag_ == "PRP$" or pronoun.text.lower().endswith("self"):
        return False
    while verb.dep_ in ("prep", "pobj", "conj", "dative"):
        verb = verb.head
    return other.head == verb and other.dep_ in SUBJECT
