// The kiosk: one document, whose screens follow each other without an address or a place in the history. What a visitor
// picks is in `visit` and nowhere else; when they are done the document itself is replaced, and with it all of that.
import { attract } from "./kiosk-attract.js";
import { fetchBundle, isKept, keptBundle } from "./kiosk-bundle.js";
import { ageOf, hear } from "./kiosk-clock.js";
import { button, fill, h, icon, sentence } from "./kiosk-dom.js";
import { Idle } from "./kiosk-idle.js";
import { Link } from "./kiosk-link.js";
import { Scan } from "./kiosk-scan.js";
import * as screens from "./kiosk-screens.js";
import { settings } from "./kiosk-settings.js";
import { isSpeaking, canSpeak, piecesOf, quiet, speak } from "./kiosk-speech.js";

const RETRY_MS = 5000;
const SCREENS = "rungs-kiosk-screens"; // as the worker calls it
const MOST_KEPT = 6;
const OLD_MINUTES = 60;
const page = document.documentElement;
const root = document.querySelector("#kiosk");
const live = document.querySelector("#kiosk-live");
const told = root.dataset;
const config = {
  event: told.event,
  key: told.key,
  url: `/kiosk/${told.event}/bundle.json`,
  start: told.start,
  theme: told.firstTheme,
  idleMs: Number(told.idle) * 1000,
  warnMs: Number(told.warning) * 1000,
  refreshMs: Number(told.refresh) * 60_000,
  slips: told.slips.split(" ").filter(Boolean),
  takeUrl: told.takeUrl,
};

const freshVisit = (language) => ({ language, start: config.start, kept: new Set(), zip: "", code: null, size: 1, reads: false, seen: new Set(), hasBegun: false, hasFinished: false });

class App {
  constructor() {
    this.config = config;
    this.bundle = null;
    this.visit = null;
    this.trail = [];
    this.answer = {};
    this.isRehearsal = told.rehearsal === "1";
    this.drawings = new Map();
    this.firstReload = null;
  }

  // What the screens ask.
  get book() { return this.bundle.books[this.visit.language]; }
  get words() { return this.book.words; }
  get place() { return this.trail.at(-1); }
  work(soc) { return this.book.works.find((work) => work.soc_code === soc); }
  ladder(soc) { return this.book.ladders.find((ladder) => ladder.soc_code === soc && ladder.start === this.visit.start); }
  job(id) { return this.jobs.get(id); }
  hidesJobs() { return ageOf(this.bundle).isOver; }
  isStill() { return page.dataset.motion === "off" || matchMedia("(prefers-reduced-motion: reduce)").matches; }
  drawing(picture) {
    const found = this.drawings.get(picture.key);
    return found ? h("span", { class: "kiosk-picture" }, found.cloneNode(true)) : null;
  }
  nearest = (jobs) => {
    const from = this.visit.zip ? this.bundle.zips[this.visit.zip] : null;
    if (!from) return jobs;
    const far = (job) => (job.latitude === null ? Infinity : screens.miles(from, [job.latitude, job.longitude]));
    return [...jobs].sort((left, right) => far(left) - far(right));
  };

  // What the screens do.
  begin(language) {
    this.visit.language = language;
    if (!this.visit.hasBegun) this.link.count("visits");
    this.visit.hasBegun = true;
    this.idle.start();
    this.go("how");
  }
  go(screen, params = {}) {
    this.trail.push({ screen, ...params });
    this.draw();
  }
  back() {
    if (this.trail.length > 2) {
      this.trail.pop();
      this.draw();
    } else this.end();
  }
  turn(to) {
    this.place.page = to;
    this.draw();
  }
  again(changes, focus) {
    Object.assign(this.place, changes);
    this.draw({ focus });
  }
  choose(start) {
    this.visit.start = start;
    this.visit.code = null;
    this.draw({ focus: `start-${start}` });
  }
  keep(id) {
    const { kept } = this.visit;
    if (!kept.delete(id) && kept.size < MOST_KEPT) kept.add(id);
    this.visit.code = null;
    this.draw({ focus: `keep-${id}` });
  }
  type(digits) { this.again({ typed: digits, error: "" }, document.activeElement?.id); }
  complain(error) { this.again({ error }, "use-zip"); }
  useZip(zip) {
    this.visit.zip = zip;
    this.trail.pop();
    this.draw();
  }
  sawLadder(ladder) {
    if (!ladder || this.visit.seen.has(ladder.key)) return;
    this.visit.seen.add(ladder.key);
    this.link.count("ladder", ladder.key);
  }
  finished() {
    if (!this.visit.hasFinished) this.link.count("finishes");
    this.visit.hasFinished = true;
  }
  say(text) { live.textContent = text; }
  setSize(size) {
    this.visit.size = size;
    page.dataset.size = String(Math.round(size * 100));
  }
  speakLanguage(language) {
    this.visit.language = language;
    this.draw();
  }
  redrawSettings(focus) {
    const dialog = document.querySelector("#kiosk-settings");
    dialog?.replaceChildren(...this.settingsContent());
    document.getElementById(focus)?.focus();
    if (this.scan.mode !== "off") this.scan.restart();
  }

