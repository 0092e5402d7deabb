"""Noun phrases that refer to people without naming them: "the French president", "US officials", "the two men".

`phrases` finds them and describes each as a `Phrase`: head, office, country, gender, number. The other functions answer
questions about a noun's office ("foreign minister"), its holders and their countries, and binding. Which person a
phrase refers to is decided in `coreference`.
"""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import takewhile

from spacy.tokens import Span, Token

from analysis import vocabulary
from analysis.language.spacy_model import Paragraph, lemma
from analysis.language.syntax import SUBJECTS, first_conjunct, has_subject, subject
from analysis.people.names import (
    NOUN_MODIFIERS,
    ORGANISATION,
    PERSON,
    PLURAL_NOUN_TAGS,
    STATE,
    country_of,
    follows_the,
    gender_of_noun,
    is_adherent,
    is_agent_noun,
    is_singular_demonym,
)

AGENTIVE_RELATIONS = (*SUBJECTS, "agent")  # subjects, and the "by" phrase of a passive
DETERMINERS = ("det", "predet")
# Relations of the words before a noun that belong to its phrase.
PHRASE_RELATIONS = (
    *DETERMINERS,
    *NOUN_MODIFIERS,
    "amod",
    "nummod",
    "poss",
    "advmod",
    "case",
    "punct",
    "quantmod",
    "npadvmod",
)
DESCRIBING_RELATIONS = (
    "det",
    "amod",
    "nummod",
    *NOUN_MODIFIERS,
)  # a noun without any of these is bare: "a critic of government"
NON_REFERRING_RELATIONS = (*NOUN_MODIFIERS, "attr", "amod")  # a noun in these describes another: "he is president"
ARGUMENT_RELATIONS = ("nsubj", "nsubjpass", "dobj", "ROOT", "dative")
NUMERAL_RELATIONS = ("nsubj", "nsubjpass", "dobj", "pobj")  # of "the two" and "both" without a noun
LIST_JOINERS = (",", "and")
OBJECT_RELATIONS = ("ccomp", "xcomp", "prep", "oprd", "dobj")  # of further objects after a verb's first
MAX_CLAUSES_BELOW_PRONOUN = 1  # between a pronoun and a name after it that cannot be the same person
# "Wrote to the minister about the plan", "told the minister by phone": these belong to the verb.
NOT_DESCRIBING = ("about", "after", "before", "by", "during", "via")
DESCRIPTION_RELATIONS = ("prep", "acl", "amod")  # of what describes a noun right after it
MAX_DESCRIPTION_TOKENS = 12
MAX_DIGITS_OF_AGE = 3
MAX_COUNTRY_TOKENS = 8  # more than any name of a country has
MAX_TITLE_TOKENS = 4
MAX_TOKENS_OF_BODY = 10  # from the "of" after an office to the comma after the body's name


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase that refers to a person, a group or a body.

    Attributes:
        first, last: numbers of the first and last token; `last` is the head.
        words: the text without determiners and quotation marks: "French official".
        description: the words and what follows to describe them: "people familiar with the talks".
        title: the office alone, in lower case: "prime minister".
        country: alpha-3 code of the country named in the phrase: "French", "of France".
        gender: "m" or "f" if the head shows it.
        indefinite: no article "the", demonstrative or possessive makes the phrase definite.
        body: the head is an organisation's noun: "the committee".
        firm: a body that may be any organisation named before: "the company".
        acts: whether its syntactic position allows it to be a source or a participant.
        pair: the phrase refers to two people or states: "the two men", "both sides".
        age: the age that the head gives: 54 of "the 54-year-old".
        role: the office that both people of a pair must have: "foreign minister" of "the two foreign ministers".
        kinds: kinds of entity that a pair can refer to.
    """

    first: int
    last: int
    head: Token
    words: str
    description: str
    title: str
    country: str | None
    gender: str | None
    indefinite: bool
    plural: bool
    body: bool
    firm: bool
    acts: bool
    pair: bool
    age: int | None
    role: str | None
    kinds: tuple[str, ...]


def phrases(
    paragraph: Paragraph, name_tokens: Set[int], role_nouns: Set[str], places: Set[int] = frozenset()
) -> Iterator[Phrase]:
    """Yield the phrases of a paragraph that refer to people or bodies, in order.

    Args:
        paragraph: a parsed paragraph.
        name_tokens: numbers of the tokens that belong to names; no phrase has its head among them, except a demonym.
        role_nouns: nouns by which the article describes a named person ("dentist"); they count as nouns for people.
        places: those of the tokens that belong to names of places: "the capital, Oslo" is nobody.
    """
    holders = name_tokens - places
    for token in paragraph.doc:
        if is_member_of_people(token):
            yield _phrase(token)
        elif token.i in name_tokens:
            continue
        elif _is_pair(token):
            yield _phrase(token, pair=True)
        elif not (token.tag_.startswith("NN") or is_age(token)) or token.dep_ in NON_REFERRING_RELATIONS:
            continue
        elif _denotes_person(token, holders, role_nouns):
            yield _phrase(token)
        elif _is_acting_body(token):
            yield _phrase(token, body=True)


def _denotes_person(noun: Token, holders: Set[int], role_nouns: Set[str]) -> bool:
    """Whether a noun denotes a person or a group, by itself or because of what the text says around it."""
    word = noun.lower_
    if _is_no_person(noun):
        return False
    if word in role_nouns or is_age(noun) or _is_person_noun(word) or is_performer(noun) or _is_title_itself(noun):
        return True
    if any(c.dep_ == "appos" and c.i in holders for c in noun.rights):  # "the mill's chief, Maria Rossi"
        return True
    if word == "number" and any(t.text == "opposite" for t in noun.lefts):
        return True
    return is_former(noun)


def is_former(noun: Token) -> bool:
    """Whether a noun denotes what somebody no longer is: "the former spy"."""
    return any(t.lower_ in vocabulary.nominals().former for t in noun.lefts)


def is_in_list(noun: Token) -> bool:
    """Whether an apposition is the next of a list: "the Duke of Tarn" in "the Earl, the Duke of Tarn and the Bishop".

    Not "Jon Lind, the Mayor and the Leader of the Council".
    """
    after = [c for c in noun.rights if c.dep_ == "conj"] if noun.dep_ == "appos" else []
    if not after or noun.doc[after[-1].right_edge.i + 1 : after[-1].right_edge.i + 2].text == ",":
        return False
    return all(_is_definite_title(t) for t in (noun.head, noun, *after))


def _is_definite_title(noun: Token) -> bool:
    """Whether a noun is a title or office with "the": "the Duke", "the prime minister"."""
    is_title = noun.tag_ == "NNP" or (noun.tag_ == "NN" and noun.lower_ in vocabulary.titles().offices)
    return is_title and any(t.lower_ == "the" for t in noun.lefts)


def _is_title_itself(noun: Token) -> bool:
    """Whether the noun is an office in short or a form of address: "the PM", "Her Majesty"."""
    return _is_abbreviated_office(noun) or _is_form_of_address(noun)


def _is_abbreviated_office(noun: Token) -> bool:
    """Whether the noun is an office in short: "the PM", not "5 PM"."""
    return noun.text in vocabulary.titles().abbreviations and not any(c.dep_ == "nummod" for c in noun.lefts)


def _is_no_person(noun: Token) -> bool:
    """Whether a noun for people has another sense here: "shook her head", "held a fund-raiser for her"."""
    return _is_own_head(noun) or _is_occasion(noun)


def _is_own_head(noun: Token) -> bool:
    """Whether the noun is part of somebody's body: "her head"."""
    return noun.lower_ == "head" and noun.i > 0 and noun.nbor(-1).tag_ == "PRP$"


