// A clock for those who like one: how long the present question has been on the page. Off until switched on.

const STORE = "trigpoint-clock";
const SECOND_MS = 1000;

let since = Date.now();
let question = "";

function isOn() {
  return localStorage.getItem(STORE) === "on";
}

function show() {
  const seconds = Math.floor((Date.now() - since) / SECOND_MS);
  const place = document.querySelector("[data-clock]");
  if (!place) return;
  place.hidden = !isOn();
  place.querySelector("[data-clock-time]").textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function begin() {
  const shown = document.querySelector("form.question [name=token]")?.value;
  if (shown !== question) since = Date.now();
  question = shown;
  const button = document.querySelector("[data-clock-switch]");
  if (button) {
    button.hidden = false;
    button.textContent = isOn() ? "Hide the clock" : "Show a clock";
  }
  show();
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-clock-switch]")) return;
  localStorage.setItem(STORE, isOn() ? "off" : "on");
  begin();
});

document.addEventListener("trigpoint:step", begin);
setInterval(() => isOn() && show(), SECOND_MS);
begin();
