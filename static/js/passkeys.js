// Passkeys: the browser asks its person, and the form carries what it answers.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) =>
    letter.charCodeAt(0),
  );
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const known = (credentials = []) => credentials.map((each) => ({ ...each, id: bytes(each.id) }));

const ask = {
  create: ({ user, excludeCredentials, challenge, ...rest }) =>
    navigator.credentials.create({
      publicKey: {
        ...rest,
        challenge: bytes(challenge),
        user: { ...user, id: bytes(user.id) },
        excludeCredentials: known(excludeCredentials),
      },
    }),
  get: ({ allowCredentials, challenge, ...rest }) =>
    navigator.credentials.get({
      publicKey: {
        ...rest,
        challenge: bytes(challenge),
        allowCredentials: known(allowCredentials),
      },
    }),
};

const PARTS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

function asJson(credential) {
  const { rawId, type, response } = credential;
  const parts = PARTS.filter((part) => response[part]);
  return JSON.stringify({
    id: text(rawId),
    rawId: text(rawId),
    type,
    response: Object.fromEntries(parts.map((part) => [part, text(response[part])])),
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function optionsOf({ options, optionsUrl }) {
  if (options) return JSON.parse(options);
  return (await fetch(optionsUrl)).json();
}

for (const button of document.querySelectorAll("[data-passkey]")) {
  button.hidden = !window.PublicKeyCredential;
  button.addEventListener("click", async () => {
    const refused = button.parentElement.querySelector("[data-passkey-refused]");
    refused.hidden = true;
    try {
      const { publicKey } = await optionsOf(button.dataset);
      const credential = await ask[button.dataset.passkey](publicKey);
      button.form.elements[button.dataset.into].value = asJson(credential);
      button.form.requestSubmit();
    } catch {
      refused.hidden = false;
    }
  });
}
