"""The words around a name: the kind of entity, the age and the role that they show."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import islice, takewhile

from spacy.tokens import Token

from analysis import vocabulary
from analysis.language.spacy_model import is_dictionary_word, is_inflected_word, lemma, text_of
from analysis.language.syntax import FINITE_VERB_TAGS, SUBJECTS
from analysis.people.names import (
    NOUN_MODIFIERS,
    ORGANISATION,
    PERSON,
    PLACE,
    SEAT,
    Name,
    gender_of_noun,
    given_names,
    has_capital_by_position,
    is_office_or_agent,
    letters_of_parties,
)

MAX_CHARACTERS_TO_AGE = 60
MAX_CHARACTERS_OF_SEAT = 60
MAX_TOKENS_AFTER_AGE = 10  # from "-old" to the name
AGE = r"(?P<age>[1-9]\d?|1[01]\d)"
AGE_AFTER = re.compile(rf" ?[,(] ?(?:who is |aged )?(?:(?:an?|the) (?:\w+ ){{0,2}})?{AGE}(?=[,.;)]|-year-old\b)")
AGE_BEFORE = re.compile(rf"\b{AGE}-year-old (?:[\w'’-]+ ){{0,5}}$")
TAKES_PART = ("nsubj", "nsubjpass", "poss", "conj")  # relations of somebody who does or owns something
COMMON_PREPOSITIONS = ("of", "on", "for", "about", "under", "per")  # before things rather than people


def kind_of(names: Sequence[Name]) -> str:
    """The kind of the names of one form: a person if any of them is one, otherwise the most frequent kind.

    A given name before a word for a place or body is a person if the article shows that it is: "Michael Bay said".
    If no kind is known, a form that mostly follows prepositions like "in" or "at" is a place, one that the article
    calls a firm is an organisation, and any other is a person. A common noun that does nothing is nobody, like a place.
    A name that would be a place, or a person by guess, is an organisation if a mention shows that it is a club.
    """
    counts = Counter(name.kind for name in names if name.kind)
    if counts[PERSON] or any(map(_is_person_despite_surname, names)):
        return PERSON
    kind = min(counts, key=lambda kind: (-counts[kind], kind)) if counts else _likely_kind(names)
    return ORGANISATION if kind in (PLACE, PERSON) and any(map(is_club, names)) else kind


def is_club(name: Name) -> bool:
    """Whether a name that may be a place's is a club's: "Lunde have signed him", "Lunde striker Bo Ek"."""
    after = name.paragraph.doc[name.last + 1 : name.last + 2].text.lower()
    return after in vocabulary.names().of_clubs or _acts_in_plural(name)


def _acts_in_plural(name: Name) -> bool:
    """Whether a name alone is the subject of a plural: "Lunde have signed him"; not "the Alps", "Lunde and Malham"."""
    head, before = name.head, name.paragraph.doc[max(name.first - 1, 0) : name.first].text.lower()
    is_alone = head.dep_ in SUBJECTS and head.left_edge.i == name.first and not head.n_rights
    if not is_alone or before in ("and", "or", "&"):
        return False
    finite = next((t for t in head.head.lefts if t.dep_ in ("aux", "auxpass")), head.head)
    if finite.i < name.last or finite.lower_ not in ("have", "are", "were", "'ve"):
        return False
    return name.kind == PLACE or not (has_capital_by_position(head) and is_inflected_word(head.lower_))


def _likely_kind(names: Sequence[Name]) -> str:
    """The kind of names whose words do not show it, judged by the words around them."""
    if all(map(_is_common_noun_apart, names)) or _is_common_word(names):
        return PLACE
    if any(map(_is_called_body, names)) and not any(map(_is_shown_as_person, names)):
        return ORGANISATION
    n_in_places = sum(_is_after_place_preposition(name) for name in names)
    return PLACE if n_in_places * 2 >= len(names) else PERSON


def _is_person_despite_surname(name: Name) -> bool:
    """Whether a given name and a word for a place or body name a person: "Hannah Church, a nurse", "Robin Day said"."""
    if name.kind not in (PLACE, ORGANISATION) or len(name.words) != 2 or name.words[0] not in given_names():
        return False
    may_speak = name.kind == PLACE or name.words[-1].lower() in vocabulary.names().surnames_like_bodies
    return _is_shown_as_person(name) or (may_speak and _is_speaker(name))


def _is_shown_as_person(name: Name) -> bool:
    """Whether an age, "who", a role or "she" shows a person: "Kim Homes, 43", "Kim Homes said she …"."""
    after = [t.lower_ for t in name.paragraph.doc[name.last + 1 : name.last + 3]]
    if after[:1] == ["who"] or after == [",", "who"] or age_beside(name) is not None:
        return True
    role = role_in_apposition(name)
    return (role is not None and is_for_people(role)) or _calls_itself_he_or_she(name)


def _is_called_body(name: Name) -> bool:
    """Whether a noun beside the name, "which" or "its" shows a body: "Lindal, a family firm", "the journal Lindal"."""
    doc, i = name.paragraph.doc, name.last + 1
    if name.first and _is_body_noun(doc[name.first - 1]):
        return True
    if doc[i : i + 1].text != ",":
        return len(name.words) > 1 and _owns_object(name)
    if any(t.dep_ == "appos" and t.left_edge.i == i + 1 and _is_body_noun(t) for t in name.head.rights):
        return True
    return len(name.words) > 1 and doc[i + 1 : i + 2].text == "which"


def _is_body_noun(noun: Token) -> bool:
    """Whether a common noun shows that a name beside it is a body's: "firm", not "giant"."""
    titles, word = vocabulary.titles(), noun.lower_
    is_body = word in titles.bodies or word in titles.firms - titles.firms_or_people
    return noun.tag_ == "NN" and is_body


