"""Repairs of the parser's recurring errors in the plain sentences of news, made in place before anything is read.

Each is made only where words and tags leave one reading: in "in a letter to Ms Lind, Lee said", Lee is the subject.
"""

import re

from spacy.tokens import Doc, Span, Token

from analysis import vocabulary
from analysis.language.spacy_model import lemma
from analysis.language.syntax import FINITE_VERB_TAGS, with_relation
from analysis.tables import LETTER

PLURAL_ACRONYM = re.compile(r"[A-Z]{2,}s")
SUBJECT_RELATIONS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
JOINED_CLAUSES = ("conj", "advcl", "ccomp", "dep")
POSSESSIVES = ("his", "hers", "theirs", "mine", "ours")  # "a friend of his"
MAX_TOKENS_OF_NAME = 6  # from the pronoun of "a friend of his, Ann Lee" to the end of the name


def repair(doc: Doc) -> None:
    """Change tags, heads and relations of a parsed paragraph where the parser is known to err."""
    _mend_modals(doc)
    _mend_plurals(doc)
    _mend_gerunds(doc)
    _mend_subjects(doc)
    _mend_clauses_of_time(doc)
    _mend_relative_clauses(doc)
    _mend_appositions(doc)
    _mend_pairs(doc)
    _mend_objects(doc)
    _mend_scenes(doc)


def _mend_modals(doc: Doc) -> None:
    """Parse "May" and "Will" as names before a form that no modal governs: "May said", "Will has"."""
    for token in doc[:-1]:
        verb = token.nbor()
        is_modal = token.tag_ == "MD" or (token.tag_ == "NNP" and token.dep_ == "aux")
        if is_modal and token.text[0].isupper() and verb.tag_ in ("VBD", "VBZ") and token.head == verb:
            token.tag_, token.dep_ = "NNP", "nsubj"


def _mend_plurals(doc: Doc) -> None:
    """Tag acronyms in the plural as such: "MPs", which the model sometimes takes for a singular.

    At the start of a sentence it may take a place or firm for a common noun: "Sussex have", "Tesco are".
    """
    known = vocabulary.names()
    for token in doc:
        if token.is_sent_start and token.tag_ in ("NN", "NNS") and token.lower_ in known.places | known.organisations:
            token.tag_ = "NNP"
        if token.tag_ == "NN" and PLURAL_ACRONYM.fullmatch(token.text):
            token.tag_ = "NNS"


def _mend_gerunds(doc: Doc) -> None:
    """Parse "meeting" as a verb in "denied meeting Ms Lee", which the model may take for a part of the name."""
    for token in doc[1:]:
        verb, name = token.nbor(-1), token.head
        if token.dep_ not in ("compound", "dobj") or verb not in (name, name.head) or not _is_gerund(token, verb):
            continue
        token.tag_, token.head, token.dep_ = "VBG", verb, "xcomp"
        if name.tag_ == "NNP":
            name.head = token


def _mend_subjects(doc: Doc) -> None:
    """Parse "Lee" as the subject in "in a letter to Ms Lind, Lee said", which the model may attach to "Ms Lind".

    A real apposition there would end with a comma. In "in a letter to a rival, Ann Lind, Bo Lee said" the model may
    take "Lind" for the subject. In "in a letter to Ms Lind, Lee, the mayor, said" the verb has no other subject.
    """
    for sentence in doc.sents:
        verb = sentence.root
        noun = _subject_before(verb, sentence) if verb.tag_.startswith("VB") else None
        if noun is None:
            continue
        subjects = with_relation(verb, *SUBJECT_RELATIONS)
        described = _described_before(noun.head) if subjects == [noun.head] else None
        if described is not None:
            noun.head.head, noun.head.dep_ = described, "appos"
        if described is not None or (not subjects and _is_fronted(noun, verb)):
            _join_subject(noun, verb)


def _join_subject(noun: Token, verb: Token) -> None:
    """Make a noun the subject of a verb, with the appositions after it that the parser has joined to the same word."""
    for apposition in [c for c in noun.head.rights if c.dep_ == "appos" and c.i > noun.i]:
        apposition.head = noun
    noun.head, noun.dep_ = verb, _relation_of_subject(verb)


