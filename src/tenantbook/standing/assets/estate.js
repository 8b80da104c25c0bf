// Sorting and filtering the estate page. The rows are in the page; nothing is asked for, and nothing is kept.
(() => {
  "use strict";
  const table = document.getElementById("clients");
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const find = document.getElementById("find");
  const order = document.getElementById("order");
  const status = document.getElementById("status");
  const more = document.getElementById("more");
  const empty = document.getElementById("empty");
  const chips = [...document.querySelectorAll(".chip")];
  const titles = heads.map((head) => head.dataset.title ?? head.textContent);
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const number = new Intl.NumberFormat("en");
  // Columns of times: the first click brings the newest on top. Of the others, the smallest.
  const newestFirst = new Set([3, 5, 6]);
  let sorted = { column: 1, down: false };
  let show = "all";
  // Only so many rows are laid out; more follow as one scrolls. Thousands at once would make every key slow.
  const STEP = 100;
  let limit = STEP;

  const rows = [...body.rows].map((row) => ({ row, name: row.cells[0].firstElementChild.textContent, keys: [], text: "", fits: true }));
  const keyOf = (item, column) => (item.keys[column] ??= column ? item.row.cells[column].dataset.k : item.name);

  function compare(one, other) {
    const { column, down } = sorted;
    const a = keyOf(one, column);
    const b = keyOf(other, column);
    if (a === b) return column ? collator.compare(one.name, other.name) : 0;
    if (a === "" || b === "") return a === "" ? 1 : -1; // what is not known stands last, either way
    const first = column === 0 ? collator.compare(a, b) : column <= 2 ? a - b : a < b ? -1 : 1;
    return down ? -first : first;
  }

  function place() {
    rows.sort(compare);
    const all = document.createDocumentFragment();
    for (const item of rows) all.append(item.row);
    body.append(all);
    heads.forEach((head, column) => {
      if (column === sorted.column) head.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    order.value = `${sorted.column}${sorted.down ? "-" : "+"}`;
  }

  function fits(item, words) {
    if (show === "expired" ? !("expired" in item.row.dataset) : show !== "all" && !item.row.classList.contains(show)) return false;
    if (!words.length) return true;
    item.text ||= plain(item.row.textContent);
    return words.every((word) => item.text.includes(word));
  }

  function filter() {
    limit = STEP;
    const words = plain(find.value).split(/\s+/).filter(Boolean);
    for (const item of rows) item.fits = fits(item, words);
    const count = lay();
    empty.hidden = count > 0;
    table.hidden = count === 0;
    table.setAttribute("aria-rowcount", String(count + 1));
    tell(count);
  }

  function lay() {
    let count = 0;
    for (const item of rows) {
      const hidden = !item.fits || count >= limit;
      if (item.row.hidden !== hidden) item.row.hidden = hidden;
      count += item.fits ? 1 : 0;
    }
    more.hidden = count <= limit;
    more.textContent = `Show more (${number.format(Math.max(count - limit, 0))} left)`;
    return count;
  }

  function extend(by) {
    limit += by;
    lay();
  }

  more.addEventListener("click", () => extend(STEP));
  new IntersectionObserver((seen) => seen.some((each) => each.isIntersecting) && extend(STEP), { rootMargin: "1500px" }).observe(more);
  addEventListener("beforeprint", () => extend(rows.length));
  addEventListener("afterprint", () => extend(-rows.length));

  function tell(count) {
    const clients = `${number.format(rows.length)} client${rows.length === 1 ? "" : "s"}`;
    const what = count === rows.length ? `All ${clients}` : `${number.format(count)} of ${clients}`;
    status.textContent = `${what}, sorted by ${titles[sorted.column].toLowerCase()}, ${way(sorted.column, sorted.down)}`;
  }

  function way(column, down) {
    if (column === 0) return down ? "Z to A" : "A to Z";
    if (column === 1) return down ? "best first" : "worst first";
    if (column === 2) return down ? "most first" : "least first";
    if (column === 4) return down ? "last to end first" : "first to end first";
    return down ? "newest first" : "oldest first";
  }

  function sortBy(column, down) {
    sorted = { column, down };
    place();
    filter();
  }

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      sortBy(column, sorted.column === column ? !sorted.down : newestFirst.has(column) || column === 2);
    });
    for (const down of [false, true]) {
      order.add(new Option(`${titles[column]}, ${way(column, down)}`, `${column}${down ? "-" : "+"}`));
    }
  });
  // On a narrow screen the heads are only heard; the list beside the search sorts, and Tab passes them by.
  const narrow = matchMedia("(max-width: 66rem)");
  const reach = () => heads.forEach((head) => (head.firstElementChild.tabIndex = narrow.matches ? -1 : 0));
  narrow.addEventListener("change", reach);
  reach();

  order.addEventListener("change", () => sortBy(Number(order.value[0]), order.value[1] === "-"));

  function choose(wanted) {
    show = wanted;
    for (const chip of chips) chip.setAttribute("aria-pressed", String(chip.dataset.show === show));
    filter();
  }

  for (const chip of chips) chip.addEventListener("click", () => choose(chip.dataset.show));
  find.addEventListener("input", filter);
  find.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && find.value) {
      find.value = "";
      filter();
    }
  });
  document.getElementById("clear").addEventListener("click", () => {
    find.value = "";
    choose("all");
    find.focus();
  });

  // A page on a screen in the office outlives the check it shows. It has to say so itself.
  const old = document.getElementById("old");
  function age() {
    const hours = (Date.now() - Date.parse(old.dataset.now)) / 3600000;
    const days = Math.floor(hours / 24);
    old.hidden = hours < 36;
    old.textContent = `This page is ${days} day${days === 1 ? "" : "s"} old. How the clients stand today it cannot tell.`;
  }
  age();
  setInterval(age, 600000);

  order.value = "1+";
  document.getElementById("tools").hidden = false;
  document.documentElement.classList.add("live");
  filter();
})();
