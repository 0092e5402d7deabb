"use strict";
// Adds to each table a button per column that sorts by it, and a field that keeps the rows with all words typed; to one
// with a confidence a choice, too, which keeps the rows that are at least as sure. All text is set as text, never as
// HTML.

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
  const row = document.getElementById(location.hash.slice(1))?.closest("tr");
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

