"""The table: who gets what from each route. Whoever is not named is told that there is nothing."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from accounts.choices import Profile
from accounts.entrance.factors import factors_of
from core import clock
from core.faces import PARTS
from newsfeed.versions import version
from tests.access.people import (
    ADMINISTRATOR,
    DESK,
    HANDLERS,
    HERE,
    OF_CM1,
    PARENTS,
    SIGNED_IN,
    STAFF,
    STUDENTS,
    TEACHERS,
)
from tests.access.scene import Scene
from tests.access.table import MISSING, OK, TO_SIGN_IN, Row, get, of_school, post
from tests.cast import PASSWORD

FEED = "-> newsfeed:feed"
REFUSED = "422"
WRITERS = TEACHERS | STAFF
SEE_THE_STUDENT = {"student", "classmate", "sibling", "mother", "father"} | WRITERS
END_THE_PROJECT = {"teacher"} | ADMINISTRATOR
REFUSE_THE_CLASSMATE = {"student"}
TWINS_AMONG_STAFF = {"twin of staff", "twin of administrator"}
TWINS_WHO_WRITE = {"twin of student", "twin of teacher"} | TWINS_AMONG_STAFF
FOLLOWS_CHARTERS = TEACHERS | ADMINISTRATOR
NEW_PASSWORD = "trois-mots-ensemble"
WITH_MAILBOX = SIGNED_IN - STUDENTS - {"twin of student"}
FACE = {part.name: "1" for part in PARTS}
TO_MY_CLASS = {f"{part}_to": "class" for part in ("motto", "mood", "interests", "photograph")}
CONCERN = {
    "kind": "mood",
    "happened_on": "2026-01-05",
    "words": "Elle pleure chaque lundi.",
    "about": "family",
}
TELL_OF_SITES = STUDENTS | TEACHERS | STAFF
REASON = {"reason": "Des mots qui blessent.", "lasts": "week"}


class StudentList(BytesIO):
    """A file that can be sent again."""

    name = "eleves.csv"

    def __init__(self) -> None:
        super().__init__(b"Nom Eleve;Prenom Eleve;Date naissance;Classe\nDUPIN;Iris;2017-05-04;CM1")

    def read(self, size: int | None = -1) -> bytes:
        self.seek(0)
        return super().read(size)


def of_concern(scene: Scene) -> dict[str, Any]:
    return {"school_id": scene.school.pk, "concern_id": scene.concern.pk}


def of_person(part: str, *, key: str = "pk") -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"school_id": scene.school.pk, key: getattr(scene, part).pk}


def of_factor(scene: Scene) -> dict[str, Any]:
    """The administrator's own."""
    return {"pk": factors_of(scene.administrator.user)[0].pk}


def of_device(scene: Scene) -> dict[str, Any]:
    """The student's tablet."""
    return {"pk": scene.device.pk}


def of_two(scene: Scene) -> dict[str, Any]:
    return of_person("father")(scene) | {"other_id": scene.ce2_parent.pk}


def of_class(scene: Scene) -> dict[str, Any]:
    return {"school_id": scene.school.pk, "pk": scene.troupe.cm1.pk}


def of_cell(scene: Scene) -> dict[str, Any]:
    return of_school(scene) | {"sender": "student", "recipient": "student"}


def to_another_class(scene: Scene) -> dict[str, Any]:
    ce2 = scene.troupe.group("class", "student", of=scene.troupe.ce2)
    return {"from_group": scene.class_group.pk, "to_group": ce2.pk}


def of_entry(scene: Scene) -> dict[str, Any]:
    return {"entry_id": scene.entry.pk}


def of_asking_entry(scene: Scene) -> dict[str, Any]:
    return {"entry_id": scene.asking_entry.pk}


def of_asking_class(scene: Scene) -> dict[str, Any]:
    return of_asking_entry(scene) | {"class_id": scene.troupe.cm1.pk}


def of_unpublished(scene: Scene) -> dict[str, Any]:
    """The teacher's draft."""
    return {"entry_id": scene.unpublished.pk}


def of_handed_in(scene: Scene) -> dict[str, Any]:
    return {"entry_id": scene.handed_in.pk}


def of_statement(scene: Scene) -> dict[str, Any]:
    """What was decided about the CE2 student, as they read it."""
    return {"notice_id": scene.statement.pk}


def of_family_statement(scene: Scene) -> dict[str, Any]:
    return {"notice_id": scene.family_statement.pk}


def of_appealed_case(scene: Scene) -> dict[str, Any]:
    return of_school(scene) | {"case_id": scene.appealed_case.pk}


def of_comment(scene: Scene) -> dict[str, Any]:
    return {"comment_id": scene.comment.pk}


def of_attachment(scene: Scene) -> dict[str, Any]:
    return of_conversation(scene) | {"attachment_id": scene.attachment.pk}


def of_case(scene: Scene) -> dict[str, Any]:
    return {"school_id": scene.school.pk, "case_id": scene.case.pk}


def of_illegal_case(scene: Scene) -> dict[str, Any]:
    return of_school(scene) | {"case_id": scene.illegal_case.pk}


def of_decision(scene: Scene) -> dict[str, Any]:
    decision = scene.decision
    return {
        "school_id": scene.school.pk,
        "case_id": decision.case_id,
        "decision_id": decision.pk,
    }


def of_evidence_file(scene: Scene) -> dict[str, Any]:
    return of_case(scene) | {"file_id": scene.evidence_file.pk}


def of_conversation(scene: Scene) -> dict[str, Any]:
    return {"conversation_id": scene.conversation.pk}


def of_message(scene: Scene) -> dict[str, Any]:
    """The mother's, in it."""
    return of_conversation(scene) | {"message_id": scene.message.pk}


def of_asking(scene: Scene) -> dict[str, Any]:
    """The teacher's, in it, which wants to be confirmed."""
    return of_conversation(scene) | {"message_id": scene.asking.pk}


def of_draft(scene: Scene) -> dict[str, Any]:
    """The mother's, to the teacher."""
    return {"message_id": scene.draft.pk}


def words_of_draft(scene: Scene) -> dict[str, Any]:
    return {"seen": scene.draft.version, "body": "Bonjour", "answers_come_to": "all"}


def of_scheduled(scene: Scene) -> dict[str, Any]:
    """The same, with an hour."""
    return {"message_id": scene.scheduled.pk}


