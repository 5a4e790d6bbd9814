// Bold, italics, lists and links in place of a plain text. It holds no words: those are in the page.

document.querySelectorAll("[data-writes]").forEach(begin);

async function begin(place) {
  const parts = await import(place.dataset.writes);
  const plain = place.querySelector("textarea");
  // Whoever began to write meanwhile, or comes back to it, goes on as they began.
  if (plain.value.replace(/\r\n/g, "\n") !== plain.defaultValue) return;
  const rich = place.querySelector("input[type=hidden]");
  const label = place.querySelector("label");
  const sheet = document.createElement("div");
  plain.before(sheet);
  const editor = new parts.Editor({
    element: sheet,
    content: rich.value,
    // Styles of its own the content policy refuses: they are in the stylesheet.
    injectCSS: false,
    extensions: [
      parts.Document, paragraph(parts), parts.Text, parts.HardBreak, parts.Bold, parts.Italic,
      parts.BulletList, parts.OrderedList, parts.ListItem, parts.History,
      parts.Link.configure({ enableTarget: false, defaultProtocol: "https" }),
    ],
    editorProps: { attributes: described(plain, label), transformPastedHTML: keepCellsApart },
    onUpdate: () => {
      rich.value = editor.getHTML();
      rich.dispatchEvent(new Event("input", { bubbles: true }));
    },
    onTransaction: () => press(place, editor),
  });
  // Of two the server would not know which is meant.
  plain.disabled = plain.hidden = true;
  label.addEventListener("click", () => editor.commands.focus());
  offerTools(place, editor);
}

// Of a table only the words are left: a row is a line, and its cells stand apart.
const BLOCKS = "p, ul, ol, div, h1, h2, h3, h4, h5, h6";
const keepCellsApart = (html) => html.replace(/(?=<t[dh]\b)/gi, " ");
const paragraph = (parts) => parts.Paragraph.extend({
  parseHTML: () => [{ tag: "p" }, { tag: "tr", getAttrs: (row) => !row.querySelector(BLOCKS) && null }],
});

function described(plain, label) {
  const attributes = {
    class: "sheet prose",
    role: "textbox",
    "aria-multiline": "true",
    "aria-label": label.textContent.trim(),
  };
  ["aria-describedby", "aria-invalid"].forEach((name) => {
    if (plain.hasAttribute(name)) attributes[name] = plain.getAttribute(name);
  });
  return attributes;
}

function offerTools(place, editor) {
  const toolbar = place.querySelector("[role=toolbar]");
  const tools = [...toolbar.querySelectorAll("button")];
  toolbar.hidden = false;
  tools.forEach((tool, number) => (tool.tabIndex = number ? -1 : 0));
  // What is pressed must not take away what is marked.
  toolbar.addEventListener("mousedown", (event) => event.preventDefault());
  toolbar.addEventListener("click", ({ target }) => {
    const tool = target.closest("button");
    if (!tool) return;
    if ("links" in tool.dataset) askForAddress(place, editor);
    else editor.chain().focus()[tool.dataset.does]().run();
  });
  toolbar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const now = tools.indexOf(document.activeElement);
    const next = tools[(now + step + tools.length) % tools.length];
    tools.forEach((tool) => (tool.tabIndex = tool === next ? 0 : -1));
    next.focus();
  });
}

function press(place, editor) {
  place.querySelectorAll("[data-is]").forEach((tool) => {
    tool.setAttribute("aria-pressed", editor.isActive(tool.dataset.is));
  });
}

function askForAddress(place, editor) {
  const dialog = place.querySelector("dialog");
  const address = dialog.querySelector("input");
  address.value = editor.getAttributes("link").href ?? "";
  dialog.querySelectorAll("[data-link]").forEach((button) => {
    button.onclick = () => answer(button.dataset.link);
  });
  address.onkeydown = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    answer("set");
  };
  dialog.showModal();

  function answer(how) {
    if (how === "set" && !complete(address)) return address.reportValidity();
    dialog.close();
    if (how === "unset") editor.chain().focus().extendMarkRange("link").unsetLink().run();
    if (how === "set") link(editor, address.value);
  }
}

// As people say an address, and as it has to be written.
function complete(address) {
  const said = address.value.trim();
  if (said && !/^[a-z]+:/i.test(said)) {
    address.value = /^[^\s/@]+@[^\s/@]+$/.test(said) ? `mailto:${said}` : `https://${said}`;
  }
  return said && address.checkValidity();
}

function link(editor, href) {
  const words = { type: "text", text: href, marks: [{ type: "link", attrs: { href } }] };
  const nothingMarked = editor.state.selection.empty && !editor.isActive("link");
  const chain = editor.chain().focus();
  if (nothingMarked) chain.insertContent(words).run();
  else chain.extendMarkRange("link").setLink({ href }).run();
}
