// Sends each file by itself as soon as it is chosen, shows how far it is, and lets it be given up.
// Without it, files go with the form. It holds no words: those are in the page.

const TAKEN = [200, 422];
const waiting = new WeakMap();
const headers = JSON.parse(document.body.getAttribute("hx-headers"));
const underway = (place) => place.querySelector("[data-underway]");
const rows = (place) => [...underway(place).children];
const told = (place) => place.querySelector("[data-kept] [role=alert]");

// Before anybody else hears of it: what is sent here must not go with what is kept as one types.
document.addEventListener("change", ({ target }) => {
  const place = target.type === "file" && target.closest("[data-sends-files]");
  if (!place) return;
  const files = [...target.files];
  target.value = "";
  told(place)?.remove();
  files.forEach((file) => begin(place, file));
}, true);

// One after the other: each is looked at for a while, and others wait for the same server.
function begin(place, file) {
  const row = place.querySelector("template").content.firstElementChild.cloneNode(true);
  row.querySelector("[data-name]").textContent = file.name;
  row.querySelector("progress").setAttribute("aria-label", file.name);
  row.querySelector("button").addEventListener("click", () => giveUp(place, row));
  underway(place).append(row);
  if (file.size > Number(place.dataset.largest)) return fail(row, "too-large");
  const before = waiting.get(place) ?? Promise.resolve();
  waiting.set(place, before.then(() => row.isConnected && send(place, row, file)));
}

function send(place, row, file) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const progress = row.querySelector("progress");
    const content = new FormData();
    content.append("files", file);
    request.open("POST", place.dataset.sendsFiles);
    Object.entries({ ...headers, "HX-Request": "true" }).forEach((each) => {
      request.setRequestHeader(...each);
    });
    request.upload.onprogress = ({ loaded, total }) => {
      progress.value = loaded / total;
      // All of it is there, and is looked at: how long that takes nobody knows.
      if (loaded === total) progress.removeAttribute("value");
    };
    request.onload = () => {
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const fresh = TAKEN.includes(request.status) && page.querySelector("[data-kept]");
      if (!fresh) return fail(row, "failed");
      row.remove();
      tellOn(fresh, told(place));
      place.querySelector("[data-kept]").replaceWith(fresh);
      htmx.process(place);
    };
    request.onerror = () => fail(row, "failed");
    request.onloadend = done;
    row.request = request;
    request.send(content);
  }).then(() => sendOn(place));
}

// Each answer knows of its own file: what was refused before it stays until others are chosen.
function tellOn(fresh, before) {
  if (!before) return;
  const now = fresh.querySelector("[role=alert] ul");
  if (now) now.prepend(...before.querySelectorAll("li"));
  else fresh.prepend(before);
}

function giveUp(place, row) {
  row.request?.abort();
  row.remove();
  place.querySelector("input[type=file]").focus();
  sendOn(place);
}

function fail(row, how) {
  row.dataset.failed = how;
  row.querySelector("progress").hidden = true;
  row.querySelector(`[data-says=${how}]`).hidden = false;
}

// Whoever presses "send" meanwhile means the files too: it is sent when they are there.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const place = form.querySelector("[data-sends-files]");
  if (!place || !rows(place).some((row) => !row.dataset.failed)) return;
  event.preventDefault();
  place.sendsThen = event.submitter;
  event.submitter?.setAttribute("aria-busy", "true");
}, true);

function sendOn(place) {
  const button = place.sendsThen;
  if (!button || rows(place).some((row) => !row.dataset.failed)) return;
  place.sendsThen = null;
  button.removeAttribute("aria-busy");
  // What was refused or failed is to be seen before the rest goes without it.
  if (!rows(place).length && !told(place)) {
    button.form.requestSubmit(button);
  }
}