def of_roll_import(scene: Scene) -> dict[str, Any]:
    return {"school_id": scene.school.pk, "pk": scene.roll_import.pk}


def of_project(scene: Scene) -> dict[str, Any]:
    """Of CM1; its teacher asked for it."""
    return {"school_id": scene.school.pk, "project_id": scene.project.pk}


def of_request(scene: Scene) -> dict[str, Any]:
    return {"school_id": scene.school.pk, "project_id": scene.asked_project.pk}


def of_invitation(scene: Scene) -> dict[str, Any]:
    return {"school_id": scene.school.pk, "invitation_id": scene.invitation.pk}


def a_project(scene: Scene) -> dict[str, Any]:
    return {
        "name": "Un journal",
        "purpose": "L’écrire ensemble.",
        "classes": [scene.troupe.cm1.pk],
        "last_day": clock.today().isoformat(),
    }


def the_comment(scene: Scene) -> dict[str, Any]:
    return {"kind": "comment", "thing_id": scene.comment.pk}


def made_up_link(scene: Scene) -> dict[str, Any]:
    return {"key": f"{scene.mother.user_id}-made-up"}


ENTRANCE = [
    get("accounts:activate", anonymous=OK),
    Row(
        route="accounts:activate",
        method="POST",
        data=lambda scene: {"login": scene.student.user.username, "code": "AAAA-BBBB-CCCC"},
        answer="422",
        anonymous="422",
    ),
    # Nobody here has shown a code.
    get("accounts:choose_password", answer=TO_SIGN_IN),
    post(
        "accounts:choose_password",
        to="account_login",
        data=lambda _: {"password": NEW_PASSWORD, "again": NEW_PASSWORD},
    ),
    get("accounts:forgotten", anonymous=OK),
    Row(
        route="accounts:forgotten",
        method="POST",
        data=lambda _: {"mailbox": "somebody@mail.example"},
        anonymous=OK,
    ),
    # What is made up gets the page that says so.
    get("accounts:reset_link", data=made_up_link, anonymous=OK),
    get("accounts:confirm_mailbox", anonymous=OK),
    Row(route="accounts:confirm_mailbox", method="POST", anonymous=OK),
    get("accounts:card", anonymous=OK),
    Row(
        route="accounts:card",
        method="POST",
        data=lambda scene: {"login": scene.student.user.username, "code": "AAAA-BBBB-CCCC"},
        answer=REFUSED,
        anonymous=REFUSED,
    ),
    get("accounts:class_code", anonymous=OK),
    Row(
        route="accounts:class_code",
        method="POST",
        data=lambda _: {"class_code": "AAAA-BBBB", "first_name": "Emma"},
        answer=REFUSED,
        anonymous=REFUSED,
    ),
    get("accounts:pictures", answer="-> accounts:card", anonymous="-> accounts:card"),
    post("accounts:pictures", to="accounts:card", anonymous="-> accounts:card"),
    get("account_login", answer=FEED, anonymous=OK),
    post(
        "account_login",
        to="newsfeed:feed",
        data=lambda scene: {"login": scene.student.user.username, "password": PASSWORD},
        anonymous=FEED,
    ),
    post("account_logout", to="accounts:signed_out", anonymous="-> accounts:signed_out"),
    get("accounts:signed_out", anonymous=OK),
    get("mfa_authenticate", answer=FEED, anonymous="-> account_login"),
    post("mfa_authenticate", to="newsfeed:feed", anonymous="-> account_login"),
    get("accounts:sign_in_with_passkey", answer=FEED, anonymous=OK),
    post("accounts:sign_in_with_passkey", to="newsfeed:feed", anonymous="-> account_login"),
    get("set_language", answer=FEED, anonymous=FEED),
    post("set_language", to="newsfeed:feed", anonymous=FEED),
]

OWN_ACCOUNT = [
    get("accounts:me"),
    post("accounts:choose_language", to="accounts:me", data=lambda _: {"language": "en"}),
    get("accounts:mailbox", may=WITH_MAILBOX),
    post(
        "accounts:mailbox",
        to="accounts:me",
        data=lambda _: {"mailbox": "somebody@mail.example", "password": PASSWORD},
        may=WITH_MAILBOX,
    ),
    post("accounts:choose_view", to="accounts:me", data=lambda _: {"view": "simple"}),
    get("accounts:draw_face"),
    get("accounts:notices"),
    post(
        "accounts:notices",
        to="accounts:notices",
        data=lambda _: {"notices": "weekly"},
        may=WITH_MAILBOX,
    ),
    # Nobody here came in by the door, so nobody's session is known.
    Row(
        route="accounts:add_device",
        method="POST",
        data=lambda _: {"endpoint": "https://web.push.apple.com/made-up"},
        answer=MISSING,
    ),
    Row(
        route="accounts:recognise_device",
        method="POST",
        data=lambda _: {"endpoint": "https://web.push.apple.com/made-up"},
        answer=MISSING,
    ),
    post("accounts:remove_device", to="accounts:notices", args=of_device, may={"student"}),
    post("accounts:draw_face", to="accounts:me", data=lambda _: {**FACE, "keep": "yes"}),
    get("account_change_password"),
    post(
        "account_change_password",
        to="accounts:me",
        data=lambda _: {"current": PASSWORD, "password": NEW_PASSWORD, "again": NEW_PASSWORD},
    ),
]


def of_no_provider(key: str) -> dict[str, Any]:
    """None is set up: whoever asks for one finds nothing. tests/accounts has some."""
    return {
        "args": lambda _scene: {key: "ent"},
        "answer": MISSING,
        "anonymous": MISSING,
    }


PROVIDERS = [
    Row(route="openid_connect_login", method="POST", **of_no_provider("provider_id")),
    Row(route="openid_connect_callback", **of_no_provider("provider_id")),
    Row(route="saml_login", method="POST", **of_no_provider("organization_slug")),
    Row(route="saml_acs", method="POST", **of_no_provider("organization_slug")),
    Row(route="saml_finish_acs", **of_no_provider("organization_slug")),
    Row(route="saml_metadata", **of_no_provider("organization_slug")),
    Row(route="saml_sls", **of_no_provider("organization_slug")),
]

