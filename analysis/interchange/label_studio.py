"""Label Studio (https://labelstud.io/guide/predictions): a task with predictions, and the labelling configuration.

Positions count code points, as in Label Studio.
"""

import json
from typing import Any

from analysis.interchange.annotations import Span, contacts, quotations
from analysis.pipeline import Analysis

QUOTATIONS = {"direct": "Direct quotation", "mixed": "Mixed quotation", "indirect": "Indirect quotation"}
SPEAKER, CUE, CONTACT = "Speaker", "Cue", "Contact"
SAID_BY, INTRODUCED_BY = "said by", "introduced by"
LABELS = [*QUOTATIONS.values(), SPEAKER, CUE, CONTACT]
CONFIGURATION = "\n".join(
    [
        "<View>",
        "  <Relations>",
        *(f'    <Relation value="{relation}"/>' for relation in (SAID_BY, INTRODUCED_BY)),
        "  </Relations>",
        '  <Labels name="label" toName="text">',
        *(f'    <Label value="{label}"/>' for label in LABELS),
        "  </Labels>",
        '  <Text name="text" value="$text"/>',
        "</View>",
        "",
    ]
)


def files(result: Analysis) -> dict[str, str]:
    """The files `label-studio.json` and `label-studio.xml`."""
    text, regions = result.article.text, []
    for quotation in quotations(result):
        name, first = f"quotation-{quotation.number}", f"quotation-{quotation.number}-1"
        pieces = enumerate(quotation.spans, 1)
        label = QUOTATIONS.get(quotation.kind, QUOTATIONS["indirect"])
        regions += [_region(f"{name}-{number}", label, span, text, quotation.speaker) for number, span in pieces]
        beside = ((SPEAKER, SAID_BY, quotation.speaker_span), (CUE, INTRODUCED_BY, quotation.cue_span))
        for label, relation, span in beside:
            if span:
                regions += [_region(f"{name}-{label.lower()}", label, span, text, None)]
                regions += [_relation(first, f"{name}-{label.lower()}", relation)]
    for row, contact in enumerate(contacts(result), 1):
        note = f"{contact.actor} – {contact.recipient}: {contact.mode}, {contact.status}"
        regions.append(_region(f"contact-{row}", CONTACT, contact.span, text, note))
    task = {"data": {"text": text}, "predictions": [{"model_version": "who-says-what", "result": regions}]}
    tasks = json.dumps([task], ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return {"label-studio.json": tasks, "label-studio.xml": CONFIGURATION}


def _region(name: str, label: str, span: Span, text: str, note: str | None) -> dict[str, Any]:
    value = {"start": span.start, "end": span.end, "text": text[span.start : span.end], "labels": [label]}
    region = {"id": name, "from_name": "label", "to_name": "text", "type": "labels", "value": value}
    return region | ({"meta": {"text": [note]}} if note else {})


def _relation(one: str, other: str, label: str) -> dict[str, Any]:
    return {"from_id": one, "to_id": other, "type": "relation", "direction": "right", "labels": [label]}
