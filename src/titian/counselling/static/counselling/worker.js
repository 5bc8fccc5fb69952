// Answers for the interviews an officer has kept on this device, and for their style and script, when there is no network.
const SHELF = "titian-wawancara";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const asked = event.request;
  if (asked.method !== "GET" || new URL(asked.url).origin !== location.origin) return;
  event.respondWith((async () => {
    try {
      return await fetch(asked);
    } catch (away) {
      const shelf = await caches.open(SHELF);
      const kept = await shelf.match(asked, { ignoreVary: true });
      if (kept) return kept;
      throw away;
    }
  })());
});
