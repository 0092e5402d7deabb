"""Participants of a contact: who fills the roles around a trigger, and who initiated it.

Syntax fills the roles: subject and object, "with", "between", possessors, and the subject of a support verb ("held
talks"). `Participants` selects the phrases; `parties.PartyResolver` resolves each to people, office holders or states.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from spacy.tokens import Token

from analysis import vocabulary
from analysis.contacts.attributes import channel, proper_name
from analysis.contacts.factuality import entry_key, headword, is_time, operator, verb_frame
from analysis.contacts.parties import Names, PartyResolver, is_plural_delegate, known, without_repeats
from analysis.contacts.triggers import entry_of, is_journey, is_shower, support
from analysis.language.spacy_model import Paragraph, lemma
from analysis.language.syntax import (
    COMMON_NOUN_TAGS,
    EXPLETIVE,
    PROPER_NOUN_TAGS,
    SUBJECTS,
    first_conjunct,
    governors,
    is_infinitive,
    is_passive,
    is_verb,
    nearest_verb,
    negation,
    nouns_after,
    subject,
    verb_above,
    with_relation,
)
from analysis.people.coreference import Entities, Mention
from analysis.people.entities import Person
from analysis.people.names import (
    GROUP,
    ORGANISATION,
    PERSON,
    STATE,
    country_of,
    is_adherent,
)
from analysis.people.nominals import office_in
from analysis.tables import LETTER, MEETING, PHONE, VISIT
from analysis.vocabulary.schema import Frame

PAST_FORMS = ("VBN", "VBD")
OBJECTS = ("dobj", "dative")
BETWEEN = ("between", "among")
OPENING_MARKS = ("“", "‘", '"', "'", "''", "``")


class Roles(NamedTuple):
    """Who fills the roles around a trigger.

    `left` is in touch with `right`; if `right` is empty, all of `left` are in touch with each other. `hosts` lead a
    meeting that others hold.
    """

    left: Names = ()
    right: Names = ()
    initiator: str | None = None
    hosts: Names = ()


def _named_by(verb: Token) -> list[Token]:
    """What follows the "by" of a passive: "X" in "held by X"."""
    return [agent for link in with_relation(verb, "agent") for agent in link.children]


class Participants:
    """Who takes part in the contact that a trigger expresses, and who initiated it.

    Args:
        entities: the people and states of the article.
        paragraph: the trigger's paragraph.
        token: the trigger.
        entry: its line in the vocabulary.
    """

    def __init__(self, entities: Entities, paragraph: Paragraph, token: Token, entry: Frame) -> None:
        self.trigger, self.entry = token, entry
        people_only = entry.people and not any(c.lower_ in entry.bodies_after for c in token.rights)
        self.resolver = PartyResolver(entities, paragraph, people_only, one_of_many=True)

    def sides(self) -> tuple[Names, Names]:
        """The one side and the other; the second is empty if all are in touch with each other."""
        return self._roles.left, self._roles.right

    def initiator(self, mode: str) -> str | None:
        """Who asked for the contact, called, wrote or turned to the other.

        Args:
            mode: the mode of the contact.
        """
        left, right = self.sides()
        resolver = PartyResolver(self.resolver.entities, self.resolver.paragraph)
        asking = requester(resolver, self.trigger, without_repeats(left + right))
        return asking or self._roles.initiator or _approacher(self.trigger, mode, left, right)

    @cached_property
    def _roles(self) -> Roles:
        roles = self._roles_around()
        if self.entry.answers:
            return Roles(roles.left[:1])
        left, right = roles.left, self._other_side(roles.left, roles.right)
        if not right and self._is_with_crowd():
            return Roles(left[:1])
        initiator = left[0] if self.entry.calls and left and right else roles.initiator
        if self.entry.guest:
            left, right = right, left
            if len(left) > 1 and not self.entry.calls and self._is_for_contact():
                return Roles(left + right, (), initiator)
        if self._is_of_all(left, right, roles.hosts):
            return Roles(left + right, (), initiator)
        return Roles(left, right, initiator)

    def _roles_around(self) -> Roles:
        """The roles that syntax gives, without the state of somebody on the other side: "Norway's Lind hosts talks"."""
        roles = self._as_spoken(self._roles_of_verb() if is_verb(self.trigger) else self._roles_of_noun())
        return roles._replace(left=tuple(name for name in roles.left if not self._is_own_body(name, roles.right)))

    # "We" in quotations

    def _as_spoken(self, roles: Roles) -> Roles:
        """The roles, without whoever says "we" or "us" in a quotation, unless they are likely to be one of the parties.

        For example "we met with him in May", "he promised to meet with us", "“we met in May,” she said of him"; not "we
        will meet the mayor", which need not be said by somebody who will be there.
        """
        pronoun = self._first_plural()
        if pronoun is None:
            return roles
        speakers = set(self.resolver.referents(pronoun))
        left, right = (tuple(name for name in side if name not in speakers) for side in (roles.left, roles.right))
        others = left + right or self._spoken_of(speakers)
        if others and self._is_there(pronoun, speakers) and all(map(self.resolver.is_surely_person, others)):
            return roles if roles.right else Roles(roles.left, others)
        return roles._replace(left=left, right=right, initiator=None)

    def _first_plural(self) -> Token | None:
        """The "we" or "us" among the words of the roles; None for "we wrote to the mayor", which is true of each."""
        if is_verb(self.trigger) and self.entry.calls and self.entry.mode in (LETTER, PHONE):
            return None
        words = vocabulary.nominals().pronouns.first_plural
        return next((head for head, _ in self.resolver.resolved_heads if head.lower_ in words), None)

    def _is_there(self, pronoun: Token, speakers: set[str]) -> bool:
        """Whether the speaker of "we" or "us" was probably there: the verb is past, and the speaker is no spokesperson.

        Not "told us" and "we received a letter", which as often mean a firm or everybody.
        """
        spokespeople, people = vocabulary.contacts().participants.speaking_for, known(self.resolver.entities, speakers)
        is_for_others = any(not spokespeople.isdisjoint((person.role or "").lower().split()) for person in people)
        if is_for_others or self.entry.official or self.entry.sent:
            return False
        return pronoun.lower_ == "us" or self._is_past()

    def _is_past(self) -> bool:
        """Whether the verb that is the trigger, or is above it, is past or perfect."""
        verb = nearest_verb(self.trigger)
        has = vocabulary.contacts().context.perfect
        return verb is not None and (verb.tag_ == "VBD" or any(c.lower_ in has for c in with_relation(verb, "aux")))

    def _spoken_of(self, speakers: set[str]) -> Names:
        """Whoever something is said about, if they can be the other party: "“we spoke in May,” she said of him"."""
        is_mutual = self._can_be_mutual() if is_verb(self.trigger) else not self.entry.journey
        says = vocabulary.reporting().saying
        verb = next((verb for verb in self.trigger.ancestors if lemma(verb) in says), None) if is_mutual else None
        names = self.resolver.of_all(nouns_after(verb, "of", "about")) if verb is not None else ()
        return names if len(names) == 1 and names[0] not in speakers else ()

    def gapped(self) -> list[tuple[Token, Names]]:
        """The second objects of a verb that is not repeated (gapping, Ross 1970): "met X and, later, Y".

        Returns:
            The head of each such object with its names.
        """
        verb = self.trigger
        objects = with_relation(verb, "dobj", "pobj") if self.entry.object else []
        if not is_verb(verb) or not any(map(self.resolver.referents, objects)):
            return []  # "received 38 per cent, Mr Lind 3 per cent"
        is_sure = self.resolver.is_surely_person if self.entry.place else self._is_person
        resolved = [(head, self.resolver.of(head)) for head in _later_nouns(verb) if head.i > objects[0].i]
        return [(head, tuple(filter(is_sure, names))) for head, names in resolved if names]

    def is_of_others(self) -> bool:
        """Whether the contact is that of people who are not named: "spoke to prepare a meeting of their ministers"."""
        links = [c for c in self.trigger.children if c.lower_ in ("of", *BETWEEN)]
        delegates = [noun for link in links for noun in link.children if is_plural_delegate(noun)]
        possessed = [noun for noun in delegates if with_relation(noun, "poss")]
        return bool(possessed) and not any(self.resolver.of(noun) for noun in possessed)

    def _is_person(self, name: str) -> bool:
        return self.resolver.kind(name) == PERSON

    def _mention_at(self, token: Token) -> Mention | None:
        return self.resolver.entities.at(self.resolver.paragraph, token)

    # Both sides together

    def _other_side(self, left: Names, right: Names) -> Names:
        """The second side without those of the first; if nobody else is left, somebody else whom a pronoun means."""
        others = tuple(name for name in right if name not in left)
        foreign = tuple(name for name in others if not self._is_own_body(name, left))
        if len(foreign) < len(others):
            return foreign
        return others if others or not right else self._somebody_else(left)

    def _counterpart(self, names: Names) -> Names:
        """Whom the sentence calls the counterpart of a single participant: "assured his counterpart, X, in a call"."""
        if len(names) != 1 or self.entry.journey:
            return ()
        heads = [token for token in self.trigger.sent if lemma(token) == "counterpart" and token.tag_ == "NN"]
        return tuple(name for name in self.resolver.of_all(heads[:1]) if name not in names)

    def _is_own_body(self, body: str, people: Names) -> bool:
        """Whether one of the people has an office in a body or state: "the Green Party leader met the Green Party"."""
        persons = known(self.resolver.entities, people)
        if self.resolver.kind(body) == STATE:
            return any(self.resolver.state(p.country) == body for p in persons if p.kind == PERSON and p.country)
        if self.resolver.kind(body) not in (ORGANISATION, GROUP):
            return False
        return any(body.lower() in (person.role or "").lower() for person in persons if person.kind == PERSON)

    def _somebody_else(self, left: Names) -> Names:
        """The last others mentioned, if a pronoun cannot mean the subject: "visited Putin and spoke with him".

        "They" and "their" are the last two people mentioned together: "police visited their homes".
        """
        heads = self.resolver.resolved_heads
        if len(left) != 1 or not heads:
            return ()
        pronoun = heads[-1][0]
        is_plural = pronoun.lower_ in vocabulary.nominals().pronouns.plural
        can_own = is_plural or lemma(pronoun.head) == "hand"  # "Jon Lind, who shook his hand"
        if pronoun.tag_ not in (("PRP", "PRP$") if can_own else ("PRP",)):
            return ()
        before = self.resolver.mentions_before(pronoun)
        others = [m.persons for m in before if _can_be_meant(m, is_plural) and left[0] not in m.persons]
        return next((names for names in others if all(map(self._is_person, names))), ())

    def _is_with_crowd(self) -> bool:
        """Whether the other side is people without a name: "X and Y met residents", "X and Y held talks with pupils".

        Not the parties' own people: "X and Y met with their advisers".
        """
        verbs = [head for head, _, relation in governors(self.trigger) if is_verb(head) and relation == "dobj"][:1]
        nouns = [o for o in with_relation(self.trigger, "dobj") if self.entry.object]
        nouns += [noun for head in (self.trigger, *verbs) for noun in nouns_after(head, "with", *self.entry.with_)]
        others = [noun for noun in nouns if self._mention_at(noun) and not self.resolver.of(noun)]
        return any(all(c.tag_ != "PRP$" for c in noun.lefts) for noun in others)

    def _is_for_contact(self) -> bool:
        """Whether the guests are in touch with each other: "ready to host them for talks"; not "for separate talks"."""
        each = vocabulary.contacts().habit.each
        nouns = [noun for noun in nouns_after(self.trigger, "for") if not any(c.lower_ in each for c in noun.lefts)]
        return any(map(entry_of, nouns))

    def _is_of_all(self, left: Names, right: Names, hosts: Names) -> bool:
        """Whether all of both sides are in touch with each other."""
        is_joint_call = len(left) == 1 and len(right) > 1 and self._is_joint_call(right)
        return is_joint_call or bool(set(hosts) & set(right)) or self._is_meeting_of_three(left, right)

    def _is_meeting_of_three(self, left: Names, right: Names) -> bool:
        """Whether a host meets two guests of different countries: "A of Norway and B of Chile met C of Peru"."""
        if self.entry.mode != MEETING or (len(left), len(right)) != (2, 1):
            return False
        if self.trigger.dep_ in ("xcomp", "advcl") and is_journey(self.trigger.head):
            return False  # "flew in to meet him": the guests are one side
        people = [p for p in known(self.resolver.entities, left + right) if p.kind == PERSON]
        if len(people) != 3:
            return False
        guests, host = people[:2], people[2]
        return _are_of_different_states(*guests) and host.country not in {guest.country for guest in guests} - {None}

    def _is_joint_call(self, others: Names) -> bool:
        """Whether one call connects several people, who are not of one country."""
        if self.trigger.tag_ != "NN" or any(c.lower_ == "separate" for c in self.trigger.children):
            return False
        homes = {other.country for other in known(self.resolver.entities, others)}
        is_one_side = len(homes) == 1 and None not in homes
        return not is_one_side and channel([self.trigger], self.entry.mode) == PHONE

    # Triggers that are verbs

    def _roles_of_verb(self) -> Roles:
        """The roles around a verb: "X met Y", "X spoke with Y", "X was called by Y"."""
        verb, entry, passive = self.trigger, self.entry, self._is_passive()
        left = self._acting(passive)
        if entry.group and len(left) < 2:
            return Roles()
        if self._are_reciprocal(left):
            return Roles(left)
        objects, others = self._object_names(passive), self._with(verb, entry.with_)
        if self._is_brought_together(passive):
            return Roles(tuple(name for name in objects if name not in left), others)
        right = objects + others or self._other_of_verb(verb)
        if entry.indoors and len(right) > 1:  # "joined him in his office alongside her"
            return Roles(left + right)
        if entry.official:
            return self._official(left, right)
        return Roles(left, right) if right else Roles(self._among_themselves(left))

    def _among_themselves(self, names: Names) -> Names:
        """The subjects of a verb without another party who may be in touch with each other.

        A clause after the last of several people is about all if nobody can do alone what it says: "X and Y, who met
        in 2003, married"; not "X and Y, who spoke of her childhood". Not those whom a passive names as agents, nor X
        and Y in "X, along with Y, met workers", "came to hear X and Y speak".
        """
        verb = self.trigger
        if self._is_passive() or _is_heard(verb) or not (self.entry.place or self._can_be_mutual()):
            return names[:1]
        is_of_last = self.entry.mode == MEETING and len(names) == 1 and verb.dep_ == "relcl"
        if is_of_last and verb.head.dep_ == "conj":
            names = self.resolver.of(first_conjunct(verb.head))
        return tuple(name for name in names if name not in self.resolver.companions)

    def _acting(self, passive: bool) -> Names:
        """Those who act, also if a list names them: "among those who met her was X"."""
        agent = _passive_agent(self.trigger) if passive else self._agent(self.trigger)
        names = self.resolver.of(agent)
        is_listed = not passive and agent is not None and agent.i < self.trigger.i and not self.resolver.persons(names)
        return (self.resolver.of(_listed(self.trigger)) if is_listed else ()) or names

    def _is_brought_together(self, passive: bool) -> bool:
        """Whether the object is in contact with another than the subject: "introduced her to him"."""
        objects = with_relation(self.trigger, *OBJECTS)
        return self.entry.joins and (passive or not all(map(_is_reflexive, objects)))

    def _are_reciprocal(self, agents: Names) -> bool:
        """Whether the object is "each other" or "one another", which means the subject: "they ran into each other"."""
        objects = with_relation(self.trigger, *OBJECTS) + nouns_after(self.trigger, *self.entry.with_)
        pairs = [{noun.lower_, *(c.lower_ for c in noun.children)} for noun in objects]
        return len(agents) > 1 and any(words >= {"each", "other"} or words >= {"one", "another"} for words in pairs)

    def _other_of_verb(self, verb: Token) -> Names:
        """The other party of a verb that names it neither as its object nor after "with" and the like."""
        at_home = self._hosts_at_home(verb) if self.entry.to else ()
        named = self._offerer(verb) or self._addressee_of_purpose() or at_home
        return named or self._face_to_face(verb) or self._gap()

    def _face_to_face(self, verb: Token) -> Names:
        """The other party if "to face" was parsed as a clause or goal: "came face to face with her"."""
        nouns = vocabulary.contacts().phrasal.objects.get(headword(verb), ())
        below = with_relation(verb, "advcl", "xcomp") + nouns_after(verb, "to")
        clauses = [clause for clause in below if lemma(clause) in nouns]
        return without_repeats(name for clause in clauses for name in self._with(clause, self.entry.with_))

    def _gap(self) -> Names:
        """Whom a noun means to which a relative clause without its object belongs.

        For example "it was X that she called", "the first man she rang was X", "among those he spoke to was X".
        """
        verb = self.trigger
        stranded = any(c.lower_ in self.entry.with_ and c.dep_ == "prep" and not _has_noun(c) for c in verb.rights)
        if not stranded and (not self.entry.object or with_relation(verb, *OBJECTS)):
            return ()
        is_sure = self.resolver.is_surely_person if self.entry.place else self._is_person
        return tuple(filter(is_sure, self.resolver.of(_noun_of_gap(verb))))

    def _official(self, left: Names, right: Names) -> Roles:
        """Those of the parties who hold an office or are states; a state's agency can also inform lawmakers."""
        left = left or self._summoning(right)
        if left and self._is_of_envoy():
            return Roles(left, right)
        left = tuple(filter(self.resolver.is_received, left))
        if not left:
            return Roles()
        kinds = (GROUP,) if self.resolver.kind(left[0]) == STATE else ()
        return Roles(left, tuple(n for n in right if self.resolver.is_received(n) or self.resolver.kind(n) in kinds))

    def _summoning(self, summoned: Names) -> Names:
        """The state to whose ministry somebody is called: "the envoy was summoned to the Polish foreign ministry"."""
        goals = self._with(self.trigger, ["to"]) if self.entry.calls and self._is_passive() else ()
        return tuple(name for name in goals if name not in summoned)

    def _is_of_envoy(self) -> bool:
        """Whether the noun that is the other party names an office: "the ambassador, Sir Jon Lind, was summoned"."""
        noun = subject(self.trigger) if self._is_passive() else next(iter(with_relation(self.trigger, "dobj")), None)
        offices = vocabulary.contacts().participants.travelling_offices
        return noun is not None and self.entry.calls and lemma(noun) in offices

    def _agent(self, verb: Token) -> Token | None:
        """The subject of a verb, or else a name before the verb that the parser attached to it in another way."""
        verb = _verb_of_speaker(verb)
        if (grammatical := subject(verb)) is not None:
            return grammatical
        before = [t for t in verb.lefts if verb.tag_ != "VBG" and t.dep_ not in ("npadvmod", "advmod")]
        name = next((m for t in before if (m := self._mention_at(t)) and m.form == "name"), None)
        return verb.doc[name.last] if name else None

    def _is_passive(self) -> bool:
        """Whether the trigger is passive: "was called by X", or the participle in "a man called by X"."""
        verb = self.trigger
        if with_relation(verb, "auxpass", "nsubjpass"):
            return True
        return verb.dep_ == "acl" and verb.tag_ == "VBN" and not with_relation(verb, "aux") and not self._is_finite()

    def _is_finite(self) -> bool:
        """Whether what was parsed as a participle is the main verb: "X, Norway's foreign minister, called Y"."""
        verb, root = self.trigger, self.trigger.sent.root
        after_name = root.i < verb.i and root.tag_ == "NNP" and verb.head in (root, *root.children)
        return after_name and verb.nbor(-1).text == ","

    def _can_be_mutual(self) -> bool:
        """Whether a plural subject is enough: "the two met", "they spoke"; not "they spoke at a conference"."""
        if self.entry.together and not any(c.lower_ == "together" for c in self.trigger.children):
            return False
        if self.entry.mode == MEETING:  # "the two met at a conference"
            return self.entry.alone
        return self.entry.alone and not (self._is_said_alike() or self._has_audience())

    def _is_said_alike(self) -> bool:
        """Whether several speak, but not with each other: "they speak the same language", "will speak there".

        Also in "Speaking in Leeds, they attacked the plan"; not in "Speaking by phone, they agreed on it".
        """
        excluding = vocabulary.contacts().context.not_mutual
        if _opens_sentence(self.trigger) and channel([self.trigger], self.entry.mode) == self.entry.mode:
            return True
        has_object = not self.entry.topic and bool(with_relation(self.trigger, "dobj"))
        return has_object or any(c.lower_ in excluding for c in self.trigger.children)

    def _has_audience(self) -> bool:
        """Whether the verb is said of a public occasion: "spoke at a conference"."""
        hearers = ("at", "to", *self.entry.with_)
        venues = [noun for link in self.trigger.children if link.lower_ in hearers for noun in link.children]
        return any(lemma(noun) in vocabulary.contacts().context.audiences for noun in venues)

    def _object_names(self, passive: bool) -> Names:
        """The other party as the object of the verb, or the subject of a passive: "X called Y", "Y was called"."""
        if self._names_its_noun():
            return ()
        done_to = subject(self.trigger) if passive else next(filter(self.resolver.referents, self._objects()), None)
        if not self.entry.object or self._is_naming():
            return ()
        return self._able_to_be_object(self.resolver.of(done_to), passive)

    def _able_to_be_object(self, names: Names, passive: bool) -> Names:
        """Those of the names that can be the other party as the object of the verb."""
        if self.entry.work:
            return tuple(filter(self.resolver.is_surely_person, names)) if self._is_written_to(passive) else ()
        # "The vote, the Open Door Initiative, was called by the party", "presents the country with a task".
        if self.entry.gift or (self.entry.bare and passive):
            return self.resolver.persons(names)
        if self.entry.guest:  # "received an award", "hosted the club"
            return tuple(n for n in names if self.resolver.kind(n) != ORGANISATION or self._are_people(n))
        return tuple(filter(self._are_people, names)) if self.entry.place or self.entry.wished else names

    def _are_people(self, name: str) -> bool:
        """Whether a name or its words mean people: "visited executives of Norchem", "House Republicans"."""
        if self.resolver.is_surely_person(name) or is_adherent(name.lower().split()[-1].removesuffix("s")):
            return True
        if self.resolver.kind(name) == GROUP and self.resolver.entities.people[name].nameless:
            return True  # "the families of the victims"
        return any(name in names and is_plural_delegate(head) for head, names in self.resolver.resolved_heads)

    def _is_written_to(self, passive: bool) -> bool:
        """Whether the object gets what is written: "wrote him", "wrote Lind that …"; not "wrote Anna Karenina in 1877".

        A name is not the title of a work if the clause says what was written, or why.
        """
        if passive:
            return False
        verb = self.trigger
        is_pronoun = any(noun.tag_ == "PRP" for noun in with_relation(verb, *OBJECTS))
        return is_pronoun or bool(with_relation(verb, "ccomp") or _aims(verb))

    def _names_its_noun(self) -> bool:
        """Whether a participle only gives a noun its name: "a movement called the New Left"; not "called by X"."""
        verb = self.trigger
        if not self.entry.bare or verb.tag_ not in PAST_FORMS or with_relation(verb, "agent", "aux", *SUBJECTS):
            return False
        noun = verb.nbor(-1) if verb.i > verb.sent.start else verb
        return verb.dep_ == "acl" or (noun.tag_ in COMMON_NOUN_TAGS and noun.dep_ in ("dobj", "pobj", "attr"))

    def _objects(self) -> list[Token]:
        """The objects of the verb; in "shook his hand" also the possessor of the hand."""
        objects = with_relation(self.trigger, *OBJECTS) or self._called_name() or self._name_after()
        objects = [noun for noun in objects if not _is_reflexive(noun)]
        return objects + [owner for o in objects if _means_owner(o) for owner in with_relation(o, "poss")]

    def _name_after(self) -> list[Token]:
        """The name right after an active verb, which the parser takes for a time: "met Leeds chairman Jon Lind"."""
        if with_relation(self.trigger, "auxpass", "nsubjpass"):
            return []
        next_to = [noun for noun in with_relation(self.trigger, "npadvmod") if noun.left_edge.i == self.trigger.i + 1]
        return [noun for noun in next_to if noun.tag_ == "NNP" and self._mention_at(noun)]

    def _called_name(self) -> list[Token]:
        """The only name after "called", which the parser takes for an object predicate, as in "called him Bo".

        Not if part of it is in quotation marks: "called Ann Lee “The Boss”", "a book called “Lee”".
        """
        names = with_relation(self.trigger, "oprd")
        if len(names) != 1 or names[0].tag_ not in PROPER_NOUN_TAGS:
            return []
        if with_relation(self.trigger, "auxpass", "nsubjpass"):
            return []
        return [] if any(t.text in OPENING_MARKS for t in names[0].subtree) else names

    def _is_naming(self) -> bool:
        """Whether "call" gives a name or a judgement and is no call: "called him a killer"."""
        if not self.entry.bare or self.entry.work:
            return False
        children = [c for c in self.trigger.children if c not in self._called_name()]
        has_predicate = any(c.dep_ in ("oprd", "ccomp", "acomp", "attr") for c in children)
        has_two_objects = sum(c.dep_ in OBJECTS for c in children) > 1
        objects = [child for child in children if child.dep_ in OBJECTS]
        is_title = _is_before_quotation(self.trigger)
        return is_title or has_predicate or has_two_objects or any(map(_has_predicate_after, objects))

    def _addressee_of_purpose(self) -> Names:
        """Whom one calls, if only a clause around or below says it: "phoned on Monday to congratulate her"."""
        verb = self.trigger
        if not self.entry.calls or (not self.entry.idiom and with_relation(verb, *OBJECTS, "oprd", "prt")):
            return ()
        if _is_relative_of_addressee(verb):  # "he told Jon Lind, who rang on Monday": Lind rang him
            return self.resolver.persons(self.resolver.of(subject(verb.head.head)))
        addressing = vocabulary.contacts().idioms.addressing
        addressed = [o for aim in _aims(verb)[:1] if lemma(aim) in addressing for o in with_relation(aim, *OBJECTS)]
        return self.resolver.persons(self.resolver.of_all(addressed))

    # Phrases with prepositions

    def _with(self, token: Token, prepositions: Sequence[str]) -> Names:
        """The names after these prepositions, also if another phrase comes between ("spoke by phone with X")."""
        names: Names = ()
        for link in _links_below(token):
            for noun in link.children:
                names += self._names_in_phrase(link, noun, prepositions)
            if link.lower_ in prepositions:
                names += self.resolver.of_all(_detached_objects(token, link))
        if "to" in prepositions:
            names += self.resolver.of_all(_named_after_title(token))
        for noun in with_relation(token, "dobj"):
            if not self.resolver.referents(noun):
                names += self._with(noun, [word for word in prepositions if word != "to"])
        return without_repeats(names)

    def _names_in_phrase(self, link: Token, noun: Token, prepositions: Sequence[str]) -> Names:
        """The names in the phrase of a preposition (`link`) and one of its dependents (`noun`)."""
        if link.lower_ in prepositions and noun.dep_ == "pobj":
            return self.resolver.of(noun)
        if link.lower_ in prepositions and noun.lower_ == "visiting":  # "with visiting President X", parsed as a verb
            return self.resolver.of_all(with_relation(noun, "dobj"))
        words = vocabulary.contacts().participants
        if entry_of(noun) and (link.lower_ in words.other_contact or self.entry.topic):
            return ()  # "spoke about it during the talks with them"
        if lemma(noun) in vocabulary.contacts().context.press_aims:
            return ()  # "discussed it during an interview with him"
        if noun.dep_ == "pobj":
            return self._names_below(noun, prepositions)
        if noun.dep_ == "prep" and noun.lower_ in prepositions and _precedes_preposition(link):
            return self.resolver.of_all(noun.children)
        return ()

    def _names_below(self, noun: Token, prepositions: Sequence[str]) -> Names:
        """The names in phrases attached to a noun that itself names nobody: "phone" in "spoke by phone with X"."""
        is_relation = lemma(noun) in vocabulary.contacts().participants.relations
        names_nobody = not self.resolver.referents(noun) and not is_verb(noun) and not is_relation
        names_nobody = names_nobody or prepositions == BETWEEN  # "talks at Acas between X and Y"
        return self._with(noun, prepositions) if names_nobody and "of" not in prepositions else ()

    # Triggers that are nouns

    def _roles_of_noun(self) -> Roles:
        """The roles around a noun: "talks between X and Y", "X's meeting with Y", "X held a meeting with Y"."""
        noun = self.trigger
        if among := self._with(noun, BETWEEN):
            return Roles(among)
        if self.is_of_others():
            return Roles()
        hosts = self._leading_hosts(noun)
        roles = self._with_governors(*self._sides_in_phrase(noun, bool(hosts)))
        if not roles.right:
            roles = self._in_which(noun) or roles
        writes = self._is_written()
        if writes and not roles.right:  # "checked their email"
            return Roles(roles.left if len(roles.left) == 1 else ())
        left, right = (roles.left, roles.right + hosts) if roles.left or roles.right else (hosts, ())
        return Roles(left, right, left[0] if writes and left else roles.initiator, hosts)

    def _sides_in_phrase(self, noun: Token, is_led: bool) -> tuple[Names, Names]:
        """Both sides as far as a noun's own phrase names them: "X's meeting with Y", "a letter to X signed by Y".

        Args:
            noun: the trigger.
            is_led: whether the phrase says who leads the meeting; these take part as hosts.
        """
        right = self._with(noun, ["with", "to"] if self.entry.sent or self.entry.journey else ["with"])
        right = right or (self.resolver.of_all(_goal_after_day(noun)) if self.entry.sent else ())
        right = tuple(filter(self._are_people, right)) if self.entry.journey else right
        left, right = self._with_possessors(noun, right)
        left = left or self._on_letterhead(noun)
        right += self._names_in_compound(noun, is_led) + self._others_in_clauses(noun)
        left += self.resolver.of_all(_agents_in_clauses(noun, is_led, self.entry.sent))
        if not right and not self.entry.sent:
            right = self._hosts_at_home(noun)
        return without_repeats(left), without_repeats(right)

    def _with_possessors(self, noun: Token, right: Names) -> tuple[Names, Names]:
        """Add to the sides the possessor and who is named by "by", "from" and "of".

        The possessor of what comes from somebody else has received it: "took her first call from X".
        """
        possessors = self.resolver.of_all(with_relation(noun, "poss"))
        if self.entry.sent and not right and (senders := self._with(noun, ["from"])):
            return senders + self._owners(noun), possessors
        is_from = self.entry.sent or self.entry.journey or (self.entry.needs and not self.entry.meal)
        senders = self._with(noun, ["by", "from"] if is_from else ["by"])
        senders = senders or (self._from_after_goal(noun) if self.entry.sent else ())
        return possessors + senders + self._owners(noun), right

    def _from_after_goal(self, letter: Token) -> Names:
        """The sender, if the parser joins "from" to whoever gets what is sent: "a letter to her from him"."""
        goals = [goal for goal in nouns_after(letter, "to") if not is_plural_delegate(goal)]
        names = self.resolver.of_all(noun for goal in goals for noun in nouns_after(goal, "from"))
        return tuple(name for name in names if self.resolver.kind(name) != STATE)

    def _is_written(self) -> bool:
        """Whether one party writes to the other: "his letter to her"; not if they "exchanged letters"."""
        exchanging = vocabulary.contacts().participants.exchanging
        return self.entry.sent and self.entry.mode != PHONE and lemma(self.trigger.head) not in exchanging

    def _others_in_clauses(self, noun: Token) -> Names:
        """The other party in a clause of the noun: "the talks X had with Y", "a letter sent by X to Y"."""
        prepositions = ["with", "to"] if self.entry.sent else ["with"]
        clauses = [clause for clause in _clauses_of(noun) if lemma(clause) in support() or self._addresses(clause)]
        others = tuple(name for clause in clauses for name in self._with(clause, prepositions))
        others += self.resolver.of_all(noun for clause in clauses for noun in self._sent_to(clause))
        return without_repeats(others or self._asked_in(noun))

    def _sent_to(self, clause: Token) -> list[Token]:
        """Whom a clause says something was sent, without a preposition: "a letter he sent her"."""
        sends = self.entry.sent and lemma(clause) in vocabulary.contacts().participants.sending
        return list(filter(_is_name, with_relation(clause, *OBJECTS))) if sends else []

    def _asked_in(self, noun: Token) -> Names:
        """Whom a letter asks or tells something: "a letter urging X to resign"."""
        if not self.entry.sent:
            return ()
        addressing = vocabulary.contacts().idioms.addressing
        asking = [
            clause for clause in with_relation(noun, "acl") if clause.tag_ == "VBG" and lemma(clause) in addressing
        ]
        return self.resolver.of_all(o for clause in asking for o in with_relation(clause, *OBJECTS, "nsubj"))

    def _addresses(self, verb: Token) -> bool:
        """Whether a verb says to whom something goes: "a letter addressed to her"."""
        return self.entry.sent and lemma(verb) in vocabulary.contacts().participants.addressed

    def _names_in_compound(self, noun: Token, is_led: bool) -> Names:
        """The person named before the noun: "the Putin meeting"."""
        modifiers = [c for c in with_relation(noun, "compound", "nmod", "amod") if not (is_led and _is_leading(c))]
        return tuple(filter(self.resolver.is_surely_person, self.resolver.of_all(modifiers)))

    def _leading_hosts(self, noun: Token) -> Names:
        """Who hosts, chairs or leads a meeting, also after a place: "at a summit in Cork hosted by X"."""
        links = with_relation(noun, "prep")
        places = [place for link in links for place in link.children if place.tag_ == "NNP"]
        clauses = [clause for head in (noun, *places) for clause in with_relation(head, "acl")]
        leading = [clause for clause in clauses if clause.tag_ in PAST_FORMS and _is_leading(clause)]
        agents = self.resolver.of_all(agent for clause in leading for agent in _named_by(clause))
        return without_repeats(self.resolver.persons(agents))

    def _in_which(self, noun: Token) -> Roles | None:
        """Who tells whom something in a relative clause: "a meeting on Monday in which X told Y to resign"."""
        for clause in _relative_clauses(noun):
            places = [c for link in with_relation(clause, "prep") for c in link.children if c.lower_ == "which"]
            if places or (not self.entry.journey and any(c.lower_ == "where" for c in clause.children)):
                roles = Roles(self.resolver.of(subject(clause)), self._addressees(clause))
                if roles.left and roles.right and not set(roles.left) & set(roles.right):
                    return roles
        return None

    def _on_letterhead(self, noun: Token) -> Names:
        """Who writes on paper of their own: "a letter on the letterhead of X"."""
        if not self.entry.sent or self.entry.mode != LETTER:
            return ()
        words = vocabulary.contacts().participants.letterheads
        heads = [t for t in noun.sent if t.lower_ in words]
        owners = [c for head in heads for c in with_relation(head, "poss", "compound")]
        return self.resolver.of_all(owners) + tuple(name for head in heads for name in self._with(head, ["of"]))

    def _hosts_at_home(self, noun: Token) -> Names:
        """Who lives or works where others come: "talks at X's residence", "a visit to X's home", "came to X's flat"."""
        at_door = ("to", "at", "on", "by") if self.entry.to else ("at", "in")
        prepositions = ("to",) if self.entry.journey else at_door
        links = [link for link in noun.rights if link.lower_ in prepositions]
        places = [place for link in links for place in link.children]
        homes = [place for place in places if _means_owner(place) and place.tag_ in ("NN", "JJ")]
        owners = [o for place in homes for o in (*with_relation(place, "poss"), *nouns_after(place, "of"))]
        return self.resolver.persons(self.resolver.of_all(owners))

    def _owners(self, noun: Token) -> Names:
        """The names after "of"; none if a body only meets in session: "a meeting of the Security Council"."""
        names = self._with(noun, ["of"])
        if self.entry.mode != MEETING or not names or self.resolver.kind(names[0]) != ORGANISATION:
            return names
        is_sure = any(self.resolver.kind(name) == STATE or self.resolver.is_surely_person(name) for name in names)
        return names if is_sure else ()

    def _agent_misread(self) -> Names:
        """The subject of a verb above that the parser has taken for an adjective."""
        return self._before_misread_verb(self.trigger) or self._before_misread_verb(self.trigger.head.head)

    def _before_misread_verb(self, noun: Token) -> Names:
        """The subject of "X held talks" if the parser has taken "held" for an adjective."""
        verbs = [c for c in noun.lefts if c.dep_ == "amod" and c.tag_ in PAST_FORMS and lemma(c) in support()]
        name = self._mention_at(verbs[0].nbor(-1)) if verbs and verbs[0].i else None
        if name is None or name.form != "name":
            return ()
        head = noun.doc[name.head]
        return self.resolver.of(head.head if head.dep_ == "conj" else head)

    # The governors of a noun

    def _with_governors(self, left: Names, right: Names) -> Roles:
        """Add to the sides of a noun what its governors say: the subject of "held", "with" in "held talks with X"."""
        left = left or self._agent_misread()
        means = ""  # "demanded answers in a letter": the parser joins the letter to the answers
        for head, _, relation in governors(self.trigger):
            if is_verb(head):
                return self._with_verb(head, means or relation, left, right)
            if means := self._means(means, relation, head):
                continue
            if roles := self._answered(head, relation, left, right):
                return roles
            if _is_part_of_contact(head, relation):
                right = right or self._with(head, ["with"])
                if among := self._with(head, BETWEEN):
                    return Roles(among)
            elif not _can_stand_between(head, relation):
                break
            left = left or self.resolver.of_all(with_relation(head, "poss"))
        return Roles(left, right)

    def _answered(self, noun: Token, relation: str, left: Names, right: Names) -> Roles | None:
        """Sides of a letter that somebody answers: "in response to her letter, he said"."""
        replies = vocabulary.contacts().participants.replies
        if not self.entry.sent or relation != "prep to" or lemma(noun) not in replies:
            return None
        return Roles(left, right or self._repliers(noun), next(iter(left), None))

    def _repliers(self, reply: Token) -> Names:
        """Who replies: "his response", "in response to her letter, he said"."""
        verb = verb_above(reply)
        owners = self.resolver.of_all(with_relation(reply, "poss"))
        return owners or (self.resolver.of(self._agent(verb)) if verb is not None else ())

    def _means(self, means: str, relation: str, head: Token) -> str:
        """The relation of a contact to the verb further up, if a word between may belong to it: "in", "via", "after".

        The parser may join a letter to what it says, and talks to somebody who takes part: "told him in talks".

        Args:
            means: the result for the link below; empty for the contact's own.
            relation: the link.
            head: the word above.
        """
        preposition = relation.removeprefix("prep ")
        if preposition in vocabulary.contacts().participants.temporal:
            return relation
        if means.removeprefix("prep ") in vocabulary.contacts().participants.temporal:
            return means
        if means:
            return means if relation in (*OBJECTS, "prep of", "prep from", "prep about", "prep to") else ""
        can_be_means = self.entry.sent or any(map(self._is_person, self.resolver.referents(head)))
        is_means = can_be_means and preposition in vocabulary.contacts().participants.means
        is_scene = _is_topic_told(head) and preposition in vocabulary.contacts().status.circumstance
        return relation if is_means or is_scene else ""

    def _offerer(self, verb: Token) -> Names:
        """Who made the offer: "accepted an offer from X to hold a summit"."""
        offer = verb.head
        return self._with(offer, ["from"]) if verb.dep_ == "acl" and not is_verb(offer) and operator(offer) else ()

    def _with_verb(self, verb: Token, relation: str, left: Names, right: Names) -> Roles:
        """Add to the sides of a noun what the verb that governs it says, by the noun's relation to it."""
        right = right or self._offerer(verb)
        if roles := self._as_goal(verb, relation, left, right):
            return roles
        if roles := self._as_predicate(verb, relation, left, right):
            return roles
        if relation in ("dobj", "attr", "xcomp") and self._carries_noun(verb):
            return self._as_object(verb, left, right)
        if relation in _subject_relations(verb):
            return self._as_subject(verb, left, right)
        if relation == "dobj" and lemma(verb) in vocabulary.contacts().participants.following:
            return Roles(*_sides_around(left, right, self._doers(verb)))
        if relation.startswith("prep") and self._shares_participants(verb, relation.removeprefix("prep ")):
            return self._as_adjunct(verb, left, self._with_told(verb, relation, left, right))
        return Roles(left, right)

    def _with_told(self, verb: Token, relation: str, left: Names, right: Names) -> Names:
        """The others at a meeting, after whoever is told something there: "told her at a meeting with investors"."""
        words = vocabulary.contacts()
        is_within = relation.removeprefix("prep ") in words.status.circumstance
        if left or not is_within or lemma(verb) not in words.participants.telling:
            return right
        told = self.resolver.persons(self.resolver.of_all(with_relation(verb, *OBJECTS)))
        return without_repeats((*told, *self.resolver.persons(right))) if told else right

    def _carries_noun(self, verb: Token) -> bool:
        """Whether the subject of a verb takes part in the contact that is its object: "recalled a lunch"."""
        receives = self.entry.sent and lemma(verb) in vocabulary.contacts().participants.receiving
        admits = lemma(verb) in vocabulary.contacts().participants.admitting
        names_other = any(nouns_after(head, "with", "to") for head in (self.trigger, verb))
        return receives or (admits and names_other) or lemma(verb) in support() or operator(verb) is not None

    def _as_goal(self, verb: Token, relation: str, left: Names, right: Names) -> Roles | None:
        """Sides of a noun after "to", "for" or "about": "replied to her letter", "took him to talks with her"."""
        words = vocabulary.contacts().participants
        if relation == "prep for":
            return self._as_errand(verb, left, right)
        if relation == "prep about":
            return self._as_question(verb, left, right)
        if relation != "prep to":
            return None
        if self.entry.sent and lemma(verb) in words.replying:
            return Roles(left, right or self.resolver.of(self._agent(verb)), next(iter(left), None))
        if lemma(verb) in words.summoning or (self.entry.meal and lemma(verb) in words.escorting):
            return self._as_summons(verb, left, right)
        if lemma(verb) in words.escorting:
            return Roles(left or self.resolver.of_all(with_relation(verb, "dobj")), right)
        return None

    def _as_question(self, verb: Token, left: Names, right: Names) -> Roles | None:
        """Sides of what somebody is asked about: "asked him about a meeting with her"."""
        if lemma(verb) not in vocabulary.contacts().participants.questioning:
            return None
        asked = self.resolver.of_all(with_relation(verb, "dobj", "nsubjpass"))
        return Roles(left or asked, right) if asked else None

    def _as_errand(self, verb: Token, left: Names, right: Names) -> Roles | None:
        """Sides of what somebody is sent for: "sent him to Oslo for talks with her"."""
        if lemma(verb) not in vocabulary.contacts().participants.sending_people:
            return None
        sent = self.resolver.of_all(with_relation(verb, "dobj", "nsubjpass"))
        return Roles(left or sent, right) if sent else None

    def _as_summons(self, verb: Token, left: Names, right: Names) -> Roles:
        """Sides of what one asks or takes another to: "summoned her to a meeting", "was called to talks with him"."""
        asked = self.resolver.of_all(with_relation(verb, "dobj", "nsubjpass"))
        if left:  # "was called to a meeting by him"
            return Roles(left, right or asked)
        by = _agent_told_by(verb) if with_relation(verb, "nsubjpass") else self._agent(verb)
        return Roles(asked, right or self.resolver.of(by))

    def _as_predicate(self, verb: Token, relation: str, left: Names, right: Names) -> Roles | None:
        """Sides of a noun that belongs to a predicate: "came as her guest", "is due in talks with her"."""
        if lemma(verb) == "be" and relation in ("acomp", "advmod"):
            return Roles(left or self.resolver.of(self._agent(verb)), right)
        if self.entry.sent and relation == "prep with" and is_shower(verb):
            right = right or self.resolver.of_all(with_relation(verb, "dobj", "nsubjpass"))
            by = _passive_agent(verb) if with_relation(verb, "nsubjpass") else self._agent(verb)
            return Roles(left or self.resolver.of(by), right)
        is_guest = relation in ("attr", "prep as") and self.entry.guest
        return Roles(left, self.resolver.of(self._agent(verb))) if is_guest else None

    def _body_that_says(self, verb: Token) -> Names:
        """The body that reports its own talks: "the union said talks with the company had failed".

        Whoever denies or admits a contact speaks of their own: "he denied that a meeting with her took place".
        """
        says = verb.dep_ == "ccomp" and lemma(verb.head) in vocabulary.reporting().saying
        speaker = subject(verb.head) if says else None
        if (
            speaker is None
            or speaker.tag_ == "PRP"
            or speaker.lower_ in vocabulary.contacts().elsewhere.titles_of_papers
        ):
            return ()
        names = self.resolver.of(speaker)
        is_own = lemma(verb.head) in vocabulary.contacts().participants.admitting
        return tuple(name for name in names if is_own or self.resolver.kind(name) in (ORGANISATION, STATE))[:1]

    def _shares_participants(self, verb: Token, preposition: str) -> bool:
        """Whether the subject of a verb takes part in a contact after a preposition: "told her in a phone call"."""
        if negation(verb) and entry_of(verb):
            return False  # "will not meet him during a visit"
        words = vocabulary.contacts().participants
        leaves = preposition in ("from", "out") and lemma(verb) in words.departing
        return leaves or preposition in words.adjunct or operator(verb) is not None

    def _as_subject(self, verb: Token, left: Names, right: Names) -> Roles:
        """Sides of a noun that is the subject of a verb: "talks were held by X with Y", "talks began between them"."""
        agents = self._held_by(verb)
        goes_to = self.entry.sent and (lemma(verb) in support() or self._addresses(verb))
        right = right or self._with(verb, ["with", "to"] if goes_to else ["with"])
        if not (left and right) and (among := self._with(verb, BETWEEN)):
            return Roles(among)
        return Roles(*self._with_affected(verb, left or agents or self._body_that_says(verb), right))

    def _held_by(self, verb: Token) -> Names:
        """The agents of a passive: "talks were held by X and Y"; not of "the meeting was attended by X, Y and Z"."""
        names = self.resolver.of_all(_named_by(verb))
        is_audience = len(names) > 2 and lemma(verb) in vocabulary.contacts().support.attending
        return () if is_audience else names

    def _with_affected(self, verb: Token, left: Names, right: Names) -> tuple[Names, Names]:
        """Both sides, with whom the contact moved to something: "a call from her persuaded him"."""
        is_moving = not self.entry.journey and lemma(verb) in vocabulary.contacts().idioms.addressing
        if (left and right) or not is_moving:  # "his visit reminds her of another"
            return left, right
        return _sides_around(left, right, self.resolver.persons(self.resolver.of_all(with_relation(verb, *OBJECTS))))

    def _as_object(self, verb: Token, left: Names, right: Names) -> Roles:
        """Sides of a noun that is the object of a verb: "held talks with him", "sent her a letter"."""
        if self.entry.sent:
            return Roles(left, right) if _is_remark(verb, bool(left)) else self._as_sent_object(verb, left, right)
        right = right or self._with(verb, ["with"])
        agents = self._agents_for(verb, left)
        if among := self._among(verb, left, right):
            return Roles(among)
        recipients = self.resolver.of_all(with_relation(verb, "dative"))
        recipients = recipients or (self._honoured(verb) if self.entry.meal and _is_giving(verb) else ())
        recipients = recipients or self.resolver.persons(self.resolver.of_all(_told_by_use(verb)))
        return Roles(*_sides_around(left, right or recipients, agents))

    def _among(self, verb: Token, left: Names, right: Names) -> Names:
        """The participants after "between", if neither side is named elsewhere: "held talks between X and Y"."""
        return () if right or left else self._with(verb, BETWEEN)

    def _honoured(self, verb: Token) -> Names:
        """For whom a meal is: "hosted a dinner for her", "hosts a banquet in her honour", "in honour of her"."""
        links = [link for head in (verb, self.trigger) for link in with_relation(head, "prep") if link.lower_ == "in"]
        honours = [noun for link in links for noun in link.children if noun.lower_ in ("honour", "honor")]
        owners = [owner for noun in honours for owner in (*with_relation(noun, "poss"), *nouns_after(noun, "of"))]
        return self._with(verb, ["for"]) or self.resolver.of_all(owners)

    def _agents_for(self, verb: Token, left: Names) -> Names:
        """The subject of a verb as a party; not who is against the contact of others: "blocked his visit"."""
        opposes = left and lemma(verb) in vocabulary.contacts().participants.opposing
        return () if opposes else self.resolver.of(self._agent(verb))

    def _as_sent_object(self, verb: Token, left: Names, right: Names) -> Roles:
        """Sides of what one sends another: "sent her a letter", "received a letter from her"."""
        words = vocabulary.contacts().participants
        if with_relation(verb, "nsubjpass"):  # "was sent a letter by her"
            return Roles(left or self.resolver.of(_passive_agent(verb)), right or self.resolver.of(subject(verb)))
        right = right or self._with(verb, ("with", "to", *words.goals_of_sending.get(lemma(verb), ())))
        agents = self.resolver.of(self._agent(verb))
        left = left or self._with(verb, ["from"])
        if left and lemma(verb) in words.receiving:
            return Roles(left, right or agents, left[0])
        if among := self._among(verb, left, right):
            return Roles(among)
        sender = agents[0] if agents and lemma(verb) in words.sending else None
        recipients = right or self.resolver.of_all(_recipients(verb, self.trigger))
        return Roles(*_sides_around(left, recipients, agents), sender)

    def _as_adjunct(self, verb: Token, left: Names, right: Names) -> Roles:
        """Sides of a noun after a preposition: "flew in for talks with him", "told her in a phone call"."""
        if self._is_told(verb):
            return self._as_adjunct_of_passive(verb, left, right)
        agents = self._doers(verb)
        if not right and (senders := self._senders(verb, left)):
            return Roles(senders, self._other_side(senders, agents))
        agents = tuple(name for name in agents if name not in right)
        if left or self._is_to_state(agents, right):
            return Roles(left, right)
        right = right or self._addressees(verb, agents)
        idioms = vocabulary.contacts().idioms
        can_be_mutual = lemma(self.trigger) not in idioms.phone_nouns or lemma(verb) in idioms.mutual
        return Roles(agents, right) if right or can_be_mutual else Roles()

    def _is_to_state(self, agents: Names, right: Names) -> bool:
        """Whether only states are on the other side of people: "said on a visit to Norway"."""
        return {self.resolver.kind(name) for name in right} == {STATE} and bool(self.resolver.persons(agents))

    def _senders(self, verb: Token, left: Names) -> Names:
        """From whom the subject of a verb hears something: "in a letter from her", "learned by text from her"."""
        if not self.entry.sent or lemma(verb) in vocabulary.contacts().participants.demanding:
            return ()
        return self._with(self.trigger, ["from"]) or (() if left else self._with(verb, ["from"]))

    def _doers(self, verb: Token) -> Names:
        """The subject of a verb; before "followed" and "came after" also whose deed or words the subject is."""
        agent = self._agent(verb)
        names = self.resolver.of(agent)
        if names or agent is None or lemma(verb) not in vocabulary.contacts().participants.following:
            return names
        return self.resolver.of_all(with_relation(agent, "poss"))

    def _is_told(self, verb: Token) -> bool:
        """Whether the subject of a passive receives a message or question: "was asked by him at a meeting"."""
        return bool(with_relation(verb, "nsubjpass")) and (self.entry.sent or _is_telling(verb))

    def _told_in_passive(self, verb: Token) -> Names:
        """The subject of a passive; whom something is put to in a letter: "the offer was put to her in a letter"."""
        told = self.resolver.of(subject(verb))
        return told or (self._with(verb, ["to"]) if self.entry.sent else ())

    def _as_adjunct_of_passive(self, verb: Token, left: Names, right: Names) -> Roles:
        """Sides of a contact in which the subject is addressed: "was asked in a letter from him"."""
        told, agent = self._told_in_passive(verb), self.resolver.of(_passive_agent(verb))
        if not self.entry.sent and not right:
            left = tuple(name for name in left if name not in told)  # "was told by him at a meeting that she was out"
        sender = left or agent or (() if self.entry.sent else told)
        if right or not sender:
            return Roles(sender, right)
        return Roles(sender, tuple(name for name in told if name not in sender))

    def _prepositions_of_addressee(self, verb: Token) -> tuple[str, ...]:
        """The prepositions before an addressee: "said to her", "demanded answers from her"."""
        if is_journey(verb) or _is_receiving(verb):
            return ()
        demands = self.entry.sent and lemma(verb) in vocabulary.contacts().participants.demanding
        return ("from",) if demands else ("with", "to")

    def _addressees(self, verb: Token, speakers: Names = ()) -> Names:
        """Whom the verb is addressed to: "told her", "spoke to her"; of a journey, only persons.

        Nobody if the journey has a goal, "on a visit to Oslo he attacked her", if somebody else takes part, "praised
        her in a call with reporters", or if the verb is about somebody, "in the call he described her as weak".

        Args:
            verb: the verb above the trigger.
            speakers: its subject; if it addresses nobody, the counterpart of the only speaker is meant.
        """
        to = "to" if self.entry.journey or self.entry.mode == LETTER else "with"
        if nouns_after(self.trigger, to) or lemma(verb) in vocabulary.contacts().participants.describing:
            return ()
        names = self.resolver.of_all(with_relation(verb, *OBJECTS))
        names += self._with(verb, self._prepositions_of_addressee(verb))
        names = self.resolver.persons(names) if self.entry.journey or is_journey(verb) else names
        return names or self._counterpart(speakers)


