"""What a cue reports: where its content begins and ends, after the cue, before it, or on both sides.

The parse decides where it is reliable; word order and tense correct it where parsers of news err most.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from analysis import vocabulary
from analysis.language.quote_marks import pair_around, pairs_of_marks
from analysis.language.spacy_model import lemma, text_of
from analysis.language.syntax import FINITE_TAGS, RELATIVE_PRONOUN_TAGS, has_finite_verb, is_passive
from analysis.quotes.cues import (
    GRAMMATICAL_SUBJECTS,
    inverted_subject,
    is_cue,
    is_reporting_noun,
    may_speak,
    resumes,
    unattached_subject,
)

CharSpan = tuple[int, int]  # start and end (exclusive), as offsets into the paragraph

# Values of the column `rule` of the table `quotes`.
CLAUSE_AFTER_CUE = "clause after the cue"
INFINITIVE_AFTER_CUE = "infinitive after the cue"
GERUND_AFTER_CUE = "gerund after the cue"
CLAUSE_BEFORE_CUE = "clause before the cue"
CLAUSE_AROUND_CUE = "clause on both sides of the cue"
CLAUSE_AFTER_AS = "clause after as"

DASHES = ("—", "–", "--")
# Before the cue's clause or after it, these separate it from the content: "The mistake, he argued, was to wait".
SEPARATORS = (",", "-", "”", '"', "''", "’", *DASHES)
TO_AUDIENCE = ("on", "upon", "for", "with")  # "called on them to leave", "pleaded with them to leave"
SUBJECT_PRONOUNS = ("he", "she", "they", "we", "i")
PHRASE_BREAKS = (",", ";", ":", *DASHES)
_UNIT_AND_STOP = re.compile(r"\d\s?[a-z%]{0,3}\.$")  # "40m.", "3bn.", "12%."
_WORD = re.compile(r"\w+")
# Stripped from both ends of the content: white space, commas, dashes and quote marks.
SPACES_AND_COMMAS = " \t\n\r\u00a0,;:–—-"
STRIPPED = SPACES_AND_COMMAS + "\"'“”‘’`«»„"
# Tags of the first word of a clause without "that": "said the talks were over", "said she agreed".
CLAUSE_OPENING_TAGS = ("PRP", "NNP", "NNS", "DT", "PRP$", "EX", "JJ", "NN", "NNPS", "CD")
MAX_JOINTS = 30  # commas, conjunctions and ends of sentences at which the content may end
MAX_TOKENS_TO_THAT = 12  # from the cue, white space not counted
MAX_FINAL_CUE_TOKENS = 8  # of ", the source added" at the end of a sentence


class Content(NamedTuple):
    """What a cue reports, in text order, and the construction that shows it (column `rule` of the table `quotes`)."""

    spans: Sequence[CharSpan]
    rule: str


NO_CONTENT = Content((), "")


def trim(text: str, start: int, end: int, stop: bool = True) -> CharSpan:
    """Strip quote marks, commas and spaces from both ends of a span, and full stops from its end if `stop` is true."""
    while start < end and text[start] in STRIPPED:
        start += 1
    while end > start and (text[end - 1] in STRIPPED or (stop and text[end - 1] == ".")):
        end -= 1
    return start, end


def with_whole_pairs(text: str, start: int, end: int) -> CharSpan:
    """A span that has both marks of a pair or none: it takes in the mark next to its end, or ends before the pair.

    “Nazis” of "them as “Nazis”" keeps its closing mark, which `trim` strips.
    """
    low, high = start, end
    for pairs in pairs_of_marks(text):
        if (pair := pair_around(high, pairs)) is not None and low <= pair.outer_start:
            high = pair.outer_start if has_word(text, high, pair.end) else pair.outer_end
        if (pair := pair_around(low, pairs)) is not None and pair.outer_end <= high:
            low = pair.outer_end if has_word(text, pair.start, low) else pair.outer_start
    if (low, high) == (start, end) or not has_word(text, low, high):
        return start, end
    while text[low] in SPACES_AND_COMMAS:
        low += 1
    while text[high - 1] in SPACES_AND_COMMAS:
        high -= 1
    return low, high


def trimmed_span(first: Token, last: Token) -> CharSpan:
    """Offsets of the text from one token to another, both included, without punctuation at its ends."""
    return trim(text_of(first.doc), first.idx, last.idx + len(last))


def word_starts(text: str, start: int, end: int) -> list[int]:
    """Where the words of a span begin; a word is a run of letters and digits."""
    return [match.start() for match in _WORD.finditer(text, start, end)]


def has_word(text: str, start: int, end: int) -> bool:
    """Whether a span contains a letter or digit."""
    return _WORD.search(text, start, end) is not None


# The clause of the cue itself


def cue_clause_start(verb: Token) -> Token:
    """First token of the cue's clause: its subject phrase, an auxiliary or the verb itself."""
    subjects = [c for c in verb.children if c.dep_ in GRAMMATICAL_SUBJECTS and c.i < verb.i]
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "advmod") and c.i < verb.i]
    before = [c.left_edge for c in subjects] or unattached_subject(verb)[:1]
    return min([*before, *helpers, verb], key=lambda t: t.i)


