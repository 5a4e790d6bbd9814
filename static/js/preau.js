// Makes quick and fresh what already works without it. It holds no words: those are in the page.

const body = document.body;

// -- The socket: it only says "look again" ---------------------------------------------------

const SHORTEST = 1000;
const LONGEST = 60000;
const SPREAD = 1000;
const THROWN_OUT = 4001;
const NAP = 60000;
let socket = null;
let wait = SHORTEST;
let timer = 0;
let hiddenSince = Date.now();
// Whoever comes back gets the page as the browser kept it, however old it is.
let mayBeOld = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
const due = new Set();
// What came while nobody looked is fetched once more when somebody does, as read.
const unseen = new Set();

// A whole school hears a nudge in the same moment, and some hear it more than once.
function look(what) {
  if (due.has(what)) return;
  due.add(what);
  if (document.hidden) unseen.add(what);
  setTimeout(() => {
    due.delete(what);
    body.dispatchEvent(new CustomEvent(`look:${what}`));
  }, Math.random() * SPREAD);
}

function lookAtEverything() {
  document.querySelectorAll("[hx-trigger*='look:']:not([data-version])").forEach((part) => {
    look(/look:([\w.-]+)/.exec(part.getAttribute("hx-trigger"))[1]);
  });
}

function leave() {
  body.removeAttribute("data-socket-url");
  location.assign(body.dataset.signedOutUrl);
}

function connect() {
  if (!body.dataset.socketUrl || socket) return;
  clearTimeout(timer);
  const address = new URL(body.dataset.socketUrl, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  socket = new WebSocket(address);
  socket.onopen = () => {
    wait = SHORTEST;
    if (mayBeOld) lookAtEverything();
    mayBeOld = true;
    body.dataset.live = "yes";
  };
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.leave) leave();
    else if (message.look) look(message.look);
  };
  socket.onclose = ({ code }) => {
    socket = null;
    delete body.dataset.live;
    if (code === THROWN_OUT) return leave();
    // Without the jitter every page of a school would come back in the same second.
    timer = setTimeout(connect, wait * (0.5 + Math.random()));
    wait = Math.min(wait * 2, LONGEST);
  };
}

// Whoever slept or was cut off may hold a socket at whose other end nobody is any more.
function reconnect() {
  if (socket) {
    socket.onclose = null;
    socket.close();
    socket = null;
  }
  connect();
}

connect();
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return void (hiddenSince = Date.now());
  if (Date.now() - hiddenSince > NAP) reconnect();
  else connect();
  unseen.forEach(look);
  unseen.clear();
});
addEventListener("online", () => setTimeout(reconnect, Math.random() * SPREAD));
addEventListener("pageshow", (event) => event.persisted && lookAtEverything());

// -- Looking again: what changed changes, and nothing else moves -----------------------------

const NOT_FOUND = 404;
const MOST_VERSIONS = 100; // an address has an end
const FIELDS = "textarea, input:not([type=hidden])";

// What one nudge announced may come in several parts, each fetched by what the one before brought.
const isNudge = (requestConfig) =>
  requestConfig?.triggeringEvent?.type.startsWith("look:") ||
  requestConfig?.elt.matches("[data-sends-versions]");
const askedPath = ({ path }) => new URL(path, location.href).pathname;
const isWrittenIn = (part) =>
  [...part.querySelectorAll(FIELDS)].some((field) => field.value !== field.defaultValue);

// What is the same stays the same element, with its focus and its pictures.
function freshen(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (!fresh.querySelector("[id]")) return replace(old, fresh);
  let here = old.firstChild;
  for (const part of [...fresh.childNodes]) {
    const kept = part.id
      ? [...old.children].find(({ id }) => id === part.id)
      : here?.isEqualNode(part) && here;
    if (!kept) {
      old.insertBefore(part, here);
      continue;
    }
    here = removeUntil(kept, here).nextSibling;
    freshen(kept, part);
  }
  removeUntil(null, here);
}

function removeUntil(end, here) {
  while (here !== end) {
    const gone = here;
    here = here.nextSibling;
    gone.remove();
  }
  return here;
}

function replace(old, fresh) {
  if (isWrittenIn(old)) return;
  const focused = old.contains(document.activeElement) && document.activeElement;
  const same = focused ? sameIn(fresh, old, focused) : null;
  old.replaceWith(fresh);
  same?.focus({ preventScroll: true });
}

// The link to the same page, the button in the same place.
function sameIn(fresh, old, focused) {
  if (focused === old) return fresh;
  const [before, now] = [old, fresh].map((part) => [...part.querySelectorAll(focused.localName)]);
  if (focused.href) return now.find(({ href }) => href === focused.href);
  return now[before.indexOf(focused)];
}

// A part of the page vanishes; where the page itself is gone, what the server says of it is shown.
function takeAway(part, asked, answer) {
  if (asked !== location.pathname) {
    part.replaceChildren();
    part.removeAttribute("data-version");
    part.hidden = true;
  } else if (isWrittenIn(body)) {
    part.replaceChildren(...answer.querySelector("main .stack").children);
  } else {
    location.reload();
  }
}