HAVE_A_FACTOR = HANDLERS | {"twin of administrator"}
TO_SECOND_STEP = "-> accounts:second_factors"

SECOND_STEP = [
    get("accounts:second_factors"),
    get("accounts:add_app", unlike=dict.fromkeys(HAVE_A_FACTOR, TO_SECOND_STEP)),
    Row(
        route="accounts:add_app",
        method="POST",
        data=lambda _: {"code": "000000"},
        answer="422",
        unlike=dict.fromkeys(HAVE_A_FACTOR, TO_SECOND_STEP),
    ),
    get("accounts:add_passkey"),
    Row(route="accounts:add_passkey", method="POST", data=lambda _: {"name": "Clé"}, answer="422"),
    get(
        "accounts:recovery_codes",
        answer=TO_SECOND_STEP,
        unlike=dict.fromkeys(HAVE_A_FACTOR, OK),
    ),
    post(
        "accounts:recovery_codes",
        to="accounts:second_factors",
        unlike=dict.fromkeys(HAVE_A_FACTOR, "-> accounts:recovery_codes"),
    ),
    get("accounts:remove_factor", args=of_factor, may=ADMINISTRATOR),
    post(
        "accounts:remove_factor",
        to="accounts:second_factors",
        args=of_factor,
        may=ADMINISTRATOR,
    ),
    get("accounts:reset_second_factors", args=of_person("student"), may=ADMINISTRATOR),
    post(
        "accounts:reset_second_factors",
        to="accounts:person",
        args=of_person("student"),
        may=ADMINISTRATOR,
    ),
]

SESSIONS = [
    get("accounts:my_sessions"),
    post("accounts:end_other_sessions", to="accounts:my_sessions"),
    post(
        "accounts:end_session",
        to="accounts:my_sessions",
        args=lambda scene: {"pk": scene.session.pk},
        may={"student"},
    ),
]

PEOPLE = [
    get("accounts:people", args=of_school, may=ADMINISTRATOR),
    Row(route="accounts:people", method="POST", args=of_school, may=ADMINISTRATOR),
    get("accounts:add_person", args=of_school, may=ADMINISTRATOR),
    post(
        "accounts:add_person",
        to="accounts:person",
        args=of_school,
        data=lambda _: {"first_name": "Iris", "last_name": "Nouvelle", "profile": "staff"},
        may=ADMINISTRATOR,
    ),
    get("accounts:directory"),
    Row(route="accounts:directory", method="POST", data=lambda _: {"words": "emma"}),
    get("accounts:person", args=of_person("student"), may=SEE_THE_STUDENT),
    get("accounts:activation_code", args=of_person("student"), may={"administrator", "teacher"}),
    Row(
        route="accounts:activation_code",
        method="POST",
        args=of_person("student"),
        may={"administrator", "teacher"},
    ),
    get("accounts:duties", args=of_person("staff"), may=ADMINISTRATOR),
    post(
        "accounts:duties",
        to="accounts:person",
        args=of_person("staff"),
        data=lambda _: {"duties": ["head"]},
        may=ADMINISTRATOR,
    ),
    Row(
        route="accounts:change_class",
        method="POST",
        args=of_school,
        data=lambda s: {"chosen": s.student.pk},
        may=ADMINISTRATOR,
    ),
    get("accounts:edit_person", args=of_person("staff"), may=ADMINISTRATOR),
    post(
        "accounts:edit_person",
        to="accounts:person",
        args=of_person("staff"),
        data=lambda _: {"first_name": "Denis", "last_name": "Ferrand-Roy"},
        may=ADMINISTRATOR,
    ),
    get("accounts:further_profile", args=of_person("teacher"), may=ADMINISTRATOR),
    post(
        "accounts:further_profile",
        to="accounts:family",
        args=of_person("teacher"),
        data=lambda _: {"profile": "parent"},
        may=ADMINISTRATOR,
    ),
    get("accounts:classes_of", args=of_person("student"), may=ADMINISTRATOR),
    post(
        "accounts:classes_of",
        to="accounts:person",
        args=of_person("student"),
        data=lambda s: {"classes": s.troupe.ce2.pk},
        may=ADMINISTRATOR,
    ),
    get("accounts:family", args=of_person("student"), may=ADMINISTRATOR),
    Row(
        route="accounts:family",
        method="POST",
        args=of_person("student"),
        data=lambda _: {"words": "Haddad"},
        may=ADMINISTRATOR,
    ),
    post(
        "accounts:change_family",
        to="accounts:family",
        args=lambda s: of_person("student")(s) | {"other_id": s.ce2_parent.pk},
        may=ADMINISTRATOR,
    ),
    get("accounts:move_away", args=of_person("student"), may=ADMINISTRATOR),
    Row(
        route="accounts:move_away",
        method="POST",
        args=of_person("student"),
        may=ADMINISTRATOR,
    ),
    get("accounts:take_over", args=of_person("newcomer"), may=ADMINISTRATOR),
    Row(
        route="accounts:take_over",
        method="POST",
        args=of_person("newcomer"),
        data=lambda _: {"code": "KKKK-KKKK-KKKK"},
        may=ADMINISTRATOR,
        answer="422",
    ),
    get("accounts:join", args=of_person("student"), may=ADMINISTRATOR),
    Row(
        route="accounts:join",
        method="POST",
        args=of_person("student"),
        data=lambda _: {"words": "Haddad"},
        may=ADMINISTRATOR,
    ),
    get("accounts:join_with", args=of_two, may=ADMINISTRATOR),
    post("accounts:join_with", to="accounts:person", args=of_two, may=ADMINISTRATOR),
    get("accounts:classes", args=of_school, may=ADMINISTRATOR),
    get(
        "accounts:my_classes",
        unlike=dict.fromkeys(
            TEACHERS | ADMINISTRATOR | {"twin of teacher", "twin of administrator"},
            "-> accounts:class",
        ),
    ),
    get("accounts:class", args=of_class, may={"administrator", "teacher"}),
    post(
        "accounts:new_class_code",
        to="accounts:class",
        args=of_class,
        may={"administrator", "teacher"},
    ),
    get("accounts:cards", args=of_school, may=TEACHERS | ADMINISTRATOR),
    Row(
        route="accounts:cards",
        method="POST",
        args=of_school,
        data=lambda scene: {"chosen": scene.student.pk, "layout": "both"},
        may={"administrator", "teacher"},
        # They print for their own class: to them this is nobody.
        unlike={"ce2_teacher": REFUSED},
    ),
    get("accounts:settings", args=of_school, may=ADMINISTRATOR),
    post(
        "accounts:settings",
        to="accounts:settings",
        args=of_school,
        data=lambda _: {"pictures_up_to": "2", "waking_from": "7", "waking_until": "20"},
        may=ADMINISTRATOR,
    ),
    get("accounts:opening", args=of_school, may=ADMINISTRATOR),
    post(
        "accounts:opening",
        to="accounts:opening",
        args=of_school,
        data=lambda _: {"opens_at": "8", "closes_at": "16", "school_days": ["0", "1", "3", "4"]},
        may=ADMINISTRATOR,
    ),
    post(
        "accounts:add_term",
        to="accounts:opening",
        args=of_school,
        data=lambda _: {"name": "Printemps", "starts_on": "2027-01-04", "ends_on": "2027-04-02"},
        may=ADMINISTRATOR,
    ),
    post(
        "accounts:remove_term",
        to="accounts:opening",
        args=lambda s: of_school(s) | {"pk": s.term.pk},
        may=ADMINISTRATOR,
    ),
    get("accounts:add_class", args=of_school, may=ADMINISTRATOR),
    post(
        "accounts:add_class",
        to="accounts:edit_class",
        args=of_school,
        data=lambda _: {"name": "CP", "level": "CP", "colour": "3"},
        may=ADMINISTRATOR,
    ),
    get("accounts:edit_class", args=of_class, may=ADMINISTRATOR),
    post(
        "accounts:edit_class",
        to="accounts:class",
        args=of_class,
        data=lambda _: {"name": "CM1 bleu", "level": "CM1", "colour": "3"},
        may=ADMINISTRATOR,
    ),
    post("accounts:remove_class", to="accounts:class", args=of_class, may=ADMINISTRATOR),
    get("accounts:groups", args=of_school, may=ADMINISTRATOR),
    get(
        "accounts:group",
        args=lambda s: of_school(s) | {"pk": s.class_group.pk},
        may=ADMINISTRATOR,
    ),
    get("accounts:trail", args=of_school, may=ADMINISTRATOR),
    get("accounts:trail_of", args=of_person("student", key="person_id"), may=ADMINISTRATOR),
]

