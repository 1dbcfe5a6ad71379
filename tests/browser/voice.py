"""A voice for browsers that have none: Chromium without a screen knows none. It tells each word, as real ones do."""

VOICE = """
(() => {
  const voices = [
    { lang: "en-US", name: "near", localService: true },
    { lang: "es-US", name: "cerca", localService: true },
    { lang: "en-US", name: "far away", localService: false },
  ].slice(window.onlyFarVoices ? 2 : 0);
  let now = null;
  window.spoken = [];
  const synth = Object.assign(new EventTarget(), {
    pending: false,
    get speaking() { return now !== null; },
    getVoices: () => voices,
    cancel() { now = null; },
    speak(utterance) {
      now = utterance;
      const { text, lang, voice, rate } = utterance;
      spoken.push({ text: text.trim(), lang, voice: voice.name, rate });
      const words = [...utterance.text.matchAll(/\\S+/g)];
      const next = () => {
        if (now !== utterance) return;
        const word = words.shift();
        if (!word) {
          now = null;
          utterance.dispatchEvent(new Event("end"));
          return;
        }
        const told = Object.assign(new Event("boundary"), { name: "word", charIndex: word.index });
        utterance.dispatchEvent(told);
        if (word[0] !== window.holdAtWord) setTimeout(next, 1);
      };
      setTimeout(next, 1);
    },
  });
  Object.defineProperty(window, "speechSynthesis", { value: synth });
  window.SpeechSynthesisUtterance = class extends EventTarget {
    constructor(text) { super(); Object.assign(this, { text, lang: "", rate: 1, voice: null }); }
  };
})();
"""
