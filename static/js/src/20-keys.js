// "/" goes to the search, "l" opens the log sheet, Escape closes menus; never while one types.
(() => {
  const closeMenus = (except) => document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = event.target.closest && event.target.closest("details.menu[open]");
      closeMenus();
      if (menu) menu.querySelector("summary").focus();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
    if (event.key === "/") {
      const box = document.querySelector("[data-search]");
      if (box) { event.preventDefault(); box.focus(); box.select(); }
    }
    if (event.key === "l") {
      const log = document.querySelector("a[data-log]");
      if (log) { event.preventDefault(); log.click(); }
    }
  });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
})();