  // The end of a visit: nothing of it stays in memory, in a storage, in the history, or in the ear.
  async end() {
    this.idle.stop();
    quiet();
    this.link.leave();
    this.visit = null;
    this.trail = [];
    clear();
    forget();
    if (await canReload()) location.replace(location.pathname);
    else this.startOver();
  }
  startOver() {
    const language = Object.keys(this.bundle.books)[0];
    this.visit = freshVisit(language);
    this.trail = [{ screen: "attract" }];
    this.scan.set("off");
    this.idle.factor = 1;
    Object.assign(page.dataset, { theme: config.theme, size: "100" });
    delete page.dataset.motion;
    delete page.dataset.reach;
    this.draw();
  }

  // Drawing.
  draw({ focus } = {}) {
    if (!this.visit) return;
    quiet();
    const { screen } = this.place;
    page.lang = this.visit.language;
    const isPaused = screen === "attract" && this.answer.paused;
    const shown = isPaused ? { heading: this.words.paused, content: [], isAttract: true } : screen === "attract" ? attract(this) : screens[screen](this);
    this.onKey = shown.onKey;
    const main = h(
      "main",
      { class: `kiosk-screen kiosk-screen--${screen}`, id: "main" },
      h("h1", { tabindex: "-1", id: "kiosk-heading" }, shown.heading),
      shown.content,
    );
    document.title = `${shown.heading} · ${this.book.title}`;
    root.replaceChildren(...[this.top(), main, this.bar(shown)].filter(Boolean));
    page.classList.toggle("kiosk--attract", Boolean(shown.isAttract));
    const target = (focus && document.getElementById(focus)) || document.querySelector("#kiosk-heading");
    if (!focus) scrollTo(0, 0);
    target.focus({ preventScroll: !focus });
    if (this.scan.mode !== "off") this.scan.restart();
    if (this.visit.reads && !focus) this.read();
  }
  top() {
    const { minutes, isUnsure, isOver } = ageOf(this.bundle);
    const { words } = this;
    const age = minutes < 120 ? fill(words.age_minutes, { count: minutes }) : minutes < 2880 ? fill(words.age_hours, { count: Math.floor(minutes / 60) }) : fill(words.age_days, { count: Math.floor(minutes / 1440) });
    const notes = [
      this.bundle.is_sample ? words.sample : "",
      this.isRehearsal ? words.rehearsal : "",
      this.link.isUp ? "" : words.no_line,
      isUnsure ? `${words.clock} ${sentence(this.book.checked)}` : isOver ? words.old : !this.link.isUp || minutes >= OLD_MINUTES ? age : "",
    ].filter(Boolean);
    return h(
      "header",
      { class: "kiosk-top" },
      h("p", { class: "kiosk-brand" }, icon("graduation-cap"), h("span", {}, this.book.title), h("span", { class: "kiosk-place" }, this.bundle.place), this.place.screen === "attract" && this.answer.label ? h("span", { class: "kiosk-place", id: "device-name" }, `· ${this.answer.label}`) : null),
      this.answer.message ? h("p", { class: "kiosk-message" }, h("b", {}, `${words.message}: `), this.answer.message) : null,
      notes.length ? h("p", { class: "kiosk-notes" }, notes.join(" ")) : null,
    );
  }
  bar({ isAttract }) {
    const { words } = this;
    const isLow = page.dataset.reach === "low";
    return h(
      "nav",
      { class: "kiosk-bar", "aria-label": words.tools },
      isAttract ? null : button(words.back, { iconName: "arrow-left", id: "tool-back", on: () => this.back() }),
      canSpeak(this.visit.language) ? button(words.read, { iconName: "volume-2", id: "tool-read", on: () => (isSpeaking() ? quiet() : this.read()) }) : null,
      button(words.ways_to_use, { iconName: "accessibility", id: "tool-ways", on: () => this.openSettings() }),
      button(isLow ? words.raise : words.lower, {
        iconName: isLow ? "arrow-up-to-line" : "arrow-down-to-line",
        id: "tool-reach",
        pressed: isLow,
        on: () => {
          if (isLow) delete page.dataset.reach;
          else page.dataset.reach = "low";
          this.draw({ focus: "tool-reach" });
        },
      }),
      isAttract ? null : button(words.done, { iconName: "x", kind: "kiosk-button--end", id: "tool-done", on: () => this.end() }),
    );
  }
  read() { speak(piecesOf(document.querySelector("#main"), this.visit.language)); }

