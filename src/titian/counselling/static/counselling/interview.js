// Keeps an interview on the device while it is written and sends it once, whatever the network does.
// What may have reached the server is frozen with its key; what is written meanwhile is sent after it, on top of it.
const SHELF = "titian-wawancara";
const DAYS_KEPT = 3;
const form = document.querySelector("[data-interview]");
const panel = document.querySelector("[data-offline]");
const id = Number(form.dataset.interview);
const officer = Number(form.dataset.officer);

const opened = new Promise((resolve, reject) => {
  const asked = indexedDB.open("titian-konseling", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("wawancara", { keyPath: "id" });
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});
const inStore = async (mode, act) => {
  const base = await opened;
  return new Promise((resolve, reject) => {
    const turn = base.transaction("wawancara", mode);
    const asked = act(turn.objectStore("wawancara"));
    turn.oncomplete = () => resolve(asked.result);
    turn.onerror = () => reject(turn.error);
  });
};

const read = () => {
  const told = {};
  for (const field of form.querySelectorAll("[name$='_source']")) {
    const code = field.name.slice(0, -"_source".length);
    told[code] = { value: form.elements[code].value.trim(), source: field.value };
  }
  return told;
};
const fill = (answers) => {
  for (const [code, one] of Object.entries(answers)) {
    if (!form.elements[code]) continue;
    form.elements[code].value = one.value;
    form.elements[`${code}_source`].value = one.source;
  }
};
// A source without an answer says nothing.
const differs = (one, other) => one.value !== (other?.value ?? "") || (one.value !== "" && one.source !== other?.source);
const difference = (now, known) =>
  Object.fromEntries(Object.entries(now).filter(([code, one]) => differs(one, known[code])));

const fromServer = { base: Number(form.elements.base.value), known: JSON.parse(JSON.stringify(read())) };
for (const field of form.querySelectorAll("[data-unsaved]")) fromServer.known[field.name] = { value: "", source: "said" };
let kept = { id, officer, path: location.pathname, ...fromServer, fields: read(), pending: null, wanted: false, at: Date.now() };

const status = panel.querySelector("[data-status]");
const say = (words, address) => {
  status.textContent = words;
  if (!address) return;
  const way = document.createElement("a");
  way.href = address;
  way.textContent = panel.dataset.look;
  status.append(" ", way);
};
const waits = (one) => one.pending !== null || Object.keys(difference(one.fields, one.known)).length > 0;
const unsent = () => waits(kept);
const keep = () => inStore("readwrite", (store) => store.put(kept));
// What the server has, an office's computer need not keep; a page that was kept for the way is told what is newer.
let shelved = false;
const settle = () => (unsent() || shelved ? keep() : inStore("readwrite", (store) => store.delete(id)));

// A phone says it is online before anything gets through, so an attempt that failed is made again, ever later.
const SOONEST = 2_000;
const LATEST = 60_000;
let wait = SOONEST;
const sendLater = () => {
  if (!navigator.onLine) return; // the event will tell
  setTimeout(send, wait);
  wait = Math.min(2 * wait, LATEST);
};
let sending = false;
const send = async () => {
  if (sending || !unsent()) return;
  sending = true;
  try {
    kept.wanted = true;
    await keep();
    while (unsent()) {
      say(panel.dataset.sending);
      const asked = await fetch(form.dataset.token, { redirect: "manual" });
      if (!asked.ok) { say(`${panel.dataset.saved} ${panel.dataset.signIn}`); return; }
      const { csrf, user } = await asked.json();
      if (user !== kept.officer) { say(panel.dataset.other); return; }
      if (!kept.pending) {
        const answers = difference(kept.fields, kept.known);
        kept.pending = { key: crypto.randomUUID(), base: kept.base, answers, written_at: new Date().toISOString() };
        await keep();
      }
      const answer = await fetch(form.dataset.sync, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
        body: JSON.stringify(kept.pending),
      });
      const told = await answer.json();
      if (answer.status === 422 || answer.status === 400) {
        kept.pending = null; // the server wrote nothing; corrected, it goes under a new key
        kept.wanted = false;
        await keep();
        say(`${panel.dataset.refused} ${told.message}`);
        return;
      }
      if (!answer.ok) { say(panel.dataset.saved); return; }
      const sent = kept.pending.answers;
      kept.pending = null;
      if (told.state === "conflicting") {
        kept.wanted = false;
        await forget(false);
        say(told.message, told.address);
        return;
      }
      kept.known = { ...kept.known, ...sent };
      kept.base = told.number;
      form.elements.base.value = told.number;
      kept.wanted = unsent();
      await settle();
      say(told.message);
    }
    wait = SOONEST;
  } catch {
    say(panel.dataset.away);
    sendLater();
  } finally {
    sending = false;
  }
};

