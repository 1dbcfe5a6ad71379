// Opens the meaning of a word beside it, or at the foot of a small screen. Without this module, or where the browser has
// no popovers, the word is a link to the glossary.
const GAP = 8;
const live = document.querySelector("[data-portal-live]");
let word = null; // the one whose meaning is shown
let shownAtPress = null; // a press outside closes a popover before its click comes

const place = (note) => {
  note.removeAttribute("style");
  if (getComputedStyle(note).position === "fixed") return;
  const box = word.getBoundingClientRect();
  const { width, height } = note.getBoundingClientRect();
  const below = box.bottom + GAP + height < innerHeight || box.top < height + GAP;
  const left = Math.max(GAP, Math.min(box.left, document.documentElement.clientWidth - width - GAP));
  note.style.left = `${left + scrollX}px`;
  note.style.top = `${scrollY + (below ? box.bottom + GAP : box.top - GAP - height)}px`;
};

const note = Object.assign(document.createElement("span"), { className: "term-text" });
if ("popover" in note) {
  note.popover = "auto";
  note.addEventListener("toggle", ({ newState }) => {
    if (newState === "open") return;
    word?.removeAttribute("aria-expanded");
    word = null;
    if (live?.textContent === note.textContent) live.textContent = "";
  });
  document.addEventListener("pointerdown", () => (shownAtPress = word), true);
  document.addEventListener("click", (event) => {
    const tapped = event.target.closest?.("a[data-portal-term]");
    if (!tapped || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const again = tapped === word || (event.detail > 0 && tapped === shownAtPress);
    if (note.isConnected && note.matches(":popover-open")) note.hidePopover();
    if (again) return;
    const name = Object.assign(document.createElement("b"), { textContent: `${tapped.dataset.portalTerm}. ` });
    note.replaceChildren(name, tapped.dataset.meaning);
    tapped.after(note);
    note.showPopover();
    word = tapped;
    word.setAttribute("aria-expanded", "true");
    place(note);
    if (live) live.textContent = note.textContent;
  });
}
