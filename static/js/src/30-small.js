// Small behaviours: filters that apply at once, a summary of faults that takes the focus, typed text that is not lost.
(() => {
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto-submit]");
    if (form && event.target.type !== "search") form.requestSubmit();
  });

  // A search box among the filters answers while one types, where htmx replaces only the list.
  let pause;
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-auto-submit][hx-get]");
    if (!form || event.target.type !== "search") return;
    clearTimeout(pause);
    pause = setTimeout(() => form.requestSubmit(), 250);
  });

  const summary = document.querySelector(".summary[role=alert]");
  if (summary) summary.focus();

  // A form marked data-keep warns before it is left with changes.
  let changed = false;
  document.addEventListener("input", (event) => { if (event.target.closest("form[data-keep]")) changed = true; });
  document.addEventListener("submit", () => { changed = false; });
  // Sent, and never arrived: what was typed is still there, and still not kept.
  document.addEventListener("htmx:sendError", (event) => { if (event.target.closest("form[data-keep]")) changed = true; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
})();
