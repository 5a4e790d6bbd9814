"""A school with at least one row in every table that belongs to schools."""

from django.apps import apps
from django.db import models

import audit
from accounts.choices import Profile
from charters.models import CharterVersion
from core import wall
from tests.cast import Troupe
from tests.factories import (
    accounts,
    contacts,
    messaging,
    moderation,
    newsfeed,
    profiles,
    retention,
    safeguarding,
    uploads,
)


def furnish(troupe: Troupe) -> None:
    """Puts in what the cast does not have by itself. A new model needs its row here."""
    school = troupe.school
    author, reader = troupe.teacher, troupe.student
    group = troupe.group("class", of=troupe.cm1)
    accounts.JoinedAccountFactory(school=school, membership=reader, joined_by=troupe.administrator)
    accounts.ActivationCodeFactory(school=school, membership=reader)
    accounts.SignInCardFactory(school=school, membership=reader)
    accounts.ClassCodeFactory(school=school, school_class=troupe.cm1)
    accounts.TransferCodeFactory(school=school, membership=reader)
    accounts.RollImportFactory(school=school, started_by=troupe.administrator)
    accounts.TermFactory(school=school)
    accounts.HiddenFactory(school=school, membership=reader)
    accounts.TellingFactory(school=school, reader=troupe.mother, about=reader, by=author)
    accounts.RuleChangeFactory(
        school=school, from_group=group, to_group=group, changed_by=troupe.administrator
    )
    uploads.AllowanceFactory(school=school)
    file = uploads.StoredFileFactory(school=school, owner=author)
    entry = newsfeed.EntryFactory(school=school, author=author, audience=[group])
    newsfeed.EntryFileFactory(school=school, entry=entry, file=file)
    comment = newsfeed.CommentFactory(school=school, entry=entry, author=reader)
    newsfeed.ReactionFactory(school=school, entry=entry, by=reader)
    handed_in = newsfeed.EntryFactory(
        school=school, author=reader, audience=[group], state="declined"
    )
    newsfeed.DecisionFactory(school=school, entry=handed_in, decided_by=author)
    newsfeed.ClassFeedFactory(school=school, school_class=troupe.cm1)
    newsfeed.EventFactory(school=school, entry=entry)
    newsfeed.DoneFactory(
        school=school,
        task=newsfeed.TaskFactory(school=school, entry=entry),
        student=reader,
        by=troupe.mother,
    )
    newsfeed.VoteFactory(
        school=school, poll=newsfeed.PollFactory(school=school, entry=entry), membership=reader
    )
    newsfeed.ConfirmationFactory(school=school, entry=entry, membership=troupe.mother)
    newsfeed.ToldWeekFactory(school=school, membership=troupe.mother)
    profiles.PortraitFactory(school=school, membership=author)
    newsfeed.VisitFactory(school=school, membership=reader)
    newsfeed.DismissalFactory(school=school, membership=author)
    newsfeed.FeedFilterFactory(school=school, membership=reader, school_class=troupe.cm1)
    talk = messaging.ConversationFactory(
        school=school, started_by=troupe.mother, between=[troupe.mother, author]
    )
    message = messaging.MessageFactory(school=school, conversation=talk, author=author)
    messaging.AddresseeFactory(school=school, message=message, membership=troupe.mother)
    messaging.AttachmentFactory(school=school, message=message, file=file)
    invitation = contacts.InvitationFactory(school=school, host=school)
    contacts.InvitedClassFactory(school=school, invitation=invitation, school_class=troupe.cm1)
    project = contacts.ProjectFactory(school=school, asked_by=author)
    contacts.ProjectClassFactory(school=school, project=project, school_class=troupe.cm1)
    contacts.ProjectAbsenceFactory(school=school, project=project, membership=reader)
    contacts.RefusalFactory(school=school, by=troupe.classmate, of=reader)
    contacts.FreezeFactory(school=school, begun_by=troupe.administrator)
    _furnish_moderation(troupe, comment.pk)
    _furnish_safeguarding(troupe)
    retention.ClosureFactory(school=school, membership=reader, closed_by=troupe.administrator)
    audit.record(by=author, verb="publish_entry", target=entry)


def _furnish_moderation(troupe: Troupe, reported: int) -> None:
    school, reader = troupe.school, troupe.student
    case = moderation.CaseFactory(
        school=school,
        target_id=reported,
        accused=reader,
        state="in_review",
        claimed_by=troupe.administrator,
    )
    report = moderation.ReportFactory(school=school, case=case, reporter=troupe.classmate)
    moderation.NoticeFactory(school=school, reader=troupe.classmate, report=report)
    moderation.NoticeFactory(school=school, reader=troupe.administrator, kind="danger", case=case)
    moderation.CaseNoteFactory(school=school, case=case, by=troupe.administrator)
    moderation.ReferralFactory(school=school, case=case, by=troupe.administrator)
    charter = CharterVersion.objects.in_force().get(school=school, profile=Profile.STUDENT)
    # Not of the decision that a test leads it to.
    moderation.AppealFactory(
        school=school,
        decision=moderation.DecisionFactory(school=school, case=case),
        by=troupe.mother,
        answered_by=troupe.administrator,
    )
    decision = moderation.DecisionFactory(
        school=school, case=case, by=troupe.administrator, version=charter, rule=5
    )
    moderation.MeasureFactory(school=school, decision=decision)
    moderation.NoticeFactory(
        school=school, reader=troupe.mother, kind="statement", decision=decision, child=reader
    )
    # Not the number of the other school's: a test leads one to the case of the other.
    moderation.CaseStepFactory(
        school=school, case=case, by=troupe.classmate, number=case.pk, decision=decision
    )
    moderation.ProfileBlockFactory(school=school, begun_by=troupe.administrator)
    site = moderation.SiteReportFactory(school=school, by=reader)
    moderation.NoticeFactory(school=school, reader=reader, kind="site_answer", site=site)
    moderation.DangerNumberFactory(school=school)
    moderation.LessonFactory(school=school, written_by=troupe.administrator)
    moderation.SchoolWordFactory(school=school)
    moderation.ScreeningCountFactory(school=school)
    evidence = moderation.EvidenceFactory(school=school, case=case)
    moderation.SurroundingFactory(school=school, evidence=evidence, author=troupe.teacher)
    moderation.EvidenceFileFactory(school=school, evidence=evidence)


def _furnish_safeguarding(troupe: Troupe) -> None:
    school = troupe.school
    with wall.protection_open():
        concern = safeguarding.ConcernFactory(
            school=school, child=troupe.student, by=troupe.teacher, signed_off_by=troupe.lead
        )
        safeguarding.ConcernReaderFactory(
            school=school, concern=concern, reader=troupe.teacher, named_by=troupe.lead
        )
        safeguarding.ConcernActionFactory(
            school=school, concern=concern, owner=troupe.teacher, asked_by=troupe.lead
        )


def models_of_schools() -> list[type[models.Model]]:
    """Every model whose rows belong to a school, histories and the trail included."""
    return [model for model in apps.get_models() if _has_a_school(model)]


def _has_a_school(model: type[models.Model]) -> bool:
    return any(field.attname == "school_id" for field in model._meta.local_concrete_fields)