// Safari does not hold the page still by itself when something changes above what is being read.
let inSight = [];

function rememberPlace() {
  inSight = [...document.querySelectorAll("main article[id]")]
    .map((article) => ({ id: article.id, box: article.getBoundingClientRect() }))
    .filter(({ box }) => box.bottom > 0 && box.top < innerHeight)
    .sort((one, other) => (one.box.top < 0) - (other.box.top < 0));
}

const arrived = document.getElementById("arrived");

// What has arrived is said until one is where it stands.
addEventListener("scroll", () => {
  const isThere = arrived?.firstChild && document.getElementById("newer").getBoundingClientRect();
  if (isThere && isThere.bottom > 0) arrived.replaceChildren();
});

function holdPlace() {
  // Only in the feed does a page that stands at its top not follow what comes there: it says so.
  if (!scrollY && !arrived) return;
  for (const { id, box } of inSight) {
    const article = document.getElementById(id);
    if (article && !article.hidden) {
      const top = article.getBoundingClientRect().top - box.top;
      return scrollBy({ top, behavior: "instant" });
    }
  }
}

// What a page asks for by itself keeps nobody signed in.
body.addEventListener("htmx:configRequest", ({ detail }) => {
  const cause = detail.triggeringEvent?.type ?? "load";
  if (cause === "load" || cause.startsWith("look:")) detail.headers["X-By-Itself"] = "yes";
  // What comes to a page that nobody looks at is not read yet.
  if (document.hidden) detail.headers["X-Hidden"] = "yes";
});

body.addEventListener("htmx:configRequest", ({ detail }) => {
  if (!detail.elt.matches("[data-sends-versions]")) return;
  const shown = [...document.querySelectorAll("[data-version]")].slice(0, MOST_VERSIONS);
  detail.parameters.showing = shown.map((entry) => entry.dataset.version);
  detail.parameters.kept = cardsIn(body).filter(isKept).map(({ id }) => id.replace("entry-", ""));
});

// -- What is kept at the top of a class --------------------------------------------------------

const cardsIn = (part) => [...part.querySelectorAll("article.entry")];
const isKept = (card) => Boolean(card.querySelector(".kept"));
const moment = (card) => Date.parse(card.querySelector("time").dateTime);

// Those come first, the newest first. What belongs further down than the page goes comes with its end.
function putInOrder(card) {
  const follows = (each) =>
    isKept(each) === isKept(card) ? moment(each) < moment(card) : isKept(card);
  const others = cardsIn(card.parentElement).filter((each) => each !== card);
  const next = others.find(follows);
  if (next) next.before(card);
  else if (document.querySelector(".older")) card.remove();
  else others.pop()?.after(card);
  inSight = inSight.filter(({ id }) => id !== card.id);
}

// A card that is exchanged whole takes the focus with it.
let left = null;

function holdFocus() {
  const fresh = left && document.getElementById(left.card.id);
  if (!fresh || document.activeElement !== body) return;
  const same = sameIn(fresh, left.card, left.focused) ?? fresh.querySelector(".react");
  same?.focus({ preventScroll: true });
}

body.addEventListener("htmx:beforeSwap", ({ detail: { requestConfig, target } }) => {
  if (!isNudge(requestConfig)) return;
  rememberPlace();
  const focused = target.contains(document.activeElement) && document.activeElement;
  left = focused ? { card: target, focused } : null;
});

body.addEventListener("htmx:afterRequest", ({ detail: { requestConfig, target, xhr } }) => {
  if (!isNudge(requestConfig)) return;
  if (target.closest("[hx-swap]")?.getAttribute("hx-swap") === "none") {
    const answer = new DOMParser().parseFromString(xhr.responseText, "text/html");
    const fresh = answer.getElementById(target.id);
    const wasKept = isKept(target);
    if (xhr.status === NOT_FOUND) takeAway(target, askedPath(requestConfig), answer);
    if (fresh) freshen(target, fresh);
    if (fresh && wasKept !== isKept(fresh)) putInOrder(document.getElementById(target.id));
    htmx.process(body);
  }
  holdFocus();
  holdPlace();
});

// -- htmx ------------------------------------------------------------------------------------

body.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  const asked = askedPath(requestConfig);
  const answered = xhr.responseURL ? new URL(xhr.responseURL).pathname : asked;
  const whole = /^\s*<!doctype/i.test(xhr.responseText);
  if (whole && answered !== asked) {
    event.detail.shouldSwap = false;
    // Of somebody thrown out, the socket and what the page fetches may hear in either order.
    if (answered === body.dataset.signInUrl) leave();
    else location.assign(answered);
  }
});

// Whoever pressed sees that it was heard, however long the answer takes.
function tellWaiting({ elt, requestConfig }, waits) {
  const pressed = requestConfig.triggeringEvent?.submitter ?? elt;
  if (!pressed.matches(".button, .ticking")) return;
  if (waits) pressed.setAttribute("aria-busy", "true");
  else pressed.removeAttribute("aria-busy");
}

