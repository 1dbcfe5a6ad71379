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

LEVELS = {
    Level.MUCH: lazy_gettext("You like this a lot"),
    Level.SOME: lazy_gettext("You like some of this"),
    Level.LITTLE: lazy_gettext("You like little of this"),
    Level.UNKNOWN: lazy_gettext("Too few answers yet"),
}
