// A link marked data-sheet opens its page in the dialog; without JavaScript it is a plain link.
(() => {
  const sheet = document.getElementById("sheet");
  if (!sheet || !window.htmx) return;
  let opener = null;

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-sheet]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    opener = link;
    window.htmx.ajax("GET", link.href, { target: "#sheet", swap: "innerHTML" });
  });

  // The answer has come, the first time or after a fault: show it, and begin where one types.
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== sheet || !sheet.childElementCount) return;
    if (!sheet.open) sheet.showModal();
    const faults = sheet.querySelector(".summary[role=alert]");
    const first = sheet.querySelector("[autofocus], input:not([type=hidden]), select, textarea, a[href]");
    (faults || first || sheet).focus();
  });

  sheet.addEventListener("click", (event) => {
    if (event.target !== sheet && !event.target.closest("button[data-close]")) return;
    event.preventDefault();
    sheet.close();
  });
  document.body.addEventListener("sheet:close", () => sheet.open && sheet.close());
  sheet.addEventListener("close", () => {
    sheet.replaceChildren();
    if (opener && opener.isConnected) opener.focus();
  });
})();