EDITS_OF_A_ROLL: list[tuple[str, Callable[[Scene], dict[str, Any]]]] = [
    ("add_roll_files", lambda _: {"lists": StudentList()}),
    ("remove_roll_file", lambda _: {"file": "eleves.csv"}),
    ("roll_columns", lambda _: {"sheet-1-file": "eleves.csv", "sheet-1-kind": "students"}),
    ("roll_line", lambda _: {"file": "eleves.csv", "line": 3, "line-1-3-cell-3": "05/05/2017"}),
    ("leave_roll_line_out", lambda _: {"file": "eleves.csv", "line": 3}),
    ("roll_people", lambda _: {"file": "parents.csv", "line": 3, "who": "apart"}),
    ("unlink_guardians", lambda _: {"chosen": "1"}),
]

ROLL = [
    get("accounts:roll_upload", args=of_school, may=ADMINISTRATOR),
    post(
        "accounts:roll_upload",
        to="accounts:roll_import",
        args=of_school,
        data=lambda _: {"lists": StudentList()},
        may=ADMINISTRATOR,
    ),
    get("accounts:roll_import", args=of_roll_import, may=ADMINISTRATOR),
    get("accounts:roll_columns", args=of_roll_import, may=ADMINISTRATOR),
    Row(route="accounts:roll_changes", method="POST", args=of_roll_import, may=ADMINISTRATOR),
    Row(
        route="accounts:roll_report",
        method="POST",
        args=lambda s: {"school_id": s.school.pk, "pk": s.done_import.pk},
        may=ADMINISTRATOR,
    ),
    get("accounts:roll_sample", args=of_school, may=ADMINISTRATOR),
    *(
        post(
            f"accounts:{name}",
            to="accounts:roll_import",
            args=of_roll_import,
            data=data,
            may=ADMINISTRATOR,
        )
        for name, data in EDITS_OF_A_ROLL
    ),
    post(
        "accounts:apply_roll_import",
        to="accounts:roll_import",
        args=of_roll_import,
        may=ADMINISTRATOR,
    ),
    post(
        "accounts:try_roll_import_again",
        to="accounts:roll_import",
        args=of_roll_import,
        may=ADMINISTRATOR,
    ),
    post(
        "accounts:give_up_roll_import",
        to="accounts:roll_upload",
        args=of_roll_import,
        may=ADMINISTRATOR,
    ),
]

CHARTERS = [
    get("charters:charter"),
    post("charters:sign", to="newsfeed:feed", args=lambda s: {"pk": s.charter.pk}, may=STUDENTS),
    get(
        "charters:signatures",
        answer="-> charters:signatures_of",
        may=FOLLOWS_CHARTERS | {"twin of teacher", "twin of administrator"},
    ),
    get(
        "charters:signatures_of",
        args=lambda s: {"pk": s.class_group.pk},
        may={"teacher", "administrator"},
    ),
]

