// A link marked data-sheet opens its page in the dialog; without JavaScript it is a plain link.
(() => {
  const sheet = document.getElementById("sheet");
  if (!sheet || !window.htmx) return;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-sheet]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    window.htmx.ajax("GET", link.href, { target: "#sheet", swap: "innerHTML" }).then(() => {
      if (!sheet.open && sheet.childElementCount) sheet.showModal();
      const first = sheet.querySelector("[autofocus], input:not([type=hidden]), select, textarea");
      if (first) first.focus();
    });
  });
  sheet.addEventListener("click", (event) => {
    if (event.target === sheet || event.target.closest("[data-close]")) {
      event.preventDefault();
      sheet.close();
    }
  });
  document.body.addEventListener("sheet:close", () => sheet.open && sheet.close());
  sheet.addEventListener("close", () => { sheet.replaceChildren(); });
})();
