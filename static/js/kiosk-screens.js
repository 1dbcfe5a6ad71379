// The screens, one function each: what it shows of the book, and where each button leads. None of them knows the address
// bar, a storage or the network.
import { button, fill, h, icon, sentence } from "./kiosk-dom.js";
import { addressOf, askCode, drawQr, printSlip } from "./kiosk-take.js";

const PER_PAGE = 6;
const EARTH_RADIUS_MILES = 3958.8;

export const miles = ([lat0, lon0], [lat1, lon1]) => {
  const rad = (degrees) => (degrees * Math.PI) / 180;
  const half =
    Math.sin(rad(lat1 - lat0) / 2) ** 2 + Math.cos(rad(lat0)) * Math.cos(rad(lat1)) * Math.sin(rad(lon1 - lon0) / 2) ** 2;
  return 2 * EARTH_RADIUS_MILES * Math.asin(Math.sqrt(Math.min(1, half)));
};

const card = ({ title, lang, notes = [], art, accent = "", kind = "", on, name }) =>
  h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: `kiosk-card ${kind} ${accent ? `cluster-${accent}` : ""}`.trim(), "aria-label": name, on: { click: on } },
      art ?? null,
      h(
        "span",
        { class: "kiosk-card-words" },
        h("span", { class: "kiosk-card-title", lang }, title),
        notes.filter(Boolean).map((note) => h("span", { class: "kiosk-card-note" }, note)),
      ),
    ),
  );

// Some of a list, and a button for the next ones. Whoever pages on comes back to the first at the end.
const paged = (app, items, draw, { kind = "", perPage = PER_PAGE } = {}) => {
  const pages = Math.max(1, Math.ceil(items.length / perPage));
  const page = Math.min(app.place.page ?? 0, pages - 1);
  const shown = items.slice(page * perPage, (page + 1) * perPage);
  return [
    h("ul", { class: `kiosk-cards ${kind}` }, shown.map(draw)),
    pages > 1
      ? h(
          "div",
          { class: "kiosk-pages" },
          h("p", {}, fill(app.words.page, { page: page + 1, pages })),
          button(page + 1 < pages ? app.words.more : app.words.first, {
            iconName: "arrow-right",
            on: () => app.turn(page + 1 < pages ? page + 1 : 0),
          }),
        )
      : null,
  ];
};

export const how = (app) => ({
  heading: app.words.how,
  content: [
    h(
      "ul",
      { class: "kiosk-cards kiosk-cards--ways" },
      [
        app.book.pictures.length
          ? { key: "pictures", iconName: "image", title: app.words.by_picture, note: app.words.by_picture_note }
          : null,
        { key: "fields", iconName: "list", title: app.words.by_field, note: app.words.by_field_note },
        { key: "bands", iconName: "dollar-sign", title: app.words.by_pay, note: app.words.by_pay_note },
      ]
        .filter(Boolean)
        .map((way) =>
          card({
            title: way.title,
            notes: [way.note],
            kind: "kiosk-card--way",
            art: h("span", { class: "kiosk-card-art" }, icon(way.iconName)),
            on: () => app.go(way.key),
          }),
        ),
    ),
  ],
});

export const pictures = (app) => ({
  heading: app.words.which_picture,
  content: paged(
    app,
    app.book.pictures,
    (picture) =>
      card({
        title: picture.text,
        kind: "kiosk-card--picture",
        art: app.drawing(picture),
        on: () => app.go("works", { ids: picture.works, order: "order_picture" }),
      }),
    { kind: "kiosk-cards--pictures" },
  ),
});

export const fields = (app) => ({
  heading: app.words.which_field,
  content: paged(
    app,
    app.book.fields,
    (field) =>
      card({
        title: field.name,
        notes: [fill(app.words.works_count, { count: field.works.length })],
        accent: field.slug,
        kind: "kiosk-card--field",
        art: h("span", { class: "kiosk-card-art" }, icon(field.icon)),
        on: () => app.go("works", { ids: field.works, order: "order_jobs" }),
      }),
    { kind: "kiosk-cards--fields", perPage: 8 },
  ),
});

