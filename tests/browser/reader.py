"""Use a notebook in JupyterLab as a person does: open it, type another path, run it, look at it."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Locator, Page, ViewportSize, expect

from browser.server import Lab

PICTURES = Path(__file__).with_name("screenshots")
SIGHT = Path(__file__).with_name("sight.js").read_text(encoding="utf-8")
HEIGHTS = {1280: 900, 390: 844}  # by width: the windows of a laptop and of a phone
MAX_PICTURE_HEIGHT = 8000  # pixels
TIMEOUT = 180_000  # milliseconds for opening and running on a busy machine
# JupyterLab asks a kernel for its debugger, and logs an error if the kernel was restarted meanwhile.
IGNORED_ERRORS = ("Could not restore the debugger state",)
OUTPUT = ".jp-Notebook .jp-OutputArea-output"
ERROR_OUTPUTS = ", ".join(f"{OUTPUT}[data-mime-type='application/vnd.jupyter.{kind}']" for kind in ("error", "stderr"))
PANEL = "document.querySelector('.jp-WindowedPanel-outer')"
# JupyterLab's box around a wide output can be scrolled by keyboard in Chromium and Firefox, but not in Safari.
IGNORED_RULES = ("scrollable-region-focusable",)
COUNTS = """() => [...document.querySelectorAll('.jp-Notebook .jp-CodeCell')].map(cell =>
    cell.querySelector('.jp-InputPrompt').textContent.trim())"""


def watched(browser: Browser, path: Path, width: int) -> tuple[Page, list[str], list[str]]:
    """A page of a file, and lists that collect its requests and its messages and errors."""
    requests: list[str] = []
    messages: list[str] = []
    opened = browser.new_page(viewport={"width": width, "height": 900})
    opened.on("request", lambda request: requests.append(request.url))
    opened.on("console", lambda message: messages.append(message.text))
    opened.on("pageerror", lambda error: messages.append(str(error)))
    opened.goto(path.as_uri())
    return opened, requests, messages


def listen(page: Page, host: str) -> list[str]:
    """A list that collects the page's errors and dialogs, and its requests to other hosts."""
    problems: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(IGNORED_ERRORS):
            problems.append(message.text)

    def on_request(url: str) -> None:
        if not url.startswith((f"http://{host}/", f"ws://{host}/", "data:", "blob:")):
            problems.append(f"asks {url}")

    def on_response(status: int, url: str) -> None:
        if status >= 400:
            problems.append(f"{status}: {url}")

    def on_dialog(dialog: Dialog) -> None:
        problems.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("console", on_console)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: on_request(request.url))
    page.on("websocket", lambda socket: on_request(socket.url))
    page.on("requestfailed", lambda request: problems.append(f"failed: {request.url} {request.failure}"))
    page.on("response", lambda response: on_response(response.status, response.url))
    page.on("dialog", on_dialog)
    return problems


