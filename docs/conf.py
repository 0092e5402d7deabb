"""How Sphinx makes the site: from README, docs/, the notebooks as they are kept, and the docstrings of analysis/."""

import json
import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

CONTENTS = """
```{toctree}
:hidden:

What it is <self>
```

```{toctree}
:hidden:
:glob:
:caption: Notebooks

notebooks/*
```

```{toctree}
:hidden:
:glob:
:caption: More

docs/*
seeds/**
CHANGELOG
SECURITY
CONTRIBUTING
CODE_OF_CONDUCT
```
"""

project = "Who says what, and who is in touch with whom"
language = "en"
root_doc = "README"
include_patterns = ["*.md", "docs/**.md", "notebooks/*.ipynb", "seeds/**.md"]
exclude_patterns = [".*", "docs/_build"]
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]

# Markdown and notebooks
nb_execution_mode = "off"
nb_merge_streams = True
nb_ipywidgets_js: dict[str, dict[str, str]] = {}  # nothing from another host; a widget's static output stands in for it
nb_mime_priority_overrides = [("*", "application/vnd.jupyter.widget-view+json", None)]
myst_enable_extensions: list[str] = []  # a dollar is a dollar, no formula
myst_heading_anchors = 4  # links to headings, as GitHub has them

# Docstrings
default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True}
napoleon_use_ivar = True  # autodoc lists the fields of a named tuple itself
python_maximum_signature_line_length = 80

# Pages
html_theme = "furo"
html_title = project
html_use_index = False  # search finds the same
html_domain_indices = False
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_show_copyright = False
html_static_path = ["site.css"]
html_css_files = ["site.css"]


def _with_contents(app: Sphinx, name: str, source: list[str]) -> None:
    """The README is the front page, and has no list of the other pages: here it gets one."""
    if name == root_doc:
        source[0] += CONTENTS


FOR_COLAB = """%pip install --quiet "who-says-what[corpus,pdf,docx]"
from analysis.output import NOTEBOOKS
%cd {NOTEBOOKS}
"""


def _with_copies_for_colab(app: Sphinx, error: Exception | None) -> None:
    """Copy each notebook to `colab/`, with a first cell that installs the package and goes to where its seeds are."""
    if error is not None:
        return
    folder = Path(app.outdir) / "colab"
    folder.mkdir(exist_ok=True)
    for path in Path(app.srcdir, "notebooks").glob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        first = {"source": FOR_COLAB, "id": "install", "cell_type": "code", "metadata": {}}
        notebook["cells"].insert(0, first | {"execution_count": None, "outputs": []})
        (folder / path.name).write_text(json.dumps(notebook), encoding="utf-8")


def _with_index(app: Sphinx, error: Exception | None) -> None:
    """A site is entered at index.html."""
    if error is None:
        shutil.copyfile(Path(app.outdir) / f"{root_doc}.html", Path(app.outdir) / "index.html")


def _readable(*event: Any) -> tuple[str, str | None] | None:
    """A signature in which a default made by a factory is written as Python, so that Sphinx can read the rest."""
    *_, signature, gives = event
    return (signature.replace("<factory>", "..."), gives) if signature else None


def _without_aliases(app: Sphinx, kind: str, name: str, what: object, skip: bool, options: object) -> bool | None:
    """The fields of a named tuple stand in its signature, and have nothing of their own to tell."""
    return True if str(what.__doc__).startswith("Alias for field number") else None


def _alone(app: Sphinx, page: str, template: str, context: dict[str, Any], *_: object) -> None:
    """Pages load nothing from another host: they work without a network, and tell nobody who reads them."""
    files = [str(file.filename) for file in (*context["script_files"], *context["css_files"])]
    if foreign := [file for file in files if "//" in file]:
        raise ExtensionError(f"{page} would load {foreign}")


def setup(app: Sphinx) -> None:
    """Sphinx asks for this."""
    app.connect("source-read", _with_contents)
    app.connect("autodoc-process-signature", _readable)
    app.connect("autodoc-skip-member", _without_aliases)
    app.connect("html-page-context", _alone)
    app.connect("build-finished", _with_index)
    app.connect("build-finished", _with_copies_for_colab)
