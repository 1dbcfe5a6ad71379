// The first screen: a stair that rises, figures of this place one after the other, and a button to start in each language.
import { button, fill, h, svg } from "./kiosk-dom.js";

const EVERY_MS = 7000;

const stair = () => {
  const steps = [0, 1, 2, 3, 4].map((at) =>
    svg("rect", { class: `kiosk-step kiosk-step--${at}`, x: at * 100, y: 320 - at * 75, width: 101, height: 80 + at * 75 }),
  );
  const treads = [0, 1, 2, 3, 4].map((at) =>
    svg("rect", { class: `kiosk-step-top kiosk-step--${at}`, x: at * 100, y: 320 - at * 75, width: 101, height: 14, rx: 5 }),
  );
  return svg("svg", { class: "kiosk-stair", viewBox: "0 0 500 400", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" }, ...steps, ...treads);
};

export const attract = (app) => {
  const languages = Object.keys(app.bundle.books);
  const first = app.bundle.books[languages[0]];
  const holder = h("div", { class: "kiosk-facts" });
  const facts = first.facts.map((_, at) => languages.map((language) => ({ language, fact: app.bundle.books[language].facts[at] })));
  let at = 0;
  const draw = () => {
    const shown = facts[at % facts.length] ?? [];
    holder.replaceChildren(
      ...shown.map(({ language, fact }, nth) =>
        h(
          "div",
          { class: `kiosk-fact ${nth ? "kiosk-fact--second" : ""}`, lang: language },
          h("p", { class: "kiosk-fact-line" }, nth ? null : h("span", { class: "kiosk-figure" }, fact.figure), h("span", {}, nth ? `${fact.figure} ${fact.text}` : fact.text)),
          h("p", { class: "kiosk-source" }, fact.note),
        ),
      ),
    );
  };
  const hides = app.hidesJobs();
  if (facts.length && !hides) {
    draw();
    if (!app.isStill()) {
      const timer = setInterval(() => {
        if (!holder.isConnected) return clearInterval(timer);
        at += 1;
        return draw();
      }, EVERY_MS);
    }
  }
  return {
    heading: first.words.tagline,
    isAttract: true,
    content: [
      languages.slice(1).map((language) => h("p", { class: "kiosk-tagline-second", lang: language }, app.bundle.books[language].words.tagline)),
      hides ? null : holder,
      h(
        "div",
        { class: "kiosk-starts" },
        languages.map((language) =>
          button(fill("{start} · {name}", { start: app.bundle.books[language].words.start, name: { en: "English", es: "Español" }[language] }), {
            kind: "kiosk-button--primary kiosk-button--huge",
            lang: language,
            on: () => app.begin(language),
          }),
        ),
      ),
      h("p", { class: "kiosk-keys" }, first.words.start_keys),
      stair(),
    ],
  };
};
