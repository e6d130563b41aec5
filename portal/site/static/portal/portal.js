// Comforts on top of pages that work without any script: keys, a warning before typed text is lost, menus that close.
// What needs a script to work at all carries the attribute hidden until this file takes it away.
"use strict";

(() => {
  const keysAreOn = () => document.body.dataset.keys !== "off";
  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

  // Keys: whatever carries data-key is what the key does; a field takes the focus, anything else is pressed.
  document.addEventListener("keydown", (event) => {
    if (!keysAreOn() || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const control = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!control) return;
    event.preventDefault();
    if (control.matches("input, select, textarea")) {
      control.focus();
      control.select?.();
    } else {
      control.click();
    }
  });

  // A page shown in a sheet over this one, so that what is typed here stays.
  const openSheet = async (link) => {
    const answer = await fetch(link.href, { headers: { "X-Requested-With": "fetch" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const body = page.querySelector("[data-sheet-body]");
    if (!answer.ok || !body) return window.location.assign(link.href);
    const sheet = document.createElement("dialog");
    sheet.className = "sheet";
    sheet.setAttribute("aria-label", link.dataset.sheet);
    const close = document.createElement("form");
    close.method = "dialog";
    close.innerHTML = '<button class="button button--small">閉じる</button>';
    sheet.append(document.adoptNode(body), close);
    sheet.addEventListener("close", () => sheet.remove());
    document.body.append(sheet);
    return sheet.showModal();
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-sheet]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openSheet(link);
  });

  // Menus close with Escape and with a click elsewhere.
  const closeMenus = (inside) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(inside)) menu.open = false;
    }
  };
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (!menu) return;
    closeMenus(null);
    menu.querySelector("summary").focus();
  });

  // Typed and not sent: ask before the page is left. A form that came back unsaved counts from the start.
  const unsent = new Set(document.querySelectorAll("form[data-unsaved]"));
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.method === "post" && !form.closest("dialog")) unsent.add(form);
  });
  document.addEventListener("submit", (event) => unsent.delete(event.target));
  document.addEventListener("reset", (event) => unsent.delete(event.target));
  window.addEventListener("beforeunload", (event) => {
    if ([...unsent].some((form) => form.isConnected)) event.preventDefault();
  });

  // Somebody who logged in again in another window has a new proof of origin: the cookie knows it.
  const proof = () => /(?:^|; )(?:__Host-)?csrftoken=([^;]+)/.exec(document.cookie)?.[1];
  document.addEventListener("submit", (event) => {
    const field = event.target.elements.namedItem("csrfmiddlewaretoken");
    if (field && proof()) field.value = proof();
  });
  document.addEventListener("htmx:config:request", (event) => {
    if (proof()) event.detail.ctx.request.headers["X-CSRFToken"] = proof();
  });

  // Copies the address of the page as it is filtered now.
  for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = !navigator.clipboard;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(window.location.href);
    button.textContent = "コピーしました";
  });
})();
