// The search of a carried copy, over the words in search-index.js; no server is asked. Without it the whole list stands.

const fold = (text) =>
  text.normalize("NFKC").toLowerCase().replace(/[ァ-ヶ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0x60));
const form = document.getElementById("search");
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const words = fold(form.elements.q.value).split(/\s+/).filter(Boolean);
  let count = 0;
  for (const item of document.querySelectorAll("#records li")) {
    const text = fold(publicIndex[item.querySelector("a").getAttribute("href")] ?? "");
    item.hidden = !words.every((word) => text.includes(word));
    if (!item.hidden) count += 1;
  }
  const found = count ? `${count}件が見つかりました。` : "見つかりませんでした。別の言葉で探してください。";
  document.getElementById("told").textContent = words.length ? found : "";
});
form.hidden = false;
