// The event's bundle: fetched, its signature checked, and kept for when there is no network. What is kept is checked
// again each time that it is read: a file that was cut off or changed on the device is not shown.
const CACHE = "rungs-kiosk-bundle";
const PATIENCE_MS = 8000;

const bytesOf = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

// WebCrypto is there on HTTPS and on the device itself only. Without it, a bundle is as true as the line that it came by,
// and none is kept.
export const canKeep = () => Boolean(window.crypto?.subtle && window.caches);

const isSigned = async (bytes, signature, key) => {
  try {
    const algorithm = { name: "ECDSA", namedCurve: "P-256" };
    const known = await crypto.subtle.importKey("raw", bytesOf(key), algorithm, false, ["verify"]);
    return await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, known, bytesOf(signature), bytes);
  } catch {
    return false;
  }
};

const read = async (response, { key, event }) => {
  const bytes = await response.arrayBuffer();
  const signature = response.headers.get("X-Kiosk-Signature") ?? "";
  if (window.crypto?.subtle && !(await isSigned(bytes, signature, key))) throw new Error("the bundle is not signed by this site");
  const bundle = JSON.parse(new TextDecoder().decode(bytes));
  if (bundle.format !== 1 || bundle.event !== event) throw new Error("the bundle is of another event or version");
  return { bundle, bytes, signature };
};

const keep = async (url, { bytes, signature }) => {
  if (!canKeep()) return;
  const headers = { "Content-Type": "application/json", "X-Kiosk-Signature": signature };
  try {
    await (await caches.open(CACHE)).put(url, new Response(bytes, { headers }));
  } catch {
    // no room on the device: it works as long as it is not loaded again without a network
  }
};
export const isKept = async (url) => {
  try {
    return canKeep() && Boolean(await (await caches.open(CACHE)).match(url));
  } catch {
    return false;
  }
};

// {bundle, now}: `now` is the server's time in milliseconds. {wait: true} while the server builds the first one.
export const fetchBundle = async ({ url, key, event }) => {
  const response = await fetch(url, { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE_MS) });
  if (response.status === 202) return { wait: true };
  if (!response.ok) throw new Error(`the bundle answers ${response.status}`);
  const found = await read(response, { key, event });
  await keep(url, found);
  return { bundle: found.bundle, now: Date.parse(response.headers.get("X-Kiosk-Now") ?? "") || null };
};

// The bundle that this device keeps; null where there is none, or none that is whole.
export const keptBundle = async ({ url, key, event }) => {
  if (!(await isKept(url))) return null;
  const response = await (await caches.open(CACHE)).match(url);
  try {
    return (await read(response, { key, event })).bundle;
  } catch {
    await (await caches.open(CACHE)).delete(url);
    return null;
  }
};