def _subject_relations(verb: Token) -> tuple[str, ...]:
    """The relations of a verb's subject, which is parsed as a predicate after "there": "there was a meeting"."""
    return (*SUBJECTS, "attr") if with_relation(verb, EXPLETIVE) else SUBJECTS


def _opens_sentence(verb: Token) -> bool:
    """Whether a participle stands before the clause that it belongs to: "Speaking in Leeds, she attacked the plan"."""
    return verb.tag_ == "VBG" and verb.dep_ == "advcl" and verb.i < verb.head.i


def _is_heard(verb: Token) -> bool:
    """Whether somebody hears what the subject of a verb says: "came to hear them speak"."""
    is_bare = verb.tag_ in ("VB", "VBP", "VBG") and verb.dep_ in ("ccomp", "xcomp")
    return is_bare and lemma(verb.head) in vocabulary.contacts().context.hearing


def _can_be_meant(mention: Mention, is_plural: bool) -> bool:
    """Whether a pronoun can refer back to a mention: to a name or, in the plural, to two together."""
    return len(mention.persons) > 1 if is_plural else mention.form == "name"


def _verb_of_speaker(verb: Token) -> Token:
    """The verb of reporting that a participle belongs to, if the parser attached it to the words reported.

    For example "said" for "speaking" in "she said shops could open, speaking after a meeting".
    """
    above = verb.head
    is_last = verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.i > above.i and verb.nbor(-1).text == ","
    reports = above.dep_ == "ccomp" and lemma(above.head) in vocabulary.reporting().saying
    return above.head if is_last and reports and lemma(verb) in vocabulary.contacts().participants.speaking else verb


