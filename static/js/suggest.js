// Offers names while somebody types (ARIA combobox with a grouped list). Without it the form works as it is.
const WAIT_MS = 120;
const SHORTEST = 2;
let number = 0;

for (const place of document.querySelectorAll("[data-portal-suggest]")) {
  const input = place.querySelector("input");
  const list = document.createElement("div");
  list.className = "suggest-list";
  list.id = `suggest-list-${(number += 1)}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.querySelector(`label[for="${input.id}"]`)?.textContent.trim() ?? "");
  list.hidden = true;
  const status = document.createElement("div");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  status.dataset.portalSuggestStatus = "";
  place.append(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  let timer = 0;
  let asked = null;
  let at = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];

  const choose = (next) => {
    const all = options();
    at = next;
    all.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    if (all[at]) {
      input.setAttribute("aria-activedescendant", all[at].id);
      all[at].scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };
  const close = () => {
    asked?.abort();
    clearTimeout(timer);
    list.hidden = true;
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  };
  const open = (markup) => {
    const parsed = new DOMParser().parseFromString(markup, "text/html").getElementById("search-suggestions");
    const groups = parsed ? [...parsed.children] : [];
    for (const element of parsed?.querySelectorAll("[id]") ?? []) element.id = `${list.id}-${element.id}`;
    for (const group of groups) group.setAttribute("aria-labelledby", `${list.id}-${group.getAttribute("aria-labelledby")}`);
    list.replaceChildren(...groups);
    at = -1;
    list.hidden = groups.length === 0;
    status.textContent = parsed?.dataset.status ?? "";
    input.setAttribute("aria-expanded", String(groups.length > 0));
    input.removeAttribute("aria-activedescendant");
  };
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const address = `${place.dataset.portalSuggest}?${new URLSearchParams({ q: input.value })}`;
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: asked.signal });
      if (answer.ok) open(await answer.text());
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < SHORTEST) close();
    else timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    const all = options();
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" && !list.hidden) {
      event.preventDefault();
      choose((at + 1) % all.length);
    } else if (event.key === "ArrowUp" && !list.hidden) {
      event.preventDefault();
      choose(at <= 0 ? all.length - 1 : at - 1);
    } else if ((event.key === "Home" || event.key === "End") && !list.hidden && all[at]) {
      // Only once a name is chosen: before, the keys move in the text, as in any box.
      event.preventDefault();
      choose(event.key === "Home" ? 0 : all.length - 1);
    } else if (event.key === "Enter" && !list.hidden && all[at]) {
      event.preventDefault();
      window.location.assign(all[at].dataset.href);
    }
  });
  // A click on an option takes the focus off the box first: keep the list until the click has come.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) window.location.assign(option.dataset.href);
  });
  input.addEventListener("blur", close);
  input.form?.addEventListener("submit", close);
}
