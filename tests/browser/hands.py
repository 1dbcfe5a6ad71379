"""The hands of a person at the site: a finger, a keyboard alone, or a browser without JavaScript.

A journey is written once, against `Hand`; what it does is then done by each kind of hand.
"""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST_TABS = 400
THUMB_MS = 300
"""From a tap to the first letter. Sooner than a person could, the browser is busy with the tap and loses letters."""
IS_FOCUSED = "selector => document.activeElement.matches(selector)"
WHERE = """selector => {
  const here = document.activeElement;
  if (here.matches(selector)) return 'there';
  const wanted = here.type === 'radio' && document.querySelector(selector);
  return wanted?.type === 'radio' && here.name === wanted.name && here.form === wanted.form ? 'same group' : '';
}"""
MARK_OUTER_FOLD = """selector => {
  const folds = [];
  for (let each = document.querySelector(selector); each; each = each.parentElement) {
    if (each.localName === 'details' && !each.open) folds.push(each);
  }
  folds.at(-1)?.querySelector(':scope > summary').setAttribute('data-wanted', '');
  return folds.length > 0;
}"""
SHOWS_FOCUS = """() => [document.activeElement, document.activeElement.closest('.card, .tile, label')].some(each => {
  const style = each && getComputedStyle(each);
  return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
})"""


class Hand(ABC):
    """One way of using a page. Selectors name what a person acts on; each must be on the page."""

    OPTIONS: ClassVar[dict[str, Any]] = {}
    """Of the browser context that belongs to this hand."""
    HAS_SCRIPTS: ClassVar[bool] = True

    def __init__(self, page: "Page") -> None:
        self.page = page

    @abstractmethod
    def write(self, selector: str, text: str) -> None:
        """Put text in a box."""

    @abstractmethod
    def use(self, selector: str) -> None:
        """Follow a link, press a button, open a fold, or check a box."""

    def reveal(self, selector: str) -> None:
        """Open the folds that hide something, from the outermost in."""
        while self.page.evaluate(MARK_OUTER_FOLD, selector):
            self._open_fold("[data-wanted]")
            self.page.evaluate("document.querySelector('[data-wanted]')?.removeAttribute('data-wanted')")

    def _open_fold(self, summary: str) -> None:
        self.use(summary)


class Finger(Hand):
    """Taps on a phone."""

    OPTIONS: ClassVar[dict[str, Any]] = {"has_touch": True, "is_mobile": True, "width": 390}

    def write(self, selector: str, text: str) -> None:
        self.page.locator(selector).tap()
        self.page.wait_for_function(IS_FOCUSED, arg=selector)
        self.page.wait_for_timeout(THUMB_MS)
        self.page.keyboard.type(text)

    def use(self, selector: str) -> None:
        self.page.locator(selector).first.tap()


class Keys(Hand):
    """The keyboard alone; wherever it stops, the focus is seen."""

    OPTIONS: ClassVar[dict[str, Any]] = {"width": 1280}

    def write(self, selector: str, text: str) -> None:
        self._go(selector)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def use(self, selector: str) -> None:
        self._go(selector)
        is_box = self.page.evaluate("() => ['checkbox', 'radio'].includes(document.activeElement.type)")
        self.page.keyboard.press("Space" if is_box else "Enter")

    def _go(self, selector: str) -> None:
        """Press Tab, or an arrow within a group of choices, until the element has the focus."""
        if self.page.evaluate(IS_FOCUSED, selector):
            return
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            where = self.page.evaluate(WHERE, selector)
            if where == "there" or (where and self._arrow_to(selector)):
                assert self.page.evaluate(SHOWS_FOCUS), f"no focus is seen on {selector}"
                return
        raise AssertionError(f"{selector} was not reached in {MOST_TABS} tabs")

    def _arrow_to(self, selector: str) -> bool:
        """Whether arrows lead there within the group of radio buttons that has the focus."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("ArrowDown")
            if self.page.evaluate(IS_FOCUSED, selector):
                return True
        return False


class Plain(Hand):
    """A browser without JavaScript, as on an old machine or a line that lost a file."""

    OPTIONS: ClassVar[dict[str, Any]] = {"java_script_enabled": False, "width": 768}
    HAS_SCRIPTS: ClassVar[bool] = False

    def write(self, selector: str, text: str) -> None:
        self.page.locator(selector).fill(text)

    def use(self, selector: str) -> None:
        self.page.locator(selector).first.click()
