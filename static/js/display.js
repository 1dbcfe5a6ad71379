// Applies what is chosen in the display settings at once and keeps it in the cookie that the server reads, so that the
// next page comes as chosen. Without this module the form is sent and the page loads again.
const COOKIE = "rungs_display";
const YEAR_SECONDS = 365 * 24 * 3600;
const PARTS = ["theme", "text", "space", "motion"];
const root = document.documentElement;
const header = document.querySelector("details.site-display");

const read = () => {
  const kept = document.cookie.split("; ").find((pair) => pair.startsWith(`${COOKIE}=`)) ?? "";
  return Object.fromEntries(
    kept.slice(COOKIE.length + 1).split(".").map((word) => word.split("-", 2)).filter(([part]) => PARTS.includes(part)),
  );
};
const apply = (choice) => {
  for (const part of PARTS) {
    if (choice[part]) root.dataset[part] = choice[part];
    else delete root.dataset[part];
    for (const radio of document.querySelectorAll(`[data-portal-display] [name="${part}"]`))
      radio.checked = radio.value === (choice[part] ?? usual(radio.form, part));
  }
  const scheme = { light: "light", dark: "dark", contrast: "dark" }[choice.theme] ?? "light dark";
  document.querySelector('meta[name="color-scheme"]').content = scheme;
};
// The first value of each part is what somebody gets who chose nothing.
const usual = (form, part) => form.elements[part][0].value;

for (const form of document.querySelectorAll("[data-portal-display]")) {
  form.addEventListener("change", () => {
    const choice = {};
    for (const part of PARTS) {
      const { value } = form.elements[part];
      if (value && value !== usual(form, part)) choice[part] = value;
    }
    const text = Object.entries(choice).map((pair) => pair.join("-")).join(".");
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${COOKIE}=${text}; Path=/; Max-Age=${text ? YEAR_SECONDS : 0}; SameSite=Lax${secure}`;
    apply(choice);
  });
  form.addEventListener("submit", (event) => {
    if (!header?.contains(form)) return;
    event.preventDefault();
    close();
  });
}
const close = () => {
  header.open = false;
  header.querySelector("summary").focus();
};
header?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !header.open) return;
  event.preventDefault();
  close();
});
document.addEventListener("click", (event) => {
  if (header?.open && !header.contains(event.target)) header.open = false;
});
// A page that comes back from the browser's memory, or from the copies kept for offline, may be older than the choice.
window.addEventListener("pageshow", () => {
  const choice = read();
  if (PARTS.some((part) => (choice[part] ?? "") !== (root.dataset[part] ?? ""))) apply(choice);
});