NEWSFEED = [
    get("newsfeed:feed"),
    get("newsfeed:search"),
    Row(route="newsfeed:search", method="POST", data=lambda _: {"words": "rentrée"}),
    get("newsfeed:filter"),
    post("newsfeed:filter", to="newsfeed:feed", data=lambda _: {"about": "class-"}),
    post(
        "newsfeed:dismiss",
        to="newsfeed:feed",
        args=lambda s: {"number": 1, "key": s.entry.pk},
        may={"teacher"},
    ),
    post("newsfeed:seen", to="newsfeed:feed", data=lambda _: {"until": "0-0"}),
    get("newsfeed:week"),
    get("newsfeed:new", may=WRITERS | STUDENTS | TWINS_WHO_WRITE),
    post("newsfeed:new", to="newsfeed:compose", may=WRITERS | STUDENTS | TWINS_WHO_WRITE),
    get("newsfeed:mine"),
    get("newsfeed:compose", args=of_unpublished, may={"teacher"}),
    post(
        "newsfeed:compose",
        to="newsfeed:entry",
        args=of_unpublished,
        data=lambda s: {
            "do": "publish",
            "seen": s.unpublished.version,
            "groups": s.class_group.pk,
            "title": "Sortie",
            "body": "Vendredi.",
        },
        may={"teacher"},
    ),
    get("newsfeed:preview", args=of_unpublished, may={"teacher"}),
    post(
        "newsfeed:preview",
        to="newsfeed:compose",
        args=lambda s: {"entry_id": s.waiting_entry.pk},
        data=lambda _: {"do": "change"},
        may={"teacher"},
    ),
    get("newsfeed:delete_draft", args=of_unpublished, may={"teacher"}),
    post("newsfeed:delete_draft", to="newsfeed:mine", args=of_unpublished, may={"teacher"}),
    get("newsfeed:former", args=of_entry, may={"teacher"}),
    post("newsfeed:bring_back", to="newsfeed:entry", args=of_entry, may={"teacher"}),
    Row(route="newsfeed:attach", method="POST", args=of_unpublished, may={"teacher"}),
    get("newsfeed:entry", args=of_entry, may=OF_CM1),
    post(
        "newsfeed:entry",
        to="newsfeed:entry",
        args=of_entry,
        data=lambda _: {"body": "Chouette !"},
        may=OF_CM1 - PARENTS,
        # They read it, and their class does not let parents comment.
        unlike=dict.fromkeys(OF_CM1 & PARENTS, REFUSED),
    ),
    get("newsfeed:reactions", args=of_entry, may=OF_CM1),
    post(
        "newsfeed:reactions",
        to="newsfeed:entry",
        args=of_entry,
        data=lambda _: {"kind": "thanks"},
        may=OF_CM1,
    ),
    get("newsfeed:card", args=of_entry, may=OF_CM1),
    get("newsfeed:edit", args=of_entry, may={"teacher"}),
    post(
        "newsfeed:edit",
        to="newsfeed:entry",
        args=of_entry,
        data=lambda _: {"title": "Sortie", "body": "Samedi."},
        may={"teacher"},
    ),
    get("newsfeed:delete", args=of_entry, may={"teacher"}),
    post("newsfeed:delete", to="newsfeed:feed", args=of_entry, may={"teacher"}),
    get(
        "newsfeed:attachment",
        args=lambda s: {"entry_id": s.entry.pk, "attachment_id": s.entry_file.pk},
        may=OF_CM1,
    ),
    post(
        "newsfeed:confirm",
        to="newsfeed:entry",
        args=of_asking_entry,
        data=lambda s: {"seen": str(version(s.asking_entry.pk, None))},
        may={"mother", "father", "parent_in_both"},
    ),
    get(
        "newsfeed:returns",
        args=of_asking_entry,
        may={"teacher"},
        answer="-> newsfeed:class_returns",
    ),
    get("newsfeed:class_returns", args=of_asking_class, may={"teacher"}),
    post("newsfeed:remind", to="newsfeed:returns", args=of_asking_entry, may={"teacher"}),
    post(
        "newsfeed:remind_class",
        to="newsfeed:class_returns",
        args=of_asking_class,
        may={"teacher"},
    ),
    get("newsfeed:calendar", args=of_asking_entry, may=OF_CM1),
    post(
        "newsfeed:tick",
        to="newsfeed:entry",
        args=of_asking_entry,
        data=lambda s: {"student": s.student.pk, "done": "1"},
        may={"student", "mother", "father"},
    ),
    post(
        "newsfeed:vote",
        to="newsfeed:entry",
        args=of_asking_entry,
        data=lambda _: {"choices": "0"},
        may=OF_CM1 - {"teacher"},
    ),
    get("newsfeed:votes", args=of_asking_entry, may={"teacher"}),
    get("newsfeed:delete_comment", args=of_comment, may={"classmate"}),
    post("newsfeed:delete_comment", to="newsfeed:entry", args=of_comment, may={"classmate"}),
    get("newsfeed:waiting", may=TEACHERS | {"twin of teacher"}),
    get("newsfeed:handed_in", args=of_handed_in, may={"student", "teacher"}),
    post(
        "newsfeed:handed_in",
        to="newsfeed:waiting",
        args=of_handed_in,
        data=lambda _: {"do": "approve"},
        may={"teacher"},
    ),
    post("newsfeed:take_back", to="newsfeed:compose", args=of_handed_in, may={"student"}),
    get("newsfeed:class_feed", args=of_class, may={"teacher"} | ADMINISTRATOR),
    post(
        "newsfeed:class_feed",
        to="newsfeed:class_feed",
        args=of_class,
        data=lambda _: {"students_write": "free"},
        may={"teacher"} | ADMINISTRATOR,
    ),
]

UPLOADS = [
    get("uploads:allowances", args=of_school, may=ADMINISTRATOR),
    post(
        "uploads:allowances",
        to="uploads:allowances",
        args=of_school,
        data=lambda _: dict.fromkeys(Profile, "300"),
        may=ADMINISTRATOR,
    ),
]

PROFILES = [
    get("profiles:edit", args=of_person("student"), may={"student"}),
    post(
        "profiles:edit",
        to="accounts:person",
        args=of_person("student"),
        data=lambda _: {"motto": "Toujours plus haut", **TO_MY_CLASS},
        may={"student"},
    ),
    get("profiles:before", args=of_person("student"), may={"student"}),
    get(
        "profiles:photograph",
        args=of_person("teacher"),
        may={"student", "classmate", "mother", "father", "parent_in_both", "teacher"},
    ),
]