def _cue_clause_end(verb: Token, speaker: Token, content: Token | None) -> Token:
    """Last token of the cue's clause: of the verb with its objects and adverbials, or of an inverted subject."""
    last = _last_complement(verb, content)
    if speaker.i <= verb.i:
        return last
    doc, edge = verb.doc, speaker.right_edge.i
    while doc[edge].is_punct:
        edge -= 1
    if edge >= verb.sent.end - 2:  # the parser attached the rest of the sentence to the subject
        edge = speaker.i
    return doc[max(last.i, edge)]


def _last_complement(verb: Token, content: Token | None) -> Token:
    """Last token of the verb's objects and adverbials, up to a comma: "told reporters on Monday"."""
    last = verb.i
    for child in sorted(verb.rights, key=lambda c: c.i):
        if child == content or child.dep_ in ("ccomp", "parataxis", "punct", "cc", "conj", "advcl"):
            continue
        if child.i > last and not _break_between(verb.doc, last, child.left_edge.i):
            last = max(last, child.right_edge.i)
    return verb.doc[last]


def _break_between(doc: Doc, first: int, last: int) -> bool:
    return any(doc[i].text in PHRASE_BREAKS for i in range(first + 1, last))


# Content after the cue


def content_after(verb: Token) -> Content:
    """The clause, infinitive or gerund after the cue: "said (that) X", "vowed to X", "denied X-ing"."""
    doc = verb.doc
    first, rule = _first_of_content(verb)
    if first is None:
        return NO_CONTENT
    while (doc[first].text.lower() == "that" and doc[first].tag_ in ("IN", "WDT")) or doc[first].is_punct:
        first += 1
        if first >= verb.sent.end:
            return NO_CONTENT
    last = content_end(verb, doc[first])
    start, end = trimmed_span(doc[first], doc[last])
    return Content([(start, end)], rule) if end > start and _is_report(doc[first : last + 1]) else NO_CONTENT


def _is_report(content: Span) -> bool:
    """Whether words are more than an object of the cue, as in "added it, and left": "that" or a verb is with them."""
    if content.start > 0 and content[0].nbor(-1).lower_ == "that":
        return True
    return any(t.tag_.startswith(("VB", "MD")) or t.dep_ in GRAMMATICAL_SUBJECTS for t in content)


def _first_of_content(verb: Token) -> tuple[int | None, str]:
    """Index of the content's first token, as the parse has it or as word order shows it, and the rule."""
    if is_cue(verb, "denying"):
        return _first_of_denied(verb)
    for child in verb.rights:
        if child.dep_ == "ccomp" and child.right_edge.i > verb.i and _is_clause(child):
            return _first_after(verb, child), CLAUSE_AFTER_CUE
        if child.dep_ == "xcomp" and child.tag_ == "VB" and is_cue(verb, "pledging", "commanding"):
            return (child.left_edge.i if _is_pledge(verb, child) else None), INFINITIVE_AFTER_CUE
    return _first_by_word_order(verb), CLAUSE_AFTER_CUE


