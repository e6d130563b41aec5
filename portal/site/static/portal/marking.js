// Words chosen in a row are withheld where they stand: Alt+K or the row's link opens the page's form below the row.
import { $, all, on, onKeys } from "./portal.js";

const FORM = ".rows__body > form";
let chosen;

// Counted in characters, as the server does; marks are no text.
const charactersUntil = (text, node, at) => {
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(node, at);
  const copy = before.cloneContents();
  for (const note of all(".mark-note", copy)) note.remove();
  return [...copy.textContent].length;
};

const close = () => {
  $(FORM).remove();
  getSelection().addRange(chosen);
};

const open = (link) => {
  const words = getSelection();
  const text = $(".prose", link.closest("li"));
  if (words.isCollapsed || !text.contains(words.getRangeAt(0).commonAncestorContainer)) return false;
  chosen = words.getRangeAt(0);
  const start = charactersUntil(text, chosen.startContainer, chosen.startOffset);
  const address = `${link.href}&start=${start}&end=${charactersUntil(text, chosen.endContainer, chosen.endOffset)}`;
  $(FORM)?.remove();
  htmx.ajax("GET", address, { source: link }).then(() => {
    if ($(FORM)) $(`${FORM} [name=ground]`).focus();
    else location.assign(address);
  });
  return true;
};

on("mousedown", "[data-mark]", (link, event) => event.preventDefault()); // the words stay chosen
on("click", "[data-mark]", (link, event) => open(link) && event.preventDefault());
on("click", `${FORM} a`, (link, event) => {
  event.preventDefault();
  close();
});
onKeys((keys, { target }) => {
  const row = getSelection().anchorNode?.parentElement.closest("li");
  const link = row && $("[data-mark]", row);
  const form = target.closest(FORM);
  if (link && keys === "Alt+K") return open(link);
  if (form && keys === "Escape") close();
  if (form && keys === "Ctrl+Enter") form.requestSubmit();
  return false;
});
