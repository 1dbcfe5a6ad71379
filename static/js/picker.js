// A box that narrows a long list of checkboxes as you type. Where the page has only the first of them, the others come
// when somebody looks for one. Without this module a button leads to the page that has them all.
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

for (const picker of document.querySelectorAll("[data-portal-picker]")) {
  const box = picker.querySelector("[data-portal-picker-filter]");
  const none = picker.querySelector("[data-portal-picker-none]");
  const all = picker.querySelector("[data-portal-picker-all]");
  const narrow = () => {
    const words = fold(box.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const group of picker.querySelectorAll("[data-portal-picker-group]")) {
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
    none.hidden = shown > 0;
  };
  const add = (html) => {
    const found = document.createElement("template");
    found.innerHTML = html;
    const here = new Set([...picker.querySelectorAll("input[type=checkbox]")].map((one) => one.value));
    for (const group of found.content.querySelectorAll("[data-portal-picker-group]")) {
      for (const check of group.querySelectorAll(".check"))
        if (here.has(check.querySelector("input").value)) check.remove();
      if (group.querySelector(".check")) none.before(group);
    }
    all.closest("p").remove();
    narrow();
  };
  let coming = null;
  const load = () => {
    if (!all) return null;
    coming ??= fetch(all.formAction, { headers: { "HX-Request": "true" } })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(answer.statusText))))
      .then(add);
    return coming;
  };
  box.closest("[hidden]").hidden = false;
  box.addEventListener("focus", () => load()?.catch(() => (coming = null)));
  box.addEventListener("input", narrow);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  all?.addEventListener("click", (event) => {
    event.preventDefault();
    const before = picker.querySelectorAll("[data-portal-picker-group]").length;
    load()
      .then(() => picker.querySelectorAll("[data-portal-picker-group]")[before]?.querySelector("summary").focus())
      .catch(() => location.assign(all.formAction)); // the browser says that the line is gone
  });
}
