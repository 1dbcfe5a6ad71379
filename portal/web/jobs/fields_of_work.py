"""Fields of work in plain words (major groups of SOC 2018), for jobs of which only the field is sure."""

from portal.web.translate import gettext, lazy_gettext

FIELD_NAMES = {
    "11-0000": lazy_gettext("management"),
    "13-0000": lazy_gettext("business and money"),
    "15-0000": lazy_gettext("computers and math"),
    "17-0000": lazy_gettext("engineering and building plans"),
    "19-0000": lazy_gettext("science"),
    "21-0000": lazy_gettext("social services"),
    "23-0000": lazy_gettext("law"),
    "25-0000": lazy_gettext("schools and libraries"),
    "27-0000": lazy_gettext("art, media, and sports"),
    "29-0000": lazy_gettext("health care"),
    "31-0000": lazy_gettext("health care support"),
    "33-0000": lazy_gettext("police, fire, and guard work"),
    "35-0000": lazy_gettext("food and kitchens"),
    "37-0000": lazy_gettext("cleaning and yards"),
    "39-0000": lazy_gettext("care and service"),
    "41-0000": lazy_gettext("sales"),
    "43-0000": lazy_gettext("an office"),
    "45-0000": lazy_gettext("farms, woods, and fishing"),
    "47-0000": lazy_gettext("construction"),
    "49-0000": lazy_gettext("repair"),
    "51-0000": lazy_gettext("making things"),
    "53-0000": lazy_gettext("driving and moving goods"),
    "55-0000": lazy_gettext("the military"),
}


def field_of_work(soc_group: str | None) -> str:
    """“Some kind of work in health care support” for `31-0000`; empty where no group is sure."""
    if soc_group is None or soc_group not in FIELD_NAMES:
        return ""
    return gettext("Some kind of work in %(field)s", field=FIELD_NAMES[soc_group])
