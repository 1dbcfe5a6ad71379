// What a visitor takes along: an address that holds the plan itself, a code, or paper.
import { h, svg } from "./kiosk-dom.js";
import { MOST_BYTES, makeQr, qrPath } from "./kiosk-qr.js";

const PATIENCE_MS = 6000;

const partsOf = (visit, ladder, region) => ({
  goal: `occupation:${ladder.soc_code}`,
  region,
  held: ladder.held.join(","),
  steps: ladder.steps.join(","),
  jobs: [...visit.kept].join(","),
});

// The address as the phone's camera reads it. Only ids are in it, so the site can make the plan of it without us.
export const addressOf = (site, visit, ladder, region) => {
  const query = Object.entries(partsOf(visit, ladder, region))
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  const address = `${site}/kiosk/take?${query}`;
  return new TextEncoder().encode(address).length <= MOST_BYTES ? address : "";
};

export const drawQr = (address, label) => {
  const { size, path } = qrPath(makeQr(address));
  return svg(
    "svg",
    { class: "kiosk-qr", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" },
    svg("rect", { width: size, height: size, fill: "#fff" }),
    svg("path", { d: path, fill: "#000" }),
  );
};

// {code, until}, or null where the server cannot be reached or is too slow.
export const askCode = async (event, visit, ladder, region) => {
  try {
    const response = await fetch(`/kiosk/${event}/code`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(partsOf(visit, ladder, region)),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
};

const line = (term, text) => (text ? h("p", {}, h("b", {}, `${term}: `), text) : null);

// A slip of 80 mm or a page: it stands in the document only while it is printed.
export const printSlip = (form, { book, words, work, ladder, jobs, address, code }) => {
  document.querySelector(".kiosk-slip")?.remove();
  const slip = h(
    "article",
    { class: `kiosk-slip kiosk-slip--${form}`, lang: book.language, "aria-hidden": "true" },
    h("p", { class: "kiosk-slip-title" }, book.title),
    h("h2", {}, work.name),
    ladder.in_all ? h("p", {}, ladder.in_all) : h("p", {}, ladder.why_none),
    h(
      "ol",
      {},
      ladder.rungs.map((rung) =>
        h(
          "li",
          {},
          h("b", {}, rung.name),
          line(words.time, rung.time),
          line(words.cost, rung.cost),
          rung.pay ? h("p", {}, h("b", {}, rung.pay), ` ${rung.pay_note}`) : null,
        ),
      ),
    ),
    jobs.length ? h("h3", {}, words.in_this_work) : null,
    h(
      "ul",
      {},
      jobs.map((job) =>
        h("li", {}, h("span", { lang: "en" }, `${job.title}, ${job.employer}`), job.booth ? ` (${words.booth.replace("{number}", job.booth)})` : ""),
      ),
    ),
    h("h3", {}, words.slip_address),
    address ? drawQr(address, words.qr_label) : null,
    code ? h("p", { class: "kiosk-slip-code" }, `${words.code_is}: ${code}`) : null,
    h("p", { class: "kiosk-slip-note" }, words.slip_note.replace("{checked}", book.checked)),
  );
  document.body.append(slip);
  document.documentElement.dataset.slip = form;
  const clear = () => {
    slip.remove();
    delete document.documentElement.dataset.slip;
  };
  window.addEventListener("afterprint", clear, { once: true });
  window.print();
};