def _first_after(verb: Token, clause: Token) -> int:
    """Index of the first token of a clause that follows the cue, with the subject of "demanded Lee resign"."""
    first = clause.left_edge.i
    if first <= verb.i:
        first = next(t.i for t in clause.subtree if t.i > verb.i)
    demanded = next((c for c in verb.rights if c.dep_ == "dobj" and c.right_edge.i == first - 1), None)
    is_subject = clause.tag_ == "VB" and clause.i == first and lemma(verb) not in vocabulary.reporting().addressing
    return demanded.left_edge.i if demanded is not None and is_subject else first


def _is_clause(head: Token) -> bool:
    """Whether a verb makes a clause: not a bare participle, "showed a man being carried", "noted the risk posed"."""
    return head.tag_ not in ("VBG", "VBN") or any(c.dep_ in ("aux", "auxpass", "mark") for c in head.lefts)


def _is_pledge(verb: Token, infinitive: Token) -> bool:
    """Whether an infinitive is what somebody vows to do, or tells others to do.

    A passive without an agent tells nothing ("was urged to stay"), nor does an order that is still to come ("will ask
    them to stay", "came to ask them to stay"). "How to vote" is no demand. Who vows has no object: "pledged money to".
    """
    if is_passive(verb) and not any(c.dep_ in ("agent", "nsubj") for c in verb.children):
        return False
    if any(c.dep_ == "aux" and c.tag_ in ("MD", "TO") for c in verb.lefts):
        return False
    if _lacks_object(verb, infinitive) or _asks_for_means(verb, infinitive) or _defines(verb):
        return False
    return is_cue(verb, "commanding" if _has_audience(verb, infinitive) else "pledging") and not _is_menace(verb)


def _lacks_object(verb: Token, infinitive: Token) -> bool:
    """Whether a word before the cue completes its infinitive: "how to vote", "what he told us to do"."""
    if infinitive.left_edge.tag_.startswith("W") or verb.left_edge.lower_ == "what":
        return True
    if any(c.dep_ == "mark" and c.lower_ == "as" for c in verb.lefts) and not any(infinitive.rights):
        return True  # "as he claims to wish"
    return any(c.tag_ in RELATIVE_PRONOUN_TAGS and c.dep_ not in GRAMMATICAL_SUBJECTS for c in verb.lefts)


def _asks_for_means(verb: Token, infinitive: Token) -> bool:
    """Whether an infinitive is the purpose of what is asked for: "for money to fight it", not "for it to be shut"."""
    asks_for = any(c.dep_ == "prep" and c.lower_ == "for" and c.i < infinitive.i for c in verb.rights)
    return asks_for and is_cue(verb, "pledging") and not is_passive(infinitive)


def _has_audience(verb: Token, infinitive: Token) -> bool:
    """Whether somebody is named who shall do what an infinitive says: "urged them to", "called on them to"."""
    objects = (c for c in verb.rights if c.dep_ in ("dobj", "dative") or (c.dep_ == "prep" and c.lower_ in TO_AUDIENCE))
    return any(c.i < infinitive.i for c in (*objects, *(c for c in infinitive.lefts if c.dep_ == "nsubj")))


def _defines(verb: Token) -> bool:
    """Whether the verb's clause defines a noun, without a comma: "people who threatened to go"."""
    return verb.dep_ == "relcl" and verb.left_edge.nbor(-1).text != ","


def _is_menace(verb: Token) -> bool:
    """Whether something only may happen: "is threatening to rain", "the vote threatens to split the party".

    What somebody threatened has been said.
    """
    return lemma(verb) == "threaten" and verb.tag_ not in ("VBD", "VBN")


