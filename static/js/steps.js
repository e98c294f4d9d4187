// Question after question without a reload. The form is sent as it is; of the answer, <main> is taken
// over. Only a page of this app says that an answer has arrived: a Wi-Fi login page or the error page of
// a proxy does not. Until then the answer is kept here and sent again, and the page says so.

const RETRY_MS = [2000, 4000, 8000, 15000, 30000];
const PATIENCE_MS = 20000;
const FRESH_MS = 400;
/** The app could not save just now; the same request may work later. */
const TRY_AGAIN = [408, 425, 429, 500, 502, 503, 504];
const FORM_EXPIRED = 400;

/** What was sent and has not been acknowledged: {address, body}. */
let waiting = null;
let tries = 0;
let timer = 0;
let sending = false;

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-step]");
  if (!form) return;
  event.preventDefault();
  // The second half of a double tap must not answer a question that nobody has read.
  if (sending || isFresh()) return;
  // While an answer waits for the connection nothing takes its place but another answer.
  if (waiting && event.submitter?.name !== "action") {
    say("Your last answer is not saved yet and will be sent again automatically. This button works after that.");
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
  const slow = setTimeout(() => say("Saving."), 500);
  try {
    await take(await post(waiting));
  } catch {
    if (waiting) retryLater();
  } finally {
    clearTimeout(slow);
    sending = false;
  }
}

/** Return what the app said: {status, url, redirected, page, main}. Anything else throws. */
async function post({ address, body }) {
  const answer = await read(fetch(address, request({ method: "POST", body, headers: { "X-Step": "1" } })));
  if (TRY_AGAIN.includes(answer.status)) throw new Error("not now");
  if (answer.status === FORM_EXPIRED) {
    await renewToken(body);
    throw new Error("sent again with a new token");
  }
  return answer;
}

function request(options) {
  return { ...options, signal: AbortSignal.timeout(PATIENCE_MS) };
}

async function read(pending) {
  const response = await pending;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const main = page.querySelector("main[data-trigpoint]");
  if (!main) throw new Error("this is not a page of ours");
  return { status: response.status, url: response.url, redirected: response.redirected, page, main };
}

/** The browser's session has changed under the form: take the token of a fresh page. */
async function renewToken(body) {
  const { main } = await read(fetch(location.href, request({})));
  const token = main.querySelector("[name=csrf_token]")?.value;
  if (token) body.set("csrf_token", token);
}

function retryLater() {
  say("Not saved yet. Your answer is kept on this page and will be sent again automatically. Please keep the page open.");
  timer = setTimeout(send, RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
  tries += 1;
}

/** Show the page that came: in place when it is a question or says what is wrong, else by going there. */
async function take({ status, url, redirected, page, main }) {
  waiting = null;
  const isError = status >= 400;
  const token = main.querySelector("form.question [name=token]")?.value;
  if (!isError || token) document.dispatchEvent(new CustomEvent("trigpoint:acknowledged", { detail: { token } }));
  if (!isError && !main.querySelector("[data-step]")) {
    // In place of the questions, so that Back does not lead through entries that are all the same page.
    location.replace(url);
    return;
  }
  await withTransition(() => {
    document.querySelector("main").replaceWith(document.adoptNode(main));
    document.title = page.title;
    if (redirected) history.replaceState(history.state, "", url);
  });
  guardBack();
  markFresh(main);
  scrollTo(0, 0);
  document.dispatchEvent(new CustomEvent("trigpoint:step"));
  (main.querySelector("[data-focus]") ?? heading(main)).focus();
}

/** Let the browser's Back stay on the question once: all questions of a sitting are one page to it. */
function guardBack() {
  if (!history.state?.guard) history.pushState({ guard: true }, "", location.href);
}

addEventListener("popstate", (event) => {
  if (event.state?.guard || !document.querySelector("form.question[data-step]")) return;
  say("This is still the current question, and all your answers are saved. Press Back again to leave.");
});

/** For a moment after a question has appeared, nothing answers it. */
function markFresh(main) {
  if (!main.querySelector("form.question")) return;
  main.dataset.fresh = "";
  setTimeout(() => delete main.dataset.fresh, FRESH_MS);
}

function isFresh() {
  return "fresh" in document.querySelector("main").dataset;
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
