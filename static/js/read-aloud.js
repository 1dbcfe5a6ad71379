// Reads the page aloud with a voice of this device and marks each word as it is spoken. Nothing leaves the device: only
// voices that say they are local are used, and without one the controls stay hidden (docs/accessibility.md).
//
// <button data-read-aloud>        reads the main part of the page, from the marked text on where some is marked
// <button data-read-aloud="ID">   reads the element with that id, and no more
// <div data-read-aloud="off">     is passed over
const RATE_KEY = "rungs-read-aloud-rate";
const PASSED_OVER =
  '[data-read-aloud="off"], [aria-hidden="true"], [hidden], .visually-hidden, .print-only, script, style, select, textarea, noscript';
const SPOKEN = /[\p{L}\p{N}]/u;

const synth = window.speechSynthesis;
const root = document.documentElement;
const bar = document.querySelector("[data-portal-read-bar]");
const part = (name) => bar.querySelector(`[data-portal-read="${name}"]`);
const calm = () => root.dataset.motion === "off" || matchMedia("(prefers-reduced-motion: reduce)").matches;
const highlights = window.Highlight && CSS.highlights ? CSS.highlights : null;

let voices = [];
let sentences = [];
let at = 0; // the sentence that is spoken
let reached = 0; // where in it the last word began, so that going on does not say it all again
let turn = 0; // each utterance has its own number: what an older one still reports is not heard
let state = "off"; // off, reading, paused
let opener = null;
let spoken = null; // Chromium forgets an utterance that nothing points to, and its end is never told

const visible = (element) =>
  element.checkVisibility ? element.checkVisibility({ visibilityProperty: true }) : element.getClientRects().length > 0;

// One piece is a run of text in one block and one language: `nodes` says where in it each text node begins.
const collect = (region) => {
  const pieces = [];
  let piece = null;
  const begin = (element, lang) => pieces.push((piece = { element, lang, text: "", nodes: [] }));
  const blockOf = (element) => {
    let block = element;
    while (block !== region && /^(inline|contents)/.test(getComputedStyle(block).display)) block = block.parentElement;
    return block;
  };
  const walker = document.createTreeWalker(region, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
    return node.matches(PASSED_OVER) || !visible(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT;
  });
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (node.matches("svg[role=img], img[alt]:not([alt=''])")) {
        begin(node, langOf(node));
        piece.text = node.getAttribute("aria-label") ?? node.getAttribute("alt") ?? "";
        piece = null;
      } else if (node.localName === "br") {
        piece = null;
      }
      continue;
    }
    const parent = node.parentElement;
    if (parent.closest("svg")) continue;
    if (!node.data.trim()) {
      if (piece) add(piece, node);
      continue;
    }
    const block = blockOf(parent);
    const lang = langOf(parent);
    if (!piece || piece.block !== block || piece.lang !== lang) {
      begin(block, lang);
      piece.block = block;
    } else if (getComputedStyle(parent).display.startsWith("inline-")) {
      piece.text += " ";
    }
    add(piece, node);
  }
  return pieces.filter(({ text }) => SPOKEN.test(text));
};
const add = (piece, node) => {
  piece.nodes.push({ node, start: piece.text.length });
  piece.text += node.data;
};
const langOf = (element) => element.closest("[lang]")?.lang || root.lang || "en";

// Signs that voices spell out become pauses; the length stays, so that places in the text stay right.
const evened = (text) => text.replace(/\s/g, " ").replace(/[·•→|]/g, ",");
const split = (piece) => {
  const text = evened(piece.text);
  const parts = window.Intl?.Segmenter
    ? [...new Intl.Segmenter(piece.lang, { granularity: "sentence" }).segment(text)]
    : [...text.matchAll(/[^.!?]+[.!?]*\s*/g)].map((found) => ({ segment: found[0], index: found.index }));
  return parts
    .filter(({ segment }) => SPOKEN.test(segment))
    .map(({ segment, index }) => ({ piece, text: segment, start: index }));
};

const place = (piece, offset) => {
  const found = piece.nodes.findLast(({ start }) => start <= offset) ?? piece.nodes[0];
  return [found.node, Math.min(Math.max(offset - found.start, 0), found.node.length)];
};
const rangeOf = ({ piece, start }, from, to) => {
  if (piece.nodes.length === 0) return null;
  const range = document.createRange();
  range.setStart(...place(piece, start + from));
  range.setEnd(...place(piece, start + to - 1));
  if (range.endContainer.length > range.endOffset) range.setEnd(range.endContainer, range.endOffset + 1);
  return range;
};

const unmark = () => {
  highlights?.delete("read-aloud-sentence");
  highlights?.delete("read-aloud-word");
  for (const element of document.querySelectorAll(".read-aloud-now")) element.classList.remove("read-aloud-now");
};
const mark = (name, range) => {
  if (highlights && range) highlights.set(name, Object.assign(new Highlight(range), { priority: name.endsWith("word") ? 2 : 1 }));
};
const show = (sentence) => {
  unmark();
  const range = rangeOf(sentence, 0, sentence.text.trimEnd().length);
  mark("read-aloud-sentence", range);
  if (!highlights || !range) sentence.piece.element.classList.add("read-aloud-now");
  const box = (range ?? sentence.piece.element).getBoundingClientRect();
  const low = getComputedStyle(bar).position === "fixed" ? bar.getBoundingClientRect().top : innerHeight;
  if (box.top < 16 || box.bottom > low - 16)
    scrollBy({ top: box.top - innerHeight / 4, behavior: calm() ? "auto" : "smooth" });
};