// Interviews nobody opens again go too, once they were sent.
const tidy = async (old) => {
  const shelf = await caches.open(SHELF);
  for (const one of await inStore("readonly", (store) => store.getAll())) {
    if (one.id === id || one.at >= old || waits(one)) continue;
    await inStore("readwrite", (store) => store.delete(one.id));
    if (one.path) await shelf.delete(one.path, { ignoreVary: true });
  }
};

const forget = async (also) => {
  shelved = false;
  await inStore("readwrite", (store) => store.delete(id));
  await (await caches.open(SHELF)).delete(location.pathname, { ignoreVary: true });
  if (also) {
    kept = { ...kept, fields: read(), known: read(), pending: null, wanted: false };
    say(panel.dataset.gone);
  }
};

const keepPage = async () => {
  await navigator.serviceWorker.register(form.dataset.worker);
  await navigator.serviceWorker.ready;
  const shelf = await caches.open(SHELF);
  const parts = [...document.querySelectorAll("link[href], script[src]")].map((one) => one.href || one.src);
  await shelf.addAll([location.pathname, ...parts.filter((one) => new URL(one).origin === location.origin)]);
  kept.fields = read();
  shelved = true;
  await keep();
  say(panel.dataset.ready);
};

const start = async () => {
  const old = Date.now() - DAYS_KEPT * 24 * 60 * 60 * 1000;
  await tidy(old);
  shelved = Boolean(await (await caches.open(SHELF)).match(location.pathname, { ignoreVary: true }));
  const found = await inStore("readonly", (store) => store.get(id));
  if (found && found.officer === officer) {
    if (waits(found) || found.base > kept.base) {
      kept = found;
      fill(kept.fields);
      form.elements.base.value = kept.base;
    } else if (found.at < old) {
      await forget(false);
    }
  } else if (found) {
    say(panel.dataset.other);
  }
  panel.hidden = false;
  form.addEventListener("input", async () => {
    kept.fields = read();
    kept.at = Date.now();
    kept.wanted ||= !navigator.onLine;
    await keep();
    say(unsent() ? panel.dataset.saved : panel.dataset.sent);
  });
  form.addEventListener("submit", async (event) => {
    const leaves = event.submitter?.name === "selesai";
    event.preventDefault();
    kept.fields = read();
    await settle();
    await send();
    if (leaves && !unsent() && navigator.onLine) location.assign(form.dataset.card);
  });
  panel.querySelector("[data-keep]").addEventListener("click", () => { keepPage().catch(() => say(panel.dataset.away)); });
  panel.querySelector("[data-send]").addEventListener("click", () => { send(); });
  panel.querySelector("[data-forget]").addEventListener("click", () => { forget(true); });
  // What was written or sent without network goes when it returns; what is only being written waits for the officer.
  addEventListener("online", () => { if (kept.wanted) send(); });
  if (kept.wanted) send();
};
// Without a place to keep things the form works as any other form does.
if ("indexedDB" in window && "serviceWorker" in navigator && "caches" in window) {
  form.inert = true; // what is typed before the kept text is back would be written over
  start().finally(() => { form.inert = false; });
}
