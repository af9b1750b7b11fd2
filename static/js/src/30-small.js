// Small behaviours: toasts that can be closed, filters that apply at once, a summary of faults that takes the focus.
(() => {
  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-dismiss]");
    if (close) close.closest("[data-toast]").remove();
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto-submit]");
    if (form) form.requestSubmit();
  });
  const summary = document.querySelector(".summary[role=alert]");
  if (summary) summary.focus();
  // A form that was changed warns before it is left.
  let dirty = false;
  document.addEventListener("input", (event) => { if (event.target.closest("form[data-keep]")) dirty = true; });
  document.addEventListener("submit", () => { dirty = false; });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
})();
