"""Every notebook reads from top to bottom, was run in that order, and leaves nothing that nbval would not compare."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

Notebook = dict[str, Any]
Cell = dict[str, Any]

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
MOST_LINES = 5
NOT_COMPARED = {"image/png", "image/jpeg", "application/vnd.jupyter.widget-view+json"}  # nbval passes over these
ABSOLUTE_PATH = re.compile(
    r"(?<![\w.:/~-])/(?:bin|builds|etc|home|mnt|opt|private|root|srv|tmp|Users|usr|var|work)/|\b[A-Za-z]:\\"
)
MEMORY_ADDRESS = re.compile(r"\b0x[0-9A-Fa-f]{4,}")
TYPED_NUMBER = re.compile(
    r"(?<![\w/-])(?:\d*\.\d\d+|\d+,\d{3}|\d+ of \d+|\d+ (?:articles|quotations|contacts|words)|p =)"
)
UNCHECKED = re.compile(r"nbval|pytest_validate|raises-exception", re.IGNORECASE)


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> Notebook:
    loaded: Notebook = json.loads(request.param.read_text(encoding="utf-8"))
    return loaded


def code(notebook: Notebook) -> list[Cell]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def source(cell: Cell) -> str:
    return "".join(cell["source"])


def outputs(notebook: Notebook) -> list[dict[str, Any]]:
    return [output for cell in code(notebook) for output in cell["outputs"]]


def shown(notebook: Notebook) -> str:
    """All that the outputs say, whatever they say it in."""
    bundles = [output.get("data", {}) | {"text": output.get("text", "")} for output in outputs(notebook)]
    return "\n".join("".join(content) for bundle in bundles for content in bundle.values())


def test_asks_a_question_first(notebook: Notebook) -> None:
    first = notebook["cells"][0]
    assert first["cell_type"] == "markdown"
    assert re.fullmatch(r"# .+\?", source(first).splitlines()[0])


def test_first_code_cell_holds_the_parameters(notebook: Notebook) -> None:
    tagged = ["parameters" in cell["metadata"].get("tags", []) for cell in code(notebook)]
    assert tagged == [True] + [False] * (len(tagged) - 1)


def test_was_run_from_top_to_bottom(notebook: Notebook) -> None:
    counts = [cell["execution_count"] for cell in code(notebook)]
    assert counts == list(range(1, len(counts) + 1)), "run `make figures`"


def test_keeps_its_outputs(notebook: Notebook) -> None:
    assert outputs(notebook)


def test_no_error_and_nothing_on_stderr(notebook: Notebook) -> None:
    kinds = [(output["output_type"], output.get("name")) for output in outputs(notebook)]
    assert [kind for kind in kinds if kind[0] == "error" or kind[1] == "stderr"] == []


def test_every_output_is_one_that_nbval_compares(notebook: Notebook) -> None:
    assert [kind for output in outputs(notebook) for kind in output.get("data", {}) if kind in NOT_COMPARED] == []


def test_no_output_is_mathematics(notebook: Notebook) -> None:
    html = [
        "".join(output["data"]["text/html"]) for output in outputs(notebook) if "text/html" in output.get("data", {})
    ]
    assert [
        text[:60] for text in html if not re.match('<div class="(finding )?mathjax_ignore tex2jax_ignore">', text)
    ] == []


def test_every_cell_is_checked(notebook: Notebook) -> None:
    marks = [source(cell) + " ".join(cell["metadata"].get("tags", [])) for cell in code(notebook)]
    assert [mark for mark in marks if UNCHECKED.search(mark)] == []


def test_is_the_same_on_every_machine(notebook: Notebook) -> None:
    everything = "\n".join([*map(source, notebook["cells"]), shown(notebook)])
    assert ABSOLUTE_PATH.findall(everything) == []
    assert MEMORY_ADDRESS.findall(shown(notebook)) == []


def test_metadata_names_the_kernel_and_no_more(notebook: Notebook) -> None:
    metadata = notebook["metadata"]
    assert metadata["kernelspec"]["name"] == "python3"
    assert sorted(metadata) == ["kernelspec", "language_info"]  # so no widget state
    assert metadata["language_info"] == {"name": "python"}, (
        "the Python version differs between machines: run `make figures`"
    )


def test_cells_are_short(notebook: Notebook) -> None:
    lengths = [sum(map(bool, map(str.strip, source(cell).splitlines()))) for cell in code(notebook)]
    assert [cell for cell, lines in enumerate(lengths, 1) if lines > MOST_LINES] == []


def test_logic_is_elsewhere(notebook: Notebook) -> None:
    lines = [line for cell in code(notebook) for line in source(cell).splitlines()]
    assert [line for line in lines if re.match(r"\s*(async\s+def|def|class)\s", line)] == []
    assert [line for line in lines if line.rstrip().endswith(";")] == []


def test_no_result_is_typed_into_prose(notebook: Notebook) -> None:
    prose = "\n".join(source(cell) for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    assert TYPED_NUMBER.findall(prose) == []


def test_the_answer_comes_before_the_method(notebook: Notebook) -> None:
    """A sentence with the finding is shown before any other output, whatever the notebook goes on to explain."""
    first = next(
        cell
        for cell in code(notebook)
        if re.search(r"^(?:answers|corpus_answers|findings|error_report)\.", source(cell), re.M)
    )
    before = code(notebook)[: code(notebook).index(first)]
    assert [cell for cell in before if re.search(r"^(?:html|figures|explorer)\.", source(cell), re.M)] == []


@pytest.mark.parametrize(
    "prose", ["macro-F1 of .42", "it knows 2,860 words", "8 of 18 are", "in 12 articles", "p = 0.3"]
)
def test_typed_results_are_noticed(prose: str) -> None:
    assert TYPED_NUMBER.search(prose)


@pytest.mark.parametrize(
    "prose", ["notebook 04", "between −1 and 1", "95% intervals", "F1 combines", "1. **Read three"]
)
def test_other_numbers_are_allowed(prose: str) -> None:
    assert not TYPED_NUMBER.search(prose)