def _first_of_denied(verb: Token) -> tuple[int | None, str]:
    """The same for a verb that denies: a clause or gerund, of the verb or of its object ("dismissed claims that X").

    What a comma or colon separates from the verb is said and not denied: "denied it: “X”".
    """
    for child in verb.rights:
        if child.left_edge.i > verb.i and (rule := _rule_of_denied(child)) is not None:
            return child.left_edge.i, rule
        if child.dep_ == "dobj" and (clause := _clause_without_that(child)) is not None:
            return clause.left_edge.i, CLAUSE_AFTER_CUE
    return _first_by_word_order(verb), CLAUSE_AFTER_CUE


def _rule_of_denied(clause: Token) -> str | None:
    """The rule for a clause that is denied; None for what cannot be: "contradicted what he said", "denied him bail"."""
    if clause.dep_ not in ("ccomp", "xcomp") or _is_set_off(clause.left_edge):
        return None
    forms = {t.tag_ for t in (clause, *clause.lefts) if t == clause or t.dep_ in ("aux", "auxpass")}
    if not forms.isdisjoint(FINITE_TAGS):
        return (
            None if clause.left_edge.tag_.startswith("W") or clause.left_edge.lower_ == "whether" else CLAUSE_AFTER_CUE
        )
    return GERUND_AFTER_CUE if "VBG" in forms and not _has_subject(clause) else None


def _is_set_off(first: Token) -> bool:
    """Whether a comma, colon or dash precedes a clause and its quote mark; before "that" it closes an insertion."""
    before = first.nbor(-1)
    while before.is_quote and before.i > first.sent.start:
        before = before.nbor(-1)
    return before.text == ":" or (before.text in (",", *DASHES) and first.lower_ != "that")


def _clause_without_that(noun: Token) -> Token | None:
    """The clause in "denied claims he had lied"; after an article it is relative: "denied the claims he had made"."""
    if noun.tag_ != "NNS" or any(c.dep_ in ("det", "poss") for c in noun.lefts) or not is_reporting_noun(noun):
        return None
    clauses = (c for c in noun.rights if c.dep_ in ("acl", "relcl", "ccomp") and c.left_edge.i == noun.i + 1)
    return next((c for c in clauses if c.left_edge.tag_ not in ("IN", "WDT", "WP") and _has_subject(c)), None)


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in GRAMMATICAL_SUBJECTS for c in verb.lefts)


def _first_by_word_order(verb: Token) -> int | None:
    """Index of the first token of a clause that the parser missed.

    After the cue and its adverbials follows "that" with a clause, or a subject with its verb.
    """
    if not is_cue(verb, "saying", "denying") or not (verb.tag_ == "VBG" or any(c.dep_ == "nsubj" for c in verb.lefts)):
        return None
    rest = [t for t in verb.doc[verb.i + 1 : verb.sent.end] if not t.is_space]
    that = _that_before_clause(rest)
    if that is not None:
        return None if _contains_clause(verb.doc[verb.i + 1 : that.i]) or _describes_object(that, verb) else that.i + 1
    return rest[0].i if rest and _opens_bare_clause(verb, rest) else None


def _that_before_clause(rest: Sequence[Token]) -> Token | None:
    """The conjunction "that" near the cue, if a finite verb follows in the sentence."""
    that = next((t for t in rest[:MAX_TOKENS_TO_THAT] if _is_conjunction_that(t)), None)
    return that if that is not None and has_finite_verb(that.doc[that.i : that.sent.end]) else None


def _is_conjunction_that(token: Token) -> bool:
    """Whether "that" opens a clause that has it as no part: "said that", "claimed at the time that"."""
    return token.text.lower() == "that" and (token.tag_ == "IN" or token.dep_ in ("mark", "advmod"))


def _contains_clause(tokens: Span) -> bool:
    """Whether tokens between a cue and "that" are more than adverbials, so that "that" belongs to another verb."""
    return has_finite_verb(tokens) or any(is_cue(t, "saying") for t in tokens)


def _describes_object(that: Token, verb: Token) -> bool:
    """Whether "that" goes on with the cue's object and not with the cue: "stressed the threat that it posed"."""
    has_object = any(c.dep_ == "dobj" and c.i < that.i for c in verb.rights)
    return has_object and lemma(verb) not in vocabulary.reporting().addressing


