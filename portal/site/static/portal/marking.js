// Words chosen in a row are withheld where they stand: Alt+K or the row's link opens the page's form below the row.
"use strict";

(() => {
  let opened = null;
  const rowOf = (node) => (node?.closest ? node : node?.parentElement)?.closest("[data-withhold]");

  // Counted in characters, as the server does; marks are no text.
  const chosenIn = (row) => {
    const text = row?.querySelector(".prose");
    const chosen = window.getSelection();
    const range = chosen.rangeCount && chosen.getRangeAt(0);
    if (!text || !range || range.collapsed || !text.contains(range.commonAncestorContainer)) return null;
    const until = (node, at) => {
      const before = document.createRange();
      before.setStart(text, 0);
      before.setEnd(node, at);
      const copy = before.cloneContents();
      for (const note of copy.querySelectorAll(".mark-note")) note.remove();
      return [...copy.textContent].length;
    };
    const start = until(range.startContainer, range.startOffset);
    return { range, query: `field=text&start=${start}&end=${until(range.endContainer, range.endOffset)}` };
  };
  const close = () => {
    opened?.place.remove();
    if (opened) window.getSelection().addRange(opened.range);
    opened = null;
  };
  const open = async (event, row) => {
    const chosen = chosenIn(row);
    if (!chosen) return;
    event.preventDefault();
    close();
    const address = `${row.dataset.withhold}?${chosen.query}&from=record`;
    const answer = await fetch(address);
    const form = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("form.form");
    if (!form) return window.location.assign(address);
    const place = document.createElement("div");
    place.className = "rows__mark";
    form.action = address;
    place.append(document.adoptNode(form));
    row.querySelector(".rows__body").append(place);
    opened = { place, range: chosen.range };
    form.elements.namedItem("ground").focus();
  };
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest("a[data-mark]")) event.preventDefault(); // the words stay chosen
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("a[data-mark]")) open(event, rowOf(event.target));
    if (!event.target.closest(".rows__mark a")) return;
    event.preventDefault();
    close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || document.body.dataset.keys === "off") return;
    if (event.altKey && event.code === "KeyK") open(event, rowOf(window.getSelection().anchorNode));
    const form = event.target.closest?.(".rows__mark form");
    if (form && event.key === "Escape") close();
    if (form && event.ctrlKey && event.key === "Enter") form.requestSubmit();
  });
})();
