"""A folder holds the tables and the files of other programs, is complete or absent, and can be replaced."""

import json
import os
from pathlib import Path

import pytest
from made_up import MadeUp, hostile

import analysis
from analysis.errors import WriteError
from analysis.interchange.folder import ALL_FORMATS, EXPORTS, export, write_formats
from analysis.output import EXPORT_FILES


def test_every_format_is_written_described_and_replaced(tmp_path: Path) -> None:
    result = hostile().result
    folders = [write_formats(result, tmp_path / name, ALL_FORMATS, {"quotes": result.quotes}) for name in "ab"]
    names = {"quotes.csv", "quotes.jsonl", "quotes.parquet"} | EXPORT_FILES
    assert set(os.listdir(folders[0])) == names | {"datapackage.json"}
    assert all((folders[0] / name).read_bytes() == (folders[1] / name).read_bytes() for name in names)
    package = json.loads((folders[0] / "datapackage.json").read_text(encoding="utf-8"))
    assert {resource["path"] for resource in package["resources"]} == names
    write_formats(result, folders[0], ["conllu", "conllu"], force=True)
    assert sorted(os.listdir(folders[0])) == ["article.conllu", "datapackage.json"]


@pytest.mark.parametrize("format_", EXPORTS)
def test_a_real_article_can_be_written_in_every_format(format_: str) -> None:
    article = analysis.Article("“We will stay,” Ann Lee said. She met Bo Ray in Oslo.")
    files = export(analysis.analyse(article), {}, [format_])
    with_names = {name for name, data in files.items() if b"Bo Ray" in data or b"\tRay\t" in data}
    assert with_names and with_names == set(files) - {"annotation.conf", "label-studio.xml"}


def test_an_unknown_format_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"^there is no format \['xls'\]; choose from \['csv', .*'label-studio'\]$"):
        write_formats(hostile().result, tmp_path / "out", ["csv", "xls"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format_", ["w3c", "brat", "label-studio"])
def test_half_a_character_is_refused(tmp_path: Path, format_: str) -> None:
    made_up = MadeUp("“Yes” \ud800")
    made_up.add("quotes", "Yes", quote_id=1, segment=0, paragraph=0, kind="direct")
    with pytest.raises(WriteError, match="half a character"):
        write_formats(made_up.result, tmp_path / "out", [format_], {})
    assert list(tmp_path.iterdir()) == []
