"""Written tables can be read back unchanged, no cell is a formula, and files and folders are complete or absent."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import analysis
from analysis.errors import WriteError
from analysis.output import FORMATS, PANDAS_TYPES, whole_file, write_tables
from analysis.tables import TABLES, describe, frame

# What the profiles of Data Package, Data Resource and Table Schema (version 2) demand of what is written here.
FIELD = {
    "required": ["name", "type"],
    "properties": {
        "type": {"enum": ["string", "integer", "number", "boolean", "date", "datetime", "array", "any"]},
        "description": {"type": "string"},
    },
}
RESOURCE = {
    "required": ["name", "path"],
    "properties": {
        "name": {"type": "string", "pattern": "^[-a-z0-9._/]+$"},
        "path": {"anyOf": [{"type": "string", "pattern": "^[^./~]"}, {"type": "array", "minItems": 1}]},
        "type": {"const": "table"},
        "schema": {
            "required": ["fields"],
            "properties": {
                "fields": {"type": "array", "minItems": 1, "items": FIELD},
                "missingValues": {"type": "array", "items": {"type": "string"}},
            },
        },
    },
}
DATA_PACKAGE = {
    "required": ["$schema", "resources"],
    "properties": {"resources": {"type": "array", "minItems": 1, "items": RESOURCE}},
}
SEED = Path(__file__).parents[1] / "seeds" / "macron-open-line-to-russia.txt"
TONE = frame("tone", [{"article_id": "a", "text": "=1+1", "polarity": -0.5, "polar_words": [("bad", -0.7)]}])


def read(folder: Path, name: str, suffix: str) -> pd.DataFrame:
    """Read a table back with the types that `datapackage.json` gives."""
    fields = described(folder)[f"{name}.{suffix}"]["schema"]["fields"]
    types = {field["name"]: PANDAS_TYPES[field["type"]] for field in fields}
    path = folder / f"{name}.{suffix}"
    if suffix == "parquet":
        table = pd.read_parquet(path)
    elif suffix == "jsonl":
        with path.open(encoding="utf-8") as lines:
            table = pd.DataFrame(map(json.loads, lines), columns=list(types), dtype="object")
    else:
        plain = {column: dtype for column, dtype in types.items() if dtype != "object" and "datetime" not in dtype}
        table = pd.read_csv(path, dtype=plain, keep_default_na=False, na_values=[""])
        for column in (column for column, dtype in types.items() if dtype == "str"):
            table[column] = table[column].str.replace(r"^'", "", regex=True)
    for column in (column for column, dtype in types.items() if dtype == "object"):
        table[column] = table[column].astype("object").map(pairs, na_action="ignore")
    return table.astype(types)


def described(folder: Path) -> dict[str, Any]:
    """What `datapackage.json` says about each file."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in package["resources"]}


def pairs(cell: Any) -> list[tuple[str, float]]:
    """A list of pairs, from the notation of any format."""
    items = json.loads(cell) if isinstance(cell, str) else cell
    return [tuple(item.values()) if isinstance(item, dict) else tuple(item) for item in items]


def assert_same(folder: Path, name: str, suffix: str, table: pd.DataFrame) -> None:
    back = read(folder, name, suffix)
    for column in (column for column, dtype in table.dtypes.items() if dtype == "object"):
        assert [c if isinstance(c, list) else None for c in back[column]] == table[column].tolist()
    plain = [column for column, dtype in table.dtypes.items() if dtype != "object"]
    pd.testing.assert_frame_equal(back[plain], table[plain])


@pytest.mark.parametrize("suffix", FORMATS)
def test_tables_of_an_article_are_read_back_unchanged(tmp_path: Path, suffix: str) -> None:
    result = analysis.analyse(analysis.read_article(SEED))
    tables: dict[str, pd.DataFrame] = {name: getattr(result, name) for name in TABLES}
    tables["gdelt"] = analysis.to_gdelt(result.contacts, result.people)
    tables["polecat"] = analysis.to_polecat(result.contacts, result.people)
    folder = analysis.write_tables(tables, tmp_path / "out", [suffix])
    for name, table in tables.items():
        assert_same(folder, name, suffix, table)


@pytest.mark.parametrize("suffix", FORMATS)
def test_tables_without_rows_are_read_back_unchanged(tmp_path: Path, suffix: str) -> None:
    tables = {name: frame(name, []) for name in TABLES}
    write_tables(tables, tmp_path / "out", [suffix])
    for name, table in tables.items():
        assert_same(tmp_path / "out", name, suffix, table)


