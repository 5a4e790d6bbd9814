// Reads aloud what was written, and whole what says that it is to be heard, for whoever does not read
// much yet.

const READ = "main article.entry, main article.comment, main .feed-notice, main [data-listen]";
const NOTICE = ".feed-notice > div > p:first-child";
const WORDS = `h1, h2, .prose, .hidden > p, ${NOTICE}`;
const HEAD = `:scope > header, .said > header, ${NOTICE}`;
const language = document.documentElement.lang;
const button = document.getElementById("aloud").content.firstElementChild;
let reading = null;

const wordsOf = (part) => (part.matches("[data-listen]") ? part.children : part.querySelectorAll(WORDS));

// A voice that is not of this device would send the words elsewhere.
const voice = () =>
  speechSynthesis.getVoices().find((each) => each.localService && each.lang.startsWith(language));

function hush() {
  speechSynthesis.cancel();
  reading?.setAttribute("aria-pressed", "false");
  reading = null;
}

function read(pressed) {
  const again = pressed === reading;
  hush();
  if (again) return;
  const words = [...wordsOf(pressed.closest(READ))].filter((part) => part !== pressed);
  const said = new SpeechSynthesisUtterance(words.map((part) => part.innerText).join(". "));
  Object.assign(said, { lang: language, voice: voice(), rate: 0.9, onend: hush });
  reading = pressed;
  pressed.setAttribute("aria-pressed", "true");
  speechSynthesis.speak(said);
}

function offer() {
  if (!voice()) return;
  document.querySelectorAll(READ).forEach((article) => {
    if (article.querySelector(":scope .aloud")) return;
    const mine = button.cloneNode(true);
    mine.addEventListener("click", () => read(mine));
    (article.querySelector(HEAD) ?? article.lastElementChild).after(mine);
  });
}

if ("speechSynthesis" in window) {
  offer();
  speechSynthesis.addEventListener("voiceschanged", offer);
  new MutationObserver(offer).observe(document.querySelector("main"), { childList: true, subtree: true });
  addEventListener("pagehide", hush);
}
