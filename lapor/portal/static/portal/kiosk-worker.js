// Keeps the counter's page, its style and scripts, so that the screen starts again without a line.
// The server is asked first; what was kept answers only where it cannot be reached.
const KEPT = "lapor-kios";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  event.respondWith(serverFirst(request));
});

async function serverFirst(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok && request.mode === "navigate") await (await caches.open(KEPT)).put(request.url, answer.clone());
    return answer;
  } catch (failure) {
    const kept = await caches.match(request.url);
    if (kept) return kept;
    throw failure;
  }
}

// The page says what it is made of; what an older one was made of goes.
self.addEventListener("message", (event) => event.waitUntil(keep(event.data.files, event.ports[0])));

async function keep(files, port) {
  const store = await caches.open(KEPT);
  await store.addAll(files);
  const wanted = new Set(files.map((file) => new URL(file, location.origin).href));
  for (const old of await store.keys()) if (new URL(old.url).pathname.startsWith("/static/") && !wanted.has(old.url)) await store.delete(old);
  port?.postMessage("kept");
}
