"""What a clause says of the contact it tells: which days and places hang on the trigger, and by what means."""

import itertools
from collections.abc import Container, Iterable, Sequence

from spacy.tokens import Token

from analysis import vocabulary
from analysis.contacts.factuality import key, operator
from analysis.language import dates
from analysis.language.spacy_model import lemma
from analysis.language.syntax import SUBJECTS, governors, is_verb
from analysis.tables import CANCELLED, PLANNED

DatedExpression = tuple[dates.Expression, dates.DateRange]
ShiftedDate = tuple[DatedExpression, int, str]  # a time, how many steps off, and the unit


def path(trigger: Token) -> list[Token]:
    """The trigger and what it hangs on within its own clause: what is attached to any of these is said of it."""
    nodes = [trigger]
    for head, below, how in governors(trigger):
        marked = how == "advcl" and any(c.dep_ == "mark" or c.tag_ == "WRB" for c in below.children)
        if how in ("ccomp", "relcl", "parataxis") or marked:
            break
        nodes.append(head)
    return nodes


def attached(token: Token, nodes: list[Token], rivals: Container[int] = ()) -> int | None:
    """How far up the path a token hangs; None if it hangs on another clause, or on a rival trigger."""
    steps = {node.i: n for n, node in enumerate(nodes)}
    limits, own = ("after", "before", "following", "despite", "until", "since"), (token.i, token.head.i)
    while token.i not in steps:
        apart = token.dep_ in ("ccomp", "relcl", "advcl") or (token.dep_ == "conj" and is_verb(token))
        if token.dep_ == "relcl" and not is_verb(nodes[0]):  # "a meeting with him that was set for Friday"
            apart = token.head.i != nodes[0].i and operator(token) != PLANNED
        elsewhere = token.head.tag_ in ("NN", "NNS") and token.head.i not in steps and token.head.i not in rivals
        elsewhere = elsewhere and lemma(token) not in vocabulary.contacts().support.held
        apart = apart or (token.dep_ == "acl" and elsewhere)  # "views on the deal signed on Monday"
        apart = apart and not _sets_time(token)
        apart = apart or (token.dep_ == "prep" and token.lower_ in limits and token.i not in own)
        if apart or (token.i in rivals and not _is_setting(token, nodes)) or token.head.i == token.i:
            return None
        token = token.head
    return steps[token.i]


def _is_setting(noun: Token, nodes: list[Token]) -> bool:
    """Whether a contact took place within another: "met him at a summit in Rome on Monday"."""
    words, prep = vocabulary.contacts().setting, noun.head
    if prep.lower_ == "of" and lemma(prep.head) in words.parts:
        prep = prep.head.head
    carrier = nodes[1] if len(nodes) > 1 and not is_verb(nodes[0]) else nodes[0]
    while prep.head.lower_ in words.ways and prep.head.i != prep.i:  # "as part of"; a root is its own head
        prep = prep.head
    return noun.dep_ == "pobj" and prep.lower_ in words.ways and is_verb(carrier) and prep.head.i == carrier.i


def said_of(
    token: Token, nodes: list[Token], rivals: set[int], named: Sequence[DatedExpression]
) -> list[DatedExpression]:
    """The times that are said of a trigger, the one to date it by first."""
    said = []
    for expression, anchor in named:
        head = expression.head(token.doc)
        step = 0 if _opens_clause(expression, nodes) else attached(_holder(head, expression.first), nodes, rivals)
        if step is not None and not is_of_act(head, token):
            vague = expression.form == "daypart"
            rank = (bool(expression.limit), vague, not is_scheduled(head), step, abs(expression.first - token.i))
            said.append((rank, (expression, anchor)))
    return [pair for _, pair in sorted(said, key=lambda s: s[0])]


def _opens_clause(expression: dates.Expression, nodes: Iterable[Token]) -> bool:
    """ "On Saturday, when she telephoned him": the day of the clause that hangs on it."""
    whens = (c.i for node in nodes for c in node.children if c.lower_ == "when")
    return any(0 < i - expression.last <= 2 for i in whens)


