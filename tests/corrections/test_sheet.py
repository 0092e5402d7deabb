"""A file of corrections is read as spreadsheets write it, and every mistake in it is reported with its line."""

import re
from pathlib import Path

import pandas as pd
import pytest

from analysis.corrections import sheet
from analysis.errors import AnalysisError, WriteError

HEADER = "action,words,number,value,by,on,note"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "page.corrections.csv"


def read(path: Path, text: str, encoding: str = "utf-8") -> pd.DataFrame:
    path.write_text(text, encoding=encoding, newline="")
    return sheet.read_corrections(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("start", ["", "sep={}\r\n"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_spreadsheets_write_is_read(path: Path, encoding: str, start: str, separator: str) -> None:
    lines = [("Action", " words ", "VALUE", "by"), ("Speaker", "“We will stay”", " Bo Berg ", "AL"), ("", "", "", "")]
    text = start.format(separator) + "".join(separator.join(line) + "\r\n" for line in lines)
    table = read(path, text, encoding)
    assert table[["action", "words", "value", "by"]].values.tolist() == [["speaker", "“We will stay”", "Bo Berg", "AL"]]
    assert table["line"].tolist() == [3 if start else 2]


def test_only_action_and_words_are_needed(path: Path) -> None:
    table = read(path, 'action,words\nnot a quotation,"one, two"\n')
    assert table["words"].tolist() == ["one, two"]
    assert table[["number", "value", "by", "on", "note", "applied"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("delete quotation,words,,,,,", "line 2: there is no action 'delete quotation'; write add quotation"),
        (",words,,,,,", "line 2: there is no action ''; write one of right quotation, not a quotation, add quotation"),
        ("speaker,,,Bo,,,", "'speaker' needs words; copy them from the article"),
        ("kind,words,,spoken,,,", "'kind' cannot be 'spoken'; write one of direct, mixed, indirect"),
        ("kind,words,,,,,", "'kind' needs a value; write one of direct"),
        ("right contact,words,,yes,,,", "'right contact' takes no value, but has 'yes'; leave it empty"),
        ("mode,words,,call,,,", "'mode' cannot be 'call'; write one of phone, meeting"),
        ("status,words,,over,,,", "'status' cannot be 'over'; write one of occurred"),
        ("day,words,,06/03/2022,,,", "'day' cannot be '06/03/2022'; write a day like 2022-03-06"),
        ("day,words,,2022-13,,,", "'day' cannot be '2022-13'"),
        ("day,words,,0000,,,", "'day' cannot be '0000'"),
        ("day,words,,2022-03-06 to 2022-03-01,,,", "write a day like"),
        ("add contact,words,,Ann Lee,,,", "write both names with a dash between them: Ann Lee – Bo Berg"),
        ("add contact,words,,A - B - C,,,", "write both names"),
        ("gender,Ann,,f,,,", "'gender' cannot be 'f'; write one of female, male, unknown"),
        ("merge,Ann,,,,,", "'merge' needs a value; write the name that the person keeps"),
        ("speaker,words,0,Bo,,,", "number is '0'; write which occurrence"),
        ("speaker,words,2nd,Bo,,,", "number is '2nd'"),
        ("speaker,words,²,Bo,,,", "number is '²'"),
        ("speaker,one,two,,Bo,,,,", "has more cells than the first line; put text with a comma into quote marks"),
    ],
)
def test_a_mistake_is_named_with_its_line(path: Path, line: str, message: str) -> None:
    with pytest.raises(AnalysisError, match=re.escape(message)) as error:
        read(path, f"{HEADER}\n{line}\n")
    assert str(error.value).startswith(f"{path}, line 2")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "has no column 'action', 'words'; its first line must name 'action', 'words'"),
        (b"action;word\nspeaker;We\n", "has no column 'words';"),
        (
            b"action,words,vlaue\nspeaker,We,Bo\n",
            r"csv: the first line has a column 'vlaue', which is unknown; write value$",
        ),
        (b"action,words,zzz\nspeaker,We,Bo\n", "write one of action, words, number, value, by, on, note$"),
        (b"action,words\nspeaker,\x93We\x94\n", "is not a CSV file in UTF-8"),
    ],
)
def test_a_file_of_another_kind_is_refused(path: Path, data: bytes, message: str) -> None:
    path.write_bytes(data)
    with pytest.raises(AnalysisError, match=message):
        sheet.read_corrections(path)


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2024-02-29", ("2024-02-29", "2024-02-29", "day")),
        ("2024-05-06 to 2024-05-07", ("2024-05-06", "2024-05-07", "week")),
        ("2024-05-06 to 2024-05-25", ("2024-05-06", "2024-05-25", "month")),
        ("2024-01-06 to 2024-05-25", ("2024-01-06", "2024-05-25", "year")),
        ("2023-02", ("2023-02-01", "2023-02-28", "month")),
        ("2023", ("2023-01-01", "2023-12-31", "year")),
        ("None", ("None", "None", "none")),
    ],
)
def test_days_are_read(value: str, days: tuple[str, str, str]) -> None:
    assert tuple(map(str, sheet.days_of(value))) == days


