"""What a person does with a notebook in JupyterLab: opens it, types another path, runs it, looks at it."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Locator, Page, ViewportSize, expect

from browser.server import Lab

PICTURES = Path(__file__).with_name("screenshots")
SIGHT = Path(__file__).with_name("sight.js").read_text(encoding="utf-8")
HEIGHTS = {1280: 900, 390: 844}  # the windows of a laptop and of a phone
TALLEST = 8000  # pixels in a picture
PATIENCE = 180_000  # milliseconds that opening and running may take on a busy machine
# JupyterLab asks a kernel for its debugger and then complains that it was restarted meanwhile.
NOT_OURS = ("Could not restore the debugger state",)
OUTPUT = ".jp-Notebook .jp-OutputArea-output"
WRONG = ", ".join(f"{OUTPUT}[data-mime-type='application/vnd.jupyter.{kind}']" for kind in ("error", "stderr"))
PANEL = "document.querySelector('.jp-WindowedPanel-outer')"
# The box around an output that is too wide is JupyterLab's; Chromium and Firefox let the keyboard in, Safari does not.
NOT_TOLD = ("scrollable-region-focusable",)
COUNTS = """() => [...document.querySelectorAll('.jp-Notebook .jp-CodeCell')].map(cell =>
    cell.querySelector('.jp-InputPrompt').textContent.trim())"""


def listen(page: Page, host: str) -> list[str]:
    """What the page complains of from now on, and whatever it asks of anybody but `host`."""
    heard: list[str] = []

    def said(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(NOT_OURS):
            heard.append(message.text)

    def asked(url: str) -> None:
        if not url.startswith((f"http://{host}/", f"ws://{host}/", "data:", "blob:")):
            heard.append(f"asks {url}")

    def dialog(dialog: Dialog) -> None:
        heard.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("console", said)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: asked(request.url))
    page.on("websocket", lambda socket: asked(socket.url))
    page.on("requestfailed", lambda request: heard.append(f"failed: {request.url} {request.failure}"))
    page.on("response", lambda answer: heard.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None)
    page.on("dialog", dialog)
    return heard


class Notebook:
    """A notebook open in JupyterLab's mode for a single document, which is how it fits a phone, too."""

    def __init__(self, window: BrowserContext, lab: Lab, name: str) -> None:
        self.name, self.article, self.cells = name, "", 0
        path = f"notebooks/{name}.ipynb"
        lab.restore(path)
        kept = json.loads((lab.folder / path).read_text(encoding="utf-8"))["cells"]
        self.kept = [cell["outputs"] for cell in kept if cell["cell_type"] == "code"]
        self.page = window.new_page()
        self.resize(1280)
        self.heard = listen(self.page, lab.url.split("/")[2])
        self.page.goto(f"{lab.url}doc/tree/{path}?token={lab.token}&reset")
        expect(self.page.locator(".jp-Notebook .jp-CodeCell")).to_have_count(len(self.kept), timeout=PATIENCE)
        expect(self.outputs()).to_have_count(sum(map(len, self.kept)), timeout=PATIENCE)
        self.idle()
        self.found = self.findings()

    @property
    def width(self) -> int:
        size = self.page.viewport_size
        return size["width"] if size else 0

    def resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        self.page.wait_for_timeout(500)  # JupyterLab lays out some frames later

    def menu(self, *entries: str) -> None:
        """Choose from the menus."""
        self.page.locator(".lm-MenuBar-item", has_text=entries[0]).first.click()
        for entry in entries[1:]:
            self.page.locator(".lm-Menu-itemLabel", has_text=re.compile(f"^{entry}…?$")).last.click()

    def idle(self) -> None:
        """Wait until the kernel has nothing to do."""
        status = self.page.locator(".jp-Notebook-ExecutionIndicator").first
        expect(status).to_have_attribute("data-status", "idle", timeout=PATIENCE)

    def counts(self) -> list[str]:
        """What stands before the cells of code: `[1]:` where it was run first, `[*]:` where it waits."""
        told: list[str] = self.page.evaluate(COUNTS)
        return told

    def run_all(self) -> None:
        """Run → Restart Kernel and Run All Cells…, and wait for the end."""
        self.menu("Run", "Restart Kernel and Run All Cells")  # asks first
        self.page.locator(".jp-Dialog .jp-mod-accept").click()
        self.page.wait_for_function(f"({COUNTS})().includes('[*]:')")
        self.page.wait_for_function(f"!({COUNTS})().includes('[*]:')", timeout=PATIENCE)
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
        """The sentences with numbers that its cells gave."""
        told: list[str] = self.page.locator(f"{OUTPUT}[data-mime-type='text/markdown']").all_text_contents()
        return told

    def wrong(self) -> list[str]:
        """What cells gave by way of errors and warnings."""
        told: list[str] = self.page.locator(WRONG).all_text_contents()
        return told

    def out_of_sight(self) -> list[str]:
        """What of the outputs cannot be seen, or only in part, and cannot be scrolled to."""
        told: list[str] = self.page.evaluate(SIGHT)
        return told

    def hindrances(self, *rules: str) -> list[str]:
        """What axe-core finds in the outputs that keeps people from reading, by all its rules or by some."""
        size = self._unfold()
        self.page.add_style_tag(content="body { height: 100vh }")  # of no height, axe takes all in it for hidden
        options = {"runOnly": list(rules)} if rules else {"rules": {rule: {"enabled": False} for rule in NOT_TOLD}}
        found = Axe().run(self.page, context={"include": [[OUTPUT]]}, options=options)
        self.page.set_viewport_size(size)
        looked_at = {rule["id"]: len(rule["nodes"]) for rule in found.response["passes"]}
        assert looked_at.get("color-contrast", 0) > 20
        return [f"{rule['id']}: {node['html']}" for rule in found.response["violations"] for node in rule["nodes"]]

    def picture(self, what: str = "") -> None:
        """Keep pictures of the notebook from top to bottom, named by notebook, article and width."""
        PICTURES.mkdir(exist_ok=True)
        size = self._unfold(TALLEST)
        around, whole = self.page.evaluate(f"[innerHeight - {PANEL}.clientHeight, {PANEL}.scrollHeight]")
        name = "-".join(filter(None, [self.name[:2], Path(self.article).stem, what, str(size["width"])]))
        for n in range(-(-whole // (TALLEST - around))):
            self.page.evaluate(f"{PANEL}.scrollTop = {n * (TALLEST - around)}")
            self.page.wait_for_timeout(300)
            self.page.screenshot(path=PICTURES / f"{name}{f'-{n + 1}' if n else ''}.png")
        self.page.set_viewport_size(size)

    def _unfold(self, tallest: int = 50_000) -> ViewportSize:
        """Make the window as tall as the notebook, because only what is in it is drawn; its size before."""
        size = self.page.viewport_size
        assert size
        height = self.page.evaluate(f"innerHeight - {PANEL}.clientHeight + {PANEL}.scrollHeight")
        self.page.set_viewport_size({"width": size["width"], "height": min(height, tallest)})
        self.page.evaluate(f"{PANEL}.scrollTop = 0")
        self.page.wait_for_timeout(700)  # as in `resize`
        return size


class Desk:
    """One notebook open at a time; the same one is gone on with."""

    def __init__(self, window: BrowserContext, lab: Lab) -> None:
        self.window, self.lab = window, lab
        self.open: Notebook | None = None

    def show(self, name: str, article: str, values: Mapping[str, str | None] | None) -> Notebook:
        """The notebook with these parameters, run; as it was kept, and not run, if they are None."""
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
        """Close the notebook and end its kernel, which would keep its memory until the server ends."""
        if self.open:
            self.open.page.close()
            headers = {"Authorization": f"token {self.lab.token}"}
            for session in self.window.request.get(f"{self.lab.url}api/sessions", headers=headers).json():
                self.window.request.delete(f"{self.lab.url}api/sessions/{session['id']}", headers=headers)
            self.open = None