export const bands = (app) => ({
  heading: app.words.which_band,
  content: [
    h(
      "ul",
      { class: "kiosk-cards kiosk-cards--bands" },
      app.book.bands.map((band) =>
        card({
          title: band.name,
          notes: [fill(app.words.works_count, { count: band.works.length })],
          kind: "kiosk-card--band",
          art: h("span", { class: "kiosk-card-art" }, icon("clock")),
          on: () => app.go("works", { ids: band.works, order: "order_pay" }),
        }),
      ),
    ),
  ],
});

export const works = (app) => {
  const found = app.place.ids.map((id) => app.work(id));
  return {
    heading: app.words.which_work,
    content: [
      h("p", { class: "kiosk-lead" }, app.words[app.place.order]),
      paged(app, found, (work) =>
        card({
          title: work.name,
          lang: work.lang,
          accent: work.field,
          kind: "kiosk-card--work",
          notes: [
            work.pay ? `${work.pay}` : app.words.no_pay,
            work.time[app.visit.start] ? fill(app.words.takes, { time: work.time[app.visit.start] }) : "",
            app.hidesJobs() ? "" : work.jobs_text,
          ],
          on: () => app.go("ladder", { soc: work.soc_code }),
        }),
        { kind: "kiosk-cards--works" },
      ),
      payNotes(app, found.slice((app.place.page ?? 0) * PER_PAGE, ((app.place.page ?? 0) + 1) * PER_PAGE)),
    ],
  };
};

// A figure never stands without where, when and from whom: once for all cards of the screen that share it.
const payNotes = (app, shown) => {
  const notes = [...new Set(shown.map((work) => work.pay_note).filter(Boolean))];
  const checked = shown.length && !app.hidesJobs() ? `${sentence(app.book.region)} ${sentence(app.book.checked)}` : "";
  return h("p", { class: "kiosk-source" }, [...notes.map(sentence), checked].filter(Boolean).join(" "));
};

const rungItem = (app, rung, at) => {
  const { words } = app;
  const flag = { here: words.here, next: words.next }[rung.place];
  const facts = [
    [words.time, rung.time],
    [words.cost, rung.cost],
    [words.saves, rung.saves],
    [words.asks, rung.conditions.join(", ")],
  ].filter(([, text]) => text);
  if (rung.place !== "here" && !rung.time) facts.unshift([words.time, words.unknown]);
  return h(
    "li",
    { class: `kiosk-rung kiosk-rung--${rung.place}` },
    h(
      "div",
      { class: "kiosk-tread" },
      h("span", { class: "kiosk-rung-number", "aria-hidden": "true" }, String(at + 1)),
      flag ? h("p", { class: "kiosk-flag" }, flag) : null,
      h("h2", {}, rung.name),
      facts.length ? h("dl", {}, facts.map(([term, text]) => [h("dt", {}, term), h("dd", {}, text)])) : null,
    ),
    h(
      "div",
      { class: "kiosk-stand" },
      app.hidesJobs() ? null : h("p", { class: "kiosk-stand-jobs" }, rung.jobs),
      rung.asks && !app.hidesJobs() ? h("p", { class: "kiosk-stand-asks" }, rung.asks) : null,
      rung.pay ? h("p", { class: "kiosk-stand-pay" }, rung.pay) : null,
      rung.pay_note ? h("p", { class: "kiosk-stand-note" }, rung.pay_note) : null,
    ),
  );
};

export const ladder = (app) => {
  const { words } = app;
  const work = app.work(app.place.soc);
  const found = app.ladder(work.soc_code);
  app.sawLadder(found ?? null);
  const starts = ["school", "diploma"].map((start) =>
    button(start === "school" ? words.at_school : words.with_diploma, {
      pressed: app.visit.start === start,
      on: () => app.choose(start),
      id: `start-${start}`,
    }),
  );
  return {
    heading: fill(words.ladder_to, { work: work.name }),
    content: [
      work.does ? h("p", { class: "kiosk-lead" }, work.does) : null,
      h("div", { class: "kiosk-choice", role: "group", "aria-label": words.you_are }, h("p", {}, words.you_are), starts, found && found.in_all ? h("p", { class: "kiosk-in-all" }, found.in_all) : null),
      found && found.rungs.length
        ? h(
            "div",
            { class: `kiosk-ladder kiosk-ladder--${found.rungs.length <= 5 ? found.rungs.length : "many"}` },
            h("ol", { class: "kiosk-rungs" }, found.rungs.map((rung, at) => rungItem(app, rung, at))),
            h("div", { class: "kiosk-floor" }),
          )
        : h("p", { class: "kiosk-notice" }, found ? words.already : words.no_way),
      h("p", { class: "kiosk-source" }, app.hidesJobs() ? words.old : `${sentence(app.book.region)} ${sentence(app.book.checked)}`),
      h(
        "div",
        { class: "kiosk-next" },
        button(words.jobs_and_booths, { iconName: "map-pin", kind: "kiosk-button--big", on: () => app.go("jobs", { soc: work.soc_code }) }),
        found
          ? button(words.take, { iconName: "qr-code", kind: "kiosk-button--primary kiosk-button--big", on: () => app.go("take", { soc: work.soc_code }) })
          : null,
      ),
    ],
  };
};