def _means_owner(noun: Token) -> bool:
    """Whether an object's possessor is the other party: "shook his hand", "visited her home"."""
    return lemma(noun) in vocabulary.contacts().participants.owned


def _passive_agent(verb: Token) -> Token | None:
    """The agent of a passive: "X" in "was called by X", "was met on arrival by X"."""
    circumstances = [noun for link in with_relation(verb, "prep") for noun in with_relation(link, "pobj")]
    links = [*with_relation(verb, "agent"), *(c for noun in circumstances for c in noun.rights if c.lower_ == "by")]
    agents = (noun for link in links for noun in with_relation(link, "pobj"))
    return next((noun for noun in agents if entry_of(noun) is None), None)


def _agent_told_by(verb: Token) -> Token | None:
    """The agent of a passive or of the next one: "was summoned by X", "was summoned to a meeting and told by X"."""
    told = [c for c in with_relation(verb, "conj") if lemma(c) in vocabulary.contacts().participants.telling]
    return next(filter(None, map(_passive_agent, (verb, *told))), None)


def _told_by_use(verb: Token) -> list[Token]:
    """Whom a contact is used to tell something: "used the meeting to tell her that he would go"."""
    aims = [aim for aim in _aims(verb) if _is_telling(aim)] if lemma(verb) == "use" else []
    return [noun for aim in aims for noun in with_relation(aim, *OBJECTS)]


