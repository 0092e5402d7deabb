"""brat standoff is read back by the rules of the format, whatever the text contains."""

import re
from typing import Any

import pytest
from made_up import MadeUp, hostile

from analysis.interchange import brat

LINES = {
    "T": r"T\d+\t(?P<type>[\w-]+) (?P<where>\d+ \d+(?:;\d+ \d+)*)\t(?P<text>[^\t]+)",
    "R": r"R\d+\t(?P<type>[\w-]+) Arg1:(?P<one>T\d+) Arg2:(?P<two>T\d+)",
    "E": r"E\d+\t(?P<type>[\w-]+):(?P<trigger>T\d+)(?P<args>(?: [\w-]+:[TE]\d+)*)",
    "A": r"A\d+\t(?P<type>[\w-]+) (?P<of>[TE]\d+)(?: (?P<value>\S+))?",
    "#": r"#\d+\tAnnotatorNotes (?P<of>[TRE]\d+)\t(?P<text>[^\t]+)",
}


def read(files: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Each annotation by its id; raises where a reader of brat's would refuse the files."""
    text, found = files["article.txt"], dict[str, dict[str, Any]]()
    declared = set(re.findall(r"^[\w-]+", files["annotation.conf"], re.MULTILINE))
    for line in files["article.ann"].splitlines():
        match = re.fullmatch(LINES[line[0]], line)
        assert match, line
        annotation = match.groupdict()
        assert line[0] == "#" or annotation["type"] in declared
        name = line.split("\t")[0]
        assert name not in found
        if line[0] == "T":
            pieces = [tuple(map(int, piece.split())) for piece in annotation["where"].split(";")]
            assert all(start < end for start, end in pieces)
            assert all("\n" not in text[start:end] for start, end in pieces)
            assert " ".join(text[start:end] for start, end in pieces) == annotation["text"]
        if line[0] == "E":
            assert found[annotation["trigger"]]["type"] == annotation["type"]
        for other in re.findall(r"\b[TE]\d+\b", line.partition("\t")[2] if line[0] in "RE" else ""):
            assert other in found
        found[name] = annotation
    return found


def of_type(found: dict[str, dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [annotation for annotation in found.values() if annotation.get("type") == kind]


def test_hostile_text_is_read_back() -> None:
    made_up = hostile()
    files = brat.files(made_up.result)
    found = read(files)
    assert len(files["article.txt"]) == len(made_up.text)
    assert files["article.txt"].splitlines() == files["article.txt"].split("\n")[:-1]
    (quotation,) = of_type(found, "Direct")
    assert quotation["text"] == "@SUM(1)  and|more of it"
    (said_by,) = of_type(found, "Speaker")
    assert found[said_by["one"]] == quotation and found[said_by["two"]]["text"] == "Ann | Lee"
    (introduced,) = of_type(found, "Introduced")
    assert found[introduced["two"]]["text"] == "said"
    trigger, event = of_type(found, "Meeting")
    assert trigger["text"] == "met" and event["args"].split() == ["Actor:T1", "Recipient:T2"]
    assert [a["value"] for a in of_type(found, "Status")] == ["occurred"] and of_type(found, "Possible")
    notes = {annotation["of"]: annotation["text"] for name, annotation in found.items() if name[0] == "#"}
    assert notes["E1"] == "Ann | Lee (2) – Bo; 2024-05-06; confidence 0.25" and notes["T1"] == "Ann | Lee (2)"


@pytest.mark.parametrize(
    ("text", "words", "where"),
    [
        ("“One\ntwo”", "One\ntwo", "1 4;5 8"),
        ("“One\n\n \ntwo”", "One\n\n \ntwo", "1 4;8 11"),
        ("🦊 “One two”", "One two", "3 10"),
        ("“One\x85two”", "One\x85two", "1 8"),
    ],
)
def test_what_runs_over_lines_is_in_pieces(text: str, words: str, where: str) -> None:
    made_up = MadeUp(text)
    made_up.add("quotes", words, quote_id=1, segment=0, paragraph=0, kind="direct")
    assert [a["where"] for a in of_type(read(brat.files(made_up.result)), "Direct")] == [where]


def test_a_mention_of_several_is_one_and_a_speaker_apart_from_the_mentions_is_added() -> None:
    made_up = MadeUp("Ann and Bo spoke. The two said: no. “Yes,” he said.")
    for person in ("Ann", "Bo"):
        made_up.add("people", person=person, kind="person")
        made_up.add("mentions", person, person=person, form="name")
        made_up.add("mentions", "The two", person=person, form="title")
    start = made_up.text.index("he said")
    speaker = {"speaker": "Bo", "speaker_start": start, "speaker_end": start + 2}
    made_up.add("quotes", "Yes", quote_id=1, segment=0, paragraph=0, kind="direct", denied=True, **speaker)
    found = read(brat.files(made_up.result))
    assert [a["text"] for a in of_type(found, "Person")] == ["Ann", "The two", "Bo", "he"]
    assert found[of_type(found, "Speaker")[0]["two"]]["text"] == "he"
    assert len(of_type(found, "Denied")) == 1


def test_pairs_of_one_contact_share_its_trigger() -> None:
    made_up = MadeUp("Ann, Bo and Cy met.")
    for actor, recipient in (("Ann", "Bo"), ("Ann", "Cy")):
        values = {"contact_id": 1, "actor": actor, "recipient": recipient, "mode": "meeting", "status": "planned"}
        made_up.add("contacts", "Ann, Bo and Cy met", trigger="met", **values)
    found = read(brat.files(made_up.result))
    assert [name for name in found if name[0] in "TE"] == ["T1", "E1", "E2"]
    assert found["E1"]["args"] == ""  # the sides have no mentions
