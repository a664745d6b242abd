// The ledger's filters. Their state is the part of the address after #, so a view can be sent to someone; it works from a file.
(() => {
  const form = document.getElementById("filters"), table = document.getElementById("ledger"), body = table.tBodies[0];
  const rows = [...body.rows], tally = document.getElementById("tally"), nothing = document.getElementById("nothing");
  const fields = ["q", "article", "rung", "verdict", "relation", "outcome"];
  const order = ["reproduced", "consistent", "inconsistent", "indeterminate", "not_applicable", ""];
  const text = new Map(rows.map(row => [row, (row.textContent + " " + row.id).toLowerCase().replace(/\s+/g, " ")]));
  let sort = "", down = false;

  function key(row) {
    if (sort === "printed") return row.dataset.value === "" ? Infinity : Number(row.dataset.value);
    if (sort === "article" || sort === "statement" || sort === "message") return row.querySelector("." + sort).textContent.trim().toLowerCase();
    return order.indexOf(row.dataset[sort]);
  }
  function arrange() {
    const place = new Map(rows.map((row, at) => [row, at])), keys = new Map(sort ? rows.map(row => [row, key(row)]) : []);
    const compare = (a, b) => keys.get(a) < keys.get(b) ? -1 : keys.get(a) > keys.get(b) ? 1 : 0;
    const sorted = [...rows].sort((a, b) => (sort ? (down ? -1 : 1) * compare(a, b) : 0) || place.get(a) - place.get(b));
    body.append(...sorted);
    for (const head of table.tHead.rows[0].cells) {
      if (head.dataset.key === sort) head.setAttribute("aria-sort", down ? "descending" : "ascending"); else head.removeAttribute("aria-sort");
    }
  }
  function show() {
    const words = form.q.value.toLowerCase().split(/\s+/).filter(Boolean), want = form.verdict.value, asked = form.rung.value || "overall";
    let shown = 0;
    for (const row of rows) {
      const fits = words.every(word => text.get(row).includes(word)) && (!want || row.dataset[asked] === want)
        && ["article", "relation", "outcome"].every(name => !form[name].value || row.dataset[name] === form[name].value);
      row.hidden = !fits;
      shown += fits;
    }
    tally.textContent = shown === rows.length ? `${shown} claims` : `${shown} of ${rows.length} claims`;
    nothing.hidden = shown > 0;
  }
  function address() {
    const state = new URLSearchParams();
    for (const name of fields) if (form[name].value) state.set(name, form[name].value);
    if (sort) state.set("sort", (down ? "-" : "") + sort);
    return state.toString();
  }
  function store() {
    history.replaceState(null, "", "#" + address());
    show();
  }
  function restore() {
    const hash = location.hash.slice(1), state = new URLSearchParams(hash.includes("=") ? hash : "");
    for (const name of fields) {
      const value = state.get(name) || "", field = form[name];
      field.value = value;
      if (field.value !== value) field.value = "";
    }
    const wanted = state.get("sort") || "", name = wanted.replace(/^-/, "");
    sort = [...table.tHead.rows[0].cells].some(head => head.dataset.key === name) ? name : "";
    down = Boolean(sort) && wanted.startsWith("-");
    arrange();
    show();
    const target = hash && !hash.includes("=") && document.getElementById(decodeURIComponent(hash));
    if (target) target.scrollIntoView({ block: "center" });
  }
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      if (sort !== head.dataset.key) { sort = head.dataset.key; down = false; } else if (!down) down = true; else { sort = ""; down = false; }
      arrange();
      store();
    });
  }
  form.addEventListener("input", store);
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { sort = ""; down = false; arrange(); store(); form.q.focus(); }));
  document.getElementById("again").addEventListener("click", () => form.reset());
  addEventListener("hashchange", restore);
  form.hidden = false;
  restore();
})();
