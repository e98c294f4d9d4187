// The page of a job keeps itself up to date while the job is open. Without script the link “Refresh” does the same.

const POLL_MS = 2000;

async function refresh() {
  const here = document.querySelector("[data-job-open]");
  if (!here) return;
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("[data-job]");
    // The keyboard's place is kept: while a button has the focus, only words and bar change.
    if (fresh && here.contains(document.activeElement) && fresh.matches("[data-job-open]")) {
      for (const part of ["[role=status]", "progress"]) {
        const [old, now] = [here.querySelector(part), fresh.querySelector(part)];
        if (old && now) old.replaceWith(now);
      }
    } else if (fresh) here.replaceWith(fresh);
  } catch {
    // The connection is away; the next try finds it or not.
  }
  setTimeout(refresh, POLL_MS);
}

setTimeout(refresh, POLL_MS);
