// A card's QR picture leads to /sharing#CODE. What stands behind # never reaches a server or its logs: it is put into
// the field here and taken out of the address and the history. Without this module the code is typed from the card.
const field = document.querySelector("[data-portal-own-code]");
const code = location.hash.slice(1);

if (field && /^[0-9A-Za-z-]{12,20}$/.test(code)) {
  history.replaceState(null, "", location.pathname);
  field.value = code;
  field.focus();
}