def _holder(time: Token, first: int) -> Token:
    """What a time is said of where the parse has lost it: "talks held in Rome the day before", the participle."""
    before = time.doc[first - 1] if first > time.sent.start else time
    near = (
        t for t in (before, *before.ancestors) if t.dep_ == "acl" and t.tag_ == "VBN" and t.right_edge.i == first - 1
    )
    if time.dep_ == "npadvmod" and (participle := next(near, None)):
        return participle
    link = time.head if time.dep_ == "pobj" else time
    said = [c for c in link.head.children if c.dep_ in ("ccomp", *SUBJECTS)] if is_verb(link.head) else []
    # "X rang her colleague, Y, on Thursday, the ministry said": what is said ends where the ministry begins
    inside = [c.dep_ for c in said if c.i < link.i] == ["ccomp"] and any(c.i > link.i for c in said)
    return said[0] if inside else time


def is_of_act(token: Token, trigger: Token) -> bool:
    """Whether a time is that of an agreement, refusal or cancellation instead: "On Monday he refused to meet her"."""
    acts = vocabulary.contacts().status.acts
    time = token.head if token.dep_ == "nummod" else token
    verb = time.head if time.dep_ == "npadvmod" else time.head.head
    if time.dep_ not in ("npadvmod", "pobj") or verb.tag_ not in ("VBD", "VBN") or key(verb) not in acts:
        return False
    if verb.i == trigger.i:  # "invited him on Monday to visit Rome"
        return token.i < verb.i or token.doc[token.i + 1 : token.i + 2].text == "to"
    undone = any(c.dep_ == "auxpass" for c in verb.children) and operator(verb) == CANCELLED
    return token.i < verb.i or undone or verb.i < token.i < trigger.i


def is_scheduled(token: Token) -> bool:
    """Whether a time is the one that was set: "scrapped a meeting planned for Friday"."""
    verb = next((t for t in token.ancestors if is_verb(t)), token)
    return _sets_time(verb)


def _sets_time(verb: Token) -> bool:
    reduced = verb.tag_ in ("VBN", "VBD") and verb.dep_ in ("acl", "advcl") and not any(verb.lefts)
    return reduced and operator(verb) == PLANNED


def place(
    nodes: list[Token], taken: Container[int], journey: bool, rivals: Container[int]
) -> tuple[int, str, Token] | None:
    """The narrowest place: how far up the path it hangs, its name, its last token. `taken`: people or days."""
    ways = ("in", "at", "near", "outside", "inside", *(("to", "into", "for") if journey else ()))
    found = []
    for token in nodes[0].sent:
        if (
            token.lower_ in ways
            and token.dep_ in ("prep", "dative", "advmod")
            and (step := attached(token, nodes, rivals)) is not None
            and not in_topic(token, nodes[step])
        ):
            if token.lower_ in ("to", "into", "for") and not (step == 0 or is_verb(nodes[step])):
                continue
            found += [(step, abs(token.i - nodes[0].i), n) for n in token.children if n.dep_ in ("pobj", "advmod")][:1]
    if journey and is_verb(nodes[0]) and not any(token.lower_ == "for" for token in nodes[0].children):
        found += [(0, 0, c) for c in nodes[0].children if c.dep_ in ("dobj", "advmod", "npadvmod") and c.i not in taken]
    for step, node in enumerate(nodes):
        if node.dep_ == "relcl" and any(c.lower_ == "where" for c in node.children):  # "Israel, where she met him"
            found.append((step, 0, node.head))
    for step, _, noun in sorted(found, key=lambda f: (f[0], f[1])):
        if named := _named_place(noun, taken):
            return step, proper_name(named), named
    return None


def in_topic(token: Token, node: Token) -> bool:
    """Whether a phrase is part of what the contact is about: "views on the war in Syria"."""
    words = vocabulary.contacts().topic
    for noun in itertools.takewhile(lambda t: t != node, token.ancestors):
        if noun.head.dep_ == "prep" and noun.head.lower_ in words.about and lemma(noun) not in words.asides:
            return True
    return False


def _named_place(noun: Token, taken: Container[int]) -> Token | None:
    """The proper name itself, or the one that says where the thing named is ("the summit in Huntsville")."""
    if noun.tag_ in ("NNP", "NNPS"):
        return noun if noun.i not in taken else None
    for prep in noun.children:
        if prep.lower_ in ("in", "at", "near", "of", "outside") and prep.dep_ == "prep":
            for inner in prep.children:
                if prep.lower_ != "of" and (named := _named_place(inner, taken)):
                    return named
    return None