class Notebook:
    """A notebook open in JupyterLab's single-document mode, which also fits a phone."""

    def __init__(self, window: BrowserContext, lab: Lab, name: str) -> None:
        self.name, self.article, self.cells = name, "", 0
        path = f"notebooks/{name}.ipynb"
        lab.restore(path)
        kept = json.loads((lab.folder / path).read_text(encoding="utf-8"))["cells"]
        self.kept = [cell["outputs"] for cell in kept if cell["cell_type"] == "code"]
        self.page = window.new_page()
        self.resize(1280)
        self.problems = listen(self.page, lab.url.split("/")[2])
        self.page.goto(f"{lab.url}doc/tree/{path}?token={lab.token}&reset")
        expect(self.page.locator(".jp-Notebook .jp-CodeCell")).to_have_count(len(self.kept), timeout=TIMEOUT)
        expect(self.outputs()).to_have_count(sum(map(len, self.kept)), timeout=TIMEOUT)
        self.idle()
        self.saved_findings = self.findings()

    @property
    def width(self) -> int:
        size = self.page.viewport_size
        return size["width"] if size else 0

    def resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        self.page.wait_for_timeout(500)  # JupyterLab updates its layout some frames later

    def menu(self, *entries: str) -> None:
        """Choose from the menus."""
        self.page.locator(".lm-MenuBar-item", has_text=entries[0]).first.click()
        for entry in entries[1:]:
            self.page.locator(".lm-Menu-itemLabel", has_text=re.compile(f"^{entry}…?$")).last.click()

    def idle(self) -> None:
        """Wait until the kernel is idle."""
        status = self.page.locator(".jp-Notebook-ExecutionIndicator").first
        expect(status).to_have_attribute("data-status", "idle", timeout=TIMEOUT)

    def counts(self) -> list[str]:
        """The prompts of the code cells: `[1]:` for the first one run, `[*]:` for one that waits."""
        prompts: list[str] = self.page.evaluate(COUNTS)
        return prompts

    def run_all(self) -> None:
        """Run → Restart Kernel and Run All Cells…, and wait for the end."""
        self.menu("Run", "Restart Kernel and Run All Cells")  # opens a dialog
        self.page.locator(".jp-Dialog .jp-mod-accept").click()
        self.page.wait_for_function(f"({COUNTS})().includes('[*]:')")
        self.page.wait_for_function(f"!({COUNTS})().includes('[*]:')", timeout=TIMEOUT)
        self.idle()
        self.cells = sum(count != "[ ]:" for count in self.counts())

    def type_parameters(self, values: Mapping[str, str | None]) -> None:
        """Type other values into the first cell of code, line by line."""
        lines = self.page.locator(".jp-Notebook .jp-CodeCell").first.locator(".cm-line")
        for line, text in zip(lines.all(), lines.all_text_contents(), strict=True):
            name = text.partition(" = ")[0]
            if name in values:
                typed = f"{name} = {json.dumps(values[name]) if values[name] else None}"
                line.click()
                for key in ("End", "Shift+Home"):
                    self.page.keyboard.press(key)
                self.page.keyboard.type(typed)
                expect(line).to_have_text(typed)
        self.page.keyboard.press("Escape")

    def outputs(self) -> Locator:
        return self.page.locator(OUTPUT)

    def findings(self) -> list[str]:
        """The findings that its cells show."""
        texts: list[str] = self.page.locator(f"{OUTPUT} .finding").all_text_contents()
        return texts

    def wrong(self) -> list[str]:
        """The errors and warnings that its cells show."""
        texts: list[str] = self.page.locator(ERROR_OUTPUTS).all_text_contents()
        return texts

    def out_of_sight(self) -> list[str]:
        """The parts of outputs that are hidden or cut off, and cannot be scrolled to."""
        problems: list[str] = self.page.evaluate(SIGHT)
        return problems

    def accessibility_violations(self, *rules: str) -> list[str]:
        """The violations that axe-core detects in the outputs, by all its rules or by those given."""
        size = self._unfold()
        # axe treats the contents of a body without height as hidden.
        self.page.add_style_tag(content="body { height: 100vh }")
        options = {"runOnly": list(rules)} if rules else {"rules": {rule: {"enabled": False} for rule in IGNORED_RULES}}
        results = Axe().run(self.page, context={"include": [[OUTPUT]]}, options=options)
        self.page.set_viewport_size(size)
        passed = {rule["id"]: len(rule["nodes"]) for rule in results.response["passes"]}
        assert passed.get("color-contrast", 0) > 20
        return [f"{rule['id']}: {node['html']}" for rule in results.response["violations"] for node in rule["nodes"]]

    def picture(self, label: str = "") -> None:
        """Save pictures of the notebook from top to bottom, named by notebook, article, label and width."""
        PICTURES.mkdir(exist_ok=True)
        size = self._unfold(MAX_PICTURE_HEIGHT)
        around, whole = self.page.evaluate(f"[innerHeight - {PANEL}.clientHeight, {PANEL}.scrollHeight]")
        name = "-".join(filter(None, [self.name[:2], Path(self.article).stem, label, str(size["width"])]))
        for n in range(-(-whole // (MAX_PICTURE_HEIGHT - around))):
            self.page.evaluate(f"{PANEL}.scrollTop = {n * (MAX_PICTURE_HEIGHT - around)}")
            self.page.wait_for_timeout(300)
            self.page.screenshot(path=PICTURES / f"{name}{f'-{n + 1}' if n else ''}.png")
        self.page.set_viewport_size(size)

    def _unfold(self, max_height: int = 50_000) -> ViewportSize:
        """Make the window as tall as the notebook, since JupyterLab only renders what is in it; return its old size."""
        size = self.page.viewport_size
        assert size
        height = self.page.evaluate(f"innerHeight - {PANEL}.clientHeight + {PANEL}.scrollHeight")
        self.page.set_viewport_size({"width": size["width"], "height": min(height, max_height)})
        self.page.evaluate(f"{PANEL}.scrollTop = 0")
        self.page.wait_for_timeout(700)  # as in `resize`
        return size


class Desk:
    """One notebook open at a time; the same one is gone on with."""

    def __init__(self, window: BrowserContext, lab: Lab) -> None:
        self.window, self.lab = window, lab
        self.open: Notebook | None = None

    def show(self, name: str, article: str, values: Mapping[str, str | None] | None) -> Notebook:
        """The notebook run with these parameters, or as it was saved if they are None."""
        if self.open is None or self.open.name != name or values is None:
            self.leave()
            self.open = Notebook(self.window, self.lab, name)
        self.open.article = article
        if values is not None:
            self.open.resize(1280)
            self.open.type_parameters(values)
            self.open.run_all()
        return self.open

    def leave(self) -> None:
        """Close the notebook and shut down its kernel, which would keep its memory until the server ends."""
        if self.open:
            self.open.page.close()
            headers = {"Authorization": f"token {self.lab.token}"}
            for session in self.window.request.get(f"{self.lab.url}api/sessions", headers=headers).json():
                self.window.request.delete(f"{self.lab.url}api/sessions/{session['id']}", headers=headers)
            self.open = None
