"""The words of the kiosk's screens, in the language of the page. `{name}` is filled in on the screen."""

from portal.web.translate import gettext


def list_words() -> dict[str, str]:
    """Every fixed word that the screens show or say, by key."""
    return {**_frame(), **_choosing(), **_ladder(), **_taking(), **_ways_to_use(), **_trouble()}


def _frame() -> dict[str, str]:
    return {
        "start": gettext("Touch to start"),
        "start_keys": gettext("On a keyboard, press Enter. With one switch, press it or the space bar."),
        "tagline": gettext("Which step takes you to work that pays?"),
        "sample": gettext("Sample: some jobs and booths here are made up."),
        "rehearsal": gettext("Rehearsal: nothing is counted."),
        "back": gettext("Back"),
        "done": gettext("I am done"),
        "read": gettext("Read to me"),
        "ways_to_use": gettext("Ways to use this"),
        "lower": gettext("Move down"),
        "raise": gettext("Move up"),
        "close": gettext("Close"),
        "tools": gettext("Tools"),
        "page": gettext("Page {page} of {pages}"),
        "more": gettext("More"),
        "first": gettext("From the start"),
        "age_minutes": gettext("The jobs here were checked {count} minutes ago."),
        "age_hours": gettext("The jobs here were checked {count} hours ago."),
        "age_days": gettext("The jobs here were checked {count} days ago."),
        "no_line": gettext("This kiosk has no network right now. All you need still works."),
        "clock": gettext("The clock of this kiosk may be wrong. Trust the date of the jobs."),
        "old": gettext("Our list of jobs is too old to show. Ask at the booths which jobs are open."),
    }


def _choosing() -> dict[str, str]:
    return {
        "how": gettext("How do you want to look?"),
        "by_picture": gettext("Pictures of work I like"),
        "by_picture_note": gettext("Pick one picture."),
        "by_field": gettext("A career field"),
        "by_field_note": gettext("Pick what sounds good."),
        "by_pay": gettext("What pays near me"),
        "by_pay_note": gettext("See pay by how long it takes."),
        "which_picture": gettext("Which of these would you like to do?"),
        "which_field": gettext("Which field sounds good?"),
        "which_band": gettext("How long do you want to train?"),
        "which_work": gettext("Pick a kind of work"),
        "order_jobs": gettext("Work with open jobs near here comes first, then by name."),
        "order_pay": gettext("The best paid comes first."),
        "order_picture": gettext(
            "People who like this often like such work. Work with open jobs comes first."
        ),
        "no_pay": gettext("We do not know the pay here."),
        "takes": gettext("Takes {time}"),
        "works_count": gettext("{count} kinds of work"),
    }


def _ladder() -> dict[str, str]:
    return {
        "ladder_to": gettext("Your way to: {work}"),
        "you_are": gettext("Where are you now?"),
        "at_school": gettext("I am still in school"),
        "with_diploma": gettext("I have a diploma or GED"),
        "here": gettext("You are here"),
        "next": gettext("Your next step"),
        "time": gettext("Time"),
        "cost": gettext("Cost"),
        "saves": gettext("You save"),
        "asks": gettext("Asks for"),
        "unknown": gettext("We don't know yet"),
        "already": gettext("You can look for this work now. It asks for no credential that we know of."),
        "no_way": gettext("We know of no way up to this here."),
        "jobs_and_booths": gettext("Jobs and booths"),
        "take": gettext("Take it with me"),
        "jobs_title": gettext("Who to talk to today"),
        "booth": gettext("Booth {number}"),
        "booths_of_field": gettext("Booths of this field"),
        "no_booth": gettext("No booth here said that it is in this field. Ask at the front desk."),
        "after_next": gettext("Open to you after your next step"),
        "in_this_work": gettext("Open jobs in this work"),
        "no_jobs": gettext("No job in this work is open here today. That changes every week."),
        "miles": gettext("about {miles} miles from {zip}"),
        "set_zip": gettext("How far is it from me?"),
        "zip_title": gettext("What is your ZIP code?"),
        "zip_note": gettext("It stays on this screen. It is gone when you are done."),
        "zip_unknown": gettext("We do not know this ZIP code near here. Check the five digits."),
        "zip_short": gettext("A ZIP code has five digits."),
        "clear_digit": gettext("Take back one digit"),
        "use_zip": gettext("Use this ZIP code"),
        "keep_job": gettext("Keep this job"),
        "kept_job": gettext("Kept"),
    }


def _taking() -> dict[str, str]:
    return {
        "take_title": gettext("Take it with you"),
        "take_lead": gettext("Point the camera of your phone at this picture. Your plan opens there."),
        "take_holds": gettext("It holds your way, where you are now, and the jobs that you kept. No name."),
        "qr_label": gettext("Picture for your phone's camera. It opens your plan."),
        "no_phone": gettext("No phone here? Get a short code."),
        "get_code": gettext("Get a short code"),
        "code_is": gettext("Your code"),
        "code_where": gettext("Type it at {address} under My plan. It works until {day}."),
        "code_failed": gettext("We cannot make a code right now. Use the picture or the paper."),
        "print_receipt": gettext("Print a slip"),
        "print_page": gettext("Print a page"),
        "printed": gettext("Your paper comes out of the printer."),
        "all_done": gettext("I am done. Clear the screen."),
        "slip_address": gettext("Your plan on the web"),
        "slip_note": gettext("{checked}. Ask the school or employer before you pay or sign."),
    }


def _ways_to_use() -> dict[str, str]:
    return {
        "settings_title": gettext("Ways to use this kiosk"),
        "text_size": gettext("Text size"),
        "bigger": gettext("Bigger"),
        "smaller": gettext("Smaller"),
        "colors": gettext("Colors"),
        "light": gettext("Light"),
        "dark": gettext("Dark"),
        "contrast": gettext("High contrast"),
        "reading": gettext("Reading out loud"),
        "read_each": gettext("Read each screen to me"),
        "read_off": gettext("Do not read by itself"),
        "louder": gettext("Louder"),
        "quieter": gettext("Quieter"),
        "volume": gettext("Volume {percent} of 100"),
        "headphones": gettext("Plug in headphones, so that only you hear it."),
        "no_voice": gettext("This kiosk has no voice for this language."),
        "switches": gettext("Switches"),
        "no_switch": gettext("No switch"),
        "one_switch": gettext("One switch"),
        "two_switches": gettext("Two switches"),
        "one_switch_note": gettext("The frame moves by itself. Press to pick."),
        "two_switches_note": gettext("Space moves the frame. Enter picks."),
        "slower": gettext("Slower"),
        "faster": gettext("Faster"),
        "pace": gettext("The frame moves every {seconds} seconds"),
        "scan_off": gettext("Tab turns this off."),
        "motion": gettext("Moving pictures"),
        "motion_on": gettext("Moving"),
        "motion_off": gettext("Still"),
        "time_limit": gettext("Time"),
        "more_time": gettext("Give me three times as long"),
        "usual_time": gettext("Usual time"),
        "language": gettext("Language"),
    }


def _trouble() -> dict[str, str]:
    return {
        "idle_title": gettext("Are you still here?"),
        "idle_text": gettext("This screen clears in {count} seconds, so that nobody sees what you picked."),
        "idle_stay": gettext("I need more time"),
        "idle_said": gettext("Are you still here? Touch the screen or press a key to go on."),
        "paused": gettext("This kiosk takes a break."),
        "message": gettext("A word from the team"),
    }
