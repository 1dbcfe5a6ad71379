// Ways to use the kiosk: size, colours, reading, switches, time, language. They last for this visit only.
import { button, fill, h } from "./kiosk-dom.js";
import { PACES } from "./kiosk-scan.js";
import { canSpeak, changeVolume, speak, volumePercent } from "./kiosk-speech.js";

const SIZES = [0.85, 1, 1.2, 1.45, 1.75];

const group = (label, note, ...buttons) =>
  h("section", { class: "kiosk-setting", role: "group", "aria-label": label }, h("h2", {}, label), note ? h("p", {}, note) : null, h("div", { class: "kiosk-choice" }, buttons));

export const settings = (app) => {
  const { words, visit, scan, idle } = app;
  const root = document.documentElement;
  const size = SIZES.indexOf(visit.size);
  const set = (id, change) => ({ id, on: () => { change(); app.redrawSettings(id); } });
  const toggle = (id, label, isOn, change) => button(label, { ...set(id, change), pressed: isOn });
  const hasVoice = canSpeak(visit.language);
  const tryVoice = () => speak([{ text: fill(words.volume, { percent: volumePercent() }), lang: visit.language }]);
  const pace = PACES.indexOf(scan.pace);
  const motion = root.dataset.motion !== "off";
  return h(
    "div",
    { class: "kiosk-settings" },
    group(
      words.text_size,
      "",
      button(words.smaller, set("smaller", () => app.setSize(SIZES[Math.max(0, size - 1)]))),
      button(words.bigger, set("bigger", () => app.setSize(SIZES[Math.min(SIZES.length - 1, size + 1)]))),
    ),
    group(
      words.colors,
      "",
      ["light", "dark", "contrast"].map((theme) => toggle(theme, words[theme], root.dataset.theme === theme, () => (root.dataset.theme = theme))),
    ),
    group(
      words.reading,
      hasVoice ? `${words.headphones} ${fill(words.volume, { percent: volumePercent() })}.` : words.no_voice,
      hasVoice
        ? [
            toggle("read-each", words.read_each, visit.reads, () => (visit.reads = true)),
            toggle("read-off", words.read_off, !visit.reads, () => (visit.reads = false)),
            button(words.quieter, set("quieter", () => { changeVolume(-0.2); tryVoice(); })),
            button(words.louder, set("louder", () => { changeVolume(0.2); tryVoice(); })),
          ]
        : [],
    ),
    group(
      words.switches,
      scan.mode === "off" ? "" : `${scan.mode === "one" ? `${words.one_switch_note} ${fill(words.pace, { seconds: scan.pace })}.` : words.two_switches_note} ${words.scan_off}`,
      [["off", "no_switch"], ["one", "one_switch"], ["two", "two_switches"]].map(([mode, word]) => toggle(`scan-${mode}`, words[word], scan.mode === mode, () => scan.set(mode))),
      scan.mode === "one"
        ? [
            button(words.slower, set("slower", () => scan.setPace(PACES[Math.min(PACES.length - 1, pace + 1)]))),
            button(words.faster, set("faster", () => scan.setPace(PACES[Math.max(0, pace - 1)]))),
          ]
        : null,
    ),
    group(
      words.time_limit,
      "",
      toggle("usual-time", words.usual_time, idle.factor === 1, () => (idle.factor = 1)),
      toggle("more-time", words.more_time, idle.factor === 3, () => (idle.factor = 3)),
    ),
    group(
      words.motion,
      "",
      toggle("motion-on", words.motion_on, motion, () => delete root.dataset.motion),
      toggle("motion-off", words.motion_off, !motion, () => (root.dataset.motion = "off")),
    ),
    Object.keys(app.bundle.books).length > 1
      ? group(
          words.language,
          "",
          Object.keys(app.bundle.books).map((language) =>
            button({ en: "English", es: "Español" }[language], {
              ...set(`language-${language}`, () => app.speakLanguage(language)),
              pressed: visit.language === language,
              lang: language,
            }),
          ),
        )
      : null,
  );
};
