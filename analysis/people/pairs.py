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
from analysis.language.syntax import has_subject
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
    if phrase.kinds == (PERSON,):
        nearby = [*_twos_nearby(recent, people, sentence), _by_distance(recent, sentence)]
        groups = [*_certain(nearby, people), *nearby]
    else:
        groups = [_sides(recent, people)]
    for group in groups:
        known = (people[name] for name in group if name not in barred)
        two = {p.name for p in _likely_pair([p for p in known if _can_be_one_of_pair(p, phrase)], phrase)}
        if len(two) == 2:
            return tuple(dict.fromkeys(name for c in recent for name in c.persons if name in two))
    return ()


def _certain(groups: Iterable[Sequence[str]], people: People) -> list[list[str]]:
    """The groups, each without names that may not be people's: not the band of "the Tarn group's Saltwater"."""
    return [[name for name in group if people[name].is_surely_of_kind] for group in groups]


def _sides(recent: Sequence[Candidate], people: People) -> list[str]:
    """Canonical names of those mentioned, the last first, without mediators and people who speak for one of the bodies.

    After "said Skywing board member Ida Krogh", one side is Skywing, not Ida Krogh.
    """
    mentioned = [people[name] for name in _last_first(recent)]
    bodies = [p.name for p in mentioned if p.kind == ORGANISATION]
    return [p.name for p in mentioned if not (_is_mediator(p) or _speaks_for_one(p, bodies))]


def _twos_nearby(recent: Sequence[Candidate], people: People, sentence: int) -> Iterator[list[str]]:
    """Yield each two whom "and" joins in this sentence or the one before, then the two in that one's main clause."""
    near = [c for c in recent if sentence - c.sentence <= 1 and _is_named(c, people)]
    yield from _joined_by_and(near)
    before = [c for c in near if c.sentence < sentence and not c.in_quotation and _is_in_main_clause(c.head)]
    if len(main := _last_first(before)) == 2:
        yield main


def _is_named(candidate: Candidate, people: People) -> bool:
    """Whether a mention is of one person, or body, that has a name."""
    return len(candidate.persons) == 1 and not people[candidate.persons[0]].nameless


def _by_distance(recent: Sequence[Candidate], sentence: int) -> list[str]:
    """Canonical names of those mentioned, the nearest first; those mentioned often count as nearer."""
    n_mentions = Counter(name for candidate in recent for name in candidate.persons)
    distances: dict[str, float] = {}
    for candidate in reversed(recent):
        distance = _distance(candidate, sentence)
        for name in candidate.persons:
            distances[name] = min(distance, distances.get(name, distance))
    nearness = {name: PAIR.per_mention * min(n, PAIR.max_mentions) for name, n in n_mentions.items()}
    return sorted(distances, key=lambda name: distances[name] + nearness[name])


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
