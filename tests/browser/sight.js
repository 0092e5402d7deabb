// Lists the figures, marked text and tables in a notebook's outputs that a person cannot see, each scrolled to and measured.
async () => {
  const frames = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  // Scrolls only if necessary, since each time the browser updates its layout, which takes long.
  const bring = async element => {
    const at = element.getClientRects()[0] || element.getBoundingClientRect();
    const panel = element.closest(".jp-WindowedPanel-outer").getBoundingClientRect();
    if (at.top > panel.top + 40 && at.bottom < panel.bottom - 40) return;
    element.scrollIntoView({ block: "center" });
    await frames();
  };
  const out = [];
  let over;
  const say = (what, element) =>
    out.push(`${what}: ${element.outerHTML.replace(/base64,[^"]*/, "…").slice(0, 120)} “${element.textContent.trim().slice(0, 40)}”`);
  // Left and right edge of the area where an element can be seen: the window, clipped by every box around it.
  const room = element => {
    let [left, right] = [0, innerWidth];
    for (let box = element.parentElement; box; box = box.parentElement) {
      const overflow = getComputedStyle(box).overflowX;
      if (overflow === "visible" || getComputedStyle(box).display === "inline") continue;
      const at = box.getBoundingClientRect();
      left = Math.max(left, at.left + box.clientLeft);
      right = Math.min(right, at.left + box.clientLeft + box.clientWidth);
    }
    return [left, right];
  };
  const scrolls = element => {
    for (let box = element.parentElement; box; box = box.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(box).overflowX) && box.scrollWidth > box.clientWidth) return box;
    return null;
  };
  const inside = (rect, [left, right]) => rect.left >= left - 1 && rect.right <= right + 1;
  // The element that covers the middle of an element, after JupyterLab has updated its layout; null if none does.
  const covers = async (element, output) => {
    for (let turn = 1; ; turn++) {
      const rect = element.getClientRects()[0];
      const hit = document.elementFromPoint((rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2);
      if (element.contains(hit) || output.contains(hit) && hit.contains(element)) return null;
      if (turn === 5) return hit ? hit.outerHTML.slice(0, 80) : "the edge of the window";
      element.scrollIntoView({ block: "center" });
      await new Promise(done => setTimeout(done, 200));
    }
  };

  if (document.documentElement.scrollWidth > innerWidth) out.push("the window scrolls sideways");
  const outputs = [...document.querySelectorAll(".jp-Notebook .jp-OutputArea-output")];
  if (!outputs.length) out.push("there is no output");
  for (const output of outputs) {
    await bring(output);
    const size = output.getBoundingClientRect();
    if (size.height < 5 || size.width < 50) say("not shown", output);
    if (output.scrollHeight > output.clientHeight + 1 && getComputedStyle(output).overflowY === "hidden") say("cut off below", output);

    for (const figure of output.querySelectorAll("img, svg, canvas")) {
      await bring(figure);
      const rect = figure.getBoundingClientRect();
      if (figure.tagName === "IMG" && !(figure.complete && figure.naturalWidth)) say("not loaded", figure);
      else if (!figure.checkVisibility() || rect.width < 50 || rect.height < 5) say("not shown", figure);
      else if (!inside(rect, room(figure))) say(`cut off at ${Math.round(rect.right)} of ${room(figure)}`, figure);
      else if (over = await covers(figure, output)) say(`covered by ${over}`, figure);
    }
    // Text must wrap; only tables may be wider than their container.
    for (const text of output.querySelectorAll("mark, u, p, h3, blockquote, small, sup")) {
      if (text.closest("table") || !text.textContent.trim()) continue;
      const rects = [...text.getClientRects()].filter(rect => rect.width && rect.height);
      if (!rects.length || !text.checkVisibility()) say("not shown", text);
      else if (!rects.every(rect => inside(rect, room(text)))) say("does not wrap", text);
    }
    for (const mark of output.querySelectorAll("mark, u")) {
      if (mark.closest("table") || !mark.getClientRects().length) continue;
      await bring(mark);
      if (over = await covers(mark, output)) say(`covered by ${over}`, mark);
    }
    for (const table of output.querySelectorAll("table")) {
      if (!table.checkVisibility()) { say("not shown", table); continue; }
      for (const row of [table.rows[0], table.rows[table.rows.length - 1]])
        for (const cell of [row.cells[0], row.cells[row.cells.length - 1]]) {
          cell.scrollIntoView({ block: "center", inline: "nearest" });
          await frames();
          const rect = cell.getBoundingClientRect();
          const [left, right] = room(cell);
          if (!inside(rect, [left, right]) && !(rect.width > right - left && scrolls(cell))) say("out of reach", cell);
          else if (rect.top < 0 || rect.bottom > innerHeight && rect.height < innerHeight) say("out of reach below", cell);
        }
      const box = scrolls(table);
      if (box) box.scrollLeft = 0;
    }
  }
  return out;
}
