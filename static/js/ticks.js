// A tick without a reload: the form is sent as it is, and the page that comes back is taken over in place.

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-tick]");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button");
  const body = new URLSearchParams(new FormData(form));
  body.set(button.name, button.value);
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const open = new Set([...document.querySelectorAll("details[open] > summary")].map((one) => one.textContent));
    document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
    for (const one of document.querySelectorAll("details > summary")) {
      if (open.has(one.textContent)) one.parentElement.open = true;
    }
    document.getElementById(button.id)?.focus();
  } catch {
    // Without a connection the browser itself says what is wrong; the button's value goes along.
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: button.name, value: button.value });
    form.append(field);
    form.submit();
  }
});
