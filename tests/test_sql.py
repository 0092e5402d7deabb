"""The questions in SQL of `docs/sql.md` are answered by DuckDB, if that is installed."""

import re
from pathlib import Path

import pytest

from analysis.frequency import counterparts, trends

ROOT = Path(__file__).parents[1]
QUESTIONS = re.findall(r"^```sql\n(.*?)^```$", (ROOT / "docs/sql.md").read_text(encoding="utf-8"), re.M | re.S)


@pytest.mark.parametrize("question", QUESTIONS, ids=["counterparts", "weeks", "initiators"])
def test_duckdb_gives_the_numbers_that_the_project_does(question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(ROOT)
    answer = duckdb.sql(question).df()
    contacts = trends.read_aggregate("seeds/kremlin-releases", "world_contacts")
    assert len(answer)
    if "counterpart" in answer:
        mine = counterparts.of_person(contacts, "Vladimir Putin")["counterpart"].value_counts()
        assert dict(zip(answer["counterpart"], answer["contacts"], strict=True)).items() <= mine.to_dict().items()
    elif "stories" in answer:
        calls = counterparts.of_person(contacts, "Vladimir Putin", mode="phone")
        assert answer["calls"].max() == counterparts.all_together(calls, "Vladimir Putin")["n_contacts"].max()
    else:
        is_known = contacts["initiator"].notna() & (contacts["mode"] == "phone") & (contacts["status"] == "occurred")
        assert len(answer) == is_known.sum()
