/* Roles that neither Markdown nor Material's scripts give. */

// On a telephone a facts table is laid out as cards. Each cell then needs its column's heading beside it, and not every
// browser still announces a table, rows and cells.
for (const table of document.querySelectorAll(".tb-facts table")) {
  const headings = [...table.querySelectorAll("thead th")].map((heading) => heading.textContent.trim());
  table.setAttribute("role", "table");
  for (const group of table.querySelectorAll("thead, tbody")) group.setAttribute("role", "rowgroup");
  for (const row of table.rows) {
    row.setAttribute("role", "row");
    for (const cell of row.querySelectorAll("td")) {
      cell.setAttribute("role", "cell");
      cell.dataset.label = headings[cell.cellIndex] ?? "";
    }
  }
}

// Material puts each copy button in a navigation landmark of its own, which is one stop too many for each block of code.
addEventListener("load", () => {
  for (const nav of document.querySelectorAll("nav.md-code__nav")) nav.setAttribute("role", "none");
});
