// Who goes into the box of a place wants another place: what stands there is taken whole, so that typing replaces it.
// Without this module "46402" typed behind "Indiana" makes a place that nobody knows.
document.addEventListener("focusin", (event) => {
  const box = event.target;
  if (!box.matches('input[name="region"]')) return;
  box.select();
  // The click that brought the focus may put the caret back between two letters.
  const again = () => box.selectionStart === box.selectionEnd && box.select();
  box.addEventListener("click", again, { once: true });
});