def _calls_itself_he_or_she(name: Name) -> bool:
    """Whether the name is the subject of a verb whose clause has "he" or "she" as subject: "Kim Homes said she …"."""
    if name.head.dep_ not in SUBJECTS:
        return False
    clauses = (clause for clause in name.head.head.children if clause.dep_ == "ccomp" and clause.i > name.last)
    return any(t.dep_ in SUBJECTS and t.lower_ in ("he", "she") for clause in clauses for t in clause.lefts)


def _owns_object(name: Name) -> bool:
    """Whether the name is the subject of a verb whose object is "its": "Lindal closed its shops"."""
    if name.head.dep_ not in SUBJECTS:
        return False
    objects = (t for t in name.head.head.rights if t.dep_ == "dobj")
    return any(t.dep_ == "poss" and t.lower_ == "its" for noun in objects for t in noun.lefts)


def _is_speaker(name: Name) -> bool:
    """Whether the name is the subject of a verb of saying: "Michael Bay said"."""
    words = vocabulary.reporting()
    return name.head.dep_ in SUBJECTS and lemma(name.head.head) in words.saying | words.commanding


def _is_common_word(names: Sequence[Name]) -> bool:
    """Whether the names are a letter, or a common word capitalised by its position, and do nothing: "Welcome"."""
    word = names[0].words[0].lower()
    if len(names[0].words) > 1 or any(_is_speaker(name) or _is_shown_as_person(name) for name in names):
        return False
    if len(word) == 1:
        return True
    acts = is_dictionary_word(word, "noun") and any(name.head.dep_ in TAKES_PART for name in names)
    if acts or not is_inflected_word(word):
        return False
    return all(has_capital_by_position(name.paragraph.doc[name.first]) for name in names)


def _is_common_noun_apart(name: Name) -> bool:
    """Whether a capitalised common noun neither acts nor has something done to it: "Immigration", a heading."""
    if len(name.words) > 1 or not is_dictionary_word(name.words[0].lower(), "noun"):
        return False
    head = name.head
    if head.dep_ in NOUN_MODIFIERS:  # "the Brown government" is somebody's
        return head.head.lower_ not in vocabulary.titles().bodies
    return head.dep_ in ("ROOT", "dep", "npadvmod") or head.head.lower_ in COMMON_PREPOSITIONS


def _is_after_place_preposition(name: Name) -> bool:
    """Whether the name follows "in" or "at", also within a list, however it is parsed: "from Kazan, Omsk and Tomsk"."""
    doc, i = name.paragraph.doc, name.first
    in_list = name.head.dep_ in ("conj", "appos") and i > 0 and doc[i - 1].lower_ in (",", "and")
    while in_list and i > 0 and (doc[i - 1].lower_ in (",", "and") or doc[i - 1].tag_ == "NNP"):
        i -= 1
        if _is_object_of_place_preposition(doc[i]):
            return True
    return _is_object_of_place_preposition(name.head)


def _is_object_of_place_preposition(token: Token) -> bool:
    """Whether the token is the object of "in" or "at".

    "From" does not count in "a call from Einar Valsson" or "executives from Norchem".
    """
    preposition, words = token.head, vocabulary.names()
    if token.dep_ != "pobj" or preposition.lower_ not in words.place_prepositions:
        return False
    if preposition.lower_ != "from":
        return True
    is_after_representatives = preposition.i > 0 and preposition.nbor(-1).lower_ in words.representatives
    return not (is_after_representatives or preposition.head.lower_ in words.messages)


def age_beside(name: Name) -> int | None:
    """The age beside a name: "Ann Lee, 54, …", "Ann Lee, a 54-year-old dentist", "54-year-old dentist Ann Lee"."""
    text = text_of(name.paragraph.doc)
    start, end = name.paragraph.doc[name.first].idx, name.paragraph.doc[name.last]
    before, after = text[max(0, start - MAX_CHARACTERS_TO_AGE) : start], text[end.idx + len(end) :]
    found = AGE_AFTER.match(after[:MAX_CHARACTERS_TO_AGE]) or AGE_BEFORE.search(before)
    return int(found.group("age")) if found and not (found.re is AGE_BEFORE and _is_after_verb(name)) else None


