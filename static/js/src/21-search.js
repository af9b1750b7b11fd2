// The box in the head offers what it finds: arrow keys walk, Enter opens, Escape closes, and without a script Enter asks the search page.
(() => {
  const box = document.querySelector("[data-search]");
  if (!box) return;
  const list = () => document.getElementById("search-options");
  const options = () => [...list().querySelectorAll("[role=option]")];
  const isOpen = () => !list().hidden;
  let at = -1;

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", "search-options");

  const mark = (place) => {
    const all = options();
    all.forEach((option, number) => option.setAttribute("aria-selected", String(number === place)));
    at = place;
    if (place < 0) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", all[place].id);
    all[place].scrollIntoView({ block: "nearest" });
  };

  const show = (open) => {
    list().hidden = !open;
    const some = options().length > 0;
    box.setAttribute("aria-expanded", String(open && some));
    box.setAttribute("aria-controls", some ? "search-list" : "search-options");
    mark(-1);
    document.getElementById("search-said").textContent = open ? list().dataset.said || "" : "";
  };

  // What comes after one has left, or has emptied the box, stays closed.
  const hasSomething = () => box.value.trim().length > 1 && list().children.length > 0;
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "search-options") show(document.activeElement === box && hasSomething());
  });
  box.addEventListener("focus", () => { if (hasSomething()) show(true); });
  box.addEventListener("input", () => { if (!hasSomething()) show(false); else mark(-1); });
  box.form.addEventListener("focusout", (event) => { if (!box.form.contains(event.relatedTarget)) show(false); });
  // The box keeps the focus while one presses on an option, so that the list is still there when it is released.
  box.form.addEventListener("mousedown", (event) => { if (event.target.closest("#search-options")) event.preventDefault(); });

  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const length = options().length;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && length) {
      event.preventDefault();
      if (!isOpen()) show(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(at < 0 ? (step > 0 ? 0 : length - 1) : (at + step + length) % length);
    } else if (event.key === "Enter" && isOpen() && at >= 0) {
      event.preventDefault();
      options()[at].click();
    } else if (event.key === "Escape") {
      if (isOpen()) return show(false);
      box.value = "";
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
})();
