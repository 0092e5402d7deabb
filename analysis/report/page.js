"use strict";
// Adds to each table a button per column that sorts by it, and a field that keeps the rows with all words typed; to one
// with a confidence a choice, too, which keeps the rows that are at least as sure. Adds to each quotation's row a button
// that copies it with its attribution, and to the article a field that searches it and a card that shows the details of
// a quotation or contact at the pointer. All text is set as text, never as HTML.

// An element with properties and children.
function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

// --- Tables

const cells = (row, n) => row.cells[n].textContent.trim();

// Empty cells come last in either order.
function compare(a, b, numeric) {
  if (a === "" || b === "") return (a === "") - (b === "");
  return numeric ? parseFloat(a) - parseFloat(b) : a.localeCompare(b, "en");
}

function sort(table, n) {
  const head = table.tHead.rows[0].cells[n];
  const up = head.getAttribute("aria-sort") !== "ascending";
  const rows = [...table.tBodies[0].rows];
  const numeric = head.classList.contains("number");
  rows.sort((one, other) => {
    const a = cells(one, n), b = cells(other, n);
    return compare(a, b, numeric) * (up || a === "" || b === "" ? 1 : -1);
  });
  for (const cell of table.tHead.rows[0].cells) cell.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", up ? "ascending" : "descending");
  table.tBodies[0].append(...rows);
}

// Keeps the rows that have all words typed and at least the confidence chosen in column `sure`, if there is one. If
// none is left, says so instead of showing the table, and how to get rows back.
function filter(table, typed, least, sure, says) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  let left = 0;
  for (const row of table.tBodies[0].rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word)) || (least !== "" && Number(cells(row, sure)) < least);
    left += !row.hidden;
  }
  const widen = [];
  if (words.length) widen.push(words.length > 1 ? "type fewer words" : "type only part of the word");
  if (least !== "") widen.push("set “How sure” to “all”");
  table.closest(".box").hidden = !left;
  says.value = !widen.length ? "" : left ? `${left} of ${table.tBodies[0].rows.length} rows`
    : `No row is left: ${widen.join(", or ")}.`;
}

// A labelled choice between all rows and those that are at least so sure.
function choice(id) {
  const select = make("select", { id });
  select.append(new Option("all", ""));
  for (const least of ["0.5", "0.7", "0.8", "0.9"]) select.append(new Option(`at least ${least}`, least));
  return [make("label", { htmlFor: id }, "How sure"), select];
}

// A link to a row that a filter hides clears the filters.
function unfilter() {
  const row = document.getElementById(location.hash.slice(1));
  if (!row || !row.hidden) return;
  const fields = row.closest("section").querySelectorAll(".filter :is(input, select)");
  for (const field of fields) field.value = "";
  fields[0].dispatchEvent(new Event("input", { bubbles: true }));
  row.scrollIntoView();
}

window.addEventListener("hashchange", unfilter);
for (const table of document.querySelectorAll("#tables table")) {
  const heads = [...table.tHead.rows[0].cells];
  const sure = heads.findIndex((cell) => cell.textContent.trim() === "confidence");
  heads.forEach((cell, n) => {
    const button = make("button", { type: "button" }, ...cell.childNodes);
    button.addEventListener("click", () => sort(table, n));
    cell.append(button);
  });
  const section = table.closest("section"), title = section.querySelector("h3").firstChild.textContent.trim();
  const input = make("input", { type: "search", id: `filter-${section.id}` });
  const says = make("output", { htmlFor: input.id });
  const [name, select] = choice(`sure-${section.id}`);
  const label = make("label", { htmlFor: input.id }, `Filter “${title}”`);
  const line = make("p", { className: "filter" }, label, input, ...(sure < 0 ? [] : [name, select]), says);
  line.addEventListener("input", () => filter(table, input.value, select.value, sure, says));
  table.closest(".box").before(line);
}

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

const article = document.querySelector(".article");
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
  const words = row && pinned && wordsOf(row);
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

for (const element of article.querySelectorAll("[title]")) {
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

// --- Search in the article

const SAME = { "'": "['‘’]", "’": "['‘’]", "‘": "['‘’]", '"': '["“”„]', "“": '["“”„]', "”": '["“”„]' };
const marks = "highlights" in CSS;
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
  matches = wanted ? [...article.querySelectorAll("h3, p")].flatMap((block) => [...rangesIn(block, wanted)]) : [];
  current = -1;
  if (marks) CSS.highlights.set("found", new Highlight(...matches));
  if (marks) CSS.highlights.delete("current");
  says.value = !wanted ? "" : matches.length ? `${matches.length} found` : "Not in the article.";
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
article.before(make("p", { className: "filter" }, make("label", { htmlFor: "search" }, "Search the article"), field,
  before, next, says));
