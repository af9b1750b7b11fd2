// Toasts: what was done, closed by hand or by itself; and a sentence where htmx gets no good answer.
(() => {
  const words = document.body.dataset;
  const PATIENCE = 8000;

  // Only what has nothing to press goes by itself, and never from under a pointer or the focus.
  const leaveLater = (toast) => {
    if (toast.dataset.seen || toast.matches(".error, .warning") || toast.querySelector("a, form")) return;
    toast.dataset.seen = "1";
    const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, PATIENCE) : toast.remove());
    setTimeout(leave, PATIENCE);
  };
  const lookAtToasts = () => document.querySelectorAll("[data-toast]").forEach(leaveLater);

  const say = (sentence) => {
    // An open sheet covers the toasts: there the sentence stands on top of the form.
    const sheet = document.querySelector("dialog[open]");
    const place = sheet || document.getElementById("toasts");
    if (!sentence || !place) return;
    const toast = document.createElement("div");
    toast.className = "toast error";
    toast.setAttribute("role", "alert");
    toast.dataset.toast = "";
    const text = document.createElement("span");
    text.textContent = sentence;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "close";
    close.dataset.dismiss = "";
    close.setAttribute("aria-label", words.close || "×");
    close.textContent = "×";
    toast.append(text, close);
    place.prepend(toast);
    toast.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("click", (event) => {
    const close = event.target.closest("[data-dismiss]");
    if (close) close.closest("[data-toast]").remove();
  });
  document.body.addEventListener("htmx:afterSettle", lookAtToasts);
  document.body.addEventListener("htmx:oobAfterSwap", lookAtToasts);
  document.body.addEventListener("htmx:sendError", () => say(words.offline));
  document.body.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    say(status === 401 ? words.signedOut : status === 403 ? words.refused : words.failed);
  });
  lookAtToasts();
})();