def _opens_bare_clause(verb: Token, rest: Sequence[Token]) -> bool:
    """Whether the words right after the cue are a clause without "that": "said the talks were over"."""
    if lemma(verb) not in vocabulary.reporting().bare or not has_finite_verb(verb.doc[verb.i + 1 : verb.sent.end]):
        return False
    if rest[0].tag_ not in CLAUSE_OPENING_TAGS or rest[0].text.lower() in vocabulary.names().calendar:
        return False
    return any(t.dep_ in GRAMMATICAL_SUBJECTS and t.tag_ not in RELATIVE_PRONOUN_TAGS for t in rest)


def content_end(verb: Token, first: Token) -> int:
    """Index of the content's last token: the end of the sentence, or of an earlier clause.

    It ends before what continues the cue's own clause ("said X and left"), with the clause that contains the cue ("the
    man who said X left"), and before another cue ("said X, adding that Y").
    """
    end = verb.sent.end - 1
    for child in verb.rights:
        if child.left_edge.i > first.i and _continues_cue_clause(verb, child, first):
            end = min(end, _before_joint(child.left_edge, first))
    end = _enclosing_clause_end(verb, first, end)
    if first.tag_ in FINITE_TAGS and _is_relative(verb):
        end = _before_main_verb(first, end)
    if first.tag_ == "TO" or first.lower_ == "not":
        end = _before_addition(first, end)
    return _before_next_cue(verb, first, end)


def _before_addition(infinitive: Token, end: int) -> int:
    """Index of the last token before what the writer adds to an infinitive: "vowed to stay, citing his contract"."""
    breaks = (t for t in infinitive.doc[infinitive.i + 1 : end] if t.text in (",", *DASHES))
    return next((t.i - 1 for t in breaks if _opens_addition(t.nbor())), end)


def _opens_addition(token: Token) -> bool:
    """Whether a word after a comma or dash goes on with the cue and not with its infinitive: ", citing"."""
    if token.dep_ != "prep" and token.tag_ in ("VBG", "VBD", "VBZ"):  # "including" is a preposition
        return True
    if token.lower_ == "when" or token.lower_ in vocabulary.reporting().contrasting:
        return True
    return (token.tag_ == "VBN" and token.dep_ == "conj") or (token.lower_ in ("a", "an") and _is_comment(token.head))


def _is_comment(noun: Token) -> bool:
    """Whether an apposition says what the writer thinks of a report: ", a threat that alarmed Oslo"."""
    if noun.dep_ not in ("appos", "dep", "attr") or may_speak(noun):
        return False
    return any(c.dep_ in ("acl", "relcl", "ccomp") for c in noun.rights)


def _is_relative(verb: Token) -> bool:
    """Whether a relative pronoun is before the cue's clause: "a dam that she said was safe"."""
    start = cue_clause_start(verb)
    return start.i > 0 and start.nbor(-1).tag_ in (*RELATIVE_PRONOUN_TAGS, "IN") and start.nbor(-1).lower_ != "as"


def _before_main_verb(first: Token, end: int) -> int:
    """Index of the last token before the verb of the sentence, in "A dam that she said was safe has burst".

    Content that begins with its verb is a relative clause. The next finite verb is the sentence's, unless a conjunction
    or a subject of its own is before it: "was safe and would last", "was built by men who left".
    """
    licences = 0
    for token in first.doc[first.i + 1 : end + 1]:
        if token.tag_ in FINITE_TAGS and not _follows_modal(token):
            if not licences:
                return token.i - 1
            licences -= 1
        elif token.tag_ in ("CC", "WDT", "WP", "WRB") or token.dep_ == "mark" or token.lower_ in SUBJECT_PRONOUNS:
            licences += 1
    return end


def _follows_modal(token: Token) -> bool:
    """Whether the tagger took an infinitive for a finite verb: "should in most cases require checks"."""
    before = token.doc[max(0, token.i - 5) : token.i]
    return token.tag_ == "VBP" and lemma(token) not in ("have", "be") and any(t.tag_ == "MD" for t in before)


