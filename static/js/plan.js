// Keeps the plan in this browser (localStorage), so that its address need not carry it. Only the signed text of the
// plan is kept. Without this module, or without storage, the plan goes along in the address.
const KEY = "rungs-plan";
const OWN = "rungs-plan-own"; // for one step: the next page shows what this browser's own plan became
const UNREAD = "rungs-plan-unread"; // a kept plan that the site could not read; it stands here until everything is deleted
const FORM = /^[\w.-]{20,4000}$/; // of a signed plan (portal/web/plan/link.py): what is not, came by another hand
const page = document.querySelector("[data-portal-plan]");
const live = document.querySelector("[data-portal-live]");

const read = (store, key) => {
  try {
    return store().getItem(key) ?? "";
  } catch {
    return ""; // storage is switched off
  }
};
const write = (store, key, text) => {
  try {
    if (text) store().setItem(key, text);
    else store().removeItem(key);
    return true;
  } catch {
    return false;
  }
};
const local = () => window.localStorage;
const session = () => window.sessionStorage;
const keptPlan = () => {
  const text = read(local, KEY);
  return FORM.test(text) ? text : "";
};
const bare = (address) => {
  const url = new URL(address, location.href);
  for (const name of ["plan", "out", "said"]) url.searchParams.delete(name);
  return url.pathname + url.search + url.hash;
};
// From now on the address and the links of this page need not carry the plan.
const takeOver = () => {
  if (location.pathname === "/plan") history.replaceState(history.state, "", bare(location.href));
  for (const link of document.querySelectorAll('a[href*="plan="]:not([download])')) link.href = bare(link.href);
};

// Deleting takes all that this site keeps of a person in this browser: the plan, answers about interests, pages that
// were kept for times without a network. How the device reads aloud, and what a kiosk counts, is of no person.
const OF_THE_DEVICE = /^rungs-(kiosk|read-aloud)/;
function forgetAll() {
  for (const store of [local, session]) {
    try {
      for (const key of Object.keys(store())) if (key.startsWith("rungs-") && !OF_THE_DEVICE.test(key)) write(store, key, "");
    } catch {
      continue; // storage is switched off
    }
  }
  window.caches?.keys().then((names) => names.filter((name) => !OF_THE_DEVICE.test(name)).map((name) => caches.delete(name)));
}

const shown = page?.dataset.portalPlan ?? "";
const kept = keptPlan();
const wasOwn = Date.now() - Number(read(session, OWN)) < 30_000;
write(session, OWN, "");
let isOwn = true; // whether forms of this page change the plan that this browser keeps
// A kept plan that cannot be read stops nobody from beginning a new one, which then takes its place.
if (kept && page?.dataset.portalPlanUnread === kept) write(local, UNREAD, kept);

if (page && "portalPlanGone" in page.dataset) {
  forgetAll();
  takeOver();
} else if (page && !shown && kept && !page.querySelector("[role=alert]") && !wasOwn) {
  const url = new URL(location.href);
  url.searchParams.set("plan", kept);
  write(session, OWN, String(Date.now()));
  location.replace(url);
} else if (page && shown && (wasOwn || shown === kept)) {
  if (write(local, KEY, shown)) takeOver();
} else if (page && shown) {
  isOwn = false;
  const other = page.querySelector("[data-portal-plan-other]");
  other.hidden = false;
  const mine = other.querySelector("[data-portal-plan-mine]");
  mine.hidden = !kept;
  other.querySelector("[data-portal-plan-keep]").addEventListener("click", () => {
    if (!write(local, KEY, shown)) return;
    isOwn = true;
    takeOver();
    other.hidden = true;
    const heading = page.querySelector("h1");
    heading.tabIndex = -1;
    heading.focus();
  });
} else if (!page) {
  const carried = document.querySelector('[data-portal-plan-form] [name="plan"]')?.value ?? "";
  isOwn = !carried || carried === kept;
}
for (const link of document.querySelectorAll("a[data-portal-plan-mine]")) link.href = "/plan";

// Another window may have changed the plan meanwhile: what is done here is done to the newest one.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-portal-plan-delete]")) forgetAll();
  if (!form.matches("[data-portal-plan-form]") || !isOwn) return;
  const field = form.querySelector('[name="plan"]');
  const newest = keptPlan();
  if (newest !== read(local, UNREAD)) field.value = newest || field.value;
  write(session, OWN, String(Date.now()));
});
window.addEventListener("storage", (event) => {
  const newer = page?.querySelector("[data-portal-plan-newer]");
  if (!newer || event.key !== KEY || !isOwn) return;
  newer.hidden = false;
  if (live) live.textContent = newer.textContent.trim();
});

for (const button of document.querySelectorAll("[data-portal-plan-copy]")) {
  if (!navigator.clipboard) continue;
  const label = button.querySelector("span");
  const before = label.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    let said = button.dataset.portalCopied;
    try {
      await navigator.clipboard.writeText(button.dataset.portalPlanCopy);
    } catch {
      said = button.dataset.portalNotCopied;
    }
    label.textContent = said;
    if (live) live.textContent = said;
    setTimeout(() => (label.textContent = before), 4000);
  });
}
