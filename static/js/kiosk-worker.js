// Keeps the kiosk's screen and its files, so that it starts and starts over without a network. The first lines, which
// the server writes, name FILES and their VERSION. Nothing that a visitor does passes through here: the bundle is kept
// by the page, and what is told to the server is told to the server alone.
const CACHE = `rungs-kiosk-${VERSION}`;
const SCREENS = "rungs-kiosk-screens";
const PATIENCE_MS = 4000;

self.addEventListener("install", (event) => {
  const keep = async () => {
    const cache = await caches.open(CACHE);
    await Promise.all(FILES.map(async (url) => cache.put(url, await fetched(url))));
    await self.skipWaiting();
  };
  event.waitUntil(keep());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const names = await caches.keys();
    const old = names.filter((name) => /^rungs-kiosk-[0-9a-f]{12}$/.test(name) && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate" && /^\/kiosk\/[a-z0-9-]+$/.test(url.pathname)) event.respondWith(screen(event.request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(event.request));
});

const fetched = async (url) => {
  const response = await fetch(url, { cache: "reload" });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return response;
};

const file = async (request) => (await (await caches.open(CACHE)).match(request)) ?? fetch(request);

const screen = async (request) => {
  const cache = await caches.open(SCREENS);
  try {
    const response = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (response.headers.get("X-Kiosk-Shell")) await cache.put(new URL(request.url).pathname, response.clone());
    if (response.status < 500) return response;
    return (await cache.match(new URL(request.url).pathname)) ?? response;
  } catch (error) {
    const kept = await cache.match(new URL(request.url).pathname);
    if (kept) return kept;
    throw error;
  }
};
