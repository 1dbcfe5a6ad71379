"""A sentence for everything that the log holds, for the person it is about and for who keeps the log.

Endpoints of the professional's side stand here by their names, and what other code writes by its own word. Several may
share a sentence: the person wants to know what was seen or changed, not by which button. A test holds that none is
missing.
"""

from collections.abc import Mapping

from portal.web.translate import gettext, lazy_gettext

_SAID: tuple[tuple[object, tuple[str, ...]], ...] = (
    # the person, on their own page
    (lazy_gettext("Said yes to something"), ("sharing.save_answers",)),
    (lazy_gettext("Took a yes back"), ("sharing.stop", "administer.withdraw")),
    (lazy_gettext("Opened a new card and chose its words"), ("sharing.choose_words",)),
    (lazy_gettext("Opened their own page"), ("sharing.open_page",)),
    (lazy_gettext("Gave wrong words ten times: the card is stopped"), ("sharing.stop_card",)),
    (lazy_gettext("Read a copy of everything"), ("sharing.read_copy",)),
    (lazy_gettext("Saved a copy of everything"), ("sharing.download",)),
    (lazy_gettext("Asked to be deleted"), ("sharing.ask_for_deletion",)),
    (lazy_gettext("Deleted everything"), ("sharing.delete_now", "administer.delete_asked")),
    # consent
    (lazy_gettext("Looked at what was agreed to"), ("administer.consent",)),
    (lazy_gettext("Made a card with a code"), ("administer.make_card",)),
    (lazy_gettext("Made cards for a group"), ("administer.make_group_cards",)),
    (lazy_gettext("Saw a card with a code"), ("administer.card",)),
    (lazy_gettext("Opened a form to sign"), ("administer.paper_form",)),
    (lazy_gettext("Stopped the code of a card"), ("administer.stop_code",)),
    (lazy_gettext("Wrote down a yes that was signed on paper"), ("administer.record_paper",)),
    # the record
    (lazy_gettext("Looked at the list of people"), ("caseload.people", "caseload.dashboard")),
    (lazy_gettext("Opened the first page of the record"), ("caseload.person", "caseload.edit_person_form")),
    (
        lazy_gettext("Added a person"),
        ("caseload.added", "caseload.add_person_now"),
    ),
    (lazy_gettext("Opened the page to add a person"), ("caseload.add_person_form",)),
    (lazy_gettext("Changed the name, number or language"), ("caseload.edit_person",)),
    (lazy_gettext("Set that a parent or guardian says yes or no"), ("caseload.guardian_asked",)),
    (lazy_gettext("Set that the person says yes or no"), ("caseload.guardian_not_asked",)),
    (lazy_gettext("Closed the case"), ("caseload.close_case",)),
    (lazy_gettext("Opened the case again"), ("caseload.reopen_case",)),
    (lazy_gettext("Looked at who works with them"), ("caseload.ties",)),
    (lazy_gettext("Changed who works with them"), ("caseload.add_colleague", "caseload.end")),
    (
        lazy_gettext("Handed people over to a colleague"),
        ("caseload.handed_over", "caseload.hand_over_now"),
    ),
    (
        lazy_gettext("Opened the page to hand people over"),
        ("caseload.hand_over_form",),
    ),
    (
        lazy_gettext("Worked on a class list"),
        ("caseload.start_list", "caseload.choose_columns", "caseload.do_list", "caseload.drop_list"),
    ),
    (lazy_gettext("Took a class list back"), ("caseload.undo_list", "caseload.list_undone")),
    (
        lazy_gettext("Looked at a class list"),
        ("caseload.list_form", "caseload.list_step"),
    ),
    (lazy_gettext("Looked at groups"), ("caseload.groups", "caseload.group")),
    (
        lazy_gettext("Changed groups"),
        (
            *("caseload.make_group_now", "caseload.save_group", "caseload.put_group_back_now"),
            *("caseload.delete_group_now", "caseload.put_people_in", "caseload.take_people_out"),
            "caseload.save_groups_of_person",
        ),
    ),
    (lazy_gettext("Read notes"), ("caseload.notes", "caseload.note")),
    (
        lazy_gettext("Wrote or changed a note"),
        ("caseload.write_note", "caseload.save_note", "caseload.put_note_back_now"),
    ),
    (lazy_gettext("Deleted a note"), ("caseload.delete_note_now",)),
    (lazy_gettext("Looked at tasks"), ("caseload.tasks", "caseload.task")),
    (
        lazy_gettext("Wrote or changed a task"),
        ("caseload.write_task", "caseload.save_task", "caseload.mark"),
    ),
    # the plan
    (
        lazy_gettext("Opened the plan"),
        (
            *("sharing.open_plan", "guidance.show", "guidance.compare", "guidance.take_over_form"),
            *("guidance.step_tasks_form", "guidance.notes_form"),
        ),
    ),
    (
        lazy_gettext("Changed the plan"),
        (
            *("guidance.put_one_back", "guidance.add_held", "guidance.save_ladder", "guidance.set_notes"),
            *("guidance.take_one_out", "guidance.set_place", "guidance.set_last_day", "guidance.add_goal"),
            *("guidance.open_theirs", "guidance.merge"),
        ),
    ),
    (
        lazy_gettext("Made tasks of the plan's steps"),
        ("guidance.make_step_tasks", "guidance.take_step_tasks_back"),
    ),
    (lazy_gettext("Handed over a code for the plan"), ("guidance.hand_over",)),
    (lazy_gettext("Stopped a code for the plan"), ("guidance.stop_handed",)),
    (lazy_gettext("Opened the document of the plan"), ("guidance.document",)),
    (lazy_gettext("Changed the document of the plan"), ("guidance.save_document",)),
    (
        lazy_gettext("Made a PDF or Word file of the plan"),
        ("guidance.document_pdf", "guidance.document_docx"),
    ),
    (lazy_gettext("Saved a copy of the record as a file"), ("guidance.export_file",)),
    (
        lazy_gettext("Added a person from a file"),
        ("guidance.preview_file", "guidance.add_from_file"),
    ),
    (lazy_gettext("Opened the page to add a person from a file"), ("guidance.choose_file",)),
    # jobs
    (
        lazy_gettext("Looked for jobs"),
        ("matchdesk.desk", "matchdesk.posting", "matchdesk.posting_benefits", "matchdesk.changes"),
    ),
    (lazy_gettext("Changed what a job must have"), ("matchdesk.write_profile",)),
    (
        lazy_gettext("Looked at the list of jobs"),
        ("matchdesk.shortlist", "matchdesk.entry", "matchdesk.ask_to_add"),
    ),
    (lazy_gettext("Changed the list of jobs"), ("matchdesk.add", "matchdesk.change", "matchdesk.undo")),
    (lazy_gettext("Printed the list of jobs"), ("matchdesk.sheet",)),
    (
        lazy_gettext("Read a report without names"),
        ("matchdesk.outcomes", "matchdesk.outcomes_file", "reports.report", "reports.report_csv"),
    ),
    # classes and the catalog
    (
        lazy_gettext("Led a class"),
        (*("classroom.start", "classroom.end", "classroom.go_on"),),
    ),
    (lazy_gettext("Looked at a class"), ("classroom.classes", "classroom.lead", "classroom.board")),
    (lazy_gettext("Gave a class a task"), ("classroom.assign",)),
    (
        lazy_gettext("Made a sheet for a career fair"),
        ("guidance.fair_sheet", "guidance.fair_sheet_pdf", "guidance.fair_sheet_docx"),
    ),
    (
        lazy_gettext("Worked on the catalog and its sources"),
        ("curate.decide", "curate.undo", "curate.refresh"),
    ),
    (lazy_gettext("Looked at questions of the catalog"), ("curate.desk", "curate.entry")),
    # who keeps the records
    (lazy_gettext("Looked at the log"), ("administer.log", "administer.log_file")),
    (lazy_gettext("Looked at how records are kept"), ("administer.data",)),
    (
        lazy_gettext("Changed whether people may delete their own record"),
        ("administer.save_own_deletion",),
    ),
    (lazy_gettext("Kept the record, because a law asks for it"), ("administer.keep_asked",)),
    (lazy_gettext("Saved a copy of all who agreed"), ("administer.export", "system.export")),
    (lazy_gettext("Deleted the record: it was kept long enough"), ("system.retention",)),
    (lazy_gettext("Deleted the whole organization"), ("system.erase_organisation",)),
    # accounts
    (
        lazy_gettext("Looked at accounts"),
        ("accounts.accounts", "accounts.security", "accounts.told", "accounts.heard"),
    ),
    (
        lazy_gettext("Invited a colleague"),
        ("accounts.invite", "accounts.invite_again", "invited", "invited_again"),
    ),
    (lazy_gettext("Joined"), ("joined",)),
    (lazy_gettext("Signed in"), ("signed_in",)),
    (
        lazy_gettext("Signed out"),
        (
            *("accounts.sign_out", "accounts.end_one", "accounts.end_all", "signed_out", "session_ended"),
            "signed_out_everywhere",
        ),
    ),
    (
        lazy_gettext("Showed again who they are"),
        (
            *("accounts.prove_by_password", "accounts.show_code"),
            *("proved", "second_factor_shown"),
        ),
    ),
    (lazy_gettext("Opened the page that asks who they are"), ("accounts.prove", "accounts.second_factor")),
    (
        lazy_gettext("Looked at how they sign in"),
        ("accounts.app_set_up", "accounts.recovery_codes", "accounts.passkey_set_up"),
    ),
    (
        lazy_gettext("Changed how they sign in"),
        (
            *("accounts.app_prove", "accounts.app_remove"),
            *("accounts.new_recovery_codes", "accounts.passkey_new"),
            *("accounts.passkey_new_options", "accounts.passkey_remove", "accounts.change_password"),
            *("app_removed", "factor_added", "passkey_removed", "recovery_codes_made", "password_changed"),
            "password_reset",
        ),
    ),
    (lazy_gettext("Changed their own name"), ("accounts.change_name", "name_changed")),
    (
        lazy_gettext("Made a link for a new password"),
        ("accounts.reset_link", "reset_link_made", "reset_link_sent"),
    ),
    (lazy_gettext("Took a second step away"), ("accounts.reset_factor", "factor_reset")),
    (lazy_gettext("Changed a role"), ("accounts.role_of", "role_changed")),
    (lazy_gettext("Unlocked an account"), ("accounts.unlock", "unlocked")),
    (lazy_gettext("Ended an account"), ("accounts.end", "ended")),
    (
        lazy_gettext("Changed the rules of the organization"),
        ("accounts.organisation", "organisation_changed"),
    ),
    (lazy_gettext("Made the organization"), ("organisation_made",)),
)
ACTIONS: Mapping[str, object] = {action: words for words, actions in _SAID for action in actions}


def say_action(action: str) -> str:
    """What was done, in the language of the page."""
    words = ACTIONS.get(action)
    return (
        str(words)
        if words is not None
        else gettext("Did something that has no name here (%(code)s)", code=action)
    )
