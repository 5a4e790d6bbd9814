"""What somebody narrows their feed to, and keeps."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import F
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import Group, Membership, SchoolClass
from core import feed_notices
from core.prepared import statement_of
from newsfeed.feed import EVERYTHING, Narrowing
from newsfeed.models import FeedFilter

ENTRIES = 0


def kept_by(memberships: Sequence[Membership]) -> Narrowing:
    """What whoever is signed in chose last."""
    kept = next((kept for each in memberships if (kept := each.known["feed_filter"])), None)
    return Narrowing(**kept) if kept else EVERYTHING


def kept_filter() -> str:
    """SQL for what a `membership` narrows its feed to."""
    mine = FeedFilter.objects.filter(membership=RawSQL("membership.id", []))
    kept = mine.values("child_id", "source", "unread", "to_confirm", class_id=F("school_class_id"))
    return f"(SELECT row_to_json(kept) FROM ({statement_of(kept)}) AS kept)"  # noqa: S608  (SQL of ours)


class FilterForm(forms.Form):
    """Offers the classes and the children of this person, and the kinds of notices they may get;
    chosen is what they have `kept`.
    """

    about = forms.ChoiceField(label=_("About"), required=False, widget=forms.RadioSelect)
    source = forms.TypedChoiceField(
        label=_("What"), required=False, widget=forms.RadioSelect, coerce=int, empty_value=None
    )
    unread = forms.BooleanField(label=_("Only what is new to me"), required=False)
    to_confirm = forms.BooleanField(label=_("Only what I have still to confirm"), required=False)

    def __init__(
        self, data: Mapping[str, Any] | None, memberships: Sequence[Membership], kept: Narrowing
    ) -> None:
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
    for source in feed_notices.concerning({each.own_profile for each in memberships}):
        yield source.number, source.label
