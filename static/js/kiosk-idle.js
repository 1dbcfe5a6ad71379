// Nobody here: after a while the screen asks, and any touch or key goes on; else it clears. The time is the steady
// clock's, so a device clock that jumps does not clear a screen that somebody reads.
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "focusin", "input"];

const CLICK_WITHIN_MS = 700;

const stop = (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
};
const swallowClick = () => {
  const off = () => document.removeEventListener("click", swallow, true);
  const swallow = (event) => {
    stop(event);
    off();
  };
  document.addEventListener("click", swallow, true);
  setTimeout(off, CLICK_WITHIN_MS);
};

export class Idle {
  constructor({ idleMs, warnMs, isBusy, onWarn, onTick, onStay, onOver }) {
    Object.assign(this, { idleMs, warnMs, isBusy, onWarn, onTick, onStay, onOver });
    this.factor = 1;
    this.isOn = false;
    this.warnedAt = null;
    this.lastSign = performance.now();
    for (const sign of SIGNS) document.addEventListener(sign, (event) => this.sign(event), { capture: true });
    setInterval(() => this.tick(), 500);
  }

  start() {
    this.isOn = true;
    this.lastSign = performance.now();
  }

  stop() {
    this.isOn = false;
    this.warnedAt = null;
  }

  sign(event) {
    if (this.warnedAt !== null) {
      // The warning itself takes the focus: only what a person does counts. And it counts for nothing else: Enter on “I
      // need more time” must not press what has the focus once the warning is gone.
      if (event.type !== "pointerdown" && event.type !== "keydown") return;
      stop(event);
      if (event.type === "pointerdown") swallowClick();
      this.stay();
      return;
    }
    this.lastSign = performance.now();
  }

  stay() {
    this.warnedAt = null;
    this.lastSign = performance.now();
    this.onStay();
  }

  tick() {
    if (!this.isOn) return;
    const at = performance.now();
    if (this.warnedAt === null) {
      if (this.isBusy()) this.lastSign = at;
      else if (at - this.lastSign >= this.idleMs() * this.factor) {
        this.warnedAt = at;
        this.onWarn(Math.ceil((this.warnMs * this.factor) / 1000));
      }
      return;
    }
    const left = this.warnMs * this.factor - (at - this.warnedAt);
    if (left <= 0) {
      this.stop();
      this.onOver();
    } else this.onTick(Math.ceil(left / 1000));
  }
}