def _is_telling(verb: Token) -> bool:
    """Whether a verb says that somebody tells another something: "tell", "warn", "persuade"."""
    words = vocabulary.contacts()
    return lemma(verb) in words.participants.telling or lemma(verb) in words.idioms.addressing


def _is_topic_told(noun: Token) -> bool:
    """Whether a noun is the topic of a message to somebody: "informed her of the decision at a meeting"."""
    is_topic = noun.dep_ == "pobj" and noun.head.lower_ in ("of", "about")
    return is_topic and _is_telling(noun.head.head)


def _has_noun(preposition: Token) -> bool:
    return any(c.dep_ in ("pobj", "pcomp") for c in preposition.children)


def _is_reflexive(noun: Token) -> bool:
    """Whether the subject is its own object: "introduced herself to him", "presented herself as a reformer"."""
    return noun.lower_.endswith(("self", "selves"))


def _is_name(noun: Token) -> bool:
    """Whether a noun is a name or a pronoun other than a relative one."""
    return noun.tag_ in ("NNP", "NNPS", "PRP")


def _noun_of_gap(verb: Token) -> Token | None:
    """The noun that a relative clause without its object is about, or what it is said to be.

    For example "X" in "it was X that she rang", "X was the first she rang", "among those she rang was X".
    """
    own, noun = with_relation(verb, *SUBJECTS), verb.head
    if (listed := _listed(verb)) is not None or not own or own[0].tag_ in ("WP", "WDT"):
        return listed
    if verb.dep_ == "ccomp":
        return _clefted(noun) if with_relation(verb, "mark") else None
    if verb.dep_ != "relcl":
        return None
    return noun if _is_name(noun) else _equated(noun)


