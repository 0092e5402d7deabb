"""Web Annotation (https://www.w3.org/TR/annotation-model/) in JSON-LD.

A page of annotations, one for each quotation and each pair in a contact. A target has two selectors: the words with
their context, and their position in code points, as the model requires. A quotation in several pieces has several
targets.
"""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from analysis.articles.article import Article
from analysis.interchange.annotations import Contact, Quotation, Span, contacts, quotations
from analysis.pipeline import Analysis

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
RESERVED = "%/:=&?~#+!$,;'@()*[]"  # characters with a meaning in an address
AROUND = 32  # characters of context before and after the words, which locate them in a text that has changed


def files(result: Analysis) -> dict[str, str]:
    """The file `article.jsonld`."""
    article = result.article
    page = {
        "@context": CONTEXT,
        "id": f"{_urn(article)}:annotations",
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": [
            *(_quotation(article, quotation) for quotation in quotations(result)),
            *(_contact(article, contact, row) for row, contact in enumerate(contacts(result), 1)),
        ],
    }
    return {"article.jsonld": json.dumps(page, ensure_ascii=False, indent=2, allow_nan=False) + "\n"}


def _quotation(article: Article, quotation: Quotation) -> dict[str, Any]:
    denied = ", denied" * quotation.is_denied
    bodies = [
        _body("classifying", f"{quotation.kind} quotation{denied}"),
        _body("identifying", quotation.speaker),
        _body("describing", f"relayed by {quotation.via}" if quotation.via else None),
        _confidence(quotation.confidence),
    ]
    return _annotation(article, f"quotation:{quotation.number}", bodies, quotation.spans)


def _contact(article: Article, contact: Contact, row: int) -> dict[str, Any]:
    possible = ", only possible" * contact.is_possible
    bodies = [
        _body("classifying", f"contact, {contact.mode}, {contact.status}{possible}"),
        _body("identifying", contact.actor),
        _body("identifying", contact.recipient),
        _body("describing", f"day: {contact.day}" if contact.day else None),
        _confidence(contact.confidence),
    ]
    return _annotation(article, f"contact:{row}", bodies, [contact.span])


def _annotation(
    article: Article, name: str, bodies: Iterable[dict[str, str] | None], spans: Iterable[Span]
) -> dict[str, Any]:
    targets = [_target(article, span) for span in spans]
    return {
        "id": f"{_urn(article)}:{name}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": [body for body in bodies if body is not None],
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _body(purpose: str, value: str | None) -> dict[str, str] | None:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"} if value else None


def _confidence(confidence: float | None) -> dict[str, str] | None:
    return _body("assessing", f"confidence: {confidence:.2f}") if confidence is not None else None


def _target(article: Article, span: Span) -> dict[str, Any]:
    text, (start, end) = article.text, span
    return {
        "source": _source(article),
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": text[start:end],
                "prefix": text[max(0, start - AROUND) : start],
                "suffix": text[end : end + AROUND],
            },
            {"type": "TextPositionSelector", "start": start, "end": end},
        ],
    }


def _source(article: Article) -> str:
    """The article's address, with invalid characters escaped, or else its URN."""
    url = article.url or ""
    return quote(url, safe=RESERVED) if url.startswith(("http://", "https://")) else _urn(article)


def _urn(article: Article) -> str:
    """A URN for the article; its id is escaped, since it may contain any character."""
    return f"urn:who-says-what:{quote(article.article_id, safe='')}"