def _mend_clauses_of_time(doc: Doc) -> None:
    """Parse "boss" as the subject in "left after his boss, Ann Lee, met Ms Lind", not as the object of "after"."""
    for link in doc:
        if link.dep_ == "prep" and link.lower_ in vocabulary.syntax().of_time and link.i > link.head.i:
            for noun in [c for c in link.rights if c.dep_ == "pobj"]:
                _mend_clause_after(link, noun)


def _mend_clause_after(link: Token, noun: Token) -> None:
    """Parse what follows a preposition as a clause, if it has a verb with no other subject than a noun."""
    described = _descriptions(noun, link.head)
    end = described[-1].right_edge.i + 1 if described else len(noun.doc)
    after = noun.doc[end : end + 2]
    if len(after) < 2 or after[0].text != ",":
        return
    verb = after[1].head if after[1].dep_ in ("aux", "auxpass") else after[1]
    if verb.head != link.head or verb.left_edge != after[1] or verb.dep_ not in JOINED_CLAUSES:
        return
    if _is_finite(verb) and not _has_subject(verb):
        for name in described:
            name.head, name.dep_ = noun, "appos"
        noun.head, noun.dep_ = verb, _relation_of_subject(verb)
        link.head, link.dep_, verb.dep_ = verb, "mark", "advcl"


def _descriptions(noun: Token, verb: Token) -> list[Token]:
    """The appositions of a noun, or the name after it and a comma that the model takes for a time of a verb."""
    names = [c for c in verb.rights if c.dep_ == "npadvmod" and c.tag_ == "NNP" and c.left_edge.i == noun.i + 2]
    return [c for c in noun.rights if c.dep_ == "appos"] or [c for c in names if noun.nbor().text == ","]


def _is_finite(verb: Token) -> bool:
    """Whether a word is a finite verb or has an auxiliary."""
    return verb.tag_ in FINITE_VERB_TAGS or any(c.dep_ in ("aux", "auxpass") for c in verb.lefts)


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in SUBJECT_RELATIONS for c in verb.lefts)


def _relation_of_subject(verb: Token) -> str:
    """The relation that a subject has to an active or a passive verb."""
    return "nsubjpass" if any(c.dep_ == "auxpass" for c in verb.lefts) else "nsubj"


def _mend_relative_clauses(doc: Doc) -> None:
    """Parse "had" as a verb in "the meeting Lee had with Lind lasted an hour", not as an auxiliary of "lasted"."""
    for token in doc:
        if token.dep_ != "aux" or token.tag_ != "VBD" or token.head.tag_ == "VBN":
            continue
        subjects = [[c for c in verb.lefts if c.dep_ in SUBJECT_RELATIONS] for verb in (token, token.head)]
        if all(subjects) and subjects[1][0].i < subjects[0][0].i < token.i:
            token.head, token.dep_ = subjects[1][0], "relcl"


def _mend_pairs(doc: Doc) -> None:
    """Parse "held" as the verb of "The two held talks", which the model may take for a participle before "talks"."""
    for sentence in doc.sents:
        noun = sentence.root
        verb = _participle_after_pair(noun)
        if verb is None:
            continue
        pair = verb.nbor(-1)
        for child in [c for c in noun.children if c.i < pair.i or c.is_punct]:
            child.head = pair if child.dep_ == "det" else verb
        pair.head, pair.dep_, verb.tag_ = verb, "nsubj", "VBD"
        verb.head, verb.dep_ = verb, "ROOT"
        noun.head, noun.dep_ = verb, "dobj"


def _participle_after_pair(noun: Token) -> Token | None:
    """The participle between "two", "pair" or the like and a noun of contact: "held" in "the two held talks"."""
    words = vocabulary.nominals().pairs
    for child in noun.lefts:
        if child.dep_ == "amod" and child.tag_ in ("VBN", "VBD") and child.i > noun.left_edge.i:
            is_pair = child.nbor(-1).lower_ in words.numerals | words.collective
            return child if is_pair and lemma(noun) in vocabulary.frames().nouns else None
    return None


def _mend_objects(doc: Doc) -> None:
    """Parse "her" as an object in "met with her last week", which the model may take for the possessor of the week."""
    for token in doc[1:]:
        if token.tag_ != "PRP$" or token.lower_ != "her" or token.dep_ != "poss":
            continue
        before, time = token.nbor(-1), token.head
        if time.head != before or not _is_time_after(token, time):
            continue
        is_after_verb = before.tag_.startswith("VB")
        token.tag_, token.head, token.dep_ = "PRP", before, "dobj" if is_after_verb else "pobj"
        time.head, time.dep_ = before if is_after_verb else before.head, "npadvmod"