def proper_name(token: Token) -> str:
    """The capitalised words that end in a token: "St. Petersburg"."""
    first = token.i
    while (
        first
        and token.doc[first - 1].tag_ in ("NNP", "NNPS")
        and token.doc[first - 1].head.i in range(first, token.i + 1)
    ):
        first -= 1
    return str(token.doc[first : token.i + 1].text)


def channel(nodes: list[Token], mode: str) -> str:
    """The mode, once "by phone", "virtual" or "face-to-face" have been heard."""
    table = vocabulary.contacts().channels
    near = nodes[: 1 if is_verb(nodes[0]) else 2]
    for token in nodes[0].sent:
        for found in (m for m, words in table.items() if token.lower_ in words and mode != "visit"):
            how = token.dep_ in ("compound", "amod", "nmod", "advmod", "pobj", "dobj", "npadvmod")
            if how and (step := attached(token, nodes)) is not None and step < len(near) and _by_means(token, near):
                return str(found)
    return mode


def _by_means(token: Token, near: list[Token]) -> bool:
    while token.head.i not in {n.i for n in near}:
        if token.dep_ not in ("compound", "pobj", "amod", "nmod", "punct"):
            return False
        token = token.head
    return token.lower_ in ("by", "over", "via", "on", "through", "in", "across") or token.dep_ in (
        "compound",
        "amod",
        "advmod",
        "nmod",
    )


def topic(nodes: Sequence[Token], transitive: bool) -> str | None:
    """What it was about: "talks on X", "met to discuss X", and the object of a `transitive` trigger: "discussed X"."""
    for node in nodes[:2]:
        for child in node.children:
            about = child.lower_ in vocabulary.contacts().topic.about and child.dep_ == "prep"
            aim = child.dep_ in ("advcl", "xcomp", "acl") and lemma(child) == "discuss"
            objects = [o for o in child.children if o.dep_ in ("pobj", "dobj") and o.tag_ in ("NN", "NNS")]
            if node is nodes[0] and transitive and child.dep_ == "dobj":
                objects = [child]
            elif not (about or aim):
                continue
            for o in objects:
                words = o.doc[o.left_edge.i : o.right_edge.i + 1].text
                if lemma(o) not in vocabulary.contacts().topic.asides:
                    return str(words)
    return None


def length(nodes: Sequence[Token], rivals: Container[int]) -> tuple[int | None, str | None]:
    """How long it took in minutes, and what qualifies that, from the lengths that hang on the trigger's clause."""
    sentence = nodes[0].sent
    for start, end, total, qualifier in dates.lengths(sentence.text):
        span = sentence.char_span(start, end, alignment_mode="expand")
        after = sentence.doc[span.end].lower_ if span is not None and span.end < len(sentence.doc) else ""
        before = sentence.doc[span.start - 1].lower_ if span is not None and span.start else ""
        if (
            span is None
            or before in ("within", "every", "next", "last", "past", "first")
            or after in ("later", "after", "ago", "earlier", "before", "from", "away")
        ):
            continue
        verb = span.root.head
        lasted = lemma(verb) == "last" and any(c.tag_ == "WDT" for c in verb.children)
        step = attached(verb.head if lasted else span.root, list(nodes), rivals)
        if step is not None and (step < 3 or not rivals):
            return total, qualifier.lower() if qualifier else None
    return None, None


def beside(nodes: Sequence[Token], named: Sequence[DatedExpression]) -> ShiftedDate | None:
    """The day of a clause told by the one it hangs on: "said on Friday, two days after she rang", "an hour after"."""
    doc, verb = nodes[0].doc, next((n for n in nodes if is_verb(n)), nodes[0])
    begins = next((c.left_edge.i for c in verb.children if c.dep_ in SUBJECTS), 0)
    main = next((t for t in verb.ancestors if is_verb(t)), None)
    if begins < 3 or main is None or doc[begins - 1].lower_ not in ("after", "before"):
        return None
    unit, count = lemma(doc[begins - 2]), dates.number(doc[begins - 3].text)
    own = [n for n in named if begins <= n[0].first <= verb.right_edge.i]
    told = said_of(main, path(main), set(), [n for n in named if not n[0].limit and n[0].last < begins - 1])
    if own or not told:
        return None
    if unit in ("hour", "minute", "shortly", "soon", "moment"):
        return told[0], 0, "day"
    steps = int(count) * (-1 if doc[begins - 1].lower_ == "after" else 1)
    return (told[0], steps, unit) if steps and unit in ("day", "week") else None
