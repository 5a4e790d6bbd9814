// Works for the device while no page is open. It keeps nothing of anybody: one page that says that
// there is no connection, and what that is drawn with. `self.house` says which.

const { kept, offline, files, language, says, icon, badge } = self.house;

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

// A push says nothing but that it came.
self.addEventListener("push", (event) => {
  const options = { tag: "new", lang: language, icon, badge };
  event.waitUntil(self.registration.showNotification(says, options));
});

async function goIn() {
  const [open] = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  // On an open page somebody may be typing: it stays what it is.
  return open ? open.focus() : self.clients.openWindow("/");
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(goIn());
});

self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  if (mode === "navigate" && method === "GET") event.respondWith(pageOrOffline(event));
  else if (files.includes(new URL(url).pathname)) {
    event.respondWith(caches.match(event.request).then((file) => file ?? fetch(event.request)));
  }
});