def _is_occasion(noun: Token) -> bool:
    """Whether "fund-raiser" means an event, not a person: "held a fund-raiser for her", "at the fund-raiser"."""
    if noun.lower_ not in vocabulary.nominals().occasions:
        return False
    verbs = vocabulary.contacts().support
    is_held = noun.dep_ in ("dobj", "nsubjpass") and lemma(noun.head) in verbs.leading | verbs.held | verbs.joining
    return is_held or (noun.dep_ == "pobj" and noun.head.lower_ in ("at", "during"))


def _is_form_of_address(noun: Token) -> bool:
    """Whether a noun is one like "Her Majesty", but not in the name of a body: "Her Majesty's Inspectorate"."""
    return _gender_of_address(noun) is not None and not (noun.dep_ == "poss" and noun.head.text[:1].isupper())


def _gender_of_address(noun: Token) -> str | None:
    """The gender that the pronoun in a form of address shows: "m" for "His Royal Highness"."""
    if noun.text.islower() or noun.lower_ not in vocabulary.nominals().stand_ins:
        return None  # "her peer"
    owners, pronouns = {t.lower_ for t in noun.lefts if t.tag_ == "PRP$"}, vocabulary.nominals().pronouns
    return "m" if owners & pronouns.masculine else "f" if owners & pronouns.feminine else None


def is_in_form_of_address(pronoun: Token) -> bool:
    """Whether a pronoun is part of a form of address, and refers to nobody by itself: "her" of "Her Majesty"."""
    noun = pronoun.head
    return pronoun.tag_ == "PRP$" and noun.text[:1].isupper() and noun.lower_ in vocabulary.nominals().stand_ins