  // Dialogs.
  dialog(id, content, { onClose = () => {} } = {}) {
    const dialog = h("dialog", { class: "kiosk-dialog", id, "aria-labelledby": `${id}-title` }, content);
    dialog.addEventListener("close", () => {
      dialog.remove();
      onClose();
    });
    document.body.append(dialog);
    dialog.showModal();
    return dialog;
  }
  settingsContent() {
    return [
      h("h1", { id: "kiosk-settings-title", tabindex: "-1" }, this.words.settings_title),
      settings(this),
      button(this.words.close, { iconName: "check", kind: "kiosk-button--primary kiosk-button--big", id: "settings-close", on: () => document.querySelector("#kiosk-settings").close() }),
    ];
  }
  openSettings() {
    this.idle.start();
    this.dialog("kiosk-settings", this.settingsContent(), { onClose: () => this.draw({ focus: "tool-ways" }) });
    document.querySelector("#kiosk-settings-title").focus();
    if (this.scan.mode !== "off") this.scan.restart();
  }
  warn(seconds) {
    const { words, visit } = this;
    document.querySelector("#kiosk-idle")?.close();
    const text = h("p", { id: "kiosk-idle-text" }, fill(words.idle_text, { count: seconds }));
    this.before = document.activeElement;
    this.dialog("kiosk-idle", [
      h("h1", { id: "kiosk-idle-title" }, words.idle_title),
      text,
      button(words.idle_stay, { iconName: "check", kind: "kiosk-button--primary kiosk-button--huge", id: "idle-stay", on: () => this.idle.stay() }),
    ]);
    document.querySelector("#idle-stay").focus();
    this.say(words.idle_said);
    speak([{ text: words.idle_said, lang: visit.language }]);
    if (this.scan.mode !== "off") this.scan.restart();
  }
  tick(seconds) {
    const text = document.querySelector("#kiosk-idle-text");
    if (text) text.textContent = fill(this.words.idle_text, { count: seconds });
  }
  stay() {
    quiet();
    document.querySelector("#kiosk-idle")?.close();
    this.say("");
    if (this.before?.isConnected) this.before.focus();
  }

  // The line to the server.
  heard(answer) {
    const before = JSON.stringify([this.link.isUp, this.answer, this.isRehearsal, this.wasUp]);
    if (answer?.gone) return void leave();
    if (answer) {
      hear(Date.parse(answer.now));
      this.answer = { paused: answer.paused, message: answer.message, label: answer.label };
      this.isRehearsal = answer.rehearsal;
      this.firstReload ??= answer.reload;
      this.mustReload = answer.reload !== this.firstReload;
    }
    const isAtRest = this.place?.screen === "attract" && !document.querySelector("dialog[open]");
    if (this.mustReload && isAtRest) return void this.end();
    const cameBack = this.link.isUp && this.wasUp === false;
    this.wasUp = this.link.isUp;
    if (cameBack) this.refresh();
    if (isAtRest && before !== JSON.stringify([this.link.isUp, this.answer, this.isRehearsal, this.wasUp])) this.draw();
    return undefined;
  }
  take(bundle) {
    this.bundle = bundle;
    this.jobs = new Map(bundle.jobs.map((job) => [job.id, job]));
  }
  // A newer bundle takes its place between two visits, never in the middle of one.
  async refresh() {
    try {
      const found = await fetchBundle(config);
      if (found.now) hear(found.now);
      if (found.bundle && found.bundle.as_of !== this.bundle.as_of && this.place?.screen === "attract") {
        this.take(found.bundle);
        this.startOver();
      }
    } catch {
      // no line, or not whole: the one that stands goes on, and says how old it is
    }
  }
}

const clear = () => {
  for (const dialog of document.querySelectorAll("dialog, .kiosk-slip")) dialog.remove();
  root.replaceChildren();
  live.textContent = "";
};

const forget = () => {
  try {
    sessionStorage.clear();
    for (const key of Object.keys(localStorage)) if (key !== "rungs-kiosk-counts") localStorage.removeItem(key);
  } catch {
    // no storage: nothing is in it
  }
};

// A document comes back without a network only where a service worker keeps its screen and the device its list; on plain
// HTTP, or where there was no room for them, it is cleared in its place.
const canReload = async () => {
  try {
    const screen = navigator.serviceWorker?.controller && (await (await caches.open(SCREENS)).match(location.pathname));
    if (screen && (await isKept(config.url))) return true;
    return (await fetch(location.pathname, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(2500) })).ok;
  } catch {
    return false;
  }
};

