// Runs in the confirmation page. It only enables the button and sends messages; the extension
// checks everything again.

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

const host = acquireVsCodeApi();
const form = element("confirmation", HTMLFormElement);
const typed = element("typed", HTMLInputElement);
const purge = element("purge", HTMLButtonElement);
const cancel = element("cancel", HTMLButtonElement);
const { page = "", word = "" } = form.dataset;

function matches(): boolean {
  return word !== "" && typed.value.trim() === word;
}

typed.addEventListener("input", () => {
  purge.disabled = !matches();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (matches() && !purge.disabled) {
    purge.disabled = true;
    typed.readOnly = true;
    host.postMessage({ type: "confirm", page, typed: typed.value.trim() });
  }
});

cancel.addEventListener("click", () => {
  host.postMessage({ type: "cancel" });
});

window.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) {
    host.postMessage({ type: "cancel" });
  }
});

// Focuses the box without scrolling: what will be destroyed comes first.
typed.focus({ preventScroll: true });

function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) {
    throw new Error(`The page has no ${id}.`);
  }
  return found;
}
