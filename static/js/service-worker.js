// Works for the device while no page is open. It keeps nothing of anybody: one page that says that
// there is no connection, and what that is drawn with. `self.house` says which.

const { kept, offline, files } = self.house;

self.addEventListener("install", (event) => {
  const fetched = [offline, ...files].map(
    (address) => new Request(address, { cache: "reload", credentials: "omit" }),
  );
  event.waitUntil(caches.open(kept).then((cache) => cache.addAll(fetched)));
  self.skipWaiting();
});

async function begin() {
  const former = (await caches.keys()).filter((name) => name !== kept);
  await Promise.all(former.map((name) => caches.delete(name)));
  // Or each page would wait until this script runs.
  await self.registration.navigationPreload?.enable();
}

self.addEventListener("activate", (event) => event.waitUntil(begin()));

async function pageOrOffline({ preloadResponse, request }) {
  try {
    return (await preloadResponse) ?? (await fetch(request));
  } catch {
    return (await caches.match(offline)) ?? Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  if (mode === "navigate" && method === "GET") event.respondWith(pageOrOffline(event));
  else if (files.includes(new URL(url).pathname)) {
    event.respondWith(caches.match(event.request).then((file) => file ?? fetch(event.request)));
  }
});