def _is_time_after(her: Token, time: Token) -> bool:
    """Whether "last week" or "Monday night" follows "her"; not "in her last week", "her last week in office"."""
    dates, next_word = vocabulary.dates(), her.nbor()
    is_day = next_word.lower_ in dates.weekdays or next_word.lower_ in ("last", "this", "next")
    is_own = her.nbor(-1).lower_ in ("in", "during", "of", "for") or any(c.dep_ == "prep" for c in time.rights)
    if is_own or not is_day:
        return False
    return time.lower_ in dates.recent | dates.weekdays or any(part.endswith(time.lower_) for part in dates.dayparts)


def _mend_scenes(doc: Doc) -> None:
    """Join "in a letter to Ms Lee" to "said" in "he said the road was unsafe in a letter to Ms Lee".

    The model may join it to "was". The rest of the clause, such as "on Monday", moves with it.
    """
    for noun in doc:
        link, above = noun.head, noun.head.head
        clause = above.head if above.dep_ == "acomp" else above
        if noun.dep_ != "pobj" or clause.dep_ != "ccomp" or link.i < above.i or not _tells(clause.head, clause):
            continue
        if link.lower_ in vocabulary.syntax().before_scenes and _is_scene_of_telling(noun, clause):
            for child in [c for head in dict.fromkeys((above, clause)) for c in head.rights if c.i >= link.i]:
                child.head = clause.head


def _tells(verb: Token, clause: Token) -> bool:
    """Whether a clause is what somebody says, after the verb: "said (that …)", "told her (that …)"."""
    says = lemma(verb) in vocabulary.reporting().saying or lemma(verb) in vocabulary.contacts().participants.telling
    return says and verb.i < clause.i


def _is_scene_of_telling(noun: Token, clause: Token) -> bool:
    """Whether somebody says something in a contact: "said the road was unsafe in a call to Ms Lee".

    The contact cannot belong to what is said if that is a state, "was unsafe", or if the contact is a letter and the
    clause has a modal, "would be closed". The subject must be a thing, since people may write the letter themselves.
    """
    frame = vocabulary.frames().nouns.get(lemma(noun))
    names_other = any(c.lower_ in ("to", "with", "from") for c in noun.rights)
    if frame is None or frame.meal or not names_other or not _is_of_thing(clause):
        return False
    if any(c.dep_ in ("acomp", "attr") for c in clause.rights):
        return True
    return frame.sent and frame.mode == LETTER and any(c.tag_ == "MD" for c in clause.lefts)


def _is_of_thing(clause: Token) -> bool:
    """Whether the subject of a clause is a common noun."""
    subjects = [c for c in clause.lefts if c.dep_ in SUBJECT_RELATIONS]
    return bool(subjects) and all(c.tag_ in ("NN", "NNS", "EX", "DT") for c in subjects)


def _subject_before(verb: Token, sentence: Span) -> Token | None:
    """A noun right before a verb that may be its subject, although the parser has joined it to another word."""
    return _apposition_before(verb, sentence) or _described_name_before(verb, sentence)


def _apposition_before(verb: Token, sentence: Span) -> Token | None:
    """The head of a name or apposition that begins after a comma and ends right before a verb or its auxiliaries."""
    start = min((c.i for c in verb.lefts if c.dep_ in ("aux", "auxpass", "neg")), default=verb.i)
    before = verb.doc[sentence.start : start]
    nouns = (t for t in reversed(before) if t.dep_ == "appos" or (t.dep_ == "conj" and t.tag_ == "NNP"))
    noun = next((t for t in nouns if t.right_edge.i == start - 1), None)
    return noun if noun is not None and verb.doc[noun.left_edge.i - 1].text == "," else None


def _described_name_before(verb: Token, sentence: Span) -> Token | None:
    """A name with an apposition in commas, where the subject would be: "Lee" in "to Ms Lind, Lee, the mayor, said"."""
    end = min((c.i for c in verb.lefts if c.dep_ in ("aux", "auxpass", "neg", "advmod")), default=verb.i)
    if end < sentence.start + 3 or verb.doc[end - 1].text != "," or _has_subject(verb):
        return None
    last = verb.doc[end - 2]
    descriptions = [t for t in (last, *last.ancestors) if t.dep_ == "appos" and 1 < t.left_edge.i < verb.i]
    names = (t.doc[t.left_edge.i - 2] for t in descriptions)
    return next((name for name in names if _is_described_name(name)), None)


