"""Pairs: which two people or bodies a phrase such as "the two men", "both sides" or "the couple" means.

`last_two` chooses them among the mentions before the phrase, `last_coordinated` those whom "and" joined last.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from spacy.tokens import Token

from analysis import vocabulary
from analysis.language.spacy_model import lemma
from analysis.language.syntax import governors, has_subject, is_verb, subject, with_relation
from analysis.people.context import is_no_office
from analysis.people.entities import Person, initials
from analysis.people.names import ORGANISATION, PERSON, STATE, gender_of_noun
from analysis.people.nominals import Phrase

People = Mapping[str, Person]  # canonical name → person


class Distance(NamedTuple):
    """Weights, in sentences, of what makes a mention a less likely antecedent of "the two men" than a nearer one."""

    in_quotation: float
    per_clause: float
    per_mention: float
    max_mentions: int


# Those whom a passage is about are mentioned again and again, in main clauses, and not only in what somebody says.
PAIR = Distance(in_quotation=3, per_clause=0.5, per_mention=-0.25, max_mentions=8)

# A passage is about two who deal with each other again and again: each time counts as so many sentences nearer.
PER_LINK, MAX_LINKS = 1, 5
MAX_SENTENCES_TO_DEALING = 5  # from the phrase for two back to the only time that they deal with each other
# Relations of somebody to the verb or noun whose subject or owner deals with them: "met Lee", "Holt's row with Lee".
DEALING = ("dobj", "dative", "prep with", "prep to", "prep against", "prep from", "prep by")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention as a possible antecedent; `sentence` counts through the article."""

    persons: tuple[str, ...]
    sentence: int
    head: Token
    is_subject: bool
    in_quotation: bool


def last_two(
    phrase: Phrase, recent: Sequence[Candidate], people: People, sentence: int, barred: Set[str]
) -> tuple[str, ...]:
    """The two people most likely meant, in text order; of "the two presidents", two who may share the office.

    Args:
        phrase: a phrase for two.
        recent: the mentions before it, in reading order.
        people: canonical name → person.
        sentence: number of the phrase's sentence in the article.
        barred: canonical names of those whom syntax rules out.

    Returns:
        Canonical names; none if there are no two.
    """
    for group in _twos(phrase, recent, people, sentence):
        known = (people[name] for name in group if name not in barred)
        two = {p.name for p in _likely_pair([p for p in known if _can_be_one_of_pair(p, phrase)], phrase)}
        if len(two) == 2:
            return tuple(dict.fromkeys(name for c in recent for name in c.persons if name in two))
    return ()


def _twos(phrase: Phrase, recent: Sequence[Candidate], people: People, sentence: int) -> Iterator[Sequence[str]]:
    """Yield those whom a phrase can mean, two or more at a time, the likeliest first."""
    linked = _linked(recent, people, sentence)
    if phrase.kinds != (PERSON,):
        yield from _twos_of_sides(phrase, linked, _sides(recent, people))
        return
    near = [c for c in recent if sentence - c.sentence <= 1 and _is_named(c, people)]
    nearest, doubtful = _by_distance(recent, sentence), _doubtful(recent, people)
    groups = (*_joined_by_and(near), *linked, _in_main_clause(near, sentence), nearest)
    for group in (_with_subject_before(phrase, recent, nearest), *groups):
        yield [name for name in group if name not in doubtful]


