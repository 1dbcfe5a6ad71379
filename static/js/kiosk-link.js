// What the kiosk tells the server every half minute, and what the operators want of it. Counts say how often something
// happened, never who or in which order; what a visitor picked is held in memory until it is told, and is never written
// on the device: without a network it is not counted, only that somebody was here.
const EVERY_MS = 30_000;
const PATIENCE_MS = 8000;
const KEY = "rungs-kiosk-counts";
const MOST = 200;

const nothing = () => ({ visits: 0, finishes: 0, ladders: {} });

export class Link {
  constructor({ event, onAnswer, state }) {
    Object.assign(this, { event, onAnswer, state });
    this.counts = nothing();
    this.isUp = navigator.onLine;
    this.battery = null;
    navigator.getBattery?.().then((battery) => (this.battery = battery), () => {});
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
      this.counts.visits = Number(kept.visits) || 0;
      this.counts.finishes = Number(kept.finishes) || 0;
    } catch {
      // unreadable: not counted
    }
  }

  start() {
    this.beat();
    setInterval(() => this.beat(), EVERY_MS);
    window.addEventListener("online", () => this.beat());
    window.addEventListener("offline", () => this.heard(null));
  }

  count(kind, key) {
    if (kind === "ladder") this.counts.ladders[key] = (this.counts.ladders[key] ?? 0) + 1;
    else this.counts[kind] += 1;
  }

  report(counts) {
    return JSON.stringify({
      battery_percent: this.battery ? Math.round(this.battery.level * 100) : null,
      is_charging: this.battery ? this.battery.charging : null,
      bundle_as_of: this.state().asOf,
      visits: Math.min(counts.visits, MOST),
      finishes: Math.min(counts.finishes, MOST),
      ladders: counts.ladders,
    });
  }

  async beat() {
    const counts = this.counts;
    this.counts = nothing();
    try {
      const response = await fetch(`/kiosk/${this.event}/beat`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: this.report(counts),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (!response.ok && response.status !== 403) throw new Error(`the server answers ${response.status}`);
      try {
        localStorage.removeItem(KEY);
      } catch {
        // no storage at all: nothing to remove
      }
      this.heard(await response.json());
    } catch {
      this.counts.visits += counts.visits;
      this.counts.finishes += counts.finishes;
      for (const [key, count] of Object.entries(counts.ladders)) this.counts.ladders[key] = (this.counts.ladders[key] ?? 0) + count;
      this.heard(null);
    }
  }

  heard(answer) {
    this.isUp = answer !== null;
    this.onAnswer(answer);
  }

  // The screen is about to be cleared: tell the counts now, or keep how many visits there were and no more.
  leave() {
    const { visits, finishes, ladders } = this.counts;
    if (!visits && !finishes && Object.keys(ladders).length === 0) return;
    const body = new Blob([this.report(this.counts)], { type: "application/json" });
    const isSent = this.isUp && navigator.onLine && navigator.sendBeacon(`/kiosk/${this.event}/beat`, body);
    try {
      if (!isSent) localStorage.setItem(KEY, JSON.stringify({ visits, finishes }));
    } catch {
      // no room: not counted
    }
    this.counts = nothing();
  }
}