def _continues_cue_clause(verb: Token, clause: Token, first: Token) -> bool:
    """Whether a clause adds to the cue and not to its content.

    It is adverbial, or coordinated with the cue in the same tense: "said X and left". With a subject of its own it is
    another report ("and critics say"), or follows an infinitive ("vowed to stay, but he left"); else it goes on with
    the content: "said he was tested and the result was good".
    """
    if clause.dep_ != "conj":
        return clause.dep_ == "advcl"
    if not _has_subject(clause):
        return clause.tag_ == verb.tag_
    has_verb = any(t.tag_.startswith(("VB", "MD")) for t in verb.doc[first.i : clause.left_edge.i])
    return not has_verb or is_cue(clause, "saying") or first.tag_ in ("TO", "VB") or first.lower_ == "not"


def _enclosing_clause_end(verb: Token, first: Token, end: int) -> int:
    """`end`, or the end of the nearest subordinate clause around the cue if that comes first."""
    clause = verb
    while clause.head != clause:
        edge = clause.right_edge.i
        fronted = clause.dep_ in ("advcl", "csubj") and first.i <= edge < clause.head.i
        embedded = clause.dep_ in ("relcl", "acl") and first.i < edge < end and verb.doc[edge].text != "."
        if fronted or embedded:
            return min(end, edge)
        clause = clause.head
    return end


def _before_joint(token: Token, first: Token) -> int:
    """Index of the last token before a clause and the comma or conjunction that joins it."""
    i = token.i
    while i - 1 > first.i and (token.doc[i - 1].is_punct or token.doc[i - 1].tag_ == "CC"):
        i -= 1
    return i - 1


def _before_next_cue(verb: Token, first: Token, end: int) -> int:
    """Index of the last token before another cue that the parser took for content; `end` if there is none."""
    is_fronted = any(c.dep_ == "mark" for c in verb.lefts)  # "While Lee said X, Ray noted Y"
    joints = _joints(verb.doc)
    for i in joints[
        (n := bisect_left(joints, first.i + 1)) : n + MAX_JOINTS
    ]:  # many cues in one sentence take linear time
        if i >= end:
            break
        token = verb.doc[i]
        if token.text == ",":
            if _comma_opens_cue(token, end) or (is_fronted and _is_report_of_another(verb.doc[token.i + 1 : end + 1])):
                return token.i - 1
            if _is_relative_report(token, end):
                return token.i - 1
        elif is_end_of_sentence(token):
            return token.i
        elif _conjunction_opens_cue(verb, token, end):
            return _before_joint(token, first)
    return end


def _joints(doc: Doc) -> list[int]:
    """The tokens at which content may end: commas, conjunctions, ends of sentences; computed once per paragraph."""
    joints: list[int] | None = doc.user_data.get("joints")
    if joints is None:
        joints = [t.i for t in doc if t.text == "," or _is_joint(t) or is_end_of_sentence(t)]
        doc.user_data["joints"] = joints
    return joints


def _is_relative_report(comma: Token, end: int) -> bool:
    """Whether a relative clause reports what another says: "the bridge was shut, which the mayor said was wrong"."""
    pronoun = comma.nbor()
    follower = next((t for t in comma.doc[pronoun.i + 1 : end + 1] if t.tag_ in FINITE_TAGS), None)
    if pronoun.tag_ not in RELATIVE_PRONOUN_TAGS or follower is None or not is_cue(follower, "saying"):
        return False
    return any(c.dep_ == "nsubj" and c.tag_ not in ("WDT", "WP", "PRP") for c in follower.lefts)


def is_end_of_sentence(token: Token) -> bool:
    """Whether a sentence ends that the parser goes on with: at a unit after a number, "£40m. Dr Lee said"."""
    following = token.doc[token.i + 1 : token.i + 3]
    if not _UNIT_AND_STOP.search(text_of(token.doc), max(0, token.idx - 8), token.idx + len(token)):
        return False
    return bool(following) and (following[0].is_title or following[0].text in "“\"'‘")


