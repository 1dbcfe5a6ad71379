// Speaks with a voice of the device. Only voices that say they are local: others send the text to somebody else.
const synth = window.speechSynthesis;
let volume = 0.8;
let spoken = null; // Chromium forgets an utterance that nothing points to

const voiceFor = (lang) => {
  const fit = (synth?.getVoices() ?? []).filter((voice) => voice.localService && voice.lang.toLowerCase().startsWith(lang));
  return fit.find((voice) => /[-_]us$/i.test(voice.lang)) ?? fit[0] ?? null;
};
export const canSpeak = (lang) => voiceFor(lang) !== null;
export const isSpeaking = () => Boolean(synth?.speaking || synth?.pending);
export const volumePercent = () => Math.round(volume * 100);
export const changeVolume = (by) => {
  volume = Math.min(1, Math.max(0.1, Math.round((volume + by) * 10) / 10));
};

// Each piece {text, lang} by itself, so that an English title within a Spanish screen is read as English.
export const speak = (pieces, onEnd = () => {}) => {
  quiet();
  const queue = pieces.filter(({ text, lang }) => text.trim() && canSpeak(lang));
  spoken = queue.map(({ text, lang }, at) => {
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = lang;
    utterance.voice = voiceFor(lang);
    utterance.volume = volume;
    if (at === queue.length - 1) utterance.addEventListener("end", onEnd);
    return utterance;
  });
  for (const utterance of spoken) synth.speak(utterance);
  return queue.length > 0;
};
export const quiet = () => {
  spoken = null;
  synth?.cancel();
};

const PASSED_OVER = '[aria-hidden="true"], [hidden], svg';
export const piecesOf = (element, lang) => {
  const found = [];
  const blocks = "h1, h2, h3, p, li, dt, dd, button, label, output";
  const walk = (node, language) => {
    for (const child of node.children) {
      if (child.matches(PASSED_OVER)) continue;
      const own = (child.getAttribute("lang") ?? language).slice(0, 2);
      const isLeaf = child.matches(blocks) && !child.querySelector("h2, h3, p, li, button, dt");
      if (isLeaf) found.push({ text: (child.getAttribute("aria-label") ?? child.innerText).replace(/[·→|]/g, ","), lang: own });
      else walk(child, own);
    }
  };
  walk(element, lang);
  return found;
};