const voiceFor = (lang) => {
  const short = lang.slice(0, 2).toLowerCase();
  const fit = voices.filter((voice) => voice.lang.slice(0, 2).toLowerCase() === short);
  return fit.find((voice) => /[-_]US$/i.test(voice.lang)) ?? fit[0] ?? null;
};
const rate = () => Number(part("rate").value) || 1;

const draw = () => {
  bar.hidden = state === "off";
  root.toggleAttribute("data-reading", state !== "off");
  part("pause").hidden = state !== "reading";
  part("continue").hidden = state !== "paused";
};
const speak = (from = 0) => {
  const sentence = sentences[at];
  if (!sentence || !sentence.piece.element.isConnected) return stop();
  const mine = (turn += 1);
  reached = from;
  state = "reading";
  draw();
  show(sentence);
  spoken = new SpeechSynthesisUtterance(sentence.text.slice(from));
  spoken.lang = sentence.piece.lang;
  spoken.voice = voiceFor(sentence.piece.lang);
  spoken.rate = rate();
  spoken.addEventListener("boundary", (event) => {
    if (mine !== turn || (event.name && event.name !== "word")) return;
    const start = from + event.charIndex;
    const word = sentence.text.slice(start).match(/^[^\s,]+/)?.[0] ?? "";
    if (!word) return;
    reached = start;
    mark("read-aloud-word", rangeOf(sentence, start, start + word.length));
  });
  spoken.addEventListener("end", () => {
    if (mine !== turn) return;
    at += 1;
    if (at < sentences.length) speak();
    else stop();
  });
  spoken.addEventListener("error", (event) => {
    if (mine !== turn || ["interrupted", "canceled"].includes(event.error)) return;
    state = "paused";
    draw();
    part("trouble").hidden = false;
  });
  part("trouble").hidden = true;
  // Some phones drop what is said in the same moment in which something is cut off.
  if (synth.speaking || synth.pending) {
    synth.cancel();
    setTimeout(() => mine === turn && synth.speak(spoken), 60);
  } else {
    synth.speak(spoken);
  }
};
const quiet = () => {
  turn += 1;
  synth.cancel();
};
const stop = () => {
  if (state === "off") return;
  const hadFocus = bar.contains(document.activeElement);
  quiet();
  unmark();
  state = "off";
  draw();
  if (hadFocus && opener?.isConnected) opener.focus({ preventScroll: true });
};
// Pausing a voice does not work on every phone: it is cut off here and begins again at the same word.
const pause = () => {
  quiet();
  state = "paused";
  draw();
  part("continue").focus();
};
const step = (by) => {
  at = Math.min(Math.max(at + by, 0), sentences.length - 1);
  reached = 0;
  if (state === "reading") speak();
  else show(sentences[at]);
};
const start = (button) => {
  const id = button.dataset.readAloud;
  const region = id ? document.getElementById(id) : document.getElementById("main");
  if (!region) return;
  quiet();
  opener = button;
  sentences = collect(region).flatMap(split);
  at = 0;
  const marked = getSelection();
  if (!id && marked.rangeCount && !marked.isCollapsed) {
    const wanted = marked.getRangeAt(0);
    const found = sentences.findIndex((sentence) => {
      const range = rangeOf(sentence, 0, sentence.text.trimEnd().length);
      return range && range.compareBoundaryPoints(Range.START_TO_END, wanted) > 0;
    });
    at = Math.max(found, 0);
    marked.removeAllRanges();
  }
  if (sentences.length === 0) return;
  speak();
  part("pause").focus({ preventScroll: true });
};

const hear = () => {
  voices = synth.getVoices().filter((voice) => voice.localService);
  root.toggleAttribute("data-speech", voiceFor(root.lang) !== null);
};

if (synth && bar) {
  hear();
  synth.addEventListener?.("voiceschanged", hear);
  try {
    const kept = localStorage.getItem(RATE_KEY);
    if ([...part("rate").options].some(({ value }) => value === kept)) part("rate").value = kept;
  } catch {
    // storage is switched off: the usual speed
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-read-aloud]");
    if (button) start(button);
  });
  part("pause").addEventListener("click", pause);
  part("continue").addEventListener("click", () => {
    speak(reached);
    part("pause").focus();
  });
  part("back").addEventListener("click", () => step(-1));
  part("forward").addEventListener("click", () => step(1));
  part("stop").addEventListener("click", stop);
  part("rate").addEventListener("change", () => {
    try {
      localStorage.setItem(RATE_KEY, part("rate").value);
    } catch {
      // not kept, but used
    }
    if (state === "reading") speak(reached);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && state !== "off" && !event.defaultPrevented) stop();
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (state !== "off" && !sentences[at]?.piece.element.isConnected) stop();
  });
  window.addEventListener("pagehide", stop);
}
