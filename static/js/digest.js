// A report that somebody checks stays on their device: its SHA-256 is worked out here, and only that is sent. Signed files are
// read by the server, which holds the key. Without script, and on plain http, where browsers offer no digests, the file is sent.

const toHex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
const isPdf = (file) => file && (file.type === "application/pdf" || file.name.toLowerCase().endsWith(".pdf"));

for (const form of document.querySelectorAll("[data-digest-form]")) {
  if (!globalThis.crypto?.subtle) break;
  const input = form.querySelector("input[type=file]");
  const digest = form.querySelector("input[name=digest]");
  form.querySelector("[data-digest-note]").hidden = false;
  form.addEventListener("submit", async (event) => {
    const [file] = input.files;
    if (!isPdf(file)) return;
    event.preventDefault();
    digest.value = toHex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    input.disabled = true;
    form.submit();
    // For somebody who comes back to this page as it was.
    input.disabled = false;
    digest.value = "";
  });
}
