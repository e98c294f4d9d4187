// Single keys on the question page; off by a switch, and never while somebody types.

const STORE = "trigpoint-keys";

function areOn() {
  return localStorage.getItem(STORE) !== "off";
}

function showHint() {
  const hint = document.querySelector("[data-keys]");
  if (!hint) return;
  hint.hidden = false;
  hint.querySelector("[data-keys-on]").hidden = !areOn();
  hint.querySelector("[data-keys-switch]").textContent = areOn() ? "Turn off shortcuts" : "Turn on shortcuts";
}

function isTyping(target) {
  return target.matches("textarea, select, input:not([type=radio], [type=checkbox])") || target.isContentEditable;
}

/** Return what a key presses, or undefined. */
function pressedBy(key, target) {
  const options = [...document.querySelectorAll("[data-options] input")];
  const number = "123456".indexOf(key) + 1 || "abcdef".indexOf(key) + 1;
  if (number) return options[number - 1];
  // On a control Enter and the arrows already mean something.
  if (key === "enter" && target.matches("button, a, summary, input")) return undefined;
  if (key === "arrowleft" && target.matches("input")) return undefined;
  const name = key === "?" ? "0" : key;
  return document.querySelector(`[data-key="${CSS.escape(name)}"]`) ?? undefined;
}

document.addEventListener("keydown", (event) => {
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.repeat && !event.isComposing;
  if (!plain || !areOn() || isTyping(event.target) || document.querySelector("main[data-fresh]")) return;
  const pressed = pressedBy(event.key.toLowerCase(), event.target);
  if (!pressed) return;
  event.preventDefault();
  pressed.focus();
  pressed.click();
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-keys-switch]")) return;
  localStorage.setItem(STORE, areOn() ? "off" : "on");
  showHint();
});

document.addEventListener("trigpoint:step", showHint);
showHint();