@pytest.mark.parametrize("value", ["Ann Lee – Bo Berg", "Ann Lee - Bo Berg", "Ann Lee; Bo Berg", "Ann Lee — Bo Berg"])
def test_a_pair_is_read(value: str) -> None:
    assert sheet.pair_of(value) == ("Ann Lee", "Bo Berg")


def test_corrections_are_added_at_the_end(path: Path) -> None:
    sheet.save_correction(path, "speaker", "We, “too”,\nstay", 2, "Bo Berg", "AL", "2031-05-06")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "by which Excel knows that it is UTF-8"
    sheet.save_correction(path, "right contact", "Lee met Berg")
    table = sheet.read_corrections(path)
    assert table["action"].tolist() == ["speaker", "right contact"]
    cells = table[["words", "number", "value", "by", "on"]].values.tolist()[0]
    assert cells == ["We, “too”,\nstay", 2, "Bo Berg", "AL", "2031-05-06"]
    assert list(path.parent.iterdir()) == [path], "nothing unfinished stays"


def test_what_a_file_holds_and_its_layout_stay(path: Path) -> None:
    path.write_text("sep=;\nwords;action;note\nWe stay;not a quotation;no, a title\n", encoding="utf-8")
    sheet.save_correction(path, "not a contact", "Lee met Berg")
    assert '"not a quotation";"We stay";;;;;"no, a title"' in path.read_text(encoding="utf-8")
    assert sheet.read_corrections(path)["action"].tolist() == ["not a quotation", "not a contact"]


@pytest.mark.parametrize("words", ["=1+1", "+44 20", "-1", "@lee", "'=1+1", "’tis", "'tis"])
def test_no_cell_is_run_as_a_formula(path: Path, words: str) -> None:
    sheet.save_correction(path, "rename", words, value=words)
    assert not re.search(r'"[=+@-]', path.read_text(encoding="utf-8-sig"))
    assert sheet.read_corrections(path)[["words", "value"]].values.tolist() == [[words, words]]


def test_a_broken_file_is_not_overwritten(path: Path) -> None:
    path.write_text("action,words\nspeak,We\n", encoding="utf-8")
    with pytest.raises(AnalysisError, match="no action 'speak'"):
        sheet.save_correction(path, "speaker", "We")
    assert path.read_text(encoding="utf-8") == "action,words\nspeak,We\n"


def test_what_cannot_be_read_again_is_not_written(path: Path) -> None:
    with pytest.raises(AnalysisError, match="'mode' cannot be 'pigeon'"):
        sheet.save_correction(path, "mode", "Lee met Berg", value="pigeon")
    assert not path.exists()


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteError, match="cannot be written"):
        sheet.save_correction(tmp_path / "file" / "page.corrections.csv", "speaker", "We")


def test_every_action_is_documented_once() -> None:
    page = (Path(__file__).parents[2] / "docs/corrections.md").read_text(encoding="utf-8")
    _, *tables = page.split("| action | words | value | |")
    assert sorted(re.findall(r"^\| `([a-z ]+)` \|", "".join(tables), re.MULTILINE)) == sorted(sheet.ACTIONS)
