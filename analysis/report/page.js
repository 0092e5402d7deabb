// Adds to each quotation's row a button that copies it with its attribution, and to the article, or articles side by
// side, a field that searches them and a card that shows the details of a quotation or contact at the pointer. Needs
// `make` of tables.js, which precedes it on the page. All text is set as text, never as HTML.

// --- Copying a quotation with its attribution

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = make("textarea", { value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

// A button without text of its own, which filters and sorting would read.
function copyButton(row) {
  const what = `Copy quotation ${parseInt(row.cells[0].textContent)} with its attribution`;
  const button = make("button", { type: "button", className: "copy", ariaLabel: what, title: what });
  button.addEventListener("click", async () => {
    await copy(row.dataset.copy);
    button.classList.add("done");
    button.ariaLabel = "Copied";
    setTimeout(() => {
      button.classList.remove("done");
      button.ariaLabel = what;
    }, 2000);
  });
  return button;
}

const wordsOf = (row) => [...row.cells].find((cell, n) => row.closest("table").tHead.rows[0].cells[n].textContent === "text");
for (const row of document.querySelectorAll("tr[data-copy]")) wordsOf(row).append(copyButton(row));

// --- The card of a quotation or contact

const articles = [...document.querySelectorAll(".article")];
const card = make("div", { className: "card", hidden: true, tabIndex: -1 });
let opener = null, touched = false;

function hide() {
  if (card.classList.contains("pinned") && card.contains(document.activeElement) && opener.href) opener.focus();
  card.hidden = true;
  card.classList.remove("pinned");
  card.removeAttribute("role");
}

// Shows the card of an element at a point of the window; a pinned card has links, and remains until it is closed.
function show(element, x, y, pinned) {
  const row = element.hash ? document.getElementById(element.hash.slice(1)) : null;
  const actions = make("p", { className: "actions" });
  opener = element;
  if (row) actions.append(make("a", { href: element.hash, onclick: hide }, "Row in the table"));
  if (row && row.dataset.copy) actions.append(copyButton(row));
  const close = make("button", { type: "button" }, "Close");
  close.addEventListener("click", hide);
  actions.append(close);
  const words = row && row.cells && pinned && wordsOf(row);
  card.replaceChildren(...(words ? [make("p", { className: "words" }, words.textContent)] : []),
    make("p", {}, element.dataset.card), actions);
  card.classList.toggle("pinned", pinned);
  card.hidden = false;
  const wide = document.documentElement.clientWidth, below = y + 18, above = y - card.offsetHeight - 18;
  card.style.left = `${scrollX + Math.max(8, Math.min(x - 20, wide - card.offsetWidth - 8))}px`;
  card.style.top = `${scrollY + (below + card.offsetHeight > innerHeight && above > 0 ? above : below)}px`;
  if (!pinned) return;
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-label", "Details");
  card.focus({ preventScroll: true });
}

// Where the keyboard's focus shows a card: below the element.
function showBelow(element) {
  const at = element.getBoundingClientRect();
  show(element, at.left + 20, at.bottom - 14, false);
}

for (const element of document.querySelectorAll(".article [title]")) {
  element.dataset.card = element.title;
  element.removeAttribute("title");
  if (element.matches("a")) element.setAttribute("aria-description", element.dataset.card);
}
const pointed = (event) => event.target.closest("[data-card]");
const isPinned = () => card.classList.contains("pinned") && !card.hidden;
document.documentElement.classList.add("live");
document.body.append(card);
document.addEventListener("pointerdown", (event) => {
  touched = event.pointerType !== "mouse";
  if (!card.contains(event.target)) hide();
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
for (const article of articles) {
  article.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "mouse" || isPinned() || event.buttons) return;
    const element = pointed(event);
    if (element) show(element, event.clientX, event.clientY, false);
    else if (!article.contains(document.activeElement)) hide();
  });
  article.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse" && !isPinned()) hide(); });
  article.addEventListener("focusin", (event) => {
    if (event.target.matches(":focus-visible[data-card]") && !isPinned()) showBelow(event.target);
  });
  article.addEventListener("focusout", () => { if (!isPinned()) hide(); });
  article.addEventListener("click", (event) => {
    const element = pointed(event);
    if (!element || !getSelection().isCollapsed || (element.matches("a") && !touched)) return;
    event.preventDefault();
    show(element, event.clientX, event.clientY, true);
  });
}

// --- Search in the article, or in several side by side

const SAME = { "'": "['‘’]", "’": "['‘’]", "‘": "['‘’]", '"': '["“”„]', "“": '["“”„]', "”": '["“”„]' };
const marks = "highlights" in CSS, which = articles.length > 1 ? "articles" : "article";
let matches = [], current = -1;

// A pattern for what was typed: any spaces and any form of a quote mark, capitals or not.
function pattern(typed) {
  const escaped = typed.trim().replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  return new RegExp(escaped.replace(/\s+/g, "\\s+").replace(/['‘’"“”]/g, (mark) => SAME[mark]), "giu");
}

// The ranges of a block's text that match. Labels are no part of the text; a match may run over several marks.
function* rangesIn(block, wanted) {
  const nodes = [], walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT,
    (node) => node.parentElement.closest("sup") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  let text = "";
  while (walker.nextNode()) {
    nodes.push([text.length, walker.currentNode]);
    text += walker.currentNode.data;
  }
  const place = (offset) => nodes.findLast(([start]) => start <= offset);
  for (const found of text.matchAll(wanted)) {
    const range = new Range(), last = found.index + found[0].length;
    const [start, node] = place(found.index), [lastStart, lastNode] = place(last - 1);
    range.setStart(node, found.index - start);
    range.setEnd(lastNode, last - lastStart);
    yield range;
  }
}

function search(typed, says) {
  const wanted = typed.trim() ? pattern(typed) : null;
  matches = wanted ? [...document.querySelectorAll(".article .finds :is(h3, p)")].flatMap((block) => [...rangesIn(block, wanted)]) : [];
  current = -1;
  if (marks) CSS.highlights.set("found", new Highlight(...matches));
  if (marks) CSS.highlights.delete("current");
  says.value = !wanted ? "" : matches.length ? `${matches.length} found` : `Not in the ${which}.`;
}

// Goes to the next match, or with -1 to the one before.
function jump(step, says) {
  if (!matches.length) return;
  current = (current + step + (current < 0 && step < 0) + matches.length) % matches.length;
  const range = matches[current];
  if (marks) CSS.highlights.set("current", Object.assign(new Highlight(range), { priority: 1 }));
  else getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  const at = range.getBoundingClientRect();
  scrollTo({ top: scrollY + at.top - innerHeight / 2 });
  says.value = `${current + 1} of ${matches.length}`;
}

const field = make("input", { type: "search", id: "search" }), says = make("output", { htmlFor: "search" });
const before = make("button", { type: "button" }, "Previous"), next = make("button", { type: "button" }, "Next");
field.addEventListener("input", () => search(field.value, says));
field.addEventListener("keydown", (event) => { if (event.key === "Enter") jump(event.shiftKey ? -1 : 1, says); });
before.addEventListener("click", () => jump(-1, says));
next.addEventListener("click", () => jump(1, says));
const label = make("label", { htmlFor: "search" }, `Search the ${which}`);
const searched = articles[0].closest(".articles") ?? articles[0];
searched.before(make("p", { className: "filter" }, label, field, before, next, says));
