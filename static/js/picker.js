// A box that narrows a long list of checkboxes as you type. Without it the list is there in full.
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

for (const picker of document.querySelectorAll("[data-portal-picker]")) {
  const box = picker.querySelector("[data-portal-picker-filter]");
  const none = picker.querySelector("[data-portal-picker-none]");
  const more = picker.querySelector("[data-portal-picker-more]");
  const groups = [...picker.querySelectorAll("[data-portal-picker-group]")];
  box.closest("[hidden]").hidden = false;
  box.addEventListener("input", () => {
    const words = fold(box.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const group of groups) {
      let here = 0;
      for (const check of group.querySelectorAll(".check")) {
        const text = fold(`${check.textContent} ${check.dataset.words ?? ""}`);
        const fits = check.querySelector("input").checked || words.every((word) => text.includes(word));
        check.hidden = !fits;
        here += fits;
      }
      group.hidden = here === 0;
      if (words.length > 0 && here > 0) group.open = true;
      shown += here;
    }
    if (more) {
      const hasGroups = [...more.querySelectorAll("[data-portal-picker-group]")].some((group) => !group.hidden);
      more.hidden = !hasGroups;
      if (words.length > 0 && hasGroups) more.open = true;
    }
    none.hidden = shown > 0;
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
