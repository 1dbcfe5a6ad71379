// A button that copies the page's address. The button is there only when this module runs.
for (const button of document.querySelectorAll("[data-portal-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href);
    button.textContent = button.dataset.portalCopied;
  });
}