def _is_acting_body(noun: Token) -> bool:
    """Whether the noun is that of an organisation that acts or takes part: "the committee said", "met the council"."""
    if noun.tag_ not in ("NN", "NNP") or not (noun.dep_ in ("nsubj", "nsubjpass") or _is_definite_other(noun)):
        return False
    titles = vocabulary.titles()
    return noun.lower_ in titles.bodies or noun.lower_ in titles.firms or _is_named_body(noun)


def _is_definite_other(noun: Token) -> bool:
    """Whether a noun with "the" can be the other party of a verb: "met the council", "talks with Hall's campaign"."""
    is_owned = (is_campaign(noun) or _is_named_body(noun)) and any(t.dep_ == "poss" for t in noun.lefts)
    if not (is_owned or any(t.lower_ == "the" for t in noun.lefts)) or not _is_body_of_contact(noun):
        return False
    first = first_conjunct(noun)
    is_second = first is not noun and first.dep_ in SUBJECTS  # "Lee and the union met"
    return is_second or _is_other_party(first)


def _is_body_of_contact(noun: Token) -> bool:
    """Whether a noun means a body that others are in touch with: "the union", "the Hall team"."""
    return noun.lower_ in vocabulary.nominals().bodies or _is_named_body(noun)


def _is_named_body(noun: Token) -> bool:
    """Whether a name says whose a body is: "the Hall team", "the Green leadership"."""
    if noun.lower_ not in vocabulary.nominals().named_bodies or (noun.lower_ == "team" and nations(noun)):
        return False  # "the Norwegian team" plays
    return any(t.text[:1].isupper() and not t.is_sent_start for t in noun.lefts)


def _is_person_noun(word: str) -> bool:
    """Whether a noun always denotes a person or a group: an office, a group, "mother", "novelist"."""
    titles = vocabulary.titles()
    if word in titles.offices or word in titles.groups or word in vocabulary.nominals().people:
        return True
    if gender_of_noun(word) is not None or is_adherent(word):
        return True
    return is_agent_noun(word) and word not in titles.firms and word not in titles.bodies


def is_campaign(noun: Token) -> bool:
    """Whether a noun means a candidate's campaign as a body; not that of "kicked off her campaign"."""
    is_activity = noun.dep_ == "dobj" and any(t.tag_ == "PRP$" for t in noun.lefts)
    return noun.lower_ in vocabulary.nominals().of_candidates and not is_activity


def is_performer(noun: Token) -> bool:
    """Whether a noun, alone or with the word before it, is among `performers`: "striker", "centre back"."""
    words, before = vocabulary.nominals().performers, noun.i - 1
    if before > 0 and noun.doc[before].text == "-":
        before -= 1
    return noun.lower_ in words or (before >= 0 and f"{noun.doc[before].lower_} {noun.lower_}" in words)


def is_explained(noun: Token) -> bool:
    """Whether a phrase itself says who is meant: "his rival", "the winner of the race", "the candidate who won".

    Not by a clause after a comma: "the candidate, who won".
    """
    clauses = [t for t in noun.rights if t.dep_ == "relcl" and t.left_edge.nbor(-1).text != ","]
    return bool(clauses) or any(t.dep_ == "poss" or t.lower_ == "of" for t in noun.children)


def is_member_of_people(token: Token) -> bool:
    """Whether a demonym refers to one person: "the Bulgarian said", "met the Pole"; "the French" is a whole people."""
    if not is_singular_demonym(token.text) or not (token.dep_ in AGENTIVE_RELATIONS or _is_other_party(token)):
        return False
    is_definite = follows_the(token) and any(t.lower_ == "the" for t in token.lefts)
    return is_definite and token.tag_ in ("NN", "NNP", "JJ")


def _is_other_party(noun: Token) -> bool:
    """Whether a noun is an object, or follows a preposition like "with"."""
    if noun.dep_ == "pobj":
        return noun.head.lower_ in vocabulary.nominals().participant_prepositions
    return noun.dep_ in ("dobj", "dative")


def is_age(token: Token) -> bool:
    """Whether the token is the "old" of a phrase like "the 54-year-old"."""
    return token.lower_ == "old" and token.i > 1 and token.nbor(-1).text == "-" and token.dep_ != "amod"


def age(noun: Token) -> int | None:
    """The age that a phrase gives: 54 of "the 54-year-old" and of "the 54-year-old dentist"."""
    words = [noun] if is_age(noun) else [t for t in noun.lefts if t.lower_ == "old"]
    number = words[0].nbor(-4).text if words and words[0].i > 3 and words[0].nbor(-1).text == "-" else ""
    return int(number) if number.isdecimal() and len(number) <= MAX_DIGITS_OF_AGE else None


