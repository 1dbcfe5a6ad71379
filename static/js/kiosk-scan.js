// For people who use one or two switches: a frame goes over all that can be picked.
// One switch: the frame moves by itself, the space bar or Enter picks. Two: the space bar moves it, Enter picks.
// The frame goes round for ever, so nothing is lost by letting it pass. Tab or an arrow turns it off.
const CAN_PICK = "button:not([disabled]), a[href], input:not([disabled])";
export const PACES = [1.5, 2.5, 4, 6, 9];

export class Scan {
  constructor({ onChange }) {
    this.mode = "off";
    this.pace = 2.5;
    this.at = -1;
    this.timer = 0;
    this.onChange = onChange;
    document.addEventListener("keydown", (event) => this.key(event), { capture: true });
  }

  items() {
    const within = document.querySelector("dialog[open]") ?? document.querySelector("#kiosk");
    return [...within.querySelectorAll(CAN_PICK)].filter((element) => element.getClientRects().length > 0);
  }

  // How long one round takes, in milliseconds: nobody is idle before two rounds are over.
  round() {
    return this.mode === "one" ? this.items().length * this.pace * 1000 : 0;
  }

  set(mode) {
    this.mode = mode;
    this.restart();
    this.onChange();
  }

  setPace(pace) {
    this.pace = pace;
    this.restart();
  }

  restart() {
    this.unmark();
    this.at = -1;
    clearInterval(this.timer);
    this.timer = 0;
    if (this.mode === "off") return;
    this.next();
    if (this.mode === "one") this.timer = setInterval(() => this.next(), this.pace * 1000);
  }

  unmark() {
    for (const element of document.querySelectorAll(".kiosk-scanned")) element.classList.remove("kiosk-scanned");
  }

  next() {
    const items = this.items();
    if (items.length === 0) return;
    const before = items.findIndex((element) => element.classList.contains("kiosk-scanned"));
    this.unmark();
    this.at = before < 0 ? 0 : (before + 1) % items.length;
    items[this.at].classList.add("kiosk-scanned");
    items[this.at].focus({ preventScroll: false });
  }

  pick() {
    const found = document.querySelector(".kiosk-scanned");
    if (!found || !this.items().includes(found)) return this.restart();
    found.click();
    if (this.mode === "one" && this.timer) {
      clearInterval(this.timer);
      this.timer = setInterval(() => this.next(), this.pace * 1000);
    }
    return undefined;
  }

  key(event) {
    if (this.mode === "off" || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Tab" || event.key.startsWith("Arrow")) {
      this.set("off");
      return;
    }
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat) return;
    if (event.key === " " && this.mode === "two") this.next();
    else this.pick();
  }
}
