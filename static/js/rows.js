// Up and down buttons for rows to order. The numbers stay the answer; the buttons only write them.

function rowsOf(list) {
  return [...list.querySelectorAll(".row")];
}

function offerButtons() {
  for (const buttons of document.querySelectorAll("[data-move]")) buttons.hidden = false;
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

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-by]");
  if (!button) return;
  const row = button.closest(".row");
  const list = row.closest("[data-ordering]");
  sortByNumbers(list);
  if (button.dataset.by === "-1") row.previousElementSibling?.before(row);
  else row.nextElementSibling?.after(row);
  const rows = rowsOf(list);
  rows.forEach((one, index) => (one.querySelector("input").value = index + 1));
  list.dispatchEvent(new Event("change", { bubbles: true }));
  // Moving a row in the page takes the focus from its button.
  button.focus();
  const words = row.querySelector(".option-text").textContent.trim();
  list.parentElement.querySelector("[data-moved]").textContent = `${words}: position ${rows.indexOf(row) + 1} of ${rows.length}`;
});

document.addEventListener("trigpoint:step", offerButtons);
offerButtons();