def is_partitive(token: Token) -> bool:
    """Whether the token refers to some of several people: "one said", "another of them said"."""
    if token.lower_ not in vocabulary.nominals().pronouns.partitive or token.dep_ not in AGENTIVE_RELATIONS:
        return False
    if any(True for _ in token.lefts):
        return False
    return all(c.lower_ in ("of", "them") for t in token.rights for c in (t, *t.rights))


# Pairs


def _is_pair(token: Token) -> bool:
    """Whether the token is the head of a phrase for two: "the two men", "both leaders", "the pair", "the two"."""
    return (token.n_lefts > 0 or token.lower_ == "both") and _is_head_of_pair(token)  # most words have nothing before


def _is_head_of_pair(token: Token) -> bool:
    pairs, word, left = vocabulary.nominals().pairs, token.lower_, [t.lower_ for t in token.lefts]
    if word in pairs.numerals:
        return token.dep_ in NUMERAL_RELATIONS and (word == "both" or "the" in left)
    if word in pairs.collective:
        return "the" in left and not any(c.text == "of" for c in token.rights)
    if any(c.dep_ == "prep" and c.lower_ not in NOT_DESCRIBING for c in token.rights):
        return False
    if word in pairs.people | pairs.states | pairs.bodies:
        return _is_counted(left) or _is_plain_definite(token, left)
    return _is_counted_pair(token, left)


def _is_adverb_after_two(token: Token, left: list[str]) -> bool:
    """Whether the parser takes the adverb of "the two last met" for a noun."""
    return token.dep_ == "nsubj" and left[-1:] == ["two"] and token.lower_ in vocabulary.nominals().pairs.adverbs


def _is_counted_pair(noun: Token, left: list[str]) -> bool:
    """Whether "both" or "the two" precedes any noun for people or bodies: "the two mayors", "both banks".

    "Two mayors" are new to the text.
    """
    is_known = noun.tag_ == "NNS" and (_is_person_noun(noun.lower_.removesuffix("s")) or _are_bodies(noun))
    return (is_known and _is_counted(left)) or _is_adverb_after_two(noun, left)


def _is_counted(left: list[str]) -> bool:
    """Whether the words before a noun say that it means two who are known: "both", "the two"; not "two other"."""
    definite = vocabulary.nominals().definite
    return "both" in left or ("two" in left and "other" not in left and not definite.isdisjoint(left))


def _are_bodies(noun: Token) -> bool:
    """Whether a plural means bodies: "banks", "rebel groups"."""
    return lemma(noun) in vocabulary.nominals().bodies | vocabulary.titles().firms


def _is_plain_definite(noun: Token, left: list[str]) -> bool:
    """Whether only "the", or "the" and the words of an office, precede the noun: "the foreign ministers"."""
    if left == ["the"] and all(t.dep_ in (*DETERMINERS, "nummod") for t in noun.lefts):
        return True
    office = " ".join([*left[1:], noun.lower_.removesuffix("s")])
    return left[:1] == ["the"] and office in vocabulary.titles().offices


def _kinds_of_pair(noun: Token) -> tuple[str, ...]:
    """Kinds of entity that a pair noun can refer to: "the two sides" may be people, states or organisations."""
    word = noun.lower_
    if word in vocabulary.nominals().pairs.only_states:
        return (PERSON, STATE)
    if word in vocabulary.nominals().pairs.states:
        return (PERSON, STATE, ORGANISATION)
    if _are_bodies(noun):
        return (ORGANISATION, STATE) if lemma(noun) == "government" else (ORGANISATION,)
    return (PERSON,)


# The parts of a phrase


def _phrase(head: Token, *, pair: bool = False, body: bool = False) -> Phrase:
    """Describe the phrase of a head noun."""
    modifiers = [t for t in head.lefts if t.dep_ in PHRASE_RELATIONS]
    core = _leftmost(filter(_describes, modifiers), head)
    words = _plain(head.doc[core : _end_of_title(head)])
    word = head.lower_
    is_definite = any(_makes_definite(t) for t in modifiers)
    country = _country(head, core)
    is_described = " " in words and country is None  # "the insurance company" is not just any company
    return Phrase(
        first=_leftmost(modifiers, head),
        last=head.i,
        head=head,
        words=words,
        description=_plain(head.doc[core : end_of_description(head, head.i) + 1]),
        title=_title(head),
        country=country,
        gender=gender_of_noun(word) or _gender_of_address(head),
        indefinite=not is_definite,
        plural=head.tag_ in PLURAL_NOUN_TAGS,
        body=body,
        firm=body and is_definite and word in vocabulary.titles().firms and not is_described,
        acts=_can_act(head, is_definite),
        pair=pair,
        age=age(head),
        role=office_of(head) if pair and word in vocabulary.nominals().pairs.offices else None,
        kinds=_kinds_of_pair(head) if pair else (),
    )


