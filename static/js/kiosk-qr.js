// A QR code of some text: byte mode, level M, versions 1 to 20 (ISO/IEC 18004). Returns rows of true (dark) and false.
// Made here, so that what a person takes along is drawn without a network and is told to nobody.
const EXTRA = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26]; // correction bytes a block
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];
export const MOST_BYTES = 666;

const EXP = new Uint8Array(512);
const LOG = new Uint8Array(256);
for (let power = 0, value = 1; power < 255; power += 1) {
  EXP[power] = EXP[power + 255] = value;
  LOG[value] = power;
  value <<= 1;
  if (value & 256) value ^= 0x11d;
}
const times = (left, right) => (left && right ? EXP[LOG[left] + LOG[right]] : 0);

const divisor = (degree) => {
  let found = [1];
  for (let power = 0; power < degree; power += 1) {
    const next = new Array(found.length + 1).fill(0);
    found.forEach((value, at) => {
      next[at] ^= value;
      next[at + 1] ^= times(value, EXP[power]);
    });
    found = next;
  }
  return found.slice(1);
};
const remainder = (data, by) => {
  const rest = new Array(by.length).fill(0);
  for (const byte of data) {
    const factor = byte ^ rest.shift();
    rest.push(0);
    by.forEach((value, at) => (rest[at] ^= times(value, factor)));
  }
  return rest;
};

// Modules that are free for data, of a version: all but finders, timing, alignment, format and version.
const rawModules = (version) => {
  let free = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const each = Math.floor(version / 7) + 2;
    free -= (25 * each - 10) * each - 55;
    if (version >= 7) free -= 36;
  }
  return free;
};
const dataBytes = (version) => (rawModules(version) >> 3) - EXTRA[version - 1] * BLOCKS[version - 1];