def _twos_of_sides(phrase: Phrase, linked: Sequence[Sequence[str]], sides: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the sides that deal with each other, then all sides if the phrase is of the kind of "both sides"."""
    pairs, noun = vocabulary.nominals().pairs, phrase.head.lower_
    if noun not in pairs.only_states:
        yield from (two for two in linked if set(two) <= set(sides))
    if noun in pairs.states | pairs.bodies:  # not "both groups"
        yield sides


def _doubtful(recent: Sequence[Candidate], people: People) -> set[str]:
    """Canonical names of those who may be no people, if at least two others surely are: "Ford", beside two men."""
    mentioned = [people[name] for name in _last_first(recent) if people[name].kind == PERSON]
    doubtful = {person.name for person in mentioned if not person.kind_is_certain}
    return doubtful if len(mentioned) - len(doubtful) >= 2 else set()


def _sides(recent: Sequence[Candidate], people: People) -> list[str]:
    """Canonical names of those mentioned, the last first, without mediators and people who speak for one of the bodies.

    After "said Skywing board member Ida Krogh", one side is Skywing, not Ida Krogh.
    """
    mentioned = [people[name] for name in _last_first(recent)]
    bodies = [p.name for p in mentioned if p.kind == ORGANISATION or not p.kind_is_certain]
    return [p.name for p in mentioned if not (_is_mediator(p) or _speaks_for_one(p, bodies))]


def _in_main_clause(near: Sequence[Candidate], sentence: int) -> list[str]:
    """Canonical names of those in the main clause of the sentence before, if they are two."""
    before = [c for c in near if c.sentence < sentence and not c.in_quotation and _is_in_main_clause(c.head)]
    return main if len(main := _last_first(before)) == 2 else []


def _linked(recent: Sequence[Candidate], people: People, sentence: int) -> list[tuple[str, ...]]:
    """The pairs of people or bodies that deal with each other, the last first; those that do so often count as later.

    A phrase for two counts as a dealing between them. Nobody with a name is paired with somebody without one: "met a
    foreign leader".
    """
    sentences_of: dict[tuple[str, ...], list[int]] = {}
    by_head = {_head_of_phrase(c.head): c for c in reversed(recent) if not c.in_quotation}  # of two, the name
    for candidate in reversed(by_head.values()):
        two = tuple(sorted(set(_dealing(candidate, by_head))))
        if len(two) == 2 and len({people[name].nameless for name in two}) == 1:
            sentences_of[two] = [*sentences_of.pop(two, ()), candidate.sentence]  # the last two are the last
    nearness = _nearness(recent)
    distances = {
        two: sentence - at[-1] - PER_LINK * min(len(at), MAX_LINKS) + sum(nearness[name] for name in two)
        for two, at in sentences_of.items()
        if sentence - at[-1] <= MAX_SENTENCES_TO_DEALING or len(at) > 1
    }
    return sorted(reversed(distances), key=lambda two: distances[two])


def _with_subject_before(phrase: Phrase, recent: Sequence[Candidate], nearest: Sequence[str]) -> list[str]:
    """Whoever does what the clause before "and" says, and the nearest others: "Holt took it and the two spoke"."""
    verb = phrase.head.head
    doer = subject(verb.head) if is_verb(verb) and verb.dep_ == "conj" else None
    one = next((c.persons[0] for c in reversed(recent) if c.head == doer and len(c.persons) == 1), None)
    return [one, *(name for name in nearest if name != one)] if one else []


def _dealing(candidate: Candidate, by_head: Mapping[Token, Candidate]) -> tuple[str, ...]:
    """Whom a mention means and, if it means one, whoever deals with them; joined by "and" they deal with each other."""
    head = _head_of_phrase(candidate.head)
    if len(candidate.persons) != 1 or len(head.conjuncts) > 1:
        return candidate.persons
    other = by_head.get(next(iter(head.conjuncts), None) or _doer(head) or head)
    return (*other.persons, *candidate.persons) if other is not None and len(other.persons) == 1 else ()


def _head_of_phrase(name: Token) -> Token:
    """The noun for bodies that a name belongs to, "union" for "Amicus" in "the Amicus union", or else the name."""
    is_part = name.dep_ == "compound" and name.head.tag_ == "NN"
    return name.head if is_part and lemma(name.head) in vocabulary.nominals().bodies else name


def _doer(noun: Token) -> Token | None:
    """Who alone deals with somebody: "Holt" for "Lee" in "Holt met Lee", "had a row with Lee", "Holt's call to Lee"."""
    for head, _, relation in governors(noun):
        if relation not in DEALING:
            return None
        doer = subject(head) if is_verb(head) else next(iter(with_relation(head, "poss")), None)
        if doer is not None:
            return None if doer.conjuncts else doer
    return None


def _is_named(candidate: Candidate, people: People) -> bool:
    """Whether a mention is of one person, or body, that has a name."""
    return len(candidate.persons) == 1 and not people[candidate.persons[0]].nameless


def _by_distance(recent: Sequence[Candidate], sentence: int) -> list[str]:
    """Canonical names of those mentioned, the nearest first; those mentioned often count as nearer."""
    nearness = _nearness(recent)
    distances: dict[str, float] = {}
    for candidate in reversed(recent):
        distance = _distance(candidate, sentence)
        for name in candidate.persons:
            distances[name] = min(distance, distances.get(name, distance))
    return sorted(distances, key=lambda name: distances[name] + nearness[name])


def _nearness(recent: Sequence[Candidate]) -> dict[str, float]:
    """By how many sentences those mentioned again and again count as nearer."""
    n_mentions = Counter(name for candidate in recent for name in candidate.persons)
    return {name: PAIR.per_mention * min(n, PAIR.max_mentions) for name, n in n_mentions.items()}


def _distance(candidate: Candidate, sentence: int) -> float:
    """How far a mention is from a sentence, in sentences; further if it is in a quotation or a subordinate clause."""
    return (
        sentence
        - candidate.sentence
        + PAIR.in_quotation * candidate.in_quotation
        + PAIR.per_clause * max(0, _n_clauses_above(candidate.head) - 1)
    )


def last_coordinated(recent: Sequence[Candidate], people: People) -> tuple[str, ...]:
    """The last two people that "and" joined: "Brad Stone and his wife, Ann Lee"."""
    individuals = [c for c in recent if len(c.persons) == 1 and people[c.persons[0]].kind == PERSON]
    for candidate in reversed(individuals):
        joined = {candidate.head, candidate.head.head}  # in "his wife, Ann Lee" the parser joins "wife"
        for other in individuals:
            if other.persons != candidate.persons and not joined.isdisjoint(other.head.conjuncts):
                return (*other.persons, *candidate.persons)
    return ()


def _is_mediator(person: Person) -> bool:
    """Whether somebody, or a body, brings two sides together: "the conciliation service", "the mediator"."""
    words = f"{person.name} {person.role or ''}".lower().split()
    return not vocabulary.nominals().pairs.mediators.isdisjoint(words)


def _speaks_for_one(person: Person, bodies: Iterable[str]) -> bool:
    """Whether somebody's role names one of several bodies, or gives its initials: "Skywing board member"."""
    role = f" {person.role or ''} "
    forms = (form for body in bodies for form in (body, initials(body)))
    return person.kind == PERSON and any(f" {form} " in role for form in forms)


def _joined_by_and(candidates: Sequence[Candidate]) -> Iterator[list[str]]:
    """Yield the names of each two mentions that "and" joins without a third, the last first."""
    for candidate in reversed(candidates):
        if len(candidate.head.conjuncts) == 1:
            joined = (c for c in candidates if c.head == candidate.head.conjuncts[0])
            yield from ([*candidate.persons, *c.persons] for c in islice(joined, 1))


def _n_clauses_above(token: Token) -> int:
    """The number of clauses with a subject that contain a token."""
    return sum(has_subject(ancestor) for ancestor in token.ancestors)


def _is_in_main_clause(token: Token) -> bool:
    return _n_clauses_above(token) <= 1


def _last_first(recent: Sequence[Candidate]) -> list[str]:
    """Canonical names of those mentioned, the last first."""
    return list(dict.fromkeys(person for candidate in reversed(recent) for person in candidate.persons))


def _can_be_one_of_pair(person: Person, phrase: Phrase) -> bool:
    """Whether somebody can be one of the two whom a phrase such as "the two women" means."""
    is_of_gender = person.may_be(gender_of_noun(lemma(phrase.head)))
    return _is_of_kind(person, phrase.kinds) and not person.plural and is_of_gender


def _is_of_kind(person: Person, kinds: Sequence[str]) -> bool:
    """Whether somebody is of one of several kinds; what was only guessed to be a person may be a body: "Ford"."""
    return person.kind in kinds or (ORGANISATION in kinds and not person.kind_is_certain and not person.nameless)


def _likely_pair(people: list[Person], phrase: Phrase) -> list[Person]:
    """The two of several people, the last first, whom a phrase such as "both leaders" most likely means."""
    noun = phrase.head.lower_
    if noun in vocabulary.nominals().pairs.only_states and not _are_of_two_countries(people[:2]):
        people = [p for p in people if p.kind == STATE]  # "both envoys said that the two countries would meet"
    alike = _alike(_possible_holders(_leading(people) if noun == "leaders" else people, phrase.role))
    return (_of_two_countries(alike) if noun in vocabulary.nominals().pairs.foreign else alike)[:2]


def _are_of_two_countries(people: Sequence[Person]) -> bool:
    """Whether people are known to be of different countries."""
    return len({person.country for person in people} - {None}) == len(people)


def _leading(people: list[Person]) -> list[Person]:
    """Those who hold a leading office; all if they are fewer than two."""
    offices = vocabulary.nominals().pairs.leading
    leaders = [p for p in people if not (p.nameless or offices.isdisjoint((p.role or "").lower().split()))]
    return leaders if len(leaders) >= 2 else people


def _alike(people: list[Person]) -> list[Person]:
    """Those with a name if the last two people are one with and one without: "a foreign leader" is nobody then."""
    named = [p for p in people if not p.nameless]
    return named if len(named) >= 2 and sum(p.nameless for p in people[:2]) == 1 else people


def _of_two_countries(people: list[Person]) -> list[Person]:
    """The last person and the last one of another country, if both countries are known."""
    last = people[0].country if people else None
    foreigner = next((p for p in people[1:] if last and not p.nameless and p.country not in (last, None)), None)
    return [people[0], foreigner] if foreigner is not None else people


def _possible_holders(people: Sequence[Person], office: str | None) -> list[Person]:
    """Those whose role includes the words of an office, or else, if they are fewer than two, those without a role.

    Without a role, a country is required for an office of several words ("foreign minister"). If the office is None,
    everybody is possible.
    """
    words = set((office or "").split())
    holders = [p for p in people if words <= set((p.role or "").lower().split())]
    if len(holders) >= 2:
        return holders
    return [p for p in people if is_no_office(p.role) and (len(words) < 2 or p.country)]
