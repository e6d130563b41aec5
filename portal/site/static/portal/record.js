// The editor of the record, over forms that work without: rows save themselves, drafts stay, keys act.
import { $, all, on, onKeys, renew } from "./portal.js";

const typed = (form, fields = "select, :read-write") =>
  JSON.stringify(all(fields, form).map(({ name, value }) => [name, value]));
const draft = (form) => `row:${form.dataset.user}:${form.getAttribute("action")}`;
const isUnsaved = (form) => sessionStorage.getItem(draft(form));
let next; // what is pressed when the list is back

const forget = (form) => {
  clearTimeout(form.timer);
  sessionStorage.removeItem(draft(form));
  delete form.dataset.unsaved;
};
const say = (form, what) => {
  const state = $(".row-form__state", form);
  state.textContent = state.dataset[what] ?? what;
};
const later = (form, why, wait) => {
  clearTimeout(form.timer);
  say(form, why);
  if (form.dataset.autosave) form.timer = setTimeout(save, wait, form);
};

const send = async (form) => {
  const sent = typed(form);
  renew(form);
  const body = new URLSearchParams(new FormData(form));
  body.set("stay", form.dataset.autosave);
  say(form, "saving");
  const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
  if (!answer) return later(form, "offline", 10000);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = $(".row-form", page);
  if (!fresh) return later(form, $("[name=password]", page) ? "session" : "failed", 10000);
  const { version, text } = fresh.elements;
  if (!answer.ok) {
    // Refused, or somebody was faster: the row as the server shows it, with what stands here.
    text.value = form.elements.text.value;
    form.replaceWith(fresh);
    htmx.process(fresh);
    return text.focus();
  }
  form.elements.version.value = version.value;
  if (typed(form) !== sent) return later(form, "typed", 500);
  forget(form);
  return say(form, $(".row-form__state", fresh).textContent);
};
const save = (form) => {
  clearTimeout(form.timer);
  if (form.isConnected) form.saving ??= send(form).finally(() => { form.saving = null; });
};

on("input", ".row-form", (form) => {
  sessionStorage.setItem(draft(form), typed(form, "select, :read-write, [name=version]"));
  later(form, "typed", 1500);
});

// A button of a row waits for what is on its way, and says where to go on when the list is back.
on("click", ".row-form button, [data-close-row]", (button, event) => {
  const form = button.closest("form");
  const isClosing = !button.form;
  if (isClosing && form.dataset.autosave && isUnsaved(form)) save(form);
  if (form.saving) {
    event.preventDefault();
    event.stopPropagation();
    form.saving.then(() => isClosing && isUnsaved(form) || button.click());
    return;
  }
  const { at, text } = form.elements;
  if (at) at.value = [...text.value.slice(0, text.selectionStart)].length;
  next = button.dataset.next;
  forget(form);
});

// A row that was opened takes the caret, and back what was typed there and never reached the server.
const arrive = () => {
  for (const form of all(".row-form:not([data-met])")) {
    form.dataset.met = "";
    if (isUnsaved(form)) {
      for (const [name, value] of JSON.parse(isUnsaved(form))) form.elements[name].value = value;
      later(form, "restored", 5000);
    }
    if ($("#rows")) form.elements.text.focus();
  }
  const link = next && $(next);
  if (link) next = null;
  link?.click();
};
document.addEventListener("htmx:after:swap", arrive);
arrive();

onKeys((keys, { target }) => {
  const row = target.closest(".rows__row--edit");
  const option = row && /^Alt\+\d$/.test(keys) && all("[name=kind] option:not([value=''])", row)[keys.at(-1) - 1];
  if (option) {
    option.selected = true;
    option.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const isSave = keys === "Ctrl+S" && $(".row-form");
  if (isSave) for (const form of all("[data-autosave]")) save(form);
  return option || isSave;
});
