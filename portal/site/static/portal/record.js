// The editor of the record, over forms that work without: rows save themselves, drafts stay, keys act.
"use strict";

(() => {
  const $ = (selector, within = document) => within.querySelector(selector);
  const forms = () => document.querySelectorAll(".row-form");
  const state = (form) => $(".row-form__state", form);
  const say = (form, what) => { state(form).textContent = state(form).dataset[what] ?? what; };
  const draft = (form) => `row:${form.dataset.user}:${form.getAttribute("action")}`;
  const typed = (form) => JSON.stringify([...new FormData(form)].filter(([name]) => !/^(csrf|version|above|row|at$)/.test(name)));
  const isUnsaved = (form) => sessionStorage.getItem(draft(form));
  let next;

  const settle = (form) => {
    clearTimeout(form.timer);
    sessionStorage.removeItem(draft(form));
    form.dispatchEvent(new Event("reset", { bubbles: true }));
  };
  const later = (form, why, wait) => {
    clearTimeout(form.timer);
    say(form, why);
    if ("autosave" in form.dataset) form.timer = setTimeout(save, wait, form);
  };

  const send = async (form) => {
    const { version, text } = form.elements;
    const sent = typed(form);
    const body = new URLSearchParams(new FormData(form));
    const proof = /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1];
    if (proof) body.set("csrfmiddlewaretoken", proof);
    body.set("stay", $("#rows") ? "list" : "page");
    say(form, "saving");
    const answer = await fetch(form.action, { method: "POST", body }).catch(() => null);
    if (!answer) return later(form, "offline", 10000);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = $(".row-form", page);
    if (!fresh) return later(form, $("[name=password]", page) ? "session" : "failed", 10000);
    if (!answer.ok) {
      // Refused, or somebody was faster: the row as the server shows it, with what stands here.
      fresh.elements.text.value = text.value;
      form.replaceWith(document.adoptNode(fresh));
      htmx.process(fresh);
      return fresh.elements.text.focus();
    }
    const isSame = typed(form) === sent;
    version.value = fresh.elements.version.value;
    if (!isSame) return later(form, "typed", 500);
    settle(form);
    return say(form, state(fresh).textContent);
  };
  const save = (form) => {
    clearTimeout(form.timer);
    if (form.isConnected) form.saving ??= send(form).finally(() => { form.saving = null; });
  };

  document.addEventListener("input", ({ target: { form } }) => {
    if (!form?.matches(".row-form")) return;
    sessionStorage.setItem(draft(form), `${form.elements.version?.value ?? ""} ${typed(form)}`);
    later(form, "typed", 1500);
  });
  document.addEventListener("focusout", ({ target: { form }, relatedTarget }) => {
    if (form?.dataset.autosave && isUnsaved(form) && !form.contains(relatedTarget)) save(form);
  });

  // A button of a row waits for what is on its way, and says where to go on when the list is back.
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".row-form button, [data-close-row]");
    if (!button) return;
    const form = button.closest("form");
    const row = form.closest("li");
    const isClosing = !button.form;
    if (isClosing && form.dataset.autosave && isUnsaved(form)) save(form);
    if (form.saving) {
      event.preventDefault();
      event.stopPropagation();
      form.saving.then(() => isClosing && isUnsaved(form) || button.click());
      return;
    }
    if (isClosing && row.id === "row-new" && $("#rows")) {
      event.preventDefault();
      row.remove();
    }
    const { at, text } = form.elements;
    if (at) at.value = text.value.includes("／／") ? "" : [...text.value.slice(0, text.selectionStart)].length;
    next = button.name === "direction" && [row.id, "edit"];
    if (isClosing) settle(form);
    clearTimeout(form.timer);
    sessionStorage.removeItem(draft(form));
  }, true);

  // A row that was opened takes the caret, and back what was typed there and never reached the server.
  const arrive = () => {
    for (const form of forms()) {
      if (form.met) continue;
      form.met = true;
      const [, version, found] = /^(\d*) (.*)$/.exec(isUnsaved(form)) ?? [];
      if (found && found !== typed(form)) {
        for (const [name, value] of JSON.parse(found)) form.elements[name].value = value;
        if (version) form.elements.version.value = version;
        later(form, "restored", 5000);
      } else sessionStorage.removeItem(draft(form));
      if ($("#rows")) form.elements.text.focus();
    }
    const row = next && document.getElementById(next[0]);
    if (!row || $("form", row)) return;
    const link = $(`[data-${next[1]}]`, next[2] ? row.nextElementSibling : row);
    if (!link) return;
    next = null;
    link.click();
  };
  document.addEventListener("htmx:after:swap", arrive);
  arrive();

  document.addEventListener("keydown", (event) => {
    if (document.body.dataset.keys === "off" || event.isComposing) return;
    const { key, ctrlKey, altKey } = event;
    const row = event.target.closest(".rows__row--edit");
    if (ctrlKey && key === "s" && forms().length) {
      for (const form of forms()) if (form.dataset.autosave) save(form);
      if (row?.id === "row-new") $("[type=submit]", row).click();
    } else if (row && ctrlKey && key === "Enter") {
      $("[type=submit]", row).click();
      next = row.id === "row-new" ? [row.previousElementSibling?.id, "below", true] : [row.id, "below"];
    } else if (row && altKey && /^Arrow(Up|Down)$/.test(key)) {
      $(`[value=${key.slice(5).toLowerCase()}]`, row)?.click();
    } else if (row && altKey && /^[1-7]$/.test(key)) {
      const { kind } = $("form", row).elements;
      kind.value = [...kind.options].filter((each) => each.value)[key - 1].value;
      kind.dispatchEvent(new Event("input", { bubbles: true }));
    } else {
      return;
    }
    event.preventDefault();
  });
})();
