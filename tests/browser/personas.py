"""Five people who come to Rungs, and how each gets from the start page to a saved plan.

Each journey is written once for any hand and either language: it names controls by what they do, never by words.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.browser.hands import Hand

HERE = "main .rung--here"


@dataclass(frozen=True)
class Walk:
    """One person on the way: the hand, and what is called after each page with the page's name."""

    hand: Hand
    seen: Callable[[str], None]

    @property
    def language(self) -> str:
        """In which this person reads."""
        return str(self.hand.page.locator("html").get_attribute("lang"))

    def use(self, selector: str) -> None:
        self.hand.reveal(selector)
        self.hand.use(selector)

    def go(self, selector: str, to: str, name: str) -> None:
        """Follow something to a page whose address holds `to`."""
        self.use(selector)
        self.hand.page.wait_for_url(lambda url: to in url)
        self.hand.page.wait_for_load_state()
        self.seen(name)

    def start(self, place: str, *held: str) -> None:
        """Fill the first two boxes of the start page."""
        self.hand.write("#region", place)
        for one in held:
            self.use(f'input[name="held"][value="{one}"]')

    def hold_a_rare_one(self, words: str, field: str, credential_id: str) -> None:
        """Look for a credential that the start page does not name, and check it."""
        box = f'input[name="held"][value="{credential_id}"]'
        if self.hand.HAS_SCRIPTS:
            self.hand.write("#held-filter", words)
        else:
            self.go("[data-portal-picker-all]", "/held", "held")
            self.go(f'button[name="field"][value="{field}"]', f"field={field}", "held-field")
        self.hand.page.locator(box).wait_for(state="attached")
        self.use(box)
        if not self.hand.HAS_SCRIPTS:
            self.go("main form .button--big", "held=", "start-again")

    def choose_work(self, words: str, goal: str) -> None:
        """Type what one looks for; choose among what is found. Without JavaScript the choice is a page of its own."""
        page = self.hand.page
        choice = f'input[name="goal"][value="{goal}"]'
        self.hand.write("#goal-work", words)
        if not self.hand.HAS_SCRIPTS:
            self.go("#start-form .button--big", "/ladder", "choose")
        page.locator(choice).wait_for()
        self.use(choice)

    def show_ladder(self) -> None:
        self.go("main form .button--big, main form .button--primary", "goal=", "ladder")

    def open_a_job(self) -> None:
        """From the ladder to the jobs that are open now, and the first of them."""
        self.go(f'{HERE} a[href*="/jobs?"]', "/jobs?", "jobs")
        self.go('#jobs-results .card a[href^="/jobs/"]', "/jobs/", "job")

    def say_needs(self, *needs: str) -> None:
        """Say on a job's page what matters."""
        for need in needs:
            self.use(f'#fit-form-needs input[value="{need}"]')
        self.go("#fit-form-needs .button--primary", "needs=", "fit")

    def keep(self, what: str) -> None:
        """Keep this page in the plan."""
        self.go(f'form[action="/plan/{what}"] button', "/plan", "plan")


@dataclass(frozen=True)
class Persona:
    """Who it is, what the way is, and what the plan must hold in the end (ids or addresses in its links)."""

    key: str
    who: str
    walk: Callable[[Walk], None]
    kept: tuple[str, ...]
    language: str = "en"


def sophomore(walk: Walk) -> None:
    """Does not know yet: says of thirty pictures which he likes, and comes to a ladder from there."""
    walk.go('main a[href="/interests"]', "/interests", "interests")
    walk.go('main a[href="/interests/pictures?view=all"]', "view=all", "pictures")
    for number in range(1, 31):
        letter = "l" if number % 6 == 1 else "n"  # the pictures go round the six letters, beginning with R
        walk.use(f'input[name="a{number}"][value="{letter}"]')
    walk.go("[data-portal-interests-result]", "result", "result")
    walk.hand.write("#interest-region", "46402")
    walk.go("main form:has(#interest-region) button", "46402", "result-here")
    walk.go('main a[href^="/occupations/49-3093"]', "/occupations/", "occupation")
    walk.go('main a[href^="/ladder?goal=occupation:49-3093"]', "/ladder?", "ladder")
    walk.keep("ladders")


def senior(walk: Walk) -> None:
    """Has a culinary micro-credential and asks what one more step opens."""
    walk.start("46201")
    walk.hold_a_rare_one("culinary", "hospitality-tourism", "culinary-micro-credential-pilot-in")
    walk.use('input[name="goal"][value="doors:1"]')
    walk.show_ladder()
    walk.keep("ladders")
    walk.go('main a[href^="/ladder?"]', "/ladder?", "ladder-again")
    walk.open_a_job()
    walk.say_needs("training")
    walk.keep("jobs")


def nurse_aide(walk: Walk) -> None:
    """Works nights while her children sleep; wants to become a practical nurse."""
    walk.start("47454", "high-school-diploma", "cna-in")
    walk.choose_work("licensed practical", "occupation:29-2061")
    walk.show_ladder()
    walk.keep("ladders")
    walk.go('main a[href^="/ladder?"]', "/ladder?", "ladder-again")
    walk.open_a_job()
    walk.say_needs("shift-night")
    walk.keep("jobs")


def parent(walk: Walk) -> None:
    """Seeks work with small children."""
    walk.start("46203")
    words = {"en": "childcare", "es": "niños"}[walk.language]
    walk.choose_work(words, "occupation:39-9011")
    walk.show_ladder()
    walk.keep("ladders")


def machinist(walk: Walk) -> None:
    """Lost his work at 52, has a diploma and one bus line; begins with a job near him."""
    walk.go('header a[href^="/jobs"]', "/jobs", "all-jobs")
    walk.hand.write("#jobs-region", "46402")
    walk.go("#jobs-form .button--primary", "46402", "jobs")
    walk.go('#jobs-results .card a[href^="/jobs/"]', "/jobs/", "job")
    walk.say_needs("transport")
    walk.keep("jobs")


PERSONAS = (
    Persona("sophomore", "a sophomore in Gary who likes cars and holds nothing", sophomore, ("49-3093",)),
    Persona(
        "senior",
        "a senior in a special-education programme with a culinary micro-credential",
        senior,
        ("doors:1", "/jobs/"),
    ),
    Persona(
        "nurse-aide",
        "a nurse aide and mother in rural Orange County who must work nights",
        nurse_aide,
        ("29-2061", "/jobs/"),
    ),
    Persona("parent", "a Spanish-speaking parent who seeks early-childhood work", parent, ("39-9011",), "es"),
    Persona("machinist", "a laid-off machinist, 52, with one bus line", machinist, ("/jobs/",)),
)
