/* Makes sharing more comfortable. Every page works without it. */
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
/* One open menu at a time, and Escape closes it. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.languages-menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