def _listed(verb: Token) -> Token | None:
    """Whom a sentence names as one of several: "among those she met was X", "among the guests greeted by her was X"."""
    above = [verb, verb.head, verb.head.head, verb.head.head.head]
    if not any(c.lower_ == "among" and c.i < verb.i for head in above for c in with_relation(head, "prep")):
        return None
    around = [t for head in above for t in (head, *head.rights)]
    copula = next((t for t in around if lemma(t) == "be" and t.i > verb.i), None)
    return next(iter(with_relation(copula, "nsubj", "attr")), None) if copula is not None else None


def _clefted(copula: Token) -> Token | None:
    """ "X" in "it was X that she rang"."""
    is_cleft = lemma(copula) == "be" and any(c.lower_ == "it" for c in with_relation(copula, "nsubj"))
    return next(iter(with_relation(copula, "attr")), None) if is_cleft else None


def _equated(noun: Token) -> Token | None:
    """The noun that a sentence equates with another one.

    For example "X" in "the man was X", "X was the man", "X, one of the men", "the men included X".
    """
    if noun.dep_ == "pobj" and noun.head.lower_ == "of":
        noun = noun.head.head
    if noun.dep_ == "appos":
        return noun.head
    if lemma(noun.head) == "include":
        return next(iter(with_relation(noun.head, "dobj")), None) if noun.dep_ in SUBJECTS else None
    relation = "attr" if noun.dep_ in SUBJECTS else "nsubj"
    return next(iter(with_relation(noun.head, relation)), None) if lemma(noun.head) == "be" else None