const jobItem = (app, job) => {
  const { words, visit } = app;
  const place = visit.zip && job.latitude !== null ? app.bundle.zips[visit.zip] : null;
  const far = place ? fill(words.miles, { miles: Math.max(1, Math.round(miles(place, [job.latitude, job.longitude]))), zip: visit.zip }) : "";
  const kept = visit.kept.has(job.id);
  return h(
    "li",
    { class: "kiosk-job" },
    h(
      "div",
      {},
      h("h3", { lang: "en" }, job.title),
      h("p", { lang: "en" }, [job.employer, job.places].filter(Boolean).join(" · ")),
      app.book.job_pay[job.id] ? h("p", { class: "kiosk-stand-pay" }, app.book.job_pay[job.id]) : null,
      far ? h("p", {}, far) : null,
      job.booth ? h("p", { class: "kiosk-flag kiosk-flag--booth" }, fill(words.booth, { number: job.booth })) : null,
    ),
    button(kept ? words.kept_job : words.keep_job, {
      iconName: kept ? "check" : "plus",
      pressed: kept,
      name: `${kept ? words.kept_job : words.keep_job}: ${job.title}`,
      id: `keep-${job.id}`,
      on: () => app.keep(job.id),
    }),
  );
};

export const jobs = (app) => {
  const { words } = app;
  const work = app.work(app.place.soc);
  const found = app.ladder(work.soc_code);
  const byId = (ids) => ids.map((id) => app.job(id)).filter(Boolean);
  const goal = found ? byId(found.goal_jobs) : [];
  const next = found ? byId(found.next_jobs).filter((job) => !goal.includes(job)) : [];
  const near = app.nearest;
  const hiring = new Set([...goal, ...next].map((job) => job.booth).filter(Boolean));
  const booths = app.book.booths.filter((booth) => booth.fields.includes(work.field) || hiring.has(booth.number));
  const list = (title, items) =>
    items.length ? h("section", {}, h("h2", {}, title), h("ul", { class: "kiosk-jobs" }, near(items).slice(0, 6).map((job) => jobItem(app, job)))) : null;
  return {
    heading: words.jobs_title,
    content: [
      h(
        "section",
        { class: "kiosk-booths" },
        h("h2", {}, words.booths_of_field),
        booths.length
          ? h(
              "ul",
              { class: "kiosk-cards kiosk-cards--booths" },
              booths.map((booth) =>
                h(
                  "li",
                  { class: "kiosk-booth" },
                  h("p", { class: "kiosk-booth-number" }, fill(words.booth, { number: booth.number })),
                  h("h3", {}, booth.employer),
                  booth.note ? h("p", {}, booth.note) : null,
                ),
              ),
            )
          : h("p", {}, words.no_booth),
      ),
      app.hidesJobs()
        ? h("p", { class: "kiosk-notice" }, words.old)
        : [
            button(app.visit.zip ? `${words.set_zip} (${app.visit.zip})` : words.set_zip, {
              iconName: "map-pin",
              on: () => app.go("zip", { soc: work.soc_code }),
            }),
            list(words.in_this_work, goal),
            list(words.after_next, next),
            goal.length + next.length ? null : h("p", { class: "kiosk-notice" }, words.no_jobs),
            h("p", { class: "kiosk-source" }, `${sentence(app.book.region)} ${sentence(app.book.checked)}`),
          ],
      h(
        "div",
        { class: "kiosk-next" },
        found ? button(words.take, { iconName: "qr-code", kind: "kiosk-button--primary kiosk-button--big", on: () => app.go("take", { soc: work.soc_code }) }) : null,
      ),
    ],
  };
};

