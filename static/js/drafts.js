// What was chosen and is not saved yet outlives a reload, a look at another page and a lost connection. It is
// kept in this tab alone, under the token of the question, and goes when the question has been answered.

const PREFIX = "trigpoint-draft:";

function formHere() {
  return document.querySelector("form.question[data-step]");
}

function placeOf(form) {
  return PREFIX + form.querySelector("[name=token]").value;
}

function isGiven(name) {
  return /^(answer|confidence)/.test(name);
}

/** Keep what stands in the form; `send` is the button that was pressed and not acknowledged. */
function keep(form, send = null) {
  const given = [...new FormData(form)].filter(([name]) => isGiven(name));
  sessionStorage.setItem(placeOf(form), JSON.stringify({ given, send }));
}

function put(form, given) {
  for (const field of [...form.elements].filter((one) => isGiven(one.name))) {
    const values = given.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
}

/** Bring back what was kept for the question on the page, and send what had been sent. */
function restore() {
  const form = formHere();
  const kept = form && JSON.parse(sessionStorage.getItem(placeOf(form)));
  if (!kept) return;
  put(form, kept.given);
  const pressed = kept.send && form.querySelector(`[name=action][value="${CSS.escape(kept.send)}"]`);
  if (pressed) form.requestSubmit(pressed);
}

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.closest("form.question[data-step]");
    if (form) keep(form);
  });
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form.question[data-step]");
  if (form && event.submitter?.name === "action") keep(form, event.submitter.value);
});

document.addEventListener("trigpoint:acknowledged", (event) => {
  const form = formHere();
  if (!form) return;
  // The same question comes back when something was refused, or when how sure one is was switched on.
  if (event.detail.token === form.querySelector("[name=token]").value) keep(form);
  else sessionStorage.removeItem(placeOf(form));
});

document.addEventListener("trigpoint:step", restore);
restore();