def _is_described_name(name: Token) -> bool:
    """Whether a name stands between commas and may be joined to a word that it does not belong to."""
    is_joined = name.tag_ == "NNP" and name.dep_ in ("appos", "conj", "npadvmod") and name.left_edge.i > 0
    return is_joined and name.left_edge.nbor(-1).text == name.nbor().text == ","


def _described_before(name: Token) -> Token | None:
    """The common noun before a comma and a name, after a preposition: "rival" in "in a letter to a rival, Ann Lind"."""
    first = name.left_edge.i
    noun = name.doc[first - 2] if name.tag_ == "NNP" and first > 2 and name.doc[first - 1].text == "," else None
    return noun if noun is not None and noun.tag_ == "NN" and noun.dep_ == "pobj" else None


def _is_fronted(noun: Token, verb: Token) -> bool:
    """Whether a noun is in a phrase or clause before the subject of a verb."""
    above = next((t for t in (noun, *noun.ancestors) if t.head == verb), None)
    if above is None or above.i > verb.i:
        return False
    is_said = above.dep_ == "ccomp" and lemma(verb) in vocabulary.reporting().saying
    return is_said or above.dep_ in ("prep", "advcl", "npadvmod", "advmod")


def _mend_appositions(doc: Doc) -> None:
    """Parse names in apposition as such, and objects that the model joins to the word before as objects."""
    for token in doc:
        if token.dep_ in ("oprd", "npadvmod") and token.tag_ == "NNP":
            _mend_name(token)
        elif token.dep_ == "oprd" and token.head.lower_ == "called":
            _mend_callee(token)
        elif token.tag_ == "NN" and token.dep_ in ("appos", "dobj", "oprd", "npadvmod"):
            _mend_second_object(token)
        elif token.lower_ in POSSESSIVES and token.i > 1 and token.nbor(-1).text == "of":
            _mend_friend(token)
        elif token.text in ("to", "for") and token.dep_ in ("prep", "dative"):
            _mend_service(token)


def _mend_name(name: Token) -> None:
    """Parse "Lee" as an apposition in "called a rival, Ann Lee, on Monday" and "a nurse from Lunde named Ann Lee"."""
    verb, first = name.head, name.left_edge.i
    if first > 1 and name.doc[first - 1].text == ",":
        before = name.doc[first - 2]
        is_full = name.dep_ == "oprd" or name.nbor(-1).dep_ == "compound"  # "a rival, Ann Lee"; not "a rival, Monday"
        noun = before if is_full and before.dep_ == "dobj" and before.head == verb else None
    else:
        noun = _noun_named_by(verb) if verb.i == first - 1 else None
    if noun is not None and noun.tag_ == "NN" and any(c.dep_ in ("det", "poss") for c in noun.lefts):
        name.head, name.dep_ = noun, "appos"


def _noun_named_by(participle: Token) -> Token | None:
    """The noun before "named": "nurse" in "a nurse from Lunde named Ann Lee"; not "the board named Ann Lee"."""
    if participle.text not in vocabulary.syntax().naming or participle.i == 0:
        return None
    has_subject = any(c.dep_ in ("auxpass", *SUBJECT_RELATIONS) for c in participle.lefts)
    if participle.dep_ not in ("acl", "advcl", "pcomp") or has_subject:
        return None
    noun = participle.nbor(-1)
    while noun.tag_ == "NNP" and noun.dep_ == "pobj" and noun.head.dep_ == "prep" and noun.head.head.i < noun.i:
        noun = noun.head.head
    noun = noun if noun.tag_ == "NN" else participle.head
    is_namer = noun.dep_ == "ROOT" or noun.lower_ in vocabulary.titles().bodies
    return None if is_namer else noun


