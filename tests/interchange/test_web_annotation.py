"""Web Annotations keep to the model of the W3C, and their selectors find the words."""

import json
from typing import Any

import jsonschema
import pytest
from made_up import MadeUp, hostile

from analysis.interchange import web_annotation

# What the model demands: https://www.w3.org/TR/annotation-model/
IRI = {"type": "string", "pattern": r"^[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+$"}
BODY = {
    "required": ["type", "value", "purpose"],
    "properties": {
        "type": {"const": "TextualBody"},
        "value": {"type": "string", "minLength": 1},
        "purpose": {"enum": ["assessing", "classifying", "describing", "identifying"]},
    },
}
SELECTOR = {
    "oneOf": [
        {
            "required": ["type", "exact"],
            "properties": {
                "type": {"const": "TextQuoteSelector"},
                **{part: {"type": "string"} for part in ("exact", "prefix", "suffix")},
            },
        },
        {
            "required": ["type", "start", "end"],
            "properties": {
                "type": {"const": "TextPositionSelector"},
                **{place: {"type": "integer", "minimum": 0} for place in ("start", "end")},
            },
        },
    ]
}
TARGET = {
    "type": "object",
    "required": ["source", "selector"],
    "properties": {"source": IRI, "selector": {"type": "array", "items": SELECTOR}},
}
PAGE = {
    "required": ["@context", "id", "type", "items"],
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": IRI,
        "type": {"const": "AnnotationPage"},
        "items": {
            "type": "array",
            "items": {
                "required": ["id", "type", "target"],
                "properties": {
                    "id": IRI,
                    "type": {"const": "Annotation"},
                    "body": {"type": "array", "items": BODY},
                    "target": {"anyOf": [TARGET, {"type": "array", "minItems": 2, "items": TARGET}]},
                },
            },
        },
    },
}


def read(made_up: MadeUp) -> list[dict[str, Any]]:
    """The annotations, after a look at the form and at every selector."""
    page = json.loads(web_annotation.files(made_up.result)["article.jsonld"])
    jsonschema.validate(page, PAGE)
    items: list[dict[str, Any]] = page["items"]
    assert len({item["id"] for item in items}) == len(items)
    for target in (target for item in items for target in targets(item)):
        quote, position = target["selector"]
        start, end = position["start"], position["end"]
        assert made_up.text[start:end] == quote["exact"]
        assert made_up.text[:start].endswith(quote["prefix"]) and made_up.text[end:].startswith(quote["suffix"])
    return items


def targets(item: dict[str, Any]) -> list[dict[str, Any]]:
    return item["target"] if isinstance(item["target"], list) else [item["target"]]


def test_hostile_text_is_read_back() -> None:
    quotation, contact = read(hostile())
    assert [target["selector"][0]["exact"] for target in targets(quotation)] == ["@SUM(1)\r\nand|more", "of it"]
    assert [body["value"] for body in quotation["body"]] == ["direct quotation", "Ann | Lee\t(2)", "confidence: 0.50"]
    assert [body["value"] for body in contact["body"]] == [
        "contact, meeting, occurred, only possible",
        "Ann | Lee\t(2)",
        "Bo",
        "day: 2024-05-06",
        "confidence: 0.25",
    ]
    assert targets(contact)[0]["source"] == "https://n.example/a%20b?q=1&r=%3Cc%3E"


@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "n.example/a", ""])
def test_the_source_is_named_where_it_has_no_address(url: str | None) -> None:
    made_up = hostile()
    made_up.url = url
    assert {target["source"] for item in read(made_up) for target in targets(item)} == {
        "urn:who-says-what:a%2F1%20%23%09b"
    }


def test_positions_are_code_points() -> None:
    made_up = MadeUp("🦊🦊 “Yes,” Ann said.")
    made_up.add("quotes", "Yes", quote_id=1, segment=0, paragraph=0, kind="direct", denied=True, via="Bo")
    (quotation,) = read(made_up)
    assert targets(quotation)[0]["selector"][1] == {"type": "TextPositionSelector", "start": 4, "end": 7}
    assert [body["value"] for body in quotation["body"]] == ["direct quotation, denied", "relayed by Bo"]


def test_an_article_without_findings_has_an_empty_page() -> None:
    assert read(MadeUp("Nothing.")) == []
