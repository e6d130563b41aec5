// The search of a carried copy, over the words in search-index.js; no server is asked. Without it the whole list stands.
"use strict";

(() => {
  const fold = (text) =>
    text.normalize("NFKC").toLowerCase().replace(/[ァ-ヶ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0x60));
  const form = document.getElementById("search");
  const told = document.getElementById("told");
  const records = [...document.querySelectorAll("#records li")].map((item) => {
    const address = item.querySelector("a").getAttribute("href");
    return { item, text: fold(publicIndex[address] ?? "") };
  });
  const show = () => {
    const words = fold(form.elements.q.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { item, text } of records) {
      item.hidden = !words.every((word) => text.includes(word));
      count += item.hidden ? 0 : 1;
    }
    const found = count ? `${count}件が見つかりました。` : "見つかりませんでした。別の言葉で探してください。";
    told.textContent = words.length ? found : "";
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  form.hidden = false;
})();