text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "article_id": text,
            "quote_id": st.none() | st.integers(-(2**52), 2**52),
            "text": st.none() | text | st.sampled_from(["NA", "nan", "''", '"', "a\r\nb,c", "=1+1", "'t", " "]),
            "polarity": st.none() | st.floats(allow_nan=False, allow_infinity=False),
            "has_evidence": st.none() | st.booleans(),
            "polar_words": st.none() | st.lists(st.tuples(text, st.floats(-1, 1)), max_size=3),
        }
    ),
    max_size=4,
)


@given(rows)
@settings(max_examples=50)
@example([{"article_id": "'=1", "text": "-1", "polarity": -0.0, "polar_words": []}])
def test_any_table_is_read_back_unchanged(records: list[dict[str, Any]]) -> None:
    table = frame("tone", records)
    with tempfile.TemporaryDirectory() as scratch:
        folder = write_tables({"tone": table}, Path(scratch) / "out", FORMATS)
        for suffix in FORMATS:
            assert_same(folder, "tone", suffix, table)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
@example("@SUM(A1)")
@example("\t=1")
def test_no_text_is_a_formula_and_no_number_is_changed(cell: str) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        table = frame("tone", [{"article_id": cell, "text": "", "polarity": -0.25}])[["polarity", "article_id", "text"]]
        folder = write_tables({"tone": table}, Path(scratch) / "out")
        header, _, row = (folder / "tone.csv").read_bytes().decode().partition("\n")
    assert header == '"polarity","article_id","text"'
    number, _, rest = row.partition(",")
    assert number == "-0.25"
    assert rest[:1] == '"' and rest[1:2] not in tuple("=+-@\t\r")
    assert rest.endswith(',""\n')


def test_empty_text_differs_from_a_missing_value(tmp_path: Path) -> None:
    table = frame("mentions", [{"person": ""}, {"person": None}])
    folder = write_tables({"mentions": table}, tmp_path / "out", FORMATS)
    assert (folder / "mentions.csv").read_text(encoding="utf-8").splitlines()[1:] == [',"",,,,,', ",,,,,,"]
    for suffix in ("jsonl", "parquet"):
        assert read(folder, "mentions", suffix)["person"].isna().tolist() == [False, True]


def test_the_descriptor_lists_every_file_and_describes_every_column(tmp_path: Path) -> None:
    mine = pd.DataFrame({"n": [1], "f": [0.5], "b": [True], "t": [pd.Timestamp(0)]})
    exports = {"tables.xlsx": b"PK"}
    folder = write_tables({"tone": TONE, "mine": mine}, tmp_path / "out", ["csv", "parquet"], exports=exports)
    resources = described(folder)
    assert {resource["path"] for resource in resources.values()} | {"datapackage.json"} == set(os.listdir(folder))
    for column, field in zip(describe("tone").itertuples(), resources["tone.csv"]["schema"]["fields"], strict=True):
        assert (column.column, column.meaning, column.unit) == (
            field["name"],
            field["description"],
            field.get("unit", ""),
        )
    fields = resources["mine.parquet"]["schema"]["fields"]
    assert [field.pop("type") for field in fields] == ["integer", "number", "boolean", "any"]
    assert fields == [{"name": name} for name in "nfbt"]
    assert resources["tone.csv"]["description"] and "description" not in resources["tone.parquet"]
    assert resources["tables.xlsx"] == {"name": "tables.xlsx", "path": "tables.xlsx", "format": "xlsx"}


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_descriptor_is_a_data_package(tmp_path: Path, suffix: str) -> None:
    write_tables({name: frame(name, []) for name in TABLES}, tmp_path / "out", [suffix])
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    jsonschema.validate(package, DATA_PACKAGE)


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    folders = [write_tables({"tone": TONE}, tmp_path / name, FORMATS) for name in "ab"]
    first, second = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == second
    assert set(first) == {"datapackage.json", "tone.csv", "tone.jsonl", "tone.parquet"}


