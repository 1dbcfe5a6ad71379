// Buttons that copy the page's address or print the page. They are there only when this module runs and can do it.
const live = document.querySelector("[data-portal-live]");

for (const button of document.querySelectorAll("[data-portal-copy]")) {
  if (!navigator.clipboard) continue;
  const label = button.querySelector("[data-portal-copy-label]");
  const before = label.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    let said = button.dataset.portalCopied;
    try {
      await navigator.clipboard.writeText(location.href);
    } catch {
      said = button.dataset.portalNotCopied;
    }
    label.textContent = said;
    if (live) live.textContent = said;
    setTimeout(() => (label.textContent = before), 4000);
  });
}
for (const button of document.querySelectorAll("[data-portal-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
