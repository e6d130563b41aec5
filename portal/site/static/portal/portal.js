// Comforts on top of pages that work without any script: keys, a warning before typed text is lost, menus that close.
// What needs a script to work at all carries the attribute hidden until this file takes it away.

export const $ = (selector, within = document) => within.querySelector(selector);
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

// Does act(element, event) for what happens in an element of this kind, now or later, before the element hears of it.
export const on = (name, selector, act) => document.addEventListener(name, (event) => {
  const found = event.target.closest?.(selector);
  if (found) act(found, event);
}, true);

// Does act("Ctrl+Enter", event) for keys, unless the reader does without; what it gives back says whether it knew them.
export const onKeys = (act) => on("keydown", "body:not([data-keys])", (body, event) => {
  if (event.isComposing || event.metaKey) return;
  const held = (event.ctrlKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "");
  const key = held ? event.code.replace(/Key|Digit/, "") : event.key;
  if (act(held + key, event)) event.preventDefault();
});

// Whatever carries data-key is what the key does: a field takes the focus, anything else is pressed. Held keys act in
// their form, single ones on the page unless somebody types.
onKeys((keys, { target }) => {
  const place = keys.length > 1 ? target.closest("form") : !target.closest("input, textarea, select") && document;
  const control = place && $(`[data-key="${CSS.escape(keys)}"]`, place);
  if (!control || $(":popover-open")) return false;
  control.focus();
  if (control.select) control.select();
  else control.click();
  return true;
});

// Menus close with Escape and with a click elsewhere.
for (const name of ["click", "keydown"]) {
  on(name, "*", (target, { key }) => {
    for (const menu of all("details.menu[open]")) {
      if (key ? key !== "Escape" : menu.contains(target)) continue;
      menu.open = false;
      if (key) $("summary", menu).focus();
    }
  });
}

// Somebody who logged in again in another window has a new proof of origin: the cookie knows it.
export const renew = ({ elements: { csrfmiddlewaretoken: field } }) => {
  const proof = /\bcsrftoken=([^;]+)/.exec(document.cookie)?.[1];
  if (field && proof) field.value = proof;
};

// Typed and not sent: ask before the page is left. A form that came back unsaved counts from the start.
on("input", "*", ({ form }) => {
  if (form?.method === "post") form.dataset.unsaved = "";
});
on("submit", "form", (form) => {
  delete form.dataset.unsaved;
  renew(form);
});
window.addEventListener("beforeunload", (event) => {
  if ($("form[data-unsaved]")) event.preventDefault();
});

// A row dropped on another goes to its place.
let from;
on("dragstart", "[draggable]", (row) => { from = row; });
on("dragend", "*", () => { from = 0; });
on("dragover", "[draggable]", (row, event) => { if (from && row !== from) event.preventDefault(); });
on("drop", "[draggable]", ({ id }) => {
  const button = $("button", from);
  button.value = `${from.id}:${id}`;
  button.form.requestSubmit(button);
});

// Copies the address as it is filtered now.
for (const button of all("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.onclick = async () => {
    await navigator.clipboard.writeText(location.href);
    button.textContent = "コピーしました";
  };
}
