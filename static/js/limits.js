// The comparison follows the fields: it is asked for anew when one has changed, and focus stays where it was.

const form = document.querySelector("[data-limits]");
form?.addEventListener("change", async () => {
  const address = `${location.pathname}?${new URLSearchParams(new FormData(form))}`;
  const focused = document.activeElement?.id;
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("main > :not(form, .back)")) part.remove();
    const fresh = [...page.querySelector("main").children].filter((one) => !one.matches(".back"));
    const place = fresh.findIndex((one) => one.matches("[data-limits]"));
    form.before(...fresh.slice(0, place));
    form.after(...fresh.slice(place + 1));
    document.title = page.title;
    history.replaceState(null, "", address);
    document.getElementById(focused)?.focus();
  } catch {
    form.submit();
  }
});
