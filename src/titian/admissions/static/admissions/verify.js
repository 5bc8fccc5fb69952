// Re-computes a lottery proof in the reader's browser, with SHA-256 written out so that no network and no server is needed.
(() => {
  const K = [];
  const primes = [];
  for (let n = 2; primes.length < 64; n += 1) if (primes.every((p) => n % p)) primes.push(n);
  const fraction = (x) => Math.floor((x - Math.floor(x)) * 4294967296) | 0;
  for (const p of primes) K.push(fraction(Math.cbrt(p)));
  const START = primes.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
  const turn = (x, n) => (x >>> n) | (x << (32 - n));
  const sha256 = (bytes) => {
    const size = bytes.length;
    const padded = new Uint8Array((((size + 8) >> 6) + 1) << 6);
    padded.set(bytes);
    padded[size] = 0x80;
    const view = new DataView(padded.buffer);
    view.setUint32(padded.length - 4, size * 8);
    const h = START.slice();
    const w = new Int32Array(64);
    for (let at = 0; at < padded.length; at += 64) {
      for (let i = 0; i < 16; i += 1) w[i] = view.getInt32(at + 4 * i);
      for (let i = 16; i < 64; i += 1) {
        const a = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
        const b = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
        w[i] = (w[i - 16] + a + w[i - 7] + b) | 0;
      }
      let [a, b, c, d, e, f, g, k] = h;
      for (let i = 0; i < 64; i += 1) {
        const one = (k + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [k, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
      }
      [a, b, c, d, e, f, g, k].forEach((part, i) => { h[i] = (h[i] + part) | 0; });
    }
    const out = new Uint8Array(32);
    h.forEach((part, i) => new DataView(out.buffer).setInt32(4 * i, part));
    return out;
  };
  const join = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
  const hmac = (key, message) => {
    const block = new Uint8Array(64);
    block.set(key.length > 64 ? sha256(key) : key);
    return sha256(join(block.map((b) => b ^ 0x5c), sha256(join(block.map((b) => b ^ 0x36), message))));
  };
  const utf8 = (text) => new TextEncoder().encode(text);
  const bytes = (hex) => {
    if (!/^([0-9a-f]{2})*$/.test(hex)) throw new Error("hex");
    return Uint8Array.from((hex.match(/../g) || []).map((pair) => parseInt(pair, 16)));
  };
  const hex = (all) => [...all].map((b) => b.toString(16).padStart(2, "0")).join("");
  const check = (proof, announced) => {
    const leaf = sha256(join([0], bytes(proof.salt), utf8(proof.number)));
    let node = leaf;
    for (const [side, other] of proof.path) {
      if (side !== "L" && side !== "R") throw new Error("side");
      node = side === "L" ? sha256(join([1], bytes(other), node)) : sha256(join([1], node, bytes(other)));
    }
    const root = announced || proof.root;
    const told = [["leaf", hex(leaf) === proof.leaf], ["root", hex(node) === root]];
    if (proof.seed && proof.source && proof.source.kind === "beacon") {
      told.push(["beacon", hex(sha256(bytes(proof.source.beacon.signature))) === proof.thrown]);
    }
    if (proof.seed) {
      const seed = hmac(utf8(proof.thrown), bytes(root));
      told.push(["seed", hex(seed) === proof.seed]);
      told.push(["ticket", hex(hmac(seed, utf8(proof.number))).slice(0, 16) === proof.ticket]);
    }
    return told;
  };
  const form = document.querySelector("[data-verify]");
  const answers = document.querySelector("[data-answers]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const say = (text) => {
      const line = document.createElement("li");
      line.textContent = text;
      return line;
    };
    try {
      const announced = document.getElementById("akar").value.trim().toLowerCase();
      const told = check(JSON.parse(document.getElementById("bukti").value), announced);
      answers.replaceChildren(...told.map(([what, holds]) =>
        say(`${answers.dataset[what]}: ${holds ? answers.dataset.yes : answers.dataset.no}`)));
    } catch {
      answers.replaceChildren(say(answers.dataset.bad));
    }
  });
})();