def _is_joint(token: Token) -> bool:
    """Whether the word joins two clauses of one rank: "and", "but", "while"."""
    return token.tag_ == "CC" or token.lower_ in vocabulary.reporting().contrasting


def _comma_opens_cue(comma: Token, end: int) -> bool:
    """Whether a cue follows: ", adding that Y", ", according to Y", ", she said"."""
    follower = comma.nbor()
    if follower.text.lower() == "according" or (follower.tag_ == "VBG" and is_cue(follower, "saying", "denying")):
        return True
    return _opens_final_cue(comma, end)


def _opens_final_cue(comma: Token, end: int) -> bool:
    """Whether nothing but a cue and its subject follows: ", the source added"."""
    rest = list(islice((t for t in comma.doc[comma.i + 1 : end + 1] if not t.is_punct), MAX_FINAL_CUE_TOKENS + 1))
    if len(rest) > MAX_FINAL_CUE_TOKENS:
        return False
    cues = [t for t in rest if is_cue(t, "saying") and any(c.dep_ == "nsubj" for c in t.children)]
    return bool(cues) and not any(c.dep_ in ("ccomp", "dobj", "xcomp") for c in cues[0].rights)


def _conjunction_opens_cue(verb: Token, conjunction: Token, end: int) -> bool:
    """Whether a cue is coordinated: "and called it Y" by the same speaker, ", and critics warned that Y" by another."""
    follower = next((t for t in conjunction.doc[conjunction.i + 1 : end + 1] if t.tag_ != "RB"), None)
    if follower is not None and (resumes(verb, follower) or _returns_to_past(verb, follower)):
        return True
    return conjunction.nbor(-1).text == "," and _is_report_of_another(conjunction.doc[conjunction.i + 1 : end + 1])


def _returns_to_past(cue: Token, verb: Token) -> bool:
    """Whether a past tense after "and" or "but" goes on with the cue: "said he feels ill but blamed nobody"."""
    if verb.tag_ != "VBD" or cue.tag_ != "VBD" or verb.dep_ != "conj":
        return False
    return verb.head.tag_ in ("VBZ", "VBP") and not _has_subject(verb)


def _is_report_of_another(tokens: Span) -> bool:
    """Whether the first finite verb is a cue with its own subject and clause: "critics warned that"."""
    cue = next((t for t in tokens if t.tag_ in FINITE_TAGS), None)
    if cue is None or not is_cue(cue, "saying") or not any(c.dep_ == "nsubj" for c in cue.lefts):
        return False
    return any(c.dep_ == "ccomp" for c in cue.rights)


# Content before the cue, or on both sides


def content_around(verb: Token, speaker: Token) -> Content:
    """The clause before the cue or on both sides of it: "X, he said", "X, he said, Y", "As he said, X".

    Args:
        verb: the cue.
        speaker: head of its source, as returned by `cues.source`.
    """
    is_inverted = inverted_subject(verb) is not None
    conjunctions = _conjunctions(verb)
    if not _may_stand_aside(verb, speaker, is_inverted) or not _are_as(conjunctions):
        return NO_CONTENT
    clauses = verb.children if is_inverted else verb.lefts
    content = next((c for c in clauses if c.dep_ == "ccomp"), None)
    if content is None and _clause_before_is_other(verb, speaker):
        return NO_CONTENT
    start = verb if is_inverted else cue_clause_start(verb)
    first = min([start, *conjunctions[:1]], key=lambda t: t.i)
    if first.i > verb.sent.start:
        return _before_and_after(verb, speaker, content, first)
    return _after_as(verb, speaker, content) if conjunctions else NO_CONTENT


def _may_stand_aside(verb: Token, speaker: Token, is_inverted: bool) -> bool:
    """Whether a cue has its own subject and no infinitive, "residents urged to stay", and so may interrupt a clause."""
    has_subject = speaker.head == verb or is_inverted or bool(unattached_subject(verb))
    return has_subject and all(c.dep_ != "xcomp" for c in verb.rights)


