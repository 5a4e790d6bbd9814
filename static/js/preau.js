// Makes quick and fresh what already works without it. It holds no words: those are in the page.

const body = document.body;

// -- The socket: it only says "look again" ---------------------------------------------------

const SHORTEST = 1000;
const LONGEST = 60000;
const THROWN_OUT = 4001;
let socket = null;
let wait = SHORTEST;
let timer = 0;
let connectedBefore = false;

const look = (what) => body.dispatchEvent(new CustomEvent(`look:${what}`));

function lookAtEverything() {
  const triggers = [...document.querySelectorAll("[hx-trigger*='look:']")];
  const names = triggers.flatMap((each) =>
    [...each.getAttribute("hx-trigger").matchAll(/look:([\w.-]+)/g)].map((match) => match[1]),
  );
  new Set(names).forEach(look);
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
    if (connectedBefore) lookAtEverything();
    connectedBefore = true;
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

connect();
document.addEventListener("visibilitychange", () => document.hidden || connect());
addEventListener("pageshow", (event) => event.persisted && lookAtEverything());

// -- htmx ------------------------------------------------------------------------------------

const isBeingWritten = (field) => field.value !== field.defaultValue;

body.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig, target } = event.detail;
  const asked = new URL(requestConfig.path, location.href).pathname;
  const answered = xhr.responseURL ? new URL(xhr.responseURL).pathname : asked;
  const whole = /^\s*<!doctype/i.test(xhr.responseText);
  if (whole && answered !== asked) {
    event.detail.shouldSwap = false;
    location.assign(answered);
  }
  const nudged = requestConfig.triggeringEvent?.type.startsWith("look:");
  const fields = target.querySelectorAll("textarea, input:not([type=hidden])");
  if (nudged && [...fields].some(isBeingWritten)) event.detail.shouldSwap = false;
});

function takeFocus(within) {
  const place = within.querySelector("[data-takes-focus]");
  if (place) place.focus();
  return Boolean(place);
}

body.addEventListener("htmx:afterSettle", (event) => {
  const { elt, requestConfig } = event.detail;
  const cause = requestConfig?.triggeringEvent;
  // Nobody asked for what a nudge or a clock brings: it must not take the focus.
  if (!cause || cause.type.startsWith("look:") || takeFocus(elt)) return;
  if (document.activeElement === body) {
    elt.setAttribute("tabindex", "-1");
    elt.focus({ preventScroll: true });
  }
});

takeFocus(document);

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

const sendButtons = (form) => form.querySelectorAll("button:not([type=button])");

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method === "dialog") return;
  if (event.target.dataset.sending) return event.preventDefault();
  event.target.dataset.sending = "yes";
  sendButtons(event.target).forEach((button) => button.setAttribute("aria-busy", "true"));
});

addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sending]").forEach((form) => {
    delete form.dataset.sending;
    sendButtons(form).forEach((button) => button.removeAttribute("aria-busy"));
  });
});
