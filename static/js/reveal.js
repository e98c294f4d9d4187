// Shows what was typed into a password field, and hides it again.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal);
  const name = document.querySelector(`label[for="${field.id}"]`).textContent.trim();
  const set = (shown) => {
    field.type = shown ? "text" : "password";
    button.textContent = shown ? "Hide" : "Show";
    button.setAttribute("aria-label", `${button.textContent}: ${name}`);
  };
  button.addEventListener("click", () => set(field.type === "password"));
  // What is sent is a password again, so that no browser offers it among earlier entries.
  field.form.addEventListener("submit", () => set(false));
  button.hidden = false;
  set(false);
}