MESSAGES = [
    get("messaging:inbox"),
    get("messaging:archived"),
    get("messaging:search"),
    Row(route="messaging:search", method="POST", data=lambda _: {"words": "bonjour"}),
    get("messaging:new"),
    Row(route="messaging:new", method="POST", data=lambda _: {"words": "dubreuil"}),
    Row(
        route="messaging:new",
        method="POST",
        data=lambda scene: {"person": scene.teacher.pk},
        may=(OF_CM1 | TEACHERS | STAFF) - {"teacher"},
        answer="-> messaging:draft",
    ),
    get(
        "messaging:write_to",
        args=of_person("teacher"),
        may=(OF_CM1 | TEACHERS | STAFF) - {"teacher"},
    ),
    post(
        "messaging:write_to",
        to="messaging:draft",
        args=of_person("teacher"),
        may=(OF_CM1 | TEACHERS | STAFF) - {"teacher"},
    ),
    get("messaging:drafts"),
    get("messaging:draft", args=of_draft, may={"mother"}),
    post(
        "messaging:draft", to="messaging:draft", args=of_draft, data=words_of_draft, may={"mother"}
    ),
    get("messaging:draft_to", args=of_draft, may={"mother"}),
    post(
        "messaging:draft_to",
        to="messaging:draft_to",
        args=of_draft,
        data=lambda scene: {"person": scene.ce2_teacher.pk},
        may={"mother"},
    ),
    get("messaging:scheduled", args=of_scheduled, may={"mother"}),
    post(
        "messaging:scheduled",
        to="messaging:draft",
        args=of_scheduled,
        data=lambda _: {"do": "change"},
        may={"mother"},
    ),
    get("messaging:delete_draft", args=of_draft, may={"mother"}),
    post("messaging:delete_draft", to="messaging:drafts", args=of_draft, may={"mother"}),
    get(
        "messaging:conversation",
        args=of_conversation,
        may={"mother", "teacher"},
    ),
    post(
        "messaging:conversation",
        to="messaging:conversation",
        args=of_conversation,
        data=lambda _: {"body": "Bonjour"},
        may={"mother", "teacher"},
    ),
    Row(route="messaging:attach", method="POST", args=of_draft, may={"mother"}),
    Row(
        route="messaging:attach_to_answer",
        method="POST",
        args=of_conversation,
        may={"mother", "teacher"},
    ),
    get("messaging:attachment", args=of_attachment, may={"mother", "teacher"}),
    get("messaging:people", args=of_conversation, may={"mother", "teacher"}),
    post(
        "messaging:lay",
        to="messaging:conversation",
        args=lambda s: of_conversation(s) | {"how": "mute"},
        may={"mother", "teacher"},
    ),
    post(
        "messaging:forward",
        to="messaging:draft_to",
        args=of_message,
        may={"mother", "teacher"},
    ),
    get("messaging:recall", args=of_message, may={"mother"}),
    post("messaging:recall", to="messaging:conversation", args=of_message, may={"mother"}),
    post("messaging:confirm", to="messaging:conversation", args=of_asking, may={"mother"}),
    get("messaging:confirmations", args=of_asking, may={"teacher"}),
    get("messaging:other_confirmations", args=of_asking, may={"teacher"}),
    post("messaging:remind", to="messaging:confirmations", args=of_asking, may={"teacher"}),
    get("messaging:correct", args=of_asking, may={"teacher"}),
    post(
        "messaging:correct",
        to="messaging:conversation",
        args=of_asking,
        data=lambda _: {"body": "Demain à neuf heures."},
        may={"teacher"},
    ),
]

