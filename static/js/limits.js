// The comparison follows the fields: it is fetched again when one has changed, and focus stays where it was.
// Each field gets a slider; without script the fields and the button do the same.

const SLIDERS = {
  hours: { min: 1, max: 60, step: 1 },
  budget: { min: 0, max: 30000, step: 500 },
};

// Where the comparison is folded away, only the button fetches it again.
const form = document.querySelector("main > [data-limits]");
let asked = 0;

/** About what stands in a field, for the place of its slider: nothing said is no limit. The server reads it exactly. */
function placeOf(field, max) {
  const typed = field.value.replace(/[^\d.,]/g, "");
  const grouped = /^\d{1,3}([.,]\d{3})+$/.test(typed);
  const number = Number.parseFloat(grouped ? typed.replace(/[.,]/g, "") : typed.replace(",", "."));
  return Number.isNaN(number) ? max : number;
}

function addSlider(field, range) {
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", id: `${field.id}-slider`, ...range });
  slider.value = placeOf(field, range.max);
  slider.setAttribute("aria-label", `Slider: ${field.labels[0].textContent}`);
  slider.addEventListener("input", () => (field.value = slider.value));
  field.addEventListener("input", () => (slider.value = placeOf(field, range.max)));
  field.after(slider);
}

for (const [name, range] of Object.entries(SLIDERS)) {
  const field = form?.elements[name];
  if (field) addSlider(field, range);
}

form?.addEventListener("change", async () => {
  const address = `${location.pathname}?${new URLSearchParams(new FormData(form))}`;
  const focused = document.activeElement?.id;
  const mine = ++asked;
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.statusText);
    const text = await answer.text();
    // A slider asks often; only the last answer counts.
    if (mine !== asked) return;
    const page = new DOMParser().parseFromString(text, "text/html");
    for (const part of document.querySelectorAll("main > :not(form, .back)")) part.remove();
    const fresh = [...page.querySelector("main").children].filter((one) => !one.matches(".back"));
    const place = fresh.findIndex((one) => one.matches("[data-limits]"));
    form.before(...fresh.slice(0, place));
    form.after(...fresh.slice(place + 1));
    document.title = page.title;
    history.replaceState(null, "", address);
    document.getElementById(focused)?.focus();
  } catch {
    if (mine === asked) form.submit();
  }
});