def _has_predicate_after(noun: Token) -> bool:
    """Whether what somebody is called follows without a comma: "called him a killer", "called her “a fool”"."""
    is_name = noun.tag_ == "PRP" and any(t.tag_ == "NNP" for t in _next_word(noun))
    if is_name or _is_before_quotation(noun) or _is_described_twice(noun):
        return True
    named = [a for a in with_relation(noun, "appos") if not (a.tag_ == "NNP" and _is_somebodys(noun))]
    separators = {",", *vocabulary.syntax().naming}  # "called a nurse named Ann Lee"
    return any(not a.nbor(-1).is_punct and a.left_edge.nbor(-1).text not in separators for a in named)


def _is_before_quotation(token: Token) -> bool:
    """ "Him" in "called him “a liar”", "called" in "called “Lee” a good book"."""
    return any(t.text in OPENING_MARKS for t in _next_word(token))


def _next_word(token: Token) -> list[Token]:
    """The word after a token; none at the end of the sentence."""
    return list(token.doc[token.i + 1 : min(token.i + 2, token.sent.end)])


def _is_described_twice(noun: Token) -> bool:
    """Whether what somebody is called follows a description: "called Ann Lee, his rival, a fool", "…, a “fool”"."""
    first = with_relation(noun, "appos")
    second = [t for apposition in first for t in with_relation(apposition, "appos") if t.tag_ != "NNP"]
    has_quotation = any(t.tag_ == "``" for t in noun.subtree)
    return has_quotation or bool(second) or any(apposition.tag_ == "JJ" for apposition in first)


