// Up and down buttons and dragging for rows to order. The numbers stay the answer; both only write them.

const EDGE_PX = 90;
const SCROLL_PX = 12;

/** The row that is dragged: {row, pointer, grip}, or null. */
let moving = null;

function rowsOf(list) {
  return [...list.querySelectorAll(".row")];
}

function offerMoves() {
  for (const hidden of document.querySelectorAll("[data-move]")) hidden.hidden = false;
  for (const list of document.querySelectorAll("[data-ordering]")) sortByNumbers(list);
}

/** Put the rows in the order of their numbers, when every place from 1 on is taken once. */
function sortByNumbers(list) {
  const rows = rowsOf(list);
  const place = (row) => Number(row.querySelector("input").value);
  const places = rows.map(place).sort((one, other) => one - other);
  if (!places.every((number, index) => number === index + 1)) return;
  list.append(...rows.sort((one, other) => place(one) - place(other)));
}

/** Write the places of the rows into their fields, and say where `row` is now. */
function writeNumbers(list, row) {
  const rows = rowsOf(list);
  rows.forEach((one, index) => (one.querySelector("input").value = index + 1));
  list.dispatchEvent(new Event("change", { bubbles: true }));
  const words = row.querySelector(".option-text").textContent.trim();
  list.parentElement.querySelector("[data-moved]").textContent = `${words}: position ${rows.indexOf(row) + 1} of ${rows.length}`;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-by]");
  if (!button) return;
  const row = button.closest(".row");
  const list = row.closest("[data-ordering]");
  sortByNumbers(list);
  if (button.dataset.by === "-1") row.previousElementSibling?.before(row);
  else row.nextElementSibling?.after(row);
  writeNumbers(list, row);
  // Moving a row in the page takes the focus from its button.
  button.focus();
});

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.("[data-grip]");
  if (!grip || event.button !== 0) return;
  event.preventDefault();
  moving = { row: grip.closest(".row"), pointer: event.pointerId };
  sortByNumbers(moving.row.closest("[data-ordering]"));
  moving.row.classList.add("row-moving");
});

document.addEventListener("pointermove", (event) => {
  if (event.pointerId !== moving?.pointer) return;
  event.preventDefault();
  const { row } = moving;
  const { previousElementSibling: above, nextElementSibling: below } = row;
  if (above && event.clientY < middleOf(above)) above.before(row);
  else if (below && event.clientY > middleOf(below)) below.after(row);
  if (event.clientY < EDGE_PX) scrollBy(0, -SCROLL_PX);
  else if (event.clientY > innerHeight - EDGE_PX) scrollBy(0, SCROLL_PX);
});

function middleOf(row) {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}

for (const kind of ["pointerup", "pointercancel"]) {
  document.addEventListener(kind, (event) => {
    if (event.pointerId !== moving?.pointer) return;
    const { row } = moving;
    moving = null;
    row.classList.remove("row-moving");
    writeNumbers(row.closest("[data-ordering]"), row);
  });
}

document.addEventListener("trigpoint:step", offerMoves);
offerMoves();
