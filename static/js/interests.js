// Answers to the pictures of work stay in this browser (localStorage) and are one question a screen without loading a
// page. Without this module, or without storage, the form does the same and the answers go along in its address.
const form = document.querySelector("[data-portal-interests]");
const live = document.querySelector("[data-portal-live]");
const KEY = "rungs-interests-";
const SKIPPED = "-";

const read = (key) => {
  try {
    return localStorage.getItem(KEY + key) ?? "";
  } catch {
    return ""; // storage is switched off
  }
};
const write = (key, text) => {
  try {
    if (text) localStorage.setItem(KEY + key, text);
    else localStorage.removeItem(KEY + key);
  } catch {
    // the address keeps the answers instead
  }
};

// The page on which one chooses: who has begun may go on.
const resume = document.querySelector("[data-portal-interests-resume]");
if (resume && read("pictures")) {
  resume.hidden = false;
  document.querySelector("[data-portal-interests-start]").closest("p").hidden = true;
}
// On the result "start over" forgets the answers too.
if (!form) {
  const over = document.querySelector("[data-portal-interests-over]");
  over?.addEventListener("click", () => write(new URL(over.href).pathname.split("/")[2], ""));
}

if (form) {
  const key = form.dataset.portalInterests;
  const questions = [...form.querySelectorAll('[role="radiogroup"]')];
  const isOne = form.querySelector('[name="view"]').value === "one";
  const part = (name) => form.querySelector(`[data-portal-interests-${name}]`);
  const radios = (place) => [...questions[place - 1].querySelectorAll("input")];
  let at = Number(form.dataset.portalInterestsAt);
  let before = ""; // the answers that "start over" took away

  const answers = () => questions.map((_, i) => radios(i + 1).find((one) => one.checked)?.value ?? SKIPPED);
  const fill = (text) => {
    questions.forEach((_, i) => {
      for (const one of radios(i + 1)) one.checked = one.value === text[i];
    });
  };
  const text = () => answers().join("").replace(/-+$/, "");
  const answered = () => answers().filter((one) => one !== SKIPPED).length;
  // An interest needs three of its five answers (portal/domain/interest.py); the result says which lack some.
  const isEnough = () => answered() >= 0.6 * questions.length;
  const say = (message) => {
    if (live) live.textContent = message;
  };
  const draw = () => {
    const message = form.dataset.portalInterestsSaid
      .replace("{answered}", answered())
      .replace("{total}", questions.length);
    part("count").textContent = message;
    form.querySelector("progress").value = answered();
    if (isOne) part("result").hidden = !isEnough();
    for (const link of [part("view"), part("over")]) {
      const url = new URL(link.href);
      if (link === part("view") && text()) url.searchParams.set("answers", text());
      link.href = url.pathname + url.search;
    }
    return message;
  };
  const keep = () => {
    write(key, text());
    say(draw());
  };
  const show = (place, { focus = true } = {}) => {
    at = Math.min(Math.max(place, 1), questions.length);
    questions.forEach((one, i) => (one.hidden = i + 1 !== at));
    form.querySelector('[name="at"]').value = at;
    part("read").dataset.readAloud = questions[at - 1].id;
    if (focus) (radios(at).find((one) => one.checked) ?? radios(at)[0]).focus({ preventScroll: true });
  };
  const addressOf = (place) => {
    const url = new URL(location.href);
    for (const name of ["answers", "go", "at"]) url.searchParams.delete(name);
    if (place > 1) url.searchParams.set("at", place);
    return url.pathname + url.search;
  };
  const goTo = (place) => {
    if (place > questions.length) return form.requestSubmit(part("result"));
    show(place);
    history.pushState({ at }, "", addressOf(at));
  };

  const told = new URL(location.href).searchParams.get("answers");
  if (told) write(key, text());
  else fill(read(key));
  const saved = read(key);
  if (isOne && saved && !new URL(location.href).searchParams.has("at")) {
    const open = answers().indexOf(SKIPPED) + 1 || questions.length;
    show(open, { focus: false });
  }
  if (saved) {
    // Kept here, they need not stand in the address, which a shared computer remembers.
    history.replaceState({ at }, "", addressOf(at));
  }
  draw();
  part("keys").hidden = false;

  form.addEventListener("change", (event) => {
    if (event.target.type === "radio") keep();
  });
  let soon = 0;
  form.addEventListener("click", (event) => {
    // A tap or a click goes on; choosing with the arrow keys does not: they move through the answers.
    if (!isOne || event.detail === 0 || !event.target.closest(".answer")) return;
    clearTimeout(soon);
    const here = at;
    soon = setTimeout(() => here === at && radios(at).some((one) => one.checked) && goTo(at + 1), 220);
  });
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const group = event.target.closest?.('[role="radiogroup"]') ?? (isOne ? questions[at - 1] : null);
    const choice = group && /^[1-9]$/.test(event.key) ? group.querySelectorAll("input")[event.key - 1] : null;
    if (!choice) return;
    event.preventDefault();
    choice.checked = true;
    keep();
    if (isOne) goTo(at + 1);
    else questions[questions.indexOf(group) + 1]?.querySelector("input").focus();
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.value === "result") {
      event.preventDefault();
      const url = new URL(form.action);
      url.pathname += "/result";
      for (const [name, value] of new FormData(form)) if (/^(region|held|plan)$/.test(name)) url.searchParams.set(name, value);
      if (text()) url.searchParams.set("answers", text());
      location.assign(url);
    } else if (isOne) {
      event.preventDefault();
      goTo(at + 1);
    }
  });
  part("back")?.addEventListener("click", (event) => {
    if (at === 1) return;
    event.preventDefault();
    goTo(at - 1);
  });
  part("over").addEventListener("click", (event) => {
    event.preventDefault();
    before = text();
    fill("");
    keep();
    part("undo").hidden = !before;
    if (isOne) goTo(1);
  });
  part("undo").addEventListener("click", () => {
    fill(before);
    keep();
    part("undo").hidden = true;
    const open = answers().indexOf(SKIPPED) + 1 || questions.length;
    if (isOne) goTo(open);
    else radios(open)[0].focus();
  });
  window.addEventListener("popstate", (event) => {
    if (isOne) show(event.state?.at ?? 1);
  });
}