export const zip = (app) => {
  const { words, place } = app;
  const typed = place.typed ?? "";
  const shown = h("output", { class: "kiosk-digits", "aria-live": "polite", "aria-label": words.zip_title }, typed.padEnd(5, "–").split("").join(" "));
  const press = (digit) => app.type((typed + digit).slice(0, 5));
  const use = () => {
    if (typed.length !== 5) return app.complain(words.zip_short);
    if (!app.bundle.zips[typed]) return app.complain(words.zip_unknown);
    return app.useZip(typed);
  };
  return {
    heading: words.zip_title,
    content: [
      h("p", { class: "kiosk-lead" }, words.zip_note),
      shown,
      h("p", { class: "kiosk-error", role: "alert" }, place.error ?? ""),
      h(
        "div",
        { class: "kiosk-keypad" },
        [..."123456789"].map((digit) => button(digit, { kind: "kiosk-key", id: `key-${digit}`, on: () => press(digit) })),
        button("0", { kind: "kiosk-key", id: "key-0", on: () => press("0") }),
        button(words.clear_digit, { kind: "kiosk-key kiosk-key--wide", id: "key-back", on: () => app.type(typed.slice(0, -1)) }),
      ),
      h("div", { class: "kiosk-next" }, button(words.use_zip, { iconName: "check", kind: "kiosk-button--primary kiosk-button--big", id: "use-zip", on: use })),
    ],
    onKey: (event) => {
      if (/^[0-9]$/.test(event.key)) press(event.key);
      else if (event.key === "Backspace") app.type(typed.slice(0, -1));
    },
  };
};

export const take = (app) => {
  const { words, book, visit, bundle, config } = app;
  const work = app.work(app.place.soc);
  const found = app.ladder(work.soc_code);
  app.finished();
  const address = addressOf(config.takeUrl, visit, found, bundle.region);
  const kept = [...visit.kept].map((id) => app.job(id)).filter(Boolean);
  const print = (form) => {
    printSlip(form, { book, words, work, ladder: found, jobs: kept, address, code: visit.code?.code ?? "" });
    app.say(words.printed);
  };
  const code = visit.code
    ? h(
        "div",
        { class: "kiosk-code", id: "code" },
        h("p", {}, words.code_is),
        h("p", { class: "kiosk-code-text" }, visit.code.code),
        h("p", {}, fill(words.code_where, { address: new URL(config.takeUrl).host, day: visit.code.until })),
      )
    : h(
        "div",
        { class: "kiosk-code" },
        h("p", {}, app.place.codeError ?? words.no_phone),
        button(words.get_code, {
          iconName: "list",
          id: "get-code",
          on: async () => {
            const mine = app.visit;
            const answer = app.isRehearsal ? null : await askCode(config.event, mine, found, bundle.region);
            if (app.visit !== mine) return; // the next person has begun
            if (answer) mine.code = answer;
            app.again({ codeError: answer ? undefined : words.code_failed }, answer ? "code" : "get-code");
          },
        }),
      );
  return {
    heading: words.take_title,
    content: [
      h(
        "div",
        { class: "kiosk-take" },
        h(
          "div",
          { class: "kiosk-take-qr" },
          address ? drawQr(address, words.qr_label) : null,
        ),
        h(
          "div",
          { class: "kiosk-take-words" },
          h("p", { class: "kiosk-lead" }, words.take_lead),
          h("p", {}, words.take_holds),
          code,
          h(
            "div",
            { class: "kiosk-choice" },
            config.slips.includes("receipt") ? button(words.print_receipt, { iconName: "printer", on: () => print("receipt") }) : null,
            config.slips.includes("page") ? button(words.print_page, { iconName: "printer", on: () => print("page") }) : null,
          ),
        ),
      ),
      h("div", { class: "kiosk-next" }, button(words.all_done, { iconName: "check", kind: "kiosk-button--primary kiosk-button--big", on: () => app.end() })),
    ],
  };
};