def _end_of_title(head: Token) -> int:
    """The token after a phrase, or after the place of a title with a capital: "Duke of York", "the duke"."""
    doc, end = head.doc, head.i + 1
    if head.tag_ != "NNP" or doc[end : end + 1].text != "of" or doc[end + 1 : end + 2].text[:1].islower():
        return end
    while doc[end + 1 : end + 2].text[:1].isupper() and doc[end + 1].tag_ in ("NNP", "NNPS"):
        end += 1
    return end + 1 if end > head.i + 1 else end


def _describes(modifier: Token) -> bool:
    """Whether a word before a noun says more than which or how many: not "the", nor "one" of "one resident"."""
    return modifier.dep_ not in DETERMINERS and modifier.lower_ != "one"


def _plain(phrase: Span) -> str:
    """The text of a phrase without an article and without the marks around it."""
    return phrase.text.strip(" -–—,\"'“”‘’").removeprefix("the ").removeprefix("The ")


def end_of_description(noun: Token, last: int) -> int:
    """The last token of what describes a noun right after it: "people familiar with the talks", "residents of Leeds".

    A day or month is no description ("his spokesman on Friday"), nor is a participle with a clause ("staff saying
    that …").

    Args:
        noun: the head of a phrase.
        last: number of the last token of the phrase.

    Returns:
        `last` if nothing describes the noun.
    """
    for modifier in noun.rights:
        if modifier.dep_ not in DESCRIPTION_RELATIONS or modifier.i != last + 1:
            continue
        if modifier.lower_ in ("on", "at", "in") and _needs_no_place(noun, last):
            continue
        if _says_how_or_when(modifier, noun):
            continue
        end = _last_before_punctuation(modifier)
        if end - last <= MAX_DESCRIPTION_TOKENS and not _names_day_or_clause(modifier):
            last = end
    return last


def _says_how_or_when(link: Token, noun: Token) -> bool:
    """Whether what follows a noun belongs to the verb: "(told) the ambassador about it", "(asked) the mayor by phone".

    Not in "a report by the bank".
    """
    is_apart = link.lower_ != "by" or _is_person_noun(noun.lower_)
    return link.tag_ == "IN" and link.lower_ in NOT_DESCRIBING and is_apart


def _needs_no_place(noun: Token, last: int) -> bool:
    """Whether a phrase says who is meant without the place or day after it.

    "The Duke of Lunde on Monday", "the Mayor in the square", "the bank's lawyer in Oslo", "an aide to Ann Lee in Oslo".
    """
    if noun.tag_ == "NNP":
        return _is_person_noun(noun.lower_)
    return noun.tag_ == "NN" and _is_identified(noun, last)


def _is_identified(noun: Token, last: int) -> bool:
    """Whether a phrase up to its last token says who is meant: "Norchem's lawyer", "an aide to Ann Lee"."""
    return last > noun.i or any(t.dep_ == "poss" and t.tag_ != "PRP$" for t in noun.lefts)


def _names_day_or_clause(modifier: Token) -> bool:
    words = vocabulary.dates()
    times = words.weekdays | words.months.keys()
    return any(c.lower_ in times if c.dep_ == "pobj" else c.dep_ == "ccomp" for c in modifier.children)


def _last_before_punctuation(modifier: Token) -> int:
    """Number of the modifier's last token before any punctuation, without a preposition there ("of appeal for “X”").

    It also ends before a place or day that the parser joins to a name: "to Ann Lee" in "an aide to Ann Lee in Lunde".
    """
    longest = min(modifier.right_edge.i, modifier.i + MAX_DESCRIPTION_TOKENS)
    phrase = modifier.doc[modifier.i : longest + 1]
    ends = (t.i - 1 for t in phrase if (t.is_punct and t.tag_ != "POS") or _is_beside_name(t))
    last = next(ends, modifier.right_edge.i)
    return last - 1 if modifier.doc[last].tag_ == "IN" else last


def _is_beside_name(link: Token) -> bool:
    """Whether a word joins a place or day to somebody's name: "in" of "to Ann Lee in Lunde", not of "Bank in Lunde"."""
    return link.lower_ in ("in", "on") and link.head.tag_ == "NNP" and link.head.head.lower_ in ("to", "for")


def _leftmost(modifiers: Iterable[Token], head: Token) -> int:
    """The first token of the modifiers' subtrees, or of the head if there are none."""
    return min([t.left_edge.i for t in modifiers] + [head.i])


