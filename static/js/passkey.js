// Passkeys: the browser's own dialog, between two short calls to the site. Without this module other ways stay.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function readOptions(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const known of [...(options.excludeCredentials ?? []), ...(options.allowCredentials ?? [])]) known.id = bytes(known.id);
  return options;
}

function writeAnswer(made) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[part]) response[part] = text(made.response[part]);
  }
  return { id: made.id, rawId: text(made.rawId), type: made.type, response };
}

async function post(path, token, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(body ?? {}),
  });
  if (answer.redirected) location.assign(location.href); // the proof is not fresh any more: the page asks for it
  return answer.json();
}

async function run(box) {
  const isNew = box.dataset.portalPasskey === "new";
  const { token, next } = box.dataset;
  const options = readOptions(await post(isNew ? "/staff/passkey/new-options" : "/staff/passkey/options", token));
  const made = await navigator.credentials[isNew ? "create" : "get"]({ publicKey: options });
  const name = box.querySelector("[data-portal-passkey-name]")?.value ?? "";
  return post(isNew ? "/staff/passkey/new" : "/staff/passkey/use", token, { ...writeAnswer(made), next, name });
}

for (const box of document.querySelectorAll("[data-portal-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const button = box.querySelector("[data-portal-passkey-go]");
  const said = box.querySelector("[data-portal-passkey-said]");
  box.querySelector("[data-portal-passkey-none]").hidden = true;
  box.querySelector("[data-portal-passkey-can]").hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    said.textContent = "";
    try {
      const answer = await run(box);
      if (answer.next) return location.assign(answer.next);
      said.textContent = answer.error;
    } catch {
      said.textContent = box.dataset.failed; // the dialog was closed, or the device has none
    }
    button.disabled = false;
    button.focus();
  });
}
