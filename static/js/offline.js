// Starts the service worker, says how old a kept page is, lists the kept pages, and forgets them when asked to.
const language = document.documentElement.lang;
const STEPS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];
const ago = (iso) => {
  const seconds = Math.max(0, (Date.now() - Date.parse(iso)) / 1000);
  const [unit, length] = STEPS.find(([, size]) => seconds >= size) ?? STEPS.at(-1);
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-Math.floor(seconds / length), unit);
};
const pageCaches = async () => (await caches.keys()).filter((name) => name.startsWith("rungs-pages-"));
const forget = async () => {
  for (const name of await pageCaches()) await caches.delete(name);
};

const keptAt = document.body.dataset.portalKeptAt;
const notice = document.querySelector("[data-portal-offline]");
if (keptAt && notice) {
  const text = notice.querySelector("span");
  text.textContent = text.textContent.replace("…", ago(keptAt));
  notice.hidden = false;
}

const list = document.querySelector("[data-portal-kept]");
const draw = async () => {
  const lines = [];
  for (const name of await pageCaches()) {
    const cache = await caches.open(name);
    for (const key of await cache.keys()) {
      const response = await cache.match(key, { ignoreVary: true });
      const title = (await response.text()).match(/<title>([^<]*)<\/title>/)?.[1] ?? "";
      lines.unshift({ href: new URL(key.url), title, at: response.headers.get("X-Kept-At") });
    }
  }
  const items = lines.map(({ href, title, at }) => {
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { className: "tap", href: href.pathname + href.search });
    // The title is text of our own pages, with its signs written as in HTML.
    link.textContent = new DOMParser().parseFromString(title, "text/html").body.textContent.split(" · ")[0];
    const when = Object.assign(document.createElement("span"), { className: "soft small", textContent: ` ${ago(at)}` });
    item.append(link, when);
    return item;
  });
  list.replaceChildren(...items);
  document.querySelector("[data-portal-kept-none]").hidden = items.length > 0;
  document.querySelector("[data-portal-forget]").hidden = items.length === 0;
};

if ("caches" in window) {
  if (list) draw();
  if (document.querySelector("[data-portal-plan-gone]")) forget();
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-portal-plan-delete]")) forget();
  });
  document.querySelector("[data-portal-forget]")?.addEventListener("click", async () => {
    await forget();
    await draw();
    document.querySelector("h1").focus();
  });
}
if ("serviceWorker" in navigator)
  window.addEventListener("load", () => {
    // A browser that refuses (a private window, for one) shows the pages as it always did.
    navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => {});
  });
