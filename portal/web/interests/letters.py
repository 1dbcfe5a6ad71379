"""The six interests in words."""

from portal.domain.interest import InterestLetter, Level
from portal.web.translate import lazy_gettext

NAMES = {
    InterestLetter.REALISTIC: lazy_gettext("Doing (Realistic)"),
    InterestLetter.INVESTIGATIVE: lazy_gettext("Thinking (Investigative)"),
    InterestLetter.ARTISTIC: lazy_gettext("Creating (Artistic)"),
    InterestLetter.SOCIAL: lazy_gettext("Helping (Social)"),
    InterestLetter.ENTERPRISING: lazy_gettext("Leading (Enterprising)"),
    InterestLetter.CONVENTIONAL: lazy_gettext("Organizing (Conventional)"),
}
"""With Holland's word, which counselors know."""

DOING = {
    InterestLetter.REALISTIC: lazy_gettext("work with your hands, tools and machines"),
    InterestLetter.INVESTIGATIVE: lazy_gettext("find out how things work and why"),
    InterestLetter.ARTISTIC: lazy_gettext("make new things with words, pictures or music"),
    InterestLetter.SOCIAL: lazy_gettext("help, teach and care for people"),
    InterestLetter.ENTERPRISING: lazy_gettext("lead, sell and start new things"),
    InterestLetter.CONVENTIONAL: lazy_gettext("keep things in order with lists and numbers"),
}
"""What follows “You like to”."""

SHORT = {
    InterestLetter.REALISTIC: lazy_gettext("hands-on work"),
    InterestLetter.INVESTIGATIVE: lazy_gettext("finding things out"),
    InterestLetter.ARTISTIC: lazy_gettext("creating"),
    InterestLetter.SOCIAL: lazy_gettext("helping people"),
    InterestLetter.ENTERPRISING: lazy_gettext("leading and selling"),
    InterestLetter.CONVENTIONAL: lazy_gettext("keeping order"),
}
"""For a list of several in one sentence."""

LEVELS = {
    Level.MUCH: lazy_gettext("You like this a lot"),
    Level.SOME: lazy_gettext("You like some of this"),
    Level.LITTLE: lazy_gettext("You like little of this"),
    Level.UNKNOWN: lazy_gettext("Too few answers yet"),
}

LIKES = {
    InterestLetter.REALISTIC: lazy_gettext("Working with my hands"),
    InterestLetter.INVESTIGATIVE: lazy_gettext("Finding out how things work"),
    InterestLetter.ARTISTIC: lazy_gettext("Drawing, writing or music"),
    InterestLetter.SOCIAL: lazy_gettext("Helping or teaching people"),
    InterestLetter.ENTERPRISING: lazy_gettext("Leading or selling"),
    InterestLetter.CONVENTIONAL: lazy_gettext("Lists, numbers and order"),
}
"""Words to pick after “I like”."""

GOOD_AT = {
    InterestLetter.REALISTIC: lazy_gettext("Fixing or building things"),
    InterestLetter.INVESTIGATIVE: lazy_gettext("Solving hard problems"),
    InterestLetter.ARTISTIC: lazy_gettext("Having new ideas"),
    InterestLetter.SOCIAL: lazy_gettext("Listening to people"),
    InterestLetter.ENTERPRISING: lazy_gettext("Getting people to join in"),
    InterestLetter.CONVENTIONAL: lazy_gettext("Keeping track of details"),
}
"""Words to pick after “I'm good at”."""