def _is_somebodys(noun: Token) -> bool:
    """ "His brother", "the club's lawyer"; not "their son", to whom one gives a name: "called their son Bo"."""
    owned = any(c.dep_ == "poss" for c in noun.lefts)
    return owned and lemma(noun) in vocabulary.titles().offices | vocabulary.contacts().participants.called_kin


def _is_relative_of_addressee(verb: Token) -> bool:
    """Whether a relative clause describes the addressee of an utterance: "he told Jon Lind, who rang on Monday"."""
    telling = vocabulary.contacts().participants.telling
    return verb.dep_ == "relcl" and verb.head.dep_ in OBJECTS and lemma(verb.head.head) in telling


def _aims(verb: Token) -> list[Token]:
    """The infinitives that say why something was done: "phoned to congratulate her", "rang at noon to thank her"."""
    in_phrases = [t for link in with_relation(verb, "prep") for t in link.subtree]
    below = [child for head in (verb, *in_phrases) for child in with_relation(head, "advcl", "xcomp", "acl")]
    return [child for child in below if child.tag_ == "VB" and child.i > verb.i]


def _later_nouns(verb: Token) -> list[Token]:
    """Nouns after a verb that the parser attaches as conjuncts, or as times ("npadvmod")."""
    nouns = with_relation(verb, "conj", "dep", "npadvmod")
    return [noun for noun in nouns if noun.tag_ in ("NN", "NNP") and noun.i > verb.i]


def _are_of_different_states(person: Person, other: Person) -> bool:
    """Whether two people have different countries or, if one is not known, the same minister's office."""
    if person.country and other.country:
        return person.country != other.country
    office = office_in(person.role) or ""
    return office.endswith("minister") and office == office_in(other.role)


def _links_below(head: Token) -> list[Token]:
    """What links phrases to a head: both of "to X and to Y"."""
    links = list(filter(_links_phrase, head.children))
    return links + [joined for link in links for joined in with_relation(link, "conj")]


def _precedes_preposition(word: Token) -> bool:
    """ "Together with him", "wrote back to him"; not "wrote it on the way back to him"."""
    is_on_way = word.lower_ == "back" and (not is_verb(word.head) or word.i > word.head.i + 1)
    return word.lower_ in vocabulary.contacts().participants.double_prepositions and not is_on_way


def _named_after_title(head: Token) -> list[Token]:
    """The name after "to" and a title that the parser takes for a verb: "spoke to manager Jon Lind"."""
    phrases = [c for c in head.rights if c.left_edge.tag_ == "TO" and c.left_edge.i < c.i]
    titled = [c for c in phrases if c.left_edge.nbor(1).lower_ in vocabulary.titles().offices]
    nouns = [noun for c in titled for noun in ([c] if c.tag_ == "NNP" else with_relation(c, "dobj"))]
    return [noun for noun in nouns if noun.tag_ == "NNP"]


def _detached_objects(token: Token, link: Token) -> list[Token]:
    """The objects of a preposition that the parser joins to a verb.

    For example in "called on PM Lind", parsed like "put on a hat", and in "met with and thanked him", where the two
    verbs share it.

    Args:
        token: the verb with the preposition.
        link: the preposition.
    """
    if link.tag_ == "RP":
        return [noun for noun in with_relation(token, "dobj") if noun.left_edge.i == link.i + 1]
    return [] if _has_noun(link) else _shared_objects(link)


def _shared_objects(link: Token) -> list[Token]:
    """The objects that a preposition shares with the next verb: "him" in "met with and thanked him"."""
    follower = link.doc[link.i + 1 : link.i + 2].text
    verbs = with_relation(link.head, "conj") if follower in ("and", "or") else []
    links = [after for verb in verbs[:1] for after in with_relation(verb, "prep")]
    return [noun for word in (*verbs[:1], *links[:1]) for noun in with_relation(word, "dobj", "pobj")][:1]


def _links_phrase(token: Token) -> bool:
    """Whether a token links a phrase to its head: a preposition, or an adverb with one ("together with")."""
    return token.dep_ in ("prep", "dative") or (token.dep_ == "advmod" and bool(with_relation(token, "prep")))


def _recipients(verb: Token, sent: Token) -> list[Token]:
    """To whom something is sent: "her" in "sent her a letter", which the parser may take for a second object."""
    objects = [c for c in with_relation(verb, "dobj") if c.i < sent.i and not c.is_ancestor(sent)]
    return _owners_of_device(verb) or with_relation(verb, "dative") or objects


def _owners_of_device(verb: Token) -> list[Token]:
    """Whose phone a message goes to: "left a message on her phone", "sent it to her phone"; not "rang on her phone"."""
    leaves = lemma(verb) in vocabulary.contacts().participants.goals_of_sending
    ways = ("on", "to") if leaves else ("to",)
    nouns = [noun for link in _links_below(verb) if link.lower_ in ways for noun in link.children]
    devices = [noun for noun in nouns if lemma(noun) in vocabulary.contacts().idioms.devices]
    return [owner for noun in devices for owner in with_relation(noun, "poss")]


def _relative_clauses(noun: Token) -> list[Token]:
    """The relative clauses of a noun, also after a day: "a meeting on Monday in which …"."""
    days = [day for link in with_relation(noun, "prep") for day in link.children if is_time(day)]
    return [clause for head in (noun, *days) for clause in with_relation(head, "relcl")]


def _goal_after_day(letter: Token) -> list[Token]:
    """To whom a letter goes, if a day keeps the parser from joining the two: "an e-mail Saturday to her"."""
    ends = [day.right_edge.i + 1 for day in with_relation(letter, "npadvmod") if is_time(day)]
    links = [letter.doc[end] for end in ends if end < letter.sent.end]
    return [noun for link in links if link.lower_ == "to" for noun in with_relation(link, "pobj")]