def _after_as(verb: Token, speaker: Token, content: Token | None) -> Content:
    """ "As he said, X"."""
    first = _first_after_cue_clause(verb, speaker, content)
    return _content(CLAUSE_AFTER_AS, _rest_of_sentence(first)) if first is not None else NO_CONTENT


def _before_and_after(verb: Token, speaker: Token, content: Token | None, first: Token) -> Content:
    """ "X, he said" and "X, he said, Y"; `first` is the first token of the cue's clause."""
    doc, sentence, separator = verb.doc, verb.sent, first.nbor(-1)
    if separator.text not in SEPARATORS:
        return NO_CONTENT
    before = trim(text_of(doc), doc[sentence.start].idx, separator.idx)
    resumed = _first_after_cue_clause(verb, speaker, content)
    if resumed is not None:
        return _content(CLAUSE_AROUND_CUE, before, _rest_of_sentence(resumed))
    if content is None and not has_finite_verb(doc[sentence.start : first.i]):
        return NO_CONTENT
    return _content(CLAUSE_BEFORE_CUE, before)


def _conjunctions(verb: Token) -> list[Token]:
    """What makes the cue's clause subordinate: "As he said", "when he said"."""
    return [c for c in verb.lefts if c.dep_ in ("mark", "advmod") and c.tag_ in ("IN", "WRB")]


def _are_as(conjunctions: Iterable[Token]) -> bool:
    return all(c.text.lower() == "as" for c in conjunctions)


def _content(rule: str, *spans: CharSpan) -> Content:
    return Content([(start, end) for start, end in spans if end > start], rule)


def _rest_of_sentence(first: Token) -> CharSpan:
    return trimmed_span(first, first.doc[first.sent.end - 1])


def _clause_before_is_other(verb: Token, speaker: Token) -> bool:
    """Whether the clause before a cue is not its content: "As X spoke, Y made a claim"."""
    if speaker.tag_ in ("WP", "WDT") or _reports_object(verb, speaker):
        return True
    opening = verb.doc[verb.sent.start]
    while opening != verb and opening.head not in (opening, verb):
        opening = opening.head
    return opening.head == verb and opening.dep_ == "advcl"


def _reports_object(verb: Token, speaker: Token) -> bool:
    """Whether the cue's object is what it reports, and not the speaker, "it" ("as she puts it") or the audience."""
    objects = [c for c in verb.rights if c.dep_ == "dobj"]
    if any(c == speaker or c.text == "it" for c in objects):
        return False
    has_audience = lemma(verb) in vocabulary.reporting().addressing
    return bool(objects and not has_audience) or any(c.dep_ in ("xcomp", "ccomp") for c in verb.rights)


def _first_after_cue_clause(verb: Token, speaker: Token, content: Token | None) -> Token | None:
    """The first token of the content's second part, after a cue in its middle: "was" in "X, he said, was Y"."""
    doc, end = verb.doc, verb.sent.end
    separator = _cue_clause_end(verb, speaker, content).i + 1
    if separator >= end - 1 or doc[separator].text not in SEPARATORS:
        return None
    first = doc[separator + 1]
    has_verb = any(t.tag_.startswith(("VB", "MD")) for t in doc[first.i : end])
    goes_on = has_verb and (_resumes_content(first, content) or not _belongs_to_cue(first, verb, speaker, content))
    return first if goes_on else None


def _resumes_content(conjunction: Token, content: Token | None) -> bool:
    """Whether the clause before the cue goes on after it: "The ship had no radio, he said, and carried no boats"."""
    if content is None or conjunction.tag_ != "CC" or conjunction.i + 1 == len(conjunction.doc):
        return False
    following = conjunction.nbor()
    return following.tag_ in FINITE_TAGS and not is_cue(following, "saying", "uttering", "naming")


def _belongs_to_cue(token: Token, verb: Token, speaker: Token, content: Token | None) -> bool:
    """Whether a token is part of the cue's own clause and not of its content."""
    governors = [token, *token.ancestors]
    if content is not None and content in governors:
        return False
    return speaker in governors or verb in governors
