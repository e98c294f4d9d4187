// Question after question without a reload. The form is sent as it is; of the answer, <main> is taken
// over. When the connection fails, the answer is kept here and sent again, and the page says so.

const RETRY_MS = [2000, 4000, 8000, 15000, 30000];
const CANNOT_SAVE_NOW = [502, 503, 504];

/** What was sent and has not been acknowledged: {address, body}. */
let waiting = null;
let tries = 0;
let timer = 0;
let sending = false;

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-step]");
  if (!form) return;
  event.preventDefault();
  if (sending) return;
  // While an answer waits for the connection nothing takes its place but another answer.
  if (waiting && event.submitter?.name !== "action") {
    say("This works again when your answer has arrived. It is not saved yet, and is sent again by itself.");
    return;
  }
  const body = new URLSearchParams(new FormData(form));
  if (event.submitter?.name) body.set(event.submitter.name, event.submitter.value);
  // Not form.action: a button is called "action" and would be found instead.
  const address = event.submitter?.getAttribute("formaction") ?? form.getAttribute("action");
  waiting = { address, body };
  tries = 0;
  send();
});

addEventListener("online", () => waiting && send());
addEventListener("beforeunload", (event) => waiting && event.preventDefault());

async function send() {
  if (sending) return;
  clearTimeout(timer);
  sending = true;
  const { address, body } = waiting;
  const slow = setTimeout(() => say("Saving."), 500);
  try {
    const response = await fetch(address, { method: "POST", body, headers: { "X-Step": "1" } });
    if (CANNOT_SAVE_NOW.includes(response.status)) throw new Error(response.statusText);
    const text = await response.text();
    waiting = null;
    await take(response, text);
  } catch {
    if (waiting) retryLater();
  } finally {
    clearTimeout(slow);
    sending = false;
  }
}

function retryLater() {
  say("Not saved yet. Your answer is kept on this page and sent again by itself. Please leave the page open.");
  timer = setTimeout(send, RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
  tries += 1;
}

/** Show the page that came: in place when it is a question or says what is wrong, else by going there. */
async function take(response, text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const main = page.querySelector("main");
  const stays = main && (response.status >= 400 || main.querySelector("[data-step]"));
  const token = main?.querySelector("form.question [name=token]")?.value;
  document.dispatchEvent(new CustomEvent("trigpoint:acknowledged", { detail: { token } }));
  if (!stays) {
    location.assign(response.url);
    return;
  }
  await withTransition(() => {
    document.querySelector("main").replaceWith(document.adoptNode(main));
    document.title = page.title;
    if (response.redirected) history.replaceState(null, "", response.url);
  });
  scrollTo(0, 0);
  document.dispatchEvent(new CustomEvent("trigpoint:step"));
  (main.querySelector("[data-focus]") ?? heading(main)).focus();
}

function heading(main) {
  const h1 = main.querySelector("h1");
  h1.tabIndex = -1;
  return h1;
}

async function withTransition(change) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (still || !document.startViewTransition) change();
  else await document.startViewTransition(change).updateCallbackDone;
}

function say(words) {
  const place = document.querySelector("[data-saved]");
  if (place) place.textContent = words;
}
