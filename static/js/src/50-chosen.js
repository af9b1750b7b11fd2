// A form of things to choose: its button says how many are chosen, and rests while none is.
(() => {
  const count = (form) => {
    const button = form.querySelector("button[data-many]");
    if (!button) return;
    const n = form.querySelectorAll("input[type=checkbox][name=proposal]:checked").length;
    button.disabled = n === 0;
    button.textContent = n === 0 ? button.dataset.none : n === 1 ? button.dataset.one : button.dataset.many.replace("{n}", n);
  };
  const all = () => document.querySelectorAll("form[data-chosen]").forEach(count);

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-chosen]");
    if (form) count(form);
  });
  document.addEventListener("htmx:afterSwap", all);
  all();
})();
