"""Hostile texts for a regular expression: a beginning that it accepts, and a piece that one of its repeats takes in.

A pattern that looks at the same characters anew from each of them takes four times as long for twice the pieces. It
does so if two repeats that follow each other accept the same piece, or if a search that begins anew at each piece goes
on to the end.
"""

import re
from collections.abc import Iterable, Iterator
from re import _constants as op  # type: ignore[attr-defined]  # as `re` itself reads a pattern
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MANY = 50  # a repeat that may be longer than this has no limit worth the name
ANY_CHARACTERS = "aA1 \t\n-.,'\"(_é’—"
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
Node = tuple[Any, Any]  # an operation and its argument


def pumps(source: str, flags: int) -> list[tuple[str, str]]:
    """Pairs of a beginning and of a piece to be repeated after it, for a pattern."""
    tree = parser.parse(source, flags)
    alphabet = "".join(dict.fromkeys(ANY_CHARACTERS + "".join(_marks(tree))))
    maker = _Maker(alphabet, bool(flags & re.IGNORECASE))
    pairs: dict[tuple[str, str], None] = {}
    for least in (0, 1):  # without what may be missing, and with it once
        for beginning, piece in maker.repeats(tree, "", least):
            pairs |= dict.fromkeys([(beginning, piece), ("", beginning + piece), ("", beginning)])
        pairs["", maker.example(tree, least)] = None
    return [(beginning, piece) for beginning, piece in pairs if piece]


def _parts(node: Node) -> list[Any]:
    """The patterns in an operation; the alternatives of a branch."""
    operation, argument = node
    if operation in REPEATS:
        return [argument[2]]
    if operation is op.BRANCH:
        return list(argument[1])
    if operation is op.SUBPATTERN:
        return [argument[3]]
    if operation is op.ASSERT:
        return [argument[1]]
    return [argument] if operation is op.ATOMIC_GROUP else []


def _marks(tree: Iterable[Node]) -> Iterator[str]:
    """The characters in a pattern that are neither letters nor digits."""
    for node in tree:
        operation, argument = node
        literals = argument if operation is op.IN else [node]
        yield from (chr(a) for o, a in literals if o is op.LITERAL and not chr(a).isalnum())
        for part in _parts(node):
            yield from _marks(part)


class _Maker:
    """Makes texts of the characters in an alphabet."""

    def __init__(self, alphabet: str, ignores_case: bool) -> None:
        self.alphabet, self.ignores_case = alphabet, ignores_case

    def repeats(self, tree: Iterable[Node], before: str, least: int) -> Iterator[tuple[str, str]]:
        """What comes before each repeat without limit, and each piece that it may take in."""
        for node in tree:
            operation, argument = node
            if operation in REPEATS and argument[1] >= MANY:
                yield from ((before, piece) for piece in self.pieces(argument[2]))
            for part in _parts(node):
                yield from self.repeats(part, before, least)
            before += self.example([node], least)

    def pieces(self, tree: Any) -> list[str]:
        """Texts that a pattern matches: each character of a class, or examples of the whole and of its parts."""
        if len(tree) == 1 and not _parts(tree[0]):
            return self.characters(tree[0])
        parts = [piece for node in tree for part in _parts(node) for piece in self.pieces(part)]
        return [*(self.example(tree, least) for least in (0, 1)), *parts]

    def example(self, tree: Iterable[Node], least: int) -> str:
        """One text that a pattern matches, with optional parts `least` times."""
        return "".join(self._example(node, least) for node in tree)

    def _example(self, node: Node, least: int) -> str:
        operation, argument = node
        if operation in REPEATS:
            return self.example(argument[2], least) * int(max(argument[0], min(least, argument[1])))
        if operation in (op.ASSERT, op.ASSERT_NOT):
            return ""
        if parts := _parts(node):
            return self.example(parts[0], least)
        return next(iter(self.characters(node)), "")

    def characters(self, node: Node) -> list[str]:
        """The characters of the alphabet that an operation matches, and those that it names."""
        operation, argument = node
        if operation is op.LITERAL:
            return [chr(argument)]
        if operation is op.ANY:
            return [*self.alphabet]
        if operation is op.NOT_LITERAL:
            return [c for c in self.alphabet if ord(c) != argument]
        if operation is not op.IN:
            return []
        firsts = [chr(a if o is op.LITERAL else a[0]) for o, a in argument if o in (op.LITERAL, op.RANGE)]
        return [c for c in [*self.alphabet, *firsts] if self._is_in(c, argument)]

    def _is_in(self, character: str, members: Iterable[Node]) -> bool:
        codes = {ord(c) for c in (character, character.lower(), character.upper()) if len(c) == 1}
        codes = codes if self.ignores_case else {ord(character)}
        negated = found = False
        for operation, argument in members:
            negated |= operation is op.NEGATE
            found |= operation is op.LITERAL and argument in codes
            found |= operation is op.RANGE and any(argument[0] <= code <= argument[1] for code in codes)
            found |= operation is op.CATEGORY and _is_of(character, str(argument))
        return found != negated


def _is_of(character: str, category: str) -> bool:
    kinds = {
        "DIGIT": character.isdecimal(),
        "SPACE": character.isspace(),
        "WORD": character.isalnum() or character == "_",
    }
    return kinds[category.rpartition("_")[2]] != ("NOT" in category)