def test_a_folder_is_replaced_only_with_force_and_then_completely(tmp_path: Path) -> None:
    folder = write_tables({"tone": TONE}, tmp_path / "out")
    with pytest.raises(WriteError, match="force=True"):
        write_tables({"people": frame("people", [])}, folder)
    assert (folder / "tone.csv").is_file()
    write_tables({"people": frame("people", [])}, folder, force=True)
    assert sorted(path.name for path in folder.iterdir()) == ["datapackage.json", "people.csv"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def leftover(folder: Path, *contents: str) -> Path:
    """A temporary folder beside `folder`, as a process that was killed leaves it."""
    left = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    for name in contents:
        (left / name).mkdir()
        (left / name / "a.csv").write_text(name)
    return left


def test_what_a_killed_process_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    out = write_tables({"people": frame("people", [])}, tmp_path / "out")
    for contents in ((), ("new",), ("new", "old")):
        leftover(out, *contents)
    (tmp_path / ".out.lock").touch()
    spared = [leftover(tmp_path / "out-b", "new"), leftover(out, "mine"), leftover(out, "new", "mine")]
    spared += [tmp_path / name for name in (".out-backup", ".out-12345678.txt", ".out-UPPERCAS", "out-abcdefgh")]
    for folder in spared[3:]:
        (folder / "new").mkdir(parents=True)
    (tmp_path / ".out-abcdefgh").symlink_to(spared[3])
    (tmp_path / ".out-1234567_").write_text("a file")
    spared += [tmp_path / ".out-abcdefgh", tmp_path / ".out-1234567_"]
    write_tables({"tone": TONE}, out, force=True)
    assert set(tmp_path.iterdir()) == {out, *spared}
    assert {path.name for path in out.iterdir()} == {"datapackage.json", "tone.csv"}


def test_a_folder_that_a_killed_process_set_aside_is_put_back(tmp_path: Path) -> None:
    folder = write_tables({"tone": TONE}, tmp_path / "out")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    left = leftover(folder, "new")
    folder.rename(left / "old")
    with pytest.raises(WriteError, match="already exists"):
        write_tables({"people": frame("people", [])}, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert list(tmp_path.iterdir()) == [folder]


def test_force_spares_files_that_are_not_ours(tmp_path: Path) -> None:
    folder = write_tables({"tone": TONE}, tmp_path / "out")
    (folder / "notes.txt").write_text("mine")
    for spared in (folder, tmp_path, folder / "notes.txt"):
        with pytest.raises(WriteError, match="nothing is replaced"):
            write_tables({"tone": TONE}, spared, force=True)
    assert (folder / "notes.txt").read_text() == "mine"


def test_the_old_folder_is_restored_if_the_new_one_cannot_be_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, rename = write_tables({"tone": TONE}, tmp_path / "out"), Path.rename

    def fails(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise PermissionError(13, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(WriteError, match="cannot be written: Permission denied"):
        write_tables({"people": frame("people", [])}, folder, force=True)
    assert sorted(path.name for path in folder.iterdir()) == ["datapackage.json", "tone.csv"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("table", "suffix"),
    [
        (pd.DataFrame({"text": pd.Series(["\ud800"], dtype="object")}), "csv"),
        (pd.DataFrame({"rate": [float("inf")]}), "jsonl"),
        (pd.DataFrame({"pairs": pd.Series([object()], dtype="object")}), "parquet"),
    ],
)
def test_a_value_that_a_format_cannot_hold_leaves_no_folder(tmp_path: Path, table: pd.DataFrame, suffix: str) -> None:
    with pytest.raises(WriteError, match=f"bad.{suffix} cannot be written"):
        write_tables({"good": TONE, "bad": table}, tmp_path / "out", [suffix])
    assert list(tmp_path.iterdir()) == []


def test_unknown_formats_and_names_with_a_path_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"no format \['xls'\]; choose from"):
        write_tables({"tone": TONE}, tmp_path / "out", ["xls"])
    with pytest.raises(WriteError, match="cannot name a file"):
        write_tables({"../tone": TONE}, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_the_index_is_not_written(tmp_path: Path) -> None:
    folder = write_tables({"mine": pd.DataFrame({"n": [1]}, index=["x"])}, tmp_path / "out", FORMATS)
    assert pd.read_parquet(folder / "mine.parquet").index.tolist() == [0]
    assert [(folder / f"mine.{suffix}").read_text() for suffix in ("csv", "jsonl")] == ['"n"\n1\n', '{"n": 1}\n']


def test_a_file_is_complete_or_absent(tmp_path: Path) -> None:
    for scratch in (None, tmp_path / "scratch"):
        with pytest.raises(ValueError), whole_file(tmp_path / "a" / "x", scratch) as unfinished:
            unfinished.write_text("half")
            raise ValueError
        with whole_file(tmp_path / "a" / "y", scratch) as unfinished:
            unfinished.write_text("whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "scratch"]
    assert list((tmp_path / "scratch").iterdir()) == []
    assert [(path.name, path.read_text()) for path in (tmp_path / "a").iterdir()] == [("y", "whole")]
