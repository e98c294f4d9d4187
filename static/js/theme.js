// The theme switch without a reload: the page changes at once, the server remembers by the same form.

function show(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const button of document.querySelectorAll("[data-theme-form] button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-theme-form]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form));
  body.set("theme", event.submitter.value);
  show(event.submitter.value);
  // Not followed: where the form leads back to is the page we are on.
  fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => {});
});
