/* Makes sharing and finding one's language more comfortable. Every page works without it. */
"use strict";
for (const box of document.querySelectorAll(".share")) {
  const { address, title } = box.dataset;
  const done = box.querySelector(".share-done");
  const reveal = (button) => { button.closest("li").hidden = false; };
  const share = box.querySelector("[data-do=share]");
  const copy = box.querySelector("[data-do=copy]");
  if (share && navigator.share) {
    reveal(share);
    share.addEventListener("click", () => navigator.share({ title, url: address }).catch(() => {}));
  }
  if (copy && navigator.clipboard) {
    reveal(copy);
    copy.addEventListener("click", () => navigator.clipboard.writeText(address).then(() => { done.textContent = copy.dataset.done; }, () => {}));
  }
}
for (const button of document.querySelectorAll("[data-do=copy-text]")) {
  if (!navigator.clipboard) break;
  const box = button.closest(".copied");
  const text = document.getElementById(button.dataset.text);
  button.hidden = false;
  button.addEventListener("click", () => {
    text.select();
    navigator.clipboard.writeText(text.value).then(() => { box.querySelector(".copied-done").textContent = button.dataset.done; }, () => {});
  });
}
/* On a phone an article's languages are folded into a few lines: a button unfolds them, and so does the keyboard that reaches them. */
for (const choice of document.querySelectorAll(".article-languages")) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: `${choice.dataset.all} ▾` });
  const fold = (folds) => {
    choice.dataset.folds = folds ? "yes" : "no";
    button.ariaExpanded = String(!folds);
    button.textContent = `${choice.dataset.all} ${folds ? "▾" : "▴"}`;
  };
  fold(true);
  choice.append(button);
  button.addEventListener("click", () => fold(choice.dataset.folds === "no"));
  choice.addEventListener("focusin", (event) => { if (event.target.matches("a:focus-visible")) fold(false); });
}
/* One open menu at a time, and Escape closes it. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.languages-menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
/* Offers the page in the first language the browser asks for, when it exists in it. Nothing is stored. */
const offers = document.currentScript.dataset.offers;
const wanted = (tag) => {
  const { language, script, region } = new Intl.Locale(tag);
  if (language === "zh") return script === "Hant" || ["TW", "HK", "MO"].includes(region) ? "zh-Hant" : "zh-Hans";
  return { no: "nb", nn: "nb", iw: "he", in: "id" }[language] ?? language;
};
const offer = async () => {
  const here = document.documentElement.lang;
  const links = new Map([...document.querySelectorAll(".languages-menu a, .article-languages a")].map((link) => [link.hreflang, link]));
  for (const tag of navigator.languages) {
    const code = wanted(tag);
    if (code === here) return;
    if (!links.has(code)) continue;
    const [sentence, close, direction] = (await (await fetch(offers)).json())[code];
    const bar = Object.assign(document.createElement("aside"), { className: "language-offer", lang: code, dir: direction });
    const link = Object.assign(document.createElement("a"), { href: links.get(code).href, hreflang: code, textContent: sentence });
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "×", ariaLabel: close });
    button.addEventListener("click", () => bar.remove());
    bar.append(link, button);
    document.querySelector(".masthead").before(bar);
    return;
  }
};
if (offers) offer().catch(() => {});
