"""Label Studio: every region names a label of the configuration, and every relation two regions."""

import json
from typing import Any

from lxml import etree
from made_up import MadeUp, hostile

from analysis.interchange import label_studio


def read(made_up: MadeUp) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]:
    files = label_studio.files(made_up.result)
    view = etree.fromstring(files["label-studio.xml"])
    (task,) = json.loads(files["label-studio.json"])
    assert task["data"]["text"] == made_up.text
    results = [item for prediction in task["predictions"] for item in prediction["result"]]
    regions = {item["id"]: item for item in results if item["type"] == "labels"}
    relations = [item for item in results if item["type"] == "relation"]
    assert len(regions) + len(relations) == len(results)
    for region in regions.values():
        value = region["value"]
        assert made_up.text[value["start"] : value["end"]] == value["text"]
        assert set(value["labels"]) <= set(view.xpath("//Label/@value"))
        assert view.xpath("//Labels[@name=$n and @toName=$t]", n=region["from_name"], t=region["to_name"])
    for relation in relations:
        assert {relation["from_id"], relation["to_id"]} <= regions.keys()
        assert set(relation["labels"]) <= set(view.xpath("//Relation/@value"))
    return regions, relations


def test_hostile_text_is_read_back() -> None:
    regions, relations = read(hostile())
    assert [(r["value"]["labels"][0], r["value"]["text"]) for r in regions.values()] == [
        ("Direct quotation", "@SUM(1)\r\nand|more"),
        ("Direct quotation", "of it"),
        ("Speaker", "Ann | Lee"),
        ("Cue", "said"),
        ("Contact", 'Ann met Bo </Text> <b>at</b> "noon" on Monday'),
    ]
    assert [(r["from_id"], r["to_id"], r["labels"]) for r in relations] == [
        ("quotation-1-1", "quotation-1-speaker", ["said by"]),
        ("quotation-1-1", "quotation-1-cue", ["introduced by"]),
    ]


def test_a_quotation_without_speaker_and_cue_has_no_relation() -> None:
    made_up = MadeUp("“Yes.”")
    made_up.add("quotes", "Yes", quote_id=1, segment=0, paragraph=0, kind="direct")
    regions, relations = read(made_up)
    assert list(regions) == ["quotation-1-1"] and relations == []