def _is_remark(verb: Token, names_sender: bool) -> bool:
    """Whether a verb only says something of what others write: "liked her message", "showed him the letter"."""
    words = vocabulary.contacts().participants
    if lemma(verb) in words.showing:
        return not with_relation(verb, "nsubjpass")
    return names_sender and lemma(verb) not in support() | words.receiving


def _is_receiving(verb: Token) -> bool:
    """ "Welcomed them to the palace for a dinner": after "to" stands the place."""
    entry = entry_of(verb)
    return entry is not None and entry.guest


def _is_leading(verb: Token) -> bool:
    """Whether a verb says who leads a meeting: "hosted", "chaired"."""
    return lemma(verb) in vocabulary.contacts().support.leading


def _is_giving(verb: Token) -> bool:
    """Whether a verb says who gives a meal: "hosted", "held"."""
    return _is_leading(verb) or lemma(verb) in vocabulary.contacts().support.held


def _agents_in_clauses(noun: Token, is_led: bool, is_sent: bool) -> list[Token]:
    """Who does what a clause says of the noun: "a call made by X", "the letter X sent".

    Not, if `is_led`, who leads, nor, if `is_sent`, who has seen what another has sent.
    """
    clauses = [clause for clause in _clauses_of(noun) if clause.tag_ in PAST_FORMS]
    if is_sent:
        sending = support() | vocabulary.contacts().participants.addressed
        clauses = [clause for clause in clauses if lemma(clause) in sending]
    if is_led:
        clauses = [clause for clause in clauses if not _is_leading(clause)]
    return [agent for clause in clauses for agent in _agents_of(clause)]


def _agents_of(verb: Token) -> list[Token]:
    """The subject, and whoever follows "by"."""
    return with_relation(verb, "nsubj") + _named_by(verb)


def _clauses_of(noun: Token) -> list[Token]:
    """The clauses that describe a noun, also those joined by "and": "a letter signed by X and sent to Y"."""
    clauses = with_relation(noun, "acl", "relcl") + _clauses_after_goal(noun)
    joined = [verb for clause in clauses for verb in with_relation(clause, "conj") if verb.tag_ in PAST_FORMS]
    return clauses + [verb for verb in joined if not with_relation(verb, "nsubj")]


def _clauses_after_goal(letter: Token) -> list[Token]:
    """A clause that the parser joins to whoever gets a letter: "a letter to Ms Lind, signed by X"."""
    said_of_letters = vocabulary.contacts().participants.addressed | vocabulary.contacts().participants.sending
    clauses = [clause for goal in nouns_after(letter, "to") for clause in with_relation(goal, "acl")]
    return [clause for clause in clauses if clause.tag_ == "VBN" and lemma(clause) in said_of_letters]


def _can_stand_between(head: Token, relation: str) -> bool:
    """Whether the participants can be beyond a word above the trigger: "due in talks", "calm at the talks"."""
    if lemma(head) in vocabulary.contacts().support.apart:
        return False
    if lemma(head) in support() | vocabulary.contacts().context.getting or operator(head):
        return True
    return head.dep_ == "acomp" and relation.removeprefix("prep ") in vocabulary.contacts().status.circumstance


def _is_part_of_contact(head: Token, relation: str) -> bool:
    """Whether a noun above the trigger is part of the same contact: "a round of talks", "plans of a meeting"."""
    support_words = vocabulary.contacts().support
    is_of_plan = relation == "prep of" and operator(head) is not None and lemma(head) not in support_words.apart
    return lemma(head) in support_words.passes or is_of_plan


def _sides_around(left: Names, right: Names, agents: Names) -> tuple[Names, Names]:
    """Both sides, with the agents of the verb on the side that is still empty."""
    if right or not left:
        return left or agents, right
    return left, agents if agents != left else ()


def requester(resolver: PartyResolver, trigger: Token, names: Names) -> str | None:
    """The participant who asked for a contact.

    For example "sought a meeting", "asked him to call", "at his request", "on the Italian side's initiative",
    "initiated by X".

    Args:
        resolver: for the trigger's paragraph.
        trigger: the word that expresses the contact.
        names: the participants.
    """
    for phrase in _asking_above(trigger):
        if name := next((name for name in resolver.of(phrase) if name in names), None):
            return name
    for token in trigger.sent:
        for phrase in _requesters_beside(token, trigger):
            if name := _participant_meant(phrase, names, resolver):
                return name
    return None


def _asking_above(trigger: Token) -> Sequence[Token | None]:
    """Who asks, by a verb above the contact: "sought a meeting", "called for talks", "asked to see him"."""
    words = vocabulary.contacts().initiative
    for head, dependent, relation in governors(trigger):
        asks_for = relation in ("dobj", "prep for") and entry_key(head) in words.verbs
        asks_to = relation in ("xcomp", "ccomp") and is_infinitive(dependent) and lemma(head) in words.aims
        if is_verb(head) and (asks_for or asks_to) and not negation(head):
            return _named_by(head) if is_passive(head) else [subject(head)]
    return []


def _requesters_beside(token: Token, trigger: Token) -> list[Token]:
    """The phrases that say who asked, if a token says that somebody did: "his" beside "request"."""
    words = vocabulary.contacts().initiative
    if token.tag_ == "NN" and lemma(token) in words.nouns and (token in trigger.ancestors or _is_reason(token)):
        links = [c for c in token.children if c.lower_ in ("of", "from", "by")]
        objects = [noun for link in links for noun in with_relation(link, "pobj")]
        return with_relation(token, "poss") + objects
    if token.tag_ == "VBN" and lemma(token) in words.verbs:
        return _named_by(token)
    return []


def _is_reason(noun: Token) -> bool:
    """Whether a noun is in a phrase such as "at his request", "on their initiative"."""
    return noun.dep_ == "pobj" and noun.head.lower_ in vocabulary.contacts().initiative.prepositions


def _participant_meant(phrase: Token, names: Names, resolver: PartyResolver) -> str | None:
    """The participant that a phrase means, by name or by country: "the Italian side", "Rome"."""
    if any(t.lower_ == "latter" for t in phrase.subtree):
        return names[-1] if names else None
    people, named = resolver.entities.people, resolver.of(phrase)
    person = people.get(named[0]) if named else None
    if person and (person.name in names or (person.kind == PERSON and not person.nameless)):
        return person.name
    return next(filter(None, (_participant_of(code, names, resolver.entities) for code in _countries_in(phrase))), None)


def _countries_in(phrase: Token) -> list[str]:
    """The codes of the countries that a phrase names: "the Italian side", "Rome"."""
    countries = [country_of((t.text,)) or country_of(tuple(proper_name(t).split())) for t in phrase.subtree]
    return [country[0] for country in countries if country]


def _participant_of(country: str, names: Names, entities: Entities) -> str | None:
    """The first participant of a country, or else the only one whose country is not known."""
    homes = {name: person.country for name in names if (person := entities.people.get(name))}
    at_home = [name for name, home in homes.items() if home == country]
    unknown = [name for name, home in homes.items() if home is None]
    if at_home:
        return at_home[0]
    return unknown[0] if len(unknown) == 1 else None


# Who turned to the other


def _approacher(trigger: Token, mode: str, left: Names, right: Names) -> str | None:
    """The party who turned to the other, by the word of contact or the verb above it; None if neither says so."""
    for side, turns in zip((left, right), _turns(trigger, mode), strict=True):
        if turns and len(side) == 1 and right:
            return side[0]
    return None


def _turns(trigger: Token, mode: str) -> tuple[bool, bool]:
    """Whether the first party turned to the second, and whether the second turned to the first.

    "In a call to her", "went to see her"; "was offered a meeting with her", "was called in to see her", "was summoned
    to a meeting with her".
    """
    above = trigger.head
    if not is_verb(trigger):
        offers = trigger.dep_ == "dobj" and lemma(above) in vocabulary.contacts().initiative.aims
        is_wanted = (offers and is_passive(above)) or (above.lower_ == "to" and _is_summoned(above.head))
        return mode == PHONE and _is_one_way(trigger), is_wanted
    if not is_infinitive(trigger) or trigger.dep_ not in ("xcomp", "advcl"):
        return _addresses(trigger, mode), False
    if is_passive(above):
        return False, _is_summoned(above)
    return _goes(above, trigger) or _addresses(trigger, mode), False


def _is_one_way(call: Token) -> bool:
    """ "A call to her", "a call from her"; not "a call with her"."""
    return any(link.lower_ in ("to", "from") for link in with_relation(call, "prep"))


def _is_summoned(verb: Token) -> bool:
    """ "Was called in (to see her)", "was summoned (to a meeting)"."""
    frame = verb_frame(verb)
    return is_passive(verb) and frame is not None and frame.calls


def _addresses(verb: Token, mode: str) -> bool:
    """Whether somebody is in touch to appeal to the other: "met her to ask for help"; not "met her and asked for help".

    On the phone the second is enough, too: "spoke to her and urged her to stay"; not "spoke with her".
    """
    idioms = vocabulary.contacts().idioms
    aims = with_relation(verb, "conj", "advcl", "xcomp")
    if mode != PHONE:
        return mode in (MEETING, VISIT) and any(is_infinitive(aim) and lemma(aim) in idioms.appealing for aim in aims)
    is_to = any(link.lower_ == "to" for link in with_relation(verb, "prep"))
    return is_to and any(lemma(aim) in idioms.addressing for aim in aims)


def _goes(verb: Token, aim: Token) -> bool:
    """ "Went (to see her)"; not "went to Oslo (to see her)"."""
    between = [c.dep_ for c in verb.children if verb.i < c.i < aim.i]
    return lemma(verb) == "go" and not {"prep", "advmod", "dobj"}.intersection(between)
