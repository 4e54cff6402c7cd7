// Sorting, filtering and opening; without this script the report can be read all the same.
(() => {
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const table = document.getElementById("results");

  // a document is laid out when it is first opened
  const lay = (fold) => {
    const kept = fold.querySelector("noscript");
    if (kept) kept.parentElement.innerHTML = kept.textContent;
  };
  const open = (fold) => { lay(fold); fold.open = true; };
  const target = () => {
    const name = location.hash.slice(1);
    const inside = document.getElementById(name.split("-")[0]);
    if (!inside) return;
    const fold = inside.closest("details");
    if (fold) open(fold);
    (document.getElementById(name) || inside).scrollIntoView();
  };
  addEventListener("toggle", (event) => event.target.open && lay(event.target), true);
  addEventListener("hashchange", target);
  target();
  if (!table) return;

  const body = table.tBodies[0];
  const folds = all("#documents > details");
  const rows = all("tr", body).map((row, i) => ({
    row, fold: folds[i], words: row.textContent.toLowerCase(),
    cells: [...row.cells].map((cell) => cell.textContent.trim()),
  }));
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;

  // sorting: a button in each heading
  all("thead th:not(.plain)", table).forEach((heading) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    const column = heading.cellIndex;
    button.addEventListener("click", () => {
      const down = heading.getAttribute("aria-sort") === "ascending";
      all("th[aria-sort]", table).forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      const empty = (text) => text === "" || text === "–";
      rows.sort((a, b) => {
        const [x, y] = [a.cells[column], b.cells[column]];
        if (empty(x) || empty(y)) return empty(x) - empty(y);
        return down ? compare(y, x) : compare(x, y);
      });
      body.append(...rows.map((item) => item.row));
    });
  });

  // filtering: the documents below follow the table
  const field = (name) => document.getElementById(name);
  const filter = () => {
    const words = field("words").value.toLowerCase().trim();
    const [level, status] = [field("level").value, field("status").value];
    let count = 0;
    for (const { row, fold, words: own, cells } of rows) {
      const fits = own.includes(words) && (!level || cells[1] === level) && (!status || cells[4] === status);
      row.hidden = !fits;
      if (fold) fold.hidden = !fits;
      count += fits;
    }
    field("shown").textContent = field("shown").dataset.words.replace("{count}", count);
  };
  field("controls").hidden = false;
  field("controls").addEventListener("input", filter);
  field("controls").addEventListener("submit", (event) => event.preventDefault());
  filter();

  // opening, also for paper
  field("open").addEventListener("click", () => folds.filter((item) => !item.hidden).forEach(open));
  field("close").addEventListener("click", () => folds.forEach((item) => { item.open = false; }));
  const PRINTED = 50;  // so many documents are printed without being opened first
  let opened = [];
  addEventListener("beforeprint", () => {
    const shown = folds.filter((item) => !item.hidden);
    opened = shown.length > PRINTED ? [] : shown.filter((item) => !item.open);
    opened.forEach(open);
  });
  addEventListener("afterprint", () => opened.forEach((item) => { item.open = false; }));
})();