def _makes_definite(modifier: Token) -> bool:
    """Whether the modifier is a possessive, "the" or a demonstrative."""
    if modifier.dep_ == "poss":
        return True
    return modifier.dep_ in DETERMINERS and modifier.lower_ in vocabulary.nominals().definite


def _can_act(head: Token, is_definite: bool) -> bool:
    """Whether the position allows a source or participant: an argument of a verb, or after a preposition like "with".

    A bare singular noun does not refer to anybody in particular: "a critic of government".
    """
    head = first_conjunct(head)
    head = first_conjunct(head.head) if is_in_list(head) else head
    if head.tag_ == "NN" and not is_definite and not any(t.dep_ in DESCRIBING_RELATIONS for t in head.lefts):
        return False
    if head.dep_ == "pobj":
        return head.head.lower_ in vocabulary.nominals().participant_prepositions
    return head.dep_ in ARGUMENT_RELATIONS


def _country(head: Token, core: int) -> str | None:
    """The country that the phrase names: before the head ("French", "US"), after it ("of France"), or as the head."""
    doc = head.doc
    for i in range(core, head.i):
        for k in range(min(head.i, i + MAX_COUNTRY_TOKENS), i, -1):
            if country := country_of(tuple(doc[i:k].text.split())):
                return country.code
    for place in (c for of in head.rights if of.text == "of" for c in of.children):
        words = doc[place.left_edge.i : place.i + 1].text.removeprefix("the ").split()
        if country := country_of(tuple(words)):
            return country.code
    country = country_of((head.text,)) if is_member_of_people(head) else None
    return country.code if country else None


# Offices and their holders


def _title(head: Token) -> str:
    """The longest office that ends in the head, or else the head: "prime minister", also of "PM"."""
    if office := vocabulary.titles().abbreviations.get(head.text):
        return office
    for i in range(max(0, head.i - MAX_TITLE_TOKENS + 1), head.i + 1):
        title = str(head.doc[i : head.i + 1].text.lower())
        if title in vocabulary.titles().offices:
            return title
    return head.lower_


def office_of(head: Token) -> str:
    """The office, in the singular, that a plural noun and its adjectives name, or else the noun.

    "Foreign minister" of "the two foreign ministers"; "minister" of "the two Nordic ministers".
    """
    noun = head.lower_.removesuffix("s")
    office = " ".join([*(t.lower_ for t in head.lefts if t.dep_ in ("amod", "compound")), noun])
    return office if office in vocabulary.titles().offices else noun


def office_in(role: str | None) -> str | None:
    """The office that a role ends in, without its country or other owner, in lower case; None if it is no office.

    >>> office_in("Norwegian Foreign Minister")
    'foreign minister'
    """
    words = spelled_out(role or "").lower().split()
    tails = (" ".join(words[i:]) for i in range(len(words)))
    return next((tail for tail in tails if tail in vocabulary.titles().offices), None)


def spelled_out(role: str) -> str:
    """A role without abbreviations.

    >>> spelled_out("Greek PM")
    'Greek prime minister'
    """
    return " ".join(vocabulary.titles().abbreviations.get(word, word) for word in role.split())


def appointee(noun: Token) -> Token | None:
    """Who gets the office that the noun names: "she was sworn in as prime minister", "he was elected president"."""
    verb = noun.head.head if noun.head.lower_ == "as" else noun.head
    if noun.dep_ not in ("pobj", "oprd") or lemma(verb) not in vocabulary.nominals().appointing:
        return None
    return next((c for c in verb.children if c.dep_ == "nsubjpass"), None)


def holder_after_body(noun: Token) -> Token | None:
    """The holder's name, which the parser joins to the body, after an office: "the head of Norchem, Peter Hale, …".

    Only a full name between commas or at the end; not after a person's relative: "the wife of Jon Lind, the minister".
    """
    owner = _body_of(noun) if noun.tag_ in ("NN", "NNP") else None
    if owner is None:
        return None
    after = [c for c in owner.rights if c.dep_ in ("appos", "conj") and c.left_edge.i == owner.i + 2]
    return next(filter(_is_full_name_in_commas, after), None)


def past_body(noun: Token) -> Token | None:
    """The first token after the comma that ends the body's name after an office: "the head of the Danish bid, Peter …".

    Unlike `holder_after_body`, it does not rely on the parse.
    """
    doc, of = noun.doc, noun.i + 1
    within = (t for t in doc[of : of + MAX_TOKENS_OF_BODY] if t.is_punct or t.tag_.startswith("V"))
    end = next(within, None)
    if doc[of : of + 1].text != "of" or end is None or end.text != "," or end.i + 1 == len(doc):
        return None
    return doc[end.i + 1]


