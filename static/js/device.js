// Asks the browser to let this device be woken, once its person presses for it.

const form = document.querySelector("form[data-device]");

function show(...states) {
  form.querySelectorAll("[data-when]").forEach((part) => {
    part.hidden = !states.includes(part.dataset.when);
  });
}

// Apple's tablets pass for computers; they alone of those have a screen to touch.
const isApples = () =>
  /iPhone|iPad/.test(navigator.userAgent) ||
  (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

function state() {
  const can = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (!can) return isApples() ? "elsewhere" : "cannot";
  return Notification.permission === "denied" ? "denied" : "can";
}

async function subscribe() {
  const { pushManager } = await navigator.serviceWorker.ready;
  // It may have been made with a key that this house no longer has.
  await (await pushManager.getSubscription())?.unsubscribe();
  const asked = { userVisibleOnly: true, applicationServerKey: form.dataset.device };
  return (await pushManager.subscribe(asked)).endpoint;
}

async function ask(button) {
  button.setAttribute("aria-busy", "true");
  try {
    if ((await Notification.requestPermission()) !== "granted") return show(state());
    form.elements.endpoint.value = await subscribe();
    form.requestSubmit();
  } catch {
    show("can", "failed");
  } finally {
    button.removeAttribute("aria-busy");
  }
}

if (form) {
  show(state());
  const button = form.querySelector("button");
  button.addEventListener("click", () => ask(button));
}
