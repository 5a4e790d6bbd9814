"""People added and changed one by one, where no roll says who they are."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import membership_in, signed_in
from accounts.actions.classes import enrol
from accounts.actions.families import link_guardian, take_in, unlink_guardian
from accounts.actions.people import add_profile, edit_person
from accounts.choices import Duty, Profile
from accounts.circles import with_circle
from accounts.forms.by_hand import (
    ClassesForm,
    EditPersonForm,
    FamilyForm,
    NewPersonForm,
    ProfileForm,
)
from accounts.models import Membership, SchoolClass
from accounts.policies import (
    can_also_be,
    can_be_enrolled,
    can_have_family,
    further_profiles,
)
from accounts.querysets import MembershipQuerySet
from accounts.reach import reaches_beyond
from core.http import one_or_404

FOUND_SHOWN = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, school_id: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    classes = SchoolClass.objects.administered_by(request.user).of_school(school_id)
    form = NewPersonForm(classes, with_circle(_here(request, school_id)), request.POST or None)
    added = _added(by, form) if form.is_valid() else None
    if added is not None:
        following = "accounts:family" if can_have_family(added) else "accounts:person"
        return redirect(following, school_id, added.pk)
    status = 422 if form.is_bound else 200
    context = {"form": form, "school": by.school}
    return render(request, "accounts/add_person.html", context, status=status)


def _added(by: Membership, form: NewPersonForm) -> Membership | None:
    """The new person, or the known one with one profile more; None if the form says why not."""
    given, known = form.cleaned_data, form.same_as
    profile = Profile(given["profile"])
    if known and not can_also_be(known, profile):
        form.add_error(
            "same_as", _("This person cannot be that too, or is it already. Open their page.")
        )
        return None
    return take_in(
        by,
        known=known,
        profile=profile,
        classes=given["classes"] if profile in (Profile.STUDENT, Profile.TEACHER) else [],
        children=form.chosen_children,
        **{name: given[name] for name in ("first_name", "last_name", "birth_date", "email")},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def further_profile(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    """Makes somebody one thing more: a teacher who is a parent too."""
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    person = one_or_404(request, _here(request, school_id), pk)
    further = further_profiles(person)
    if not further:
        raise Http404
    form = ProfileForm(further, request.POST or None)
    if form.is_valid():
        added = add_profile(by, membership=person, profile=Profile(form.cleaned_data["profile"]))
        return redirect(_next_for(added), school_id, added.pk)
    context = {"form": form, "person": person}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/further_profile.html", context, status=status)


def _next_for(added: Membership) -> str:
    """Where what is still to be said of somebody new is said."""
    if can_have_family(added):
        return "accounts:family"
    return "accounts:classes_of" if can_be_enrolled(added) else "accounts:person"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    person = one_or_404(request, _here(request, school_id), pk)
    theirs = reaches_beyond(person.user, signed_in(request).administered_schools)
    form = EditPersonForm(person, request.POST or None)
    if form.is_valid() and not theirs:
        edit_person(by, membership=person, **form.cleaned_data)
        return redirect("accounts:person", school_id, pk)
    context = {"form": form, "person": person, "of_other_schools": theirs}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/edit_person.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def classes_of(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    person = one_or_404(request, with_circle(_here(request, school_id)), pk)
    if not can_be_enrolled(person):
        raise Http404
    classes = SchoolClass.objects.administered_by(request.user).of_school(school_id)
    form = ClassesForm(classes, person, request.POST if request.method == "POST" else None)
    if form.is_valid():
        enrol(by, memberships=[person], classes=form.cleaned_data["classes"])
        return redirect("accounts:person", school_id, pk)
    context = {"form": form, "person": person}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/classes_of.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def family(request: HttpRequest, school_id: int, pk: int) -> HttpResponse:
    """Whose parent or child somebody is; names are looked for by POST, as everywhere."""
    person, here = _with_family(request, school_id, pk)
    form = FamilyForm(request.POST or None)
    found = here.could_be_family_of(person).none()
    if form.is_valid():
        found = here.could_be_family_of(person).search(form.cleaned_data["words"]).by_name()
    context = {"person": person, "form": form, "found": with_circle(found)[:FOUND_SHOWN]}
    return render(request, "accounts/family.html", context)


@login_required
@require_POST
def change_family(request: HttpRequest, school_id: int, pk: int, other_id: int) -> HttpResponse:
    by = membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    person, here = _with_family(request, school_id, pk)
    other = one_or_404(request, here, other_id)
    is_student = person.profile == Profile.STUDENT
    student, guardian = (person, other) if is_student else (other, person)
    change = unlink_guardian if "unlink" in request.POST else link_guardian
    change(by, guardian=guardian, student=student)
    messages.success(request, _("The family is as you said, at once."))
    return redirect("accounts:family", school_id, pk)


def _with_family(
    request: HttpRequest, school_id: int, pk: int
) -> tuple[Membership, MembershipQuerySet]:
    membership_in(request, school_id, Duty.LOCAL_ADMINISTRATOR)
    here = _here(request, school_id)
    person = one_or_404(request, with_circle(here), pk)
    if not can_have_family(person):
        raise Http404
    return person, here


def _here(request: HttpRequest, school_id: int) -> MembershipQuerySet:
    return Membership.objects.administered_by(request.user).of_school(school_id)
