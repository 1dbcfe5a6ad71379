// Keeps the last pages seen, for when there is no line. The server puts SITE in front: the version of all files of the
// site, and what must be there for a page to look right. Nothing personal is kept, for a computer may be shared: only
// pages of the areas named here, and none whose address says what a person holds, needs or told of themselves, or carries
// a plan (docs/look.md).
/* global SITE */
const FILES = `rungs-site-${SITE.version}`;
const PAGES = `rungs-pages-${SITE.version}`;
const MOST_PAGES = 30;
const MOST_FILES = 120;
const AREAS = /^\/($|(jobs|credentials|occupations|fields|ladder|search|glossary|about-data|about-quality|data-health|accessibility|privacy)(\/|$))/;
// Names of portal/web/choices.py, of a plan and of answers; `until-` begins one name for each credential.
const PERSONAL = /^(plan|out|said|code|answers|held|lapsed|until(-.*)?|education|experience|age|needs|budget)$/;

// A part without a value says nothing: a form sends those too.
const mayKeep = (url) =>
  AREAS.test(url.pathname) && ![...url.searchParams].some(([name, value]) => value && PERSONAL.test(name));
const isPage = (response) =>
  response.ok &&
  response.type === "basic" &&
  !response.redirected &&
  (response.headers.get("Content-Type") ?? "").startsWith("text/html") &&
  !(response.headers.get("Cache-Control") ?? "").includes("no-store");

// What was put in first goes first.
const trim = async (cache, most) => {
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((key) => cache.delete(key)));
};
const keep = async (url, response) => {
  const headers = new Headers(response.headers);
  headers.set("X-Kept-At", new Date().toISOString());
  const cache = await caches.open(PAGES);
  const key = url.pathname + url.search;
  await cache.delete(key); // so that it counts as the newest
  await cache.put(key, new Response(await response.text(), { headers }));
  await trim(cache, MOST_PAGES);
};
const kept = async (url) => {
  const found = await (await caches.open(PAGES)).match(url.pathname + url.search, { ignoreVary: true });
  if (!found) return null;
  const html = (await found.text()).replace("<body", `<body data-portal-kept-at="${found.headers.get("X-Kept-At")}"`);
  return new Response(html, { headers: found.headers });
};
// In the language of the page seen last.
const shell = async () => {
  const pages = await caches.open(PAGES);
  const newest = (await pages.keys()).at(-1);
  const html = newest ? await (await pages.match(newest, { ignoreVary: true })).text() : "";
  const language = html.match(/<html lang="(\w+)"/)?.[1] ?? navigator.language.slice(0, 2);
  const address = SITE.shells[language] ?? Object.values(SITE.shells)[0];
  return (await caches.match(address, { ignoreVary: true })) ?? Response.error();
};

// At the start, and again after somebody wiped everything.
const fill = async () => {
  const shells = Object.values(SITE.shells);
  if (await caches.match(shells[0], { ignoreVary: true })) return;
  // Without cookies: what is kept here is nobody's page.
  const requests = [...SITE.files, ...shells].map((address) => new Request(address, { credentials: "omit" }));
  await (await caches.open(FILES)).addAll(requests);
};

const page = async (event, url) => {
  let response;
  try {
    response = (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (mayKeep(url) && (await kept(url))) || shell();
  }
  if (mayKeep(url) && isPage(response)) event.waitUntil(keep(url, response.clone()));
  event.waitUntil(fill());
  return response;
};
const file = async (event) => {
  const found = await caches.match(event.request, { ignoreVary: true });
  if (found) return found;
  const response = await fetch(event.request);
  if (response.ok) {
    const copy = response.clone();
    event.waitUntil(
      caches.open(FILES).then(async (cache) => {
        await cache.put(event.request, copy);
        await trim(cache, MOST_FILES);
      }),
    );
  }
  return response;
};

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => {
  const clear = async () => {
    const old = (await caches.keys()).filter((name) => /^rungs-(site|pages)-/.test(name) && ![FILES, PAGES].includes(name));
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.registration.navigationPreload?.enable();
    await self.clients.claim();
    // The page that brought this worker was loaded before it could keep anything.
    for (const client of await self.clients.matchAll({ type: "window" })) {
      const url = new URL(client.url);
      if (!mayKeep(url)) continue;
      const response = await fetch(url).catch(() => null);
      if (response && isPage(response)) await keep(url, response);
    }
  };
  event.waitUntil(clear());
});
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/kiosk")) return;
  if (event.request.mode === "navigate") event.respondWith(page(event, url));
  else if (url.pathname.startsWith("/static/") && url.searchParams.has("v")) event.respondWith(file(event));
});