def _body_of(noun: Token) -> Token | None:
    """What follows an office and "of": "Norchem" in "the head of Norchem"; None if it is a person."""
    links = [link for link in noun.rights if link.lower_ in ("of", "at")]
    owners = [c for link in links for c in link.children if c.dep_ == "pobj" and not _is_person_noun(c.lower_)]
    return owners[0] if owners else None


def _is_full_name_in_commas(name: Token) -> bool:
    """Whether a name of several words follows a comma and ends with one, or with its sentence."""
    is_full = name.tag_ == "NNP" and name.left_edge.i < name.i and name.left_edge.nbor(-1).text == ","
    return is_full and (name.i + 1 == name.sent.end or name.nbor(1).is_punct)


def nations(head: Token) -> list[str]:
    """Codes of the countries whose office holders a noun denotes, in order and each once.

    NOR and ISL of "the Norwegian and Icelandic ministers" and of "ministers of Norway and Iceland"; a country in a
    clause about them ("…, held in Minsk") does not count.
    """
    in_clauses = {t.i for c in head.children if c.tag_.startswith("VB") for t in c.subtree}
    nearby = dict.fromkeys(t.i for t in head.subtree if t.i < head.i or _is_named_after(t))
    codes = (_nation_at(head, i, nearby.keys()) for i in nearby if i not in in_clauses)
    return list(dict.fromkeys(code for code in codes if code))


def _is_named_after(token: Token) -> bool:
    """Whether a token is an owner named after a noun, or the first word of its name: "South" in "of South Korea"."""
    name = token.head if token.dep_ == "compound" else token
    first = first_conjunct(name)
    if first.dep_ == "pobj" and first.head.lower_ in ("in", "at", "near"):
        return False  # "Norwegian diplomats in Rome"
    return name.dep_ in ("pobj", "conj", "poss")


def _nation_at(head: Token, first: int, nearby: Set[int]) -> str | None:
    """The country named by the two tokens or the one token from `first`, if the last of them is nearby."""
    for end in (first + 2, first + 1):
        if end - 1 in nearby and (country := country_of(tuple(t.text for t in head.doc[first:end]))):
            return country.code
    return None


def respective(head: Token) -> list[int]:
    """Last tokens of the names listed after an office and its countries: "the ministers of A and B, X and Y"."""
    doc, end = head.doc, head.i + 1
    while end < len(doc) and (after_country := _past_country(head, end)):
        end = after_country
    return _listed(head, end + 1) if end < len(doc) and doc[end].text == "," else []


def titled(head: Token) -> list[int]:
    """Last tokens of the names that share the office before them: "foreign ministers X of Norway and Y of Iceland".

    Not the bodies of "the chief executives of Norchem, Jetline and Fairmont".
    """
    return [] if head.doc[head.i + 1 : head.i + 2].text == "of" else _listed(head, head.i + 1)


def _listed(head: Token, first: int) -> list[int]:
    """Last tokens of the names in the list that begins at token `first`; a name after "of" is not one of them."""
    doc, ends, k = head.doc, list[int](), first
    while k < head.sent.end and (doc[k].tag_ == "NNP" or doc[k].text in (*LIST_JOINERS, "of")):
        if doc[k].tag_ == "NNP" and (k + 1 >= len(doc) or doc[k + 1].tag_ != "NNP") and doc[k - 1].text != "of":
            ends.append(k)
        k += 1
    return ends


def _past_country(head: Token, i: int) -> int | None:
    """The token after the next country of a list; None if no country follows."""
    doc = head.doc
    while i < len(doc) and doc[i].lower_ in (*LIST_JOINERS, "of", "the"):
        i += 1
    return next((k for k in (i + 3, i + 2, i + 1) if country_of(tuple(t.text for t in doc[i:k]))), None)


# Binding


def is_barred(pronoun: Token, noun: Token) -> bool:
    """Whether syntax forbids that a pronoun refers to whatever a noun denotes.

    Principles B and C of binding theory (Chomsky 1981, "Lectures on Government and Binding"; Reinhart 1976, "The
    Syntactic Domain of Anaphora"). B: an object is not the subject of its own clause: not "him" in "Holt thanked him".
    C: a pronoun does not refer to somebody named below it: not "he" in "he told Holt that …" or "he said Holt was
    wrong", nor "his" in "his letter to Holt". Writers break C where the name is two clauses away.

    Args:
        pronoun: a pronoun, or the head of an epithet.
        noun: the head of another mention.
    """
    if pronoun.doc is not noun.doc or pronoun.sent.start != noun.sent.start or pronoun.i == noun.i:
        return False
    if pronoun.dep_ == "poss":
        return not _is_pronoun(noun) and _is_in_possession(pronoun.head, noun)
    if pronoun.dep_ in AGENTIVE_RELATIONS:
        return not _is_pronoun(noun) and _is_below_subject(pronoun, noun)
    return not pronoun.lower_.endswith("self") and (_is_own_subject(pronoun, noun) or _is_below_object(pronoun, noun))