MODERATION = [
    get("moderation:report", args=the_comment, may=OF_CM1),
    post(
        "moderation:report",
        to="moderation:receipt",
        args=the_comment,
        data=lambda _: {"reason": "unkind"},
        may=OF_CM1,
        unlike={"classmate": OK},  # it is their own comment
    ),
    get("moderation:my_reports"),
    get("moderation:my_statements"),
    get("moderation:my_told", may={"teacher", "ce2_teacher", "twin of teacher"}),
    get("moderation:receipt", args=lambda s: {"report_id": s.report.pk}, may={"student"}),
    get("moderation:told", args=lambda s: {"notice_id": s.told.pk}, may={"teacher"}),
    get("moderation:statement", args=of_statement, may={"ce2_student"}),
    get("moderation:statement", args=of_family_statement, may={"ce2_parent"}),
    get("moderation:another_look", args=of_statement, may={"ce2_student"}),
    get("moderation:another_look", args=of_family_statement, may={"ce2_parent"}),
    *(
        post(
            "moderation:another_look",
            to="moderation:statement",
            args=args,
            data=lambda _: {"words": "C’était pour rire."},
            may={part},
        )
        for part, args in (("ce2_student", of_statement), ("ce2_parent", of_family_statement))
    ),
    # With a ticket that is none.
    Row(
        route="moderation:ask_at_the_door",
        method="POST",
        data=lambda _: {"ticket": "made up", "words": "C’était pour rire."},
        answer=REFUSED,
        anonymous=REFUSED,
    ),
    # Not for whoever decided it.
    get("moderation:case", args=of_appealed_case, may={"senior"}),
    get("moderation:answer", args=of_appealed_case, may={"senior"}),
    post(
        "moderation:answer",
        to="moderation:case",
        args=of_appealed_case,
        data=lambda s: {"upheld": "yes", "seen": s.appealed_case.version},
        may={"senior"},
    ),
    post(
        "moderation:spoke",
        to="moderation:told",
        args=lambda s: {"notice_id": s.told.pk},
        may={"teacher"},
    ),
    post(
        "moderation:say_danger",
        to="moderation:receipt",
        args=lambda s: {"report_id": s.report.pk},
        may={"student"},
    ),
    post(
        "moderation:show_again",
        to="moderation:receipt",
        args=lambda s: {"report_id": s.report.pk},
        may={"student"},
    ),
    get("moderation:danger"),
    get("moderation:danger_numbers", args=of_school, may=ADMINISTRATOR),
    post(
        "moderation:danger_numbers",
        to="moderation:danger_numbers",
        args=of_school,
        data=lambda _: {"number": "0 800 20 22 23", "label": "Parents"},
        may=ADMINISTRATOR,
    ),
    post(
        "moderation:remove_danger_number",
        to="moderation:danger_numbers",
        args=lambda s: of_school(s) | {"number_id": s.danger_number.pk},
        may=ADMINISTRATOR,
    ),
    get("moderation:flow", args=of_school, may=HERE),
    get("moderation:cases", args=of_school, may=HANDLERS),
    get("moderation:figures", args=of_school, may=HANDLERS),
    get("moderation:year", args=of_school, may=HANDLERS),
    post(
        "moderation:year",
        to="moderation:year",
        args=of_school,
        data=lambda _: {"reason": "unkind", "words": "Un atelier.", "seen": 0},
        may=HANDLERS,
    ),
    get("moderation:case", args=of_case, may=DESK),
    get("moderation:evidence_file", args=of_evidence_file, may=DESK),
    get("moderation:decide", args=of_case, may=DESK),
    post(
        "moderation:decide",
        to="moderation:case",
        args=of_case,
        data=lambda _: REASON | {"measures": ["block"]},
        may=DESK,
    ),
    get("moderation:undo", args=of_decision, may=DESK),
    post(
        "moderation:undo",
        to="moderation:case",
        args=of_decision,
        data=lambda s: {"measures": [s.decision.measures.get().pk], "seen": 1},
        may=DESK,
    ),
    *(
        post(f"moderation:{press}", to="moderation:case", args=of_case, may=DESK)
        for press in ("remove", "dismiss", "claim")
    ),
    post(
        "moderation:note",
        to="moderation:case",
        args=of_case,
        data=lambda _: {"words": "La mère est prévenue."},
        may=DESK,
    ),
    *(
        post(f"moderation:{name}", to="moderation:cases", args=of_case, may=DESK)
        for name in ("escalate", "protect", "suspect")
    ),
    get("moderation:case", args=of_illegal_case, may={"lead"}),
    get("moderation:refer", args=of_illegal_case, may={"lead"}),
    post(
        "moderation:refer",
        to="moderation:case",
        args=of_illegal_case,
        data=lambda _: {
            "agency": "pharos",
            "reference": "P-2026-11",
            "referred_on": "2026-01-05",
            "not_handed_on": "on",
        },
        may={"lead"},
    ),
    *(
        # Nobody looks after it yet.
        Row(route=f"moderation:{name}", method="POST", args=of_case, may=DESK, answer="409")
        for name in ("take_over", "release")
    ),
    get("moderation:screening", args=of_school, may=ADMINISTRATOR),
    get("moderation:words", args=of_school, may=ADMINISTRATOR),
    post(
        "moderation:words",
        to="moderation:words",
        args=of_school,
        data=lambda _: {"phrase": "zigoto", "tier": "ask"},
        may=ADMINISTRATOR,
    ),
    post(
        "moderation:remove_word",
        to="moderation:words",
        args=lambda s: {**of_school(s), "word_id": s.word.pk},
        may=ADMINISTRATOR,
    ),
    get("moderation:report_site", args=of_school, may=TELL_OF_SITES),
    post(
        "moderation:report_site",
        to="moderation:my_reports",
        args=of_school,
        data=lambda _: {
            "address": "www.jeux-gratuits.example",
            "seen_at": "2026-01-12T10:00",
            "content": "Des monstres.",
        },
        may=TELL_OF_SITES,
    ),
    get("moderation:sites", args=of_school, may={"coordinator", "administrator", "head"}),
    get("moderation:site", args=of_person("site", key="site_id"), may={"coordinator"}),
    get("moderation:site", args=of_person("checked_site", key="site_id"), may={"coordinator"}),
    post(
        "moderation:check_site",
        to="moderation:site",
        args=of_person("site", key="site_id"),
        may={"coordinator"},
    ),
    post(
        "moderation:pass_site_on",
        to="moderation:site",
        args=of_person("checked_site", key="site_id"),
        data=lambda _: {"reference": "T-4711", "passed_on": "2026-01-12"},
        may={"coordinator"},
    ),
    post(
        "moderation:close_site",
        to="moderation:site",
        args=of_person("checked_site", key="site_id"),
        data=lambda _: {"answer": "Le site est bloqué."},
        may={"coordinator"},
    ),
    get("moderation:profile_blocks", args=of_school, may=ADMINISTRATOR),
    post(
        "moderation:profile_blocks",
        to="moderation:profile_blocks",
        args=of_school,
        data=lambda _: {"profiles": ["guest"], "lasts": "open", "reason": "Bonnes vacances !"},
        may=ADMINISTRATOR,
    ),
    post(
        "moderation:end_profile_block",
        to="moderation:profile_blocks",
        args=of_person("profile_block", key="block_id"),
        may=ADMINISTRATOR,
    ),
    get("moderation:block", args=of_person("student", key="person_id"), may=ADMINISTRATOR),
    post(
        "moderation:block",
        to="accounts:person",
        args=of_person("student", key="person_id"),
        data=lambda _: REASON,
        may=ADMINISTRATOR,
    ),
    get("moderation:unblock", args=of_person("blocked", key="person_id"), may=ADMINISTRATOR),
    post(
        "moderation:unblock",
        to="accounts:person",
        args=of_person("blocked", key="person_id"),
        may=ADMINISTRATOR,
    ),
]

SAFEGUARDING = [
    get("safeguarding:concerns", args=of_school, may=WRITERS),
    get("safeguarding:write", args=of_person("student", key="person_id"), may=WRITERS),
    post(
        "safeguarding:write",
        to="safeguarding:concern",
        args=of_person("student", key="person_id"),
        data=lambda _: CONCERN,
        may=WRITERS,
    ),
    get("safeguarding:concern", args=of_concern, may={"lead", "teacher", "ce2_teacher"}),
    get(
        "safeguarding:chronology",
        args=of_person("student", key="person_id"),
        may={"lead", "teacher"},
    ),
    post(
        "safeguarding:name_reader",
        to="safeguarding:concern",
        args=of_concern,
        data=lambda s: {"reader": s.ce2_teacher.pk},
        may={"lead"},
    ),
    Row(
        route="safeguarding:end_reader",
        method="POST",
        args=lambda s: of_concern(s) | {"person_id": s.teacher.pk},
        may={"lead"},
        answer=REFUSED,  # there is something she is to do first
    ),
    post(
        "safeguarding:ask",
        to="safeguarding:concern",
        args=of_concern,
        data=lambda s: {"what": "En parler.", "owner": s.teacher.pk, "due_on": "2030-01-05"},
        may={"lead"},
    ),
    post(
        "safeguarding:finish",
        to="safeguarding:concern",
        args=lambda s: of_concern(s) | {"action_id": s.concern_action.pk},
        data=lambda _: {"result": "Elle va mieux."},
        may={"lead", "teacher"},
    ),
    Row(
        route="safeguarding:sign_off",
        method="POST",
        args=of_concern,
        data=lambda _: {"outcome": "Suivi."},
        may={"lead"},
        answer=REFUSED,  # something is left to be done
    ),
]