// The worker keeps this very screen too, which it could not see when it was fetched: from the first visit on it starts
// without a network.
const keepScreen = async () => {
  try {
    if (!window.isSecureContext || !navigator.serviceWorker) return;
    await navigator.serviceWorker.register("/kiosk/worker.js", { scope: "/kiosk/" });
    await navigator.serviceWorker.ready;
    const response = await fetch(location.pathname, { cache: "no-store" });
    if (response.ok && response.headers.get("X-Kiosk-Shell")) await (await caches.open(SCREENS)).put(location.pathname, response);
  } catch {
    // no network or no room now: what was kept before stands
  } finally {
    page.dataset.kept = "1";
  }
};

// An operator took this device out: it keeps nothing of the event.
const leave = async () => {
  for (const name of (await window.caches?.keys()) ?? []) await caches.delete(name);
  for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) await worker.unregister();
  location.replace(location.pathname);
};

const loadDrawings = async (app) => {
  const pictures = Object.values(app.bundle.books)[0].pictures;
  await Promise.allSettled(
    pictures.map(async (picture) => {
      const text = await (await fetch(picture.image)).text();
      const drawing = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
      if (drawing.localName !== "svg") return;
      drawing.setAttribute("aria-hidden", "true");
      drawing.setAttribute("focusable", "false");
      app.drawings.set(picture.key, document.importNode(drawing, true));
    }),
  );
};

const load = async (app) => {
  for (;;) {
    try {
      const found = await fetchBundle(config);
      if (found.now) hear(found.now);
      if (found.bundle) return app.take(found.bundle);
    } catch {
      const kept = await keptBundle(config);
      if (kept) return app.take(kept);
      showTrouble();
    }
    await new Promise((done) => setTimeout(done, RETRY_MS));
  }
};
const showTrouble = () => {
  document.querySelector("#kiosk-wait").hidden = true;
  document.querySelector("#kiosk-trouble").hidden = false;
};

const start = async () => {
  page.dataset.theme = config.theme;
  const app = new App();
  keepScreen();
  await load(app);
  await loadDrawings(app);
  app.link = new Link({ event: config.event, onAnswer: (answer) => app.heard(answer), state: () => ({ asOf: app.bundle.as_of }) });
  app.idle = new Idle({
    idleMs: () => Math.max(config.idleMs, 2 * app.scan.round()),
    warnMs: config.warnMs,
    isBusy: () => isSpeaking() || (app.place?.screen === "attract" && !document.querySelector("dialog[open]") && app.scan.mode === "off" && isPristine(app)),
    onWarn: (seconds) => app.warn(seconds),
    onTick: (seconds) => app.tick(seconds),
    onStay: () => app.stay(),
    onOver: () => app.end(),
  });
  app.scan = new Scan({ onChange: () => app.idle.start() });
  app.startOver();
  app.idle.stop();
  app.link.start();
  setInterval(() => app.refresh(), config.refreshMs);
  window.speechSynthesis?.addEventListener?.("voiceschanged", () => app.place?.screen === "attract" && !document.querySelector("dialog[open]") && app.draw());
  document.addEventListener("keydown", (event) => keys(app, event));
  document.addEventListener("contextmenu", (event) => event.preventDefault());
  // A document that comes back from a browser's memory of pages shows nothing: it is loaded anew.
  window.addEventListener("pagehide", clear);
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  page.dataset.ready = "1";
};

const isPristine = (app) => {
  const { dataset } = page;
  return dataset.theme === config.theme && dataset.size === "100" && !dataset.motion && !dataset.reach && app.idle.factor === 1 && !app.visit?.reads;
};

const keys = (app, event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !app.visit) return;
  app.onKey?.(event);
  const isOnControl = event.target.closest?.("button, a, input");
  if (event.key === " " && !isOnControl && app.scan.mode === "off") {
    event.preventDefault();
    app.scan.set("one");
  } else if (event.key === "Enter" && !isOnControl && app.place.screen === "attract" && !app.answer.paused) {
    app.begin(app.visit.language);
  } else if (event.key === "Escape" && !document.querySelector("dialog[open]") && app.place.screen !== "attract") {
    app.back();
  } else if (["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"].includes(event.key)) {
    const items = app.scan.items();
    const by = ["ArrowRight", "ArrowDown"].includes(event.key) ? 1 : -1;
    const at = items.indexOf(document.activeElement);
    event.preventDefault();
    items.at((at < 0 ? (by > 0 ? 0 : -1) : at + by) % items.length)?.focus();
  }
};

start();