def is_governed_before(pronoun: Token, noun: Token) -> bool:
    """Whether a noun before a subject is in the words that its verb governs: "Holt" in "Holt will stay, he said".

    It may be the same person, but it is not what the pronoun refers back to. A clause before the main clause does give
    an antecedent: "when Holt came, he …".
    """
    if pronoun.doc is not noun.doc or noun.i > pronoun.i or pronoun.head not in noun.ancestors:
        return False
    *_, top = noun, *_ancestors_below(noun, pronoun.head)
    is_governed = pronoun.dep_ in AGENTIVE_RELATIONS and noun.dep_ != "poss"
    return is_governed and not (top.dep_ == "advcl" and has_subject(top))


def _is_pronoun(noun: Token) -> bool:
    return noun.tag_ in ("PRP", "PRP$")


def _is_in_possession(possessed: Token, noun: Token) -> bool:
    """Whether a noun is, or is part of, what somebody possesses: Holt in "his brother Holt", "Holt is his brother"."""
    if possessed == noun or possessed in noun.ancestors:
        return _n_clauses(noun, possessed) == 0
    if possessed.dep_ == "appos":
        return noun == possessed.head
    return possessed.dep_ == "attr" and noun.head == possessed.head and noun.dep_ in AGENTIVE_RELATIONS


def _is_below_subject(pronoun: Token, noun: Token) -> bool:
    """Whether a noun is in the clause whose subject is the pronoun, or is described by this clause."""
    verb = pronoun.head
    if verb not in noun.ancestors:  # "Holt, whom he thanked", "Holt, who he said had left"
        return verb.dep_ == "relcl" and verb.head == noun and pronoun.nbor(-1).tag_ == "WP"
    if noun.i < pronoun.i:
        return noun.dep_ != "poss" and _n_clauses(noun, verb) == 0
    return _n_clauses(noun, verb) <= MAX_CLAUSES_BELOW_PRONOUN


def _n_clauses(noun: Token, top: Token) -> int:
    """The number of clauses with a subject between a noun and a word above it; many if the noun is outside its domain.

    A coordinated clause with its own subject is outside, and so is "according to Holt".
    """
    path = [noun, *_ancestors_below(noun, top)]
    clauses = [t for t in path if has_subject(t)]
    if any(t.dep_ == "conj" for t in clauses) or any(t.dep_ == "parataxis" or t.lower_ == "according" for t in path):
        return len(path) + MAX_CLAUSES_BELOW_PRONOUN
    return len(clauses)


def _ancestors_below(token: Token, top: Token) -> Iterator[Token]:
    """The ancestors of a token below another ancestor, from the token upwards."""
    return takewhile(lambda ancestor: ancestor != top, token.ancestors)


def _is_own_subject(pronoun: Token, noun: Token) -> bool:
    """Whether a noun is the subject of the clause in which the pronoun is an object: "Holt thanked him"."""
    verb, relations = pronoun.head, {"prep", "pobj", "conj", "dative"}
    if verb.lower_ == "with" and _is_of_contact(verb.head):
        relations |= {"dobj", "attr"}  # "had a meeting with him"
    elif verb.dep_ == "prep" and verb.lower_ in vocabulary.nominals().reflexive_prepositions:
        return False
    while verb.dep_ in relations:
        verb = verb.head
    doer = subject(verb)
    return doer is not None and noun in (doer, *doer.conjuncts)


def _is_of_contact(word: Token) -> bool:
    """Whether "with" after a word names the other party: "met with him", "had lunch with him"; not "his meeting"."""
    frames = vocabulary.frames()
    if word.tag_.startswith("VB"):
        frame = frames.verbs.get(lemma(word))
        is_with = frame is not None and "with" in frame.with_
        return is_with or any(c.dep_ == "dobj" and _is_of_contact(c) for c in word.rights)
    frame = frames.nouns.get(lemma(word)) if word.tag_ in ("NN", "NNS") else None
    return frame is not None and not (frame.sent or frame.guest) and all(c.dep_ != "poss" for c in word.lefts)


def _is_below_object(pronoun: Token, noun: Token) -> bool:
    """Whether a noun follows in another object of the pronoun's verb: "told him that Holt was ill"."""
    verb = pronoun.head
    if pronoun.dep_ not in ("dobj", "dative") or noun.i < pronoun.i or verb not in noun.ancestors:
        return False
    *_, top = noun, *_ancestors_below(noun, verb)
    return top.dep_ in OBJECT_RELATIONS and _n_clauses(noun, verb) <= MAX_CLAUSES_BELOW_PRONOUN
