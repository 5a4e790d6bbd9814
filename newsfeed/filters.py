"""What somebody narrows their feed to, and keeps."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import Group, Membership, SchoolClass
from core import feed_notices
from core.prepared import each_of, run_prepared, statement_of
from newsfeed.feed import EVERYTHING, Narrowing
from newsfeed.models import FeedFilter

ENTRIES = 0


def kept_by(memberships: Sequence[Membership]) -> Narrowing:
    """What this person chose last; one query."""
    found = run_prepared(_kept(), {"mine": [each.pk for each in memberships]})
    if not found:
        return EVERYTHING
    return Narrowing(
        class_id=found[0]["school_class_id"],
        child_id=found[0]["child_id"],
        source=found[0]["source"],
        unread=found[0]["unread"],
        to_confirm=found[0]["to_confirm"],
    )


@cache
def _kept() -> str:
    mine = FeedFilter.objects.filter(membership__in=each_of("mine"))
    return statement_of(
        mine.values("school_class_id", "child_id", "source", "unread", "to_confirm")
    )


class FilterForm(forms.Form):
    """Offers the classes and the children of this person, and the kinds of notices they may get."""

    about = forms.ChoiceField(label=_("About"), required=False, widget=forms.RadioSelect)
    source = forms.TypedChoiceField(
        label=_("What"), required=False, widget=forms.RadioSelect, coerce=int, empty_value=None
    )
    unread = forms.BooleanField(label=_("Only what is new to me"), required=False)
    to_confirm = forms.BooleanField(label=_("Only what I have still to confirm"), required=False)

    def __init__(self, data: Mapping[str, Any] | None, memberships: Sequence[Membership]) -> None:
        kept = kept_by(memberships)
        about = f"child-{kept.child_id}" if kept.child_id else f"class-{kept.class_id or ''}"
        initial = {
            "about": about,
            "source": kept.source,
            "unread": kept.unread,
            "to_confirm": kept.to_confirm,
        }
        super().__init__(data, initial=initial)
        self._memberships = memberships
        self._offered = dict(_children(memberships)) | dict(classes_of(memberships))
        names = [(name, _name(each)) for name, each in self._offered.items()]
        self.fields["about"].choices = [("class-", _("Everybody")), *names]  # type: ignore[attr-defined]  # of the choice field
        self.fields["source"].choices = list(_sources(memberships))  # type: ignore[attr-defined]  # of the choice field

    @property
    def chosen(self) -> dict[str, Any]:
        """The arguments of `choose_filter`, `by` among them, once the form is valid."""
        about = self._offered.get(self.cleaned_data["about"])
        there = [each for each in self._memberships if about and each.school_id == about.school_id]
        by = (there or self._memberships)[0]
        return {
            "by": by,
            "school_class": about if isinstance(about, SchoolClass) else None,
            "child": about if isinstance(about, Membership) else None,
            "source": self.cleaned_data["source"],
            "unread": self.cleaned_data["unread"],
            "to_confirm": self.cleaned_data["to_confirm"],
        }


def _children(memberships: Sequence[Membership]) -> Iterator[tuple[str, Membership]]:
    children = Membership.objects.open().filter(guardians__guardian__in=memberships).distinct()
    for child in children.select_related("user").order_by("user__folded_name", "pk"):
        yield f"child-{child.pk}", child


def classes_of(memberships: Sequence[Membership]) -> Iterator[tuple[str, SchoolClass]]:
    """Those whose entries reach one of these, by the names they are chosen by."""
    groups = Group.objects.of_members(list(memberships))
    classes = SchoolClass.objects.filter(groups__in=groups).distinct()
    for school_class in classes.order_by("name", "pk"):
        yield f"class-{school_class.pk}", school_class


def _name(about: Membership | SchoolClass) -> str:
    return about.user.first_name if isinstance(about, Membership) else about.name


def _sources(memberships: Sequence[Membership]) -> Iterator[tuple[int | str, StrOrPromise]]:
    yield "", _("Everything")
    yield ENTRIES, _("What is written in the feed")
    profiles = {each.own_profile for each in memberships}
    for source in feed_notices.sources():
        if not source.profiles or profiles.intersection(source.profiles):
            yield source.number, source.label
