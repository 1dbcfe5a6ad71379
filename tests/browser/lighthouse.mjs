// Lighthouse over addresses, in one Chromium: `node tests/browser/lighthouse.mjs '{"chromium", "flags", "urls"}'` prints
// one JSON object an address: its scores (0-100), measures, and what costs points. Phone, simulated slow 4G, CPU 4x slower.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const { chromium, flags, urls } = JSON.parse(process.argv[2]);
const MEASURES = {
  first_paint_ms: "first-contentful-paint",
  largest_paint_ms: "largest-contentful-paint",
  blocked_ms: "total-blocking-time",
  layout_shift: "cumulative-layout-shift",
  bytes: "total-byte-weight",
};

const chrome = await launch({ chromePath: chromium, chromeFlags: ["--headless=new", ...flags], logLevel: "silent" });
try {
  for (const url of urls) {
    const { lhr } = await lighthouse(url, { port: chrome.port, logLevel: "silent", output: "json", disableFullPageScreenshot: true });
    const scores = {};
    const costly = [];
    for (const [name, category] of Object.entries(lhr.categories)) {
      scores[name] = category.score === null ? null : Math.round(category.score * 100);
      for (const { id, weight } of category.auditRefs) {
        const { score, title, displayValue, details } = lhr.audits[id];
        if (weight > 0 && score !== null && score < 0.9) {
          const where = (details?.items ?? []).slice(0, 3).map((item) => item.node?.snippet ?? item.url ?? item.description ?? "");
          costly.push(`${name}: ${id}: ${title} ${displayValue ?? ""} ${where.join(" | ")}`.trim());
        }
      }
    }
    const measures = Object.fromEntries(
      Object.entries(MEASURES).map(([name, id]) => [name, lhr.audits[id]?.numericValue ?? null]),
    );
    const error = lhr.runtimeError?.message ?? null;
    process.stdout.write(`${JSON.stringify({ url, scores, measures, costly, error })}\n`);
  }
} finally {
  await chrome.kill();
}