CONTACTS = [
    get("contacts:frozen"),
    get("contacts:refused"),
    get("contacts:refuse", args=of_person("classmate", key="person_id"), may=REFUSE_THE_CLASSMATE),
    post(
        "contacts:refuse",
        to="contacts:refused",
        args=of_person("classmate", key="person_id"),
        may=REFUSE_THE_CLASSMATE,
    ),
    # The classmate refused the sibling, whom nobody else may know.
    get("contacts:accept", args=of_person("sibling", key="person_id"), may={"classmate"}),
    post(
        "contacts:accept",
        to="contacts:refused",
        args=of_person("sibling", key="person_id"),
        may={"classmate"},
    ),
    get("contacts:projects"),
    get("contacts:projects_of_school", args=of_school, may=ADMINISTRATOR),
    get("contacts:ask_for_project", args=of_school, may=TEACHERS),
    post(
        "contacts:ask_for_project",
        to="contacts:project",
        args=of_school,
        data=a_project,
        may=TEACHERS,
    ),
    get("contacts:project", args=of_project, may=OF_CM1 - PARENTS | ADMINISTRATOR),
    post(
        "contacts:agree_to_project",
        to="contacts:project",
        args=of_request,
        may=ADMINISTRATOR,
    ),
    get("contacts:decline_project", args=of_request, may=ADMINISTRATOR),
    post(
        "contacts:decline_project",
        to="contacts:project",
        args=of_request,
        data=lambda _: {"answer": "Pas ce trimestre."},
        may=ADMINISTRATOR,
    ),
    get("contacts:end_project", args=of_project, may=END_THE_PROJECT),
    post("contacts:end_project", to="contacts:project", args=of_project, may=END_THE_PROJECT),
    post(
        "contacts:take_out_of_project",
        to="contacts:project",
        args=lambda scene: of_project(scene) | {"person_id": scene.classmate.pk},
        may=END_THE_PROJECT,
    ),
    get("contacts:invitation", args=of_invitation, may=ADMINISTRATOR),
    post(
        "contacts:invitation",
        to="contacts:invitation",
        args=of_invitation,
        data=lambda scene: {"classes": scene.troupe.cm1.pk},
        may=ADMINISTRATOR,
    ),
    get("contacts:decline_invitation", args=of_invitation, may=ADMINISTRATOR),
    post(
        "contacts:decline_invitation",
        to="contacts:invitation",
        args=of_invitation,
        data=lambda _: {"answer": "Pas ce trimestre."},
        may=ADMINISTRATOR,
    ),
    *(
        row
        for name in ("leave_project", "end_from_invitation")
        for row in (
            get(f"contacts:{name}", args=of_invitation, may=ADMINISTRATOR),
            post(
                f"contacts:{name}", to="contacts:invitation", args=of_invitation, may=ADMINISTRATOR
            ),
        )
    ),
    get("contacts:freezes", args=of_school, may=ADMINISTRATOR),
    post(
        "contacts:freezes",
        to="contacts:freezes",
        args=of_school,
        data=lambda _: {"profiles": ["student"], "lasts": "hour", "reason": "Le temps de voir."},
        may=ADMINISTRATOR,
    ),
    post(
        "contacts:end_freeze",
        to="contacts:freezes",
        args=of_person("freeze", key="freeze_id"),
        may=ADMINISTRATOR,
    ),
    get("contacts:rules", args=of_school, may=ADMINISTRATOR),
    get("contacts:cell", args=of_cell, may=ADMINISTRATOR),
    post(
        "contacts:cell",
        to="contacts:rules",
        args=of_cell,
        data=lambda _: {"within": "everybody"},
        may=ADMINISTRATOR,
    ),
    get("contacts:add_rule", args=of_school, may=ADMINISTRATOR),
    post(
        "contacts:add_rule",
        to="contacts:rules",
        args=of_school,
        data=to_another_class,
        may=ADMINISTRATOR,
    ),
    get("contacts:remove_rule", args=of_person("custom_rule"), may=ADMINISTRATOR),
    post(
        "contacts:remove_rule",
        to="contacts:rules",
        args=of_person("custom_rule"),
        may=ADMINISTRATOR,
    ),
    get("contacts:usual", args=of_school, may=ADMINISTRATOR),
    post(
        "contacts:usual",
        to="contacts:rules",
        args=of_school,
        data=lambda _: {"custom_too": "on"},
        may=ADMINISTRATOR,
    ),
    get("contacts:question", args=of_school, may=ADMINISTRATOR),
    Row(
        route="contacts:question",
        method="POST",
        args=of_school,
        data=lambda scene: {"one-words": scene.student.name, "other-words": scene.father.name},
        may=ADMINISTRATOR,
    ),
]

RETENTION = [
    get("retention:closures", args=of_school, may=ADMINISTRATOR),
    Row(
        route="retention:close_many",
        method="POST",
        args=of_school,
        data=lambda s: {"chosen": s.student.pk},
        may=ADMINISTRATOR,
    ),
    get("retention:close", args=of_person("student", key="person_id"), may=ADMINISTRATOR),
    post(
        "retention:close",
        to="accounts:person",
        args=of_person("student", key="person_id"),
        data=lambda _: REASON,
        may=ADMINISTRATOR,
    ),
    get("retention:reopen", args=of_person("closed", key="person_id"), may=ADMINISTRATOR),
    post(
        "retention:reopen",
        to="accounts:person",
        args=of_person("closed", key="person_id"),
        data=lambda _: {"reopening_reason": "Retour."},
        may=ADMINISTRATOR,
    ),
]

INSTALLING = [
    get(route, data=lambda _: {"language": "en"}, anonymous=OK)
    for route in ("manifest", "service_worker", "offline")
]

STYLEGUIDE = [
    get(route, anonymous=OK)
    for route in (
        "styleguide",
        *("styleguide_feed", "styleguide_sign_in", "styleguide_report"),
        "styleguide_import_preview",
    )
]

ROWS = [
    *ENTRANCE,
    *OWN_ACCOUNT,
    *PROVIDERS,
    *SECOND_STEP,
    *SESSIONS,
    *PEOPLE,
    *ROLL,
    *CHARTERS,
    *CONTACTS,
    *NEWSFEED,
    *UPLOADS,
    *PROFILES,
    *MESSAGES,
    *MODERATION,
    *SAFEGUARDING,
    *RETENTION,
    *INSTALLING,
    *STYLEGUIDE,
]