def _mend_callee(noun: Token) -> None:
    """Parse "chief" as the object in "Lee called the bank's chief"; not in "is called the bank's chief"."""
    verb = noun.head
    is_whole = noun.tag_ == "NN" and noun.left_edge.i == verb.i + 1 and verb.dep_ in ("ROOT", "conj", "ccomp", "advcl")
    others = {c.dep_ for c in verb.children}
    is_definite = any(c.dep_ == "poss" or c.lower_ == "the" for c in noun.lefts)
    if any(t.is_quote for t in verb.subtree):
        return  # "called the bank's chief, Ann Lee, “driven”"
    if is_whole and is_definite and "nsubj" in others and others.isdisjoint(("dobj", "auxpass", "nsubjpass")):
        noun.dep_ = "dobj"


def _mend_friend(owner: Token) -> None:
    """Parse "Lee" as an apposition in "a friend of his, Ann Lee, called", which the model may join to "his"."""
    doc, link = owner.doc, owner.nbor(-1)
    noun, after = link.nbor(-1), doc[owner.i + 1 : owner.i + 3]
    if noun.tag_ != "NN" or len(after) < 2 or after[0].text != "," or after[1].tag_ != "NNP":
        return
    name = after[1].head if after[1].dep_ == "compound" else after[1]
    if name.tag_ == "NNP" and name.i < owner.i + MAX_TOKENS_OF_NAME and noun not in name.children:
        link.head, link.dep_, owner.head, owner.dep_ = noun, "prep", link, "pobj"
        name.head, name.dep_ = noun, "appos"


def _mend_second_object(thing: Token) -> None:
    """Parse "email" as an object in "sent her lawyer, Jon Lind, an email", which the model may join to "Lind"."""
    before = thing.doc[thing.left_edge.i - 1] if thing.left_edge.i else thing
    is_after_noun = before.text in (",", ")") or before.tag_.startswith("NN")
    if not is_after_noun or thing.head.i > thing.i or not any(c.dep_ == "det" for c in thing.lefts):
        return
    receiver = next(filter(_is_given_something, (thing.head, *thing.head.ancestors)), None)
    if receiver is not None and _is_sent(thing) and _can_receive(receiver):
        thing.head, thing.dep_, receiver.dep_ = receiver.head, "dobj", "dative"


def _is_given_something(noun: Token) -> bool:
    """Whether a noun is an object of a verb that can have two: "lawyer" in "sent her lawyer an email"."""
    return noun.dep_ in ("dobj", "dative") and lemma(noun.head) in vocabulary.syntax().giving


def _is_sent(noun: Token) -> bool:
    """Whether a noun means something that one sends to somebody: "email", "letter"."""
    frame = vocabulary.frames().nouns.get(lemma(noun))
    return frame is not None and frame.sent


def _can_receive(noun: Token) -> bool:
    """Whether a noun has a name or an office: "Lind", "a friend, Ann Lee", "the mayor"."""
    is_named = noun.tag_ == "NNP" or any(t.dep_ == "appos" and t.tag_ == "NNP" for t in noun.subtree)
    return is_named or lemma(noun) in vocabulary.titles().offices | vocabulary.contacts().delegates.staff


def _mend_service(link: Token) -> None:
    """Parse "to Lee" as a part of the object in "met an aide to Lee", "sent an aide to Lee an email".

    Not in "sent an aide to Lee".
    """
    noun = link.doc[max(link.i - 1, 0)]
    if noun == link.head or lemma(noun) not in vocabulary.contacts().delegates.staff:
        return
    is_party = noun.dep_ == "pobj" and link.text == "to" and noun.head.lower_ in ("with", "from", "between")
    if is_party or (noun.head == link.head and noun.dep_ == "dobj" and _takes_whole_object(link)):
        link.head, link.dep_ = noun, "prep"


def _takes_whole_object(link: Token) -> bool:
    """Whether a preposition after the object of a verb does not say where the object goes."""
    verb = link.head
    if lemma(verb) in vocabulary.syntax().giving:
        return any(c.dep_ == "dobj" and c.i > link.i for c in verb.rights)
    frame = vocabulary.frames().verbs.get(lemma(verb))
    return link.text == "to" and frame is not None and not (frame.guest or frame.official or frame.joins)


def _is_gerund(token: Token, verb: Token) -> bool:
    """Whether a word after "deny" and the like is a verb of contact: "denied calling"; not "denied wrongdoing"."""
    stem, is_lower = token.text.removesuffix("ing"), token.text.islower()
    if stem == token.text or not is_lower or lemma(verb) not in vocabulary.syntax().before_gerunds:
        return False
    return not vocabulary.frames().verbs.keys().isdisjoint((stem, f"{stem}e"))
