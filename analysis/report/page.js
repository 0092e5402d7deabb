"use strict";
// Adds to each table a button per column that sorts by it, and a field that keeps the rows with all words typed.
// Empty cells come last in either order.

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

function filter(table, typed, says) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  let left = 0;
  for (const row of table.tBodies[0].rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
    left += !row.hidden;
  }
  says.value = words.length ? `${left} of ${table.tBodies[0].rows.length} rows` : "";
}

// A link to a row that the filter hides clears the filter.
function unfilter() {
  const row = document.getElementById(location.hash.slice(1));
  if (!row || !row.hidden) return;
  const input = row.closest("section").querySelector("input");
  input.value = "";
  input.dispatchEvent(new Event("input"));
  row.scrollIntoView();
}

window.addEventListener("hashchange", unfilter);
for (const table of document.querySelectorAll("#tables table")) {
  [...table.tHead.rows[0].cells].forEach((cell, n) => {
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
  input.addEventListener("input", () => filter(table, input.value, says));
  line.append(label, input, says);
  table.closest(".box").before(line);
}
