// Typing a sheet with the keyboard alone: Enter goes to the next box, and what cannot be there is marked at once.

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Say whether a text can stand in a box; an empty one can, and so can a mark for "I don't know". */
function fits(input) {
  const { box, letters, count } = input.dataset;
  const text = input.value.trim();
  if (!text || text === "-" || text === "?" || box === "text") return true;
  if (box === "number") return /\d|^[a-z]+$/i.test(text);
  const typed = text.toUpperCase().replace(/[\s,;./+&-]+/g, "");
  const offered = LETTERS.slice(0, Number(letters));
  const isKnown = [...typed].every((letter) => offered.includes(letter));
  const isOnce = box === "match" || new Set(typed).size === typed.length;
  const most = Number(count);
  const isWhole = box === "several" ? typed.length <= most : typed.length === most;
  return isKnown && isOnce && isWhole;
}

function mark(input) {
  const wrong = !fits(input);
  const row = input.closest(".box-row");
  row.classList.toggle("box-wrong", wrong);
  if (wrong) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

function count(form, inputs) {
  const done = inputs.filter((input) => input.value.trim()).length;
  form.querySelector("[data-entered]").textContent = `${done} of ${inputs.length} entered`;
}

for (const form of document.querySelectorAll("form[data-sheet]")) {
  const inputs = [...form.querySelectorAll("input[data-box]")];
  for (const [index, input] of inputs.entries()) {
    // Half a word is no mistake yet: it is looked at when the box is left, and again while it is wrong.
    input.addEventListener("change", () => {
      mark(input);
      count(form, inputs);
    });
    input.addEventListener("input", () => {
      if (input.getAttribute("aria-invalid")) mark(input);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      mark(input);
      const next = inputs[index + 1] ?? form.querySelector("button");
      next.focus();
      if (next.select) next.select();
    });
  }
  count(form, inputs);
  const empty = inputs.find((input) => !input.value.trim());
  if (!document.querySelector("[data-focus]") && empty === inputs[0]) empty.focus();
}