body.addEventListener("htmx:beforeRequest", ({ detail }) => tellWaiting(detail, true));
body.addEventListener("htmx:afterRequest", ({ detail }) => tellWaiting(detail, false));

function takeFocus(within) {
  const place = within.querySelector("[data-takes-focus]");
  if (place) (document.getElementById(place.dataset.takesFocus) ?? place).focus();
  return Boolean(place);
}

// Whoever comes to the end of a page by the keyboard stands on what is exchanged.
const BY_SCROLLING = ["revealed", "intersect"];
let stoodThere = false;
body.addEventListener("htmx:beforeSwap", ({ detail: { requestConfig } }) => {
  stoodThere = requestConfig?.elt.contains(document.activeElement);
});

body.addEventListener("htmx:afterSettle", (event) => {
  const { elt, requestConfig } = event.detail;
  const cause = requestConfig?.triggeringEvent;
  if (BY_SCROLLING.includes(cause?.type) && !stoodThere) return;
  // Nobody asked for what a nudge or a clock brings: it must not take the focus.
  if (!cause || isNudge(requestConfig) || takeFocus(elt)) return;
  // And whoever types or chooses goes on where they are: a finger leaves the focus nowhere.
  if (document.activeElement === body && !["input", "change"].includes(cause.type)) {
    elt.setAttribute("tabindex", "-1");
    elt.focus({ preventScroll: true });
  }
});

takeFocus(document);

// -- What the square of a card says ----------------------------------------------------------

// It stands behind the # of the address, where no server and no log sees it, and leaves it at once.
function takeFragment() {
  const form = document.querySelector("form[data-takes-fragment]");
  const [login, code] = decodeURIComponent(location.hash.slice(1)).split("/");
  if (!form || !code) return;
  history.replaceState(null, "", location.pathname);
  form.elements.login.value = login;
  form.elements.code.value = code;
  if (form.dataset.takesFragment === "send") form.requestSubmit();
}

takeFragment();
addEventListener("hashchange", takeFragment);

// -- Dialogs, menus, sending once ------------------------------------------------------------

const opener = (event) => event.target.closest("[data-opens]");

document.addEventListener("click", (event) => {
  const link = opener(event);
  if (link && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    document.getElementById(link.dataset.opens).showModal();
  }
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

const LONGEST_DOWNLOAD = 5000;
const sendButtons = (form) => form.querySelectorAll("button:not([type=button])");

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method === "dialog") return;
  if (event.target.dataset.sending || isKeptFirst(event)) return event.preventDefault();
  event.target.dataset.sending = "yes";
  sendButtons(event.target).forEach((button) => button.setAttribute("aria-busy", "true"));
  // A file brings no page that would say when it is there.
  if ("downloads" in event.target.dataset) setTimeout(() => release(event.target), LONGEST_DOWNLOAD);
});

// What was just typed is on its way: what is pressed meanwhile must come after it.
function isKeptFirst({ target, submitter }) {
  if (!target.matches("[data-keeps].htmx-request")) return false;
  target.addEventListener("htmx:afterRequest", () => target.requestSubmit(submitter), { once: true });
  return true;
}

body.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  if (target.matches("[data-keeps]")) target.toggleAttribute("data-unsaved", !detail.successful);
});

function release(form) {
  delete form.dataset.sending;
  sendButtons(form).forEach((button) => button.removeAttribute("aria-busy"));
}

addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));

// -- On the device ------------------------------------------------------------------------------

const ofDevice = document.querySelector("script[data-service-worker]");

const headers = () => ({ ...JSON.parse(body.getAttribute("hx-headers")), "X-By-Itself": "yes" });

async function work(script) {
  const registration = await navigator.serviceWorker.register(script, { updateViaCache: "all" });
  const subscription = await registration?.pushManager?.getSubscription();
  if (subscription) await recognise(subscription);
}

// A browser that wakes somebody asks after each sign-in whether it is the same person: whoever left
// without signing out must not be called to a device that others hold now.
async function recognise(subscription) {
  const [signIn] = /csrftoken=\w+/.exec(document.cookie) ?? []; // another one after each
  if (sessionStorage.recognised === signIn) return;
  const endpoint = new URLSearchParams({ endpoint: subscription.endpoint });
  const asked = { method: "POST", headers: headers(), body: endpoint, redirect: "manual" };
  const { status, ok } = await fetch(ofDevice.dataset.deviceUrl, asked);
  if (status === NOT_FOUND) await subscription.unsubscribe();
  else if (ok) sessionStorage.recognised = signIn;
}

if (ofDevice) navigator.serviceWorker && work(ofDevice.dataset.serviceWorker);

// -- A row of tabs longer than the screen begins where one is ----------------------------------

document.querySelectorAll(".tabs [aria-current], .schools [aria-current]").forEach((tab) => {
  tab.scrollIntoView({ block: "nearest", inline: "center" });
});