const encode = (bytes, version) => {
  const bits = [];
  const put = (value, length) => {
    for (let at = length - 1; at >= 0; at -= 1) bits.push((value >>> at) & 1);
  };
  put(4, 4);
  put(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) put(byte, 8);
  const room = dataBytes(version) * 8;
  put(0, Math.min(4, room - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < room; pad ^= 0xec ^ 0x11) put(pad, 8);
  const data = [];
  for (let at = 0; at < bits.length; at += 8) data.push(parseInt(bits.slice(at, at + 8).join(""), 2));
  return data;
};

const interleave = (data, version) => {
  const blocks = BLOCKS[version - 1];
  const extra = EXTRA[version - 1];
  const total = rawModules(version) >> 3;
  const short = Math.floor(total / blocks) - extra;
  const shortBlocks = blocks - (total % blocks);
  const by = divisor(extra);
  const parts = [];
  for (let block = 0, at = 0; block < blocks; block += 1) {
    const length = short + (block < shortBlocks ? 0 : 1);
    const part = data.slice(at, at + length);
    at += length;
    parts.push({ part, rest: remainder(part, by) });
  }
  const found = [];
  for (let at = 0; at <= short; at += 1) for (const { part } of parts) if (at < part.length) found.push(part[at]);
  for (let at = 0; at < extra; at += 1) for (const { rest } of parts) found.push(rest[at]);
  return found;
};

const alignment = (version, size) => {
  if (version === 1) return [];
  const each = Math.floor(version / 7) + 2;
  const step = Math.ceil((version * 4 + 4) / (each * 2 - 2)) * 2;
  const found = [6];
  for (let at = size - 7; found.length < each; at -= step) found.splice(1, 0, at);
  return found;
};

const MASKS = [
  (x, y) => (x + y) % 2 === 0,
  (x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

class Grid {
  constructor(version) {
    this.version = version;
    this.size = version * 4 + 17;
    this.dark = Array.from({ length: this.size }, () => new Array(this.size).fill(false));
    this.fixed = Array.from({ length: this.size }, () => new Array(this.size).fill(false));
    this.drawFixed();
  }

  set(x, y, isDark) {
    this.dark[y][x] = isDark;
    this.fixed[y][x] = true;
  }

  drawFixed() {
    const { size, version } = this;
    for (let at = 0; at < size; at += 1) {
      this.set(6, at, at % 2 === 0);
      this.set(at, 6, at % 2 === 0);
    }
    for (const [cx, cy] of [[3, 3], [size - 4, 3], [3, size - 4]]) {
      for (let dy = -4; dy <= 4; dy += 1) {
        for (let dx = -4; dx <= 4; dx += 1) {
          const far = Math.max(Math.abs(dx), Math.abs(dy));
          const [x, y] = [cx + dx, cy + dy];
          if (x >= 0 && x < size && y >= 0 && y < size) this.set(x, y, far !== 2 && far !== 4);
        }
      }
    }
    const centres = alignment(version, size);
    const last = centres.length - 1;
    centres.forEach((cx, i) =>
      centres.forEach((cy, j) => {
        if ((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0)) return;
        for (let dy = -2; dy <= 2; dy += 1)
          for (let dx = -2; dx <= 2; dx += 1) this.set(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
      }),
    );
    this.drawFormat(0);
    if (version >= 7) {
      let rest = version;
      for (let at = 0; at < 12; at += 1) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
      const bits = (version << 12) | rest;
      for (let at = 0; at < 18; at += 1) {
        const isDark = ((bits >>> at) & 1) === 1;
        const [far, near] = [size - 11 + (at % 3), Math.floor(at / 3)];
        this.set(far, near, isDark);
        this.set(near, far, isDark);
      }
    }
  }

  drawFormat(mask) {
    const { size } = this;
    let rest = mask; // level M is 00
    for (let at = 0; at < 10; at += 1) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
    const bits = ((mask << 10) | rest) ^ 0x5412;
    const bit = (at) => ((bits >>> at) & 1) === 1;
    for (let at = 0; at <= 5; at += 1) this.set(8, at, bit(at));
    this.set(8, 7, bit(6));
    this.set(8, 8, bit(7));
    this.set(7, 8, bit(8));
    for (let at = 9; at < 15; at += 1) this.set(14 - at, 8, bit(at));
    for (let at = 0; at < 8; at += 1) this.set(size - 1 - at, 8, bit(at));
    for (let at = 8; at < 15; at += 1) this.set(8, size - 15 + at, bit(at));
    this.set(8, size - 8, true);
  }

  drawData(bytes) {
    const { size } = this;
    let at = 0;
    for (let right = size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      for (let step = 0; step < size; step += 1) {
        for (let side = 0; side < 2; side += 1) {
          const x = right - side;
          const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
          if (!this.fixed[y][x] && at < bytes.length * 8) {
            this.dark[y][x] = ((bytes[at >>> 3] >>> (7 - (at & 7))) & 1) === 1;
            at += 1;
          }
        }
      }
    }
  }

  flip(mask) {
    for (let y = 0; y < this.size; y += 1)
      for (let x = 0; x < this.size; x += 1) if (!this.fixed[y][x] && MASKS[mask](x, y)) this.dark[y][x] = !this.dark[y][x];
  }

  penalty() {
    const { size, dark } = this;
    let found = 0;
    const lines = [...dark, ...dark.map((_, x) => dark.map((row) => row[x]))];
    for (const line of lines) {
      let run = 1;
      for (let at = 1; at <= size; at += 1) {
        if (at < size && line[at] === line[at - 1]) run += 1;
        else {
          if (run >= 5) found += run - 2;
          run = 1;
        }
      }
      const text = line.map((isDark) => (isDark ? "1" : "0")).join("");
      for (const like of ["10111010000", "00001011101"])
        for (let at = text.indexOf(like); at >= 0; at = text.indexOf(like, at + 1)) found += 40;
    }
    let darks = 0;
    for (let y = 0; y < size; y += 1) {
      for (let x = 0; x < size; x += 1) {
        if (dark[y][x]) darks += 1;
        if (x && y && dark[y][x] === dark[y - 1][x] && dark[y][x] === dark[y][x - 1] && dark[y][x] === dark[y - 1][x - 1])
          found += 3;
      }
    }
    return found + Math.floor(Math.abs((darks * 20) / (size * size) - 10)) * 10;
  }
}

export const makeQr = (text) => {
  const bytes = new TextEncoder().encode(text);
  let version = 1;
  while (version <= 20 && 4 + (version < 10 ? 8 : 16) + bytes.length * 8 > dataBytes(version) * 8) version += 1;
  if (version > 20) throw new RangeError(`a text of ${bytes.length} bytes is too long for a picture`);
  const grid = new Grid(version);
  grid.drawData(interleave(encode(bytes, version), version));
  let best = 0;
  let least = Infinity;
  for (let mask = 0; mask < 8; mask += 1) {
    grid.flip(mask);
    grid.drawFormat(mask);
    const penalty = grid.penalty();
    if (penalty < least) [best, least] = [mask, penalty];
    grid.flip(mask);
  }
  grid.flip(best);
  grid.drawFormat(best);
  return grid.dark;
};

// One path of a square of `size` units, four light ones around it.
export const qrPath = (rows) => {
  let path = "";
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x += 1) {
      const start = x;
      while (x < row.length && row[x]) x += 1;
      if (x > start) path += `M${start + 4} ${y + 4}h${x - start}v1h-${x - start}z`;
    }
  });
  return { size: rows.length + 8, path };
};
