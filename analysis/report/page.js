"use strict";
// Adds to each table a button per column that sorts by it, and a field that keeps the rows with all words typed; to one
// with a confidence a choice, too, which keeps the rows that are at least as sure. Empty cells come last in either order.

const cells = (row, n) => row.cells[n].textContent.trim();

function compare(a, b, numeric) {
  if (a === "" || b === "") return (a === "") - (b === "");
  return numeric ? Number(a) - Number(b) : a.localeCompare(b, "en");
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

// Keeps the rows that have all words typed and at least the confidence chosen in column `sure`, if there is one.
function filter(table, typed, least, sure, says) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  let left = 0;
  for (const row of table.tBodies[0].rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word)) || (least !== "" && Number(cells(row, sure)) < least);
    left += !row.hidden;
  }
  says.value = words.length || least !== "" ? `${left} of ${table.tBodies[0].rows.length} rows` : "";
}

// A labelled choice between all rows and those that are at least so sure.
function choice(id) {
  const label = document.createElement("label"), select = document.createElement("select");
  select.id = label.htmlFor = id;
  label.textContent = "How sure";
  select.append(new Option("all", ""));
  for (const least of ["0.5", "0.7", "0.8", "0.9"]) select.append(new Option(`at least ${least}`, least));
  return [label, select];
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
    const button = document.createElement("button");
    button.type = "button";
    button.append(...cell.childNodes);
    button.addEventListener("click", () => sort(table, n));
    cell.append(button);
  });
  const title = table.closest("section").querySelector("h3").firstChild.textContent.trim();
  const line = document.createElement("p"), label = document.createElement("label");
  const input = document.createElement("input"), says = document.createElement("output");
  line.className = "filter";
  input.type = "search";
  input.id = `filter-${table.closest("section").id}`;
  label.htmlFor = says.htmlFor = input.id;
  label.textContent = `Filter “${title}”`;
  const [name, select] = choice(`sure-${table.closest("section").id}`);
  line.append(label, input, ...(sure < 0 ? [] : [name, select]), says);
  line.addEventListener("input", () => filter(table, input.value, select.value, sure, says));
  table.closest(".box").before(line);
}
