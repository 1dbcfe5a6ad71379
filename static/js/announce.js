// Says what changed after a part of the page was swapped, and takes the focus to it when the swap took the focused
// element away. Without this module pages load whole and need neither.
const live = document.querySelector("[data-portal-live]");

document.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.target ?? event.detail.elt;
  if (!target) return;
  const part = target.isConnected ? target : document.getElementById(target.id);
  const message = part?.querySelector("[data-portal-announce]");
  if (live && message) live.textContent = message.textContent.trim();
  if (document.activeElement === document.body && part) {
    const heading = part.querySelector("h1, h2, [data-portal-announce]");
    if (heading) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
  }
});

// Every proof and the table twin are printed, open or not.
window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details.twin")) details.open = true;
});