def _is_after_verb(name: Name) -> bool:
    """Whether a verb stands between an age and a name: "the 46-year-old coach met Ann Lee"."""
    before = takewhile(lambda t: t.lower_ != "old", reversed(name.paragraph.doc[: name.first]))
    return any(t.tag_ in FINITE_VERB_TAGS for t in islice(before, MAX_TOKENS_AFTER_AGE))


def seat_beside(name: Name) -> tuple[str | None, str] | None:
    """The party and the place of a politician's seat, right after the name.

    For example ("democrat", "Mass.") of "Ann Lee (D-Mass.)", ("democrat", "Ohio") of "Ann Lee, Democrat of Ohio", and
    (None, "Ohio") of "Ann Lee of Ohio".
    """
    end = name.paragraph.doc[name.last]
    after = text_of(name.paragraph.doc)[end.idx + len(end) :][:MAX_CHARACTERS_OF_SEAT]
    found = _seat().match(after)
    if found is None:
        return None
    party = vocabulary.names().parties.get(found["letter"] or "") or (found["noun"] or "").lower()
    return party or None, found["place"]


@cache
def _seat() -> re.Pattern[str]:
    """A politician's party and seat after the name: " (D-Mass.)", ", R-Utah", ", Democrat of Ohio", " of Ohio"."""
    noun = "|".join(sorted(set(vocabulary.names().parties.values())))
    party = rf"(?: \(|, )(?P<letter>{letters_of_parties()})\.?[-–—/] ?|(?:, (?P<noun>(?i:{noun})))? of "
    return re.compile(rf"(?:{party})(?P<place>{SEAT})")


def role_in_apposition(name: Name) -> str | None:
    """The role in apposition to a name without an office; after "Mr" only a noun for people: no "Editor's note"."""
    apposed = _apposed_role(name) if is_no_office(name.role) else None
    return apposed if apposed and (not name.role or is_for_people(apposed)) else None


def office_that_it_is(name: Name) -> str | None:
    """The office that a name has in its clause: "Tim Rook is the club's chairman", "Ann Roe became prime minister"."""
    clause = name.head.head
    if name.head.dep_ != "nsubj" or lemma(clause) not in ("be", "become") or _is_unsure(clause):
        return None
    noun = next((t for t in clause.rights if t.dep_ in ("attr", "neg")), None)
    if noun is None or noun.lower_ not in vocabulary.titles().offices:
        return None
    is_office = all(t.dep_ in ("poss", *NOUN_MODIFIERS) or t.lower_ == "the" or _is_of_office(t) for t in noun.lefts)
    return _with_modifiers(noun) if is_office else None


def _is_unsure(clause: Token) -> bool:
    """Whether a clause may not be true, as "If Ann Roe is mayor" or "Ann Roe would become mayor"."""
    return any(t.dep_ in ("neg", "mark") or (t.dep_ == "aux" and lemma(t) != "have") for t in clause.lefts)


def _is_of_office(adjective: Token) -> bool:
    """Whether an adjective is the first word of an office: "prime minister"."""
    return adjective.doc[adjective.i : adjective.i + 2].text.lower() in vocabulary.titles().offices


def is_for_people(role: str) -> bool:
    """Whether the last word of a role denotes a person: "foreign minister", "novelist", "niece"."""
    noun = role.lower().split()[-1]
    return is_office_or_agent(noun) or gender_of_noun(noun) is not None


def _apposed_role(name: Name) -> str | None:
    """The role in apposition: "Benjamin Haddad, a senior director", "the French president, Emmanuel Macron"."""
    head = name.head
    nouns = [c for c in head.children if c.dep_ == "appos" and _is_role_noun(c)]
    if head.dep_ == "appos" and head.head.tag_ in ("NN", "NNP"):
        nouns.append(head.head)
    return _with_modifiers(nouns[0]) if nouns and not _is_body_noun(nouns[0]) else None


def _with_modifiers(noun: Token) -> str:
    """The text of a noun from its first adjective or modifying noun: "senior director"."""
    left = [t.left_edge.i for t in noun.lefts if t.dep_ in ("amod", *NOUN_MODIFIERS)]
    return str(noun.doc[min([*left, noun.i]) : noun.i + 1].text)


def _is_role_noun(noun: Token) -> bool:
    """Whether a noun in apposition to a name is a role: a common noun, or an office with a capital: "the Duchess"."""
    return noun.tag_ == "NN" or (noun.tag_ == "NNP" and noun.lower_ in vocabulary.titles().offices)


def is_no_office(role: str | None) -> bool:
    """Whether a role says nothing but how to address somebody: "Mr"."""
    return not role or role.lower() in vocabulary.names().styles
