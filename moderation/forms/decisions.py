"""What somebody fills in who decides what becomes of a report or of a person."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.choices import Sending
from charters.models import CharterVersion
from charters.rules import rules_of
from core import clock
from moderation.grounds import Scope, proposed_for
from moderation.measures import Grounds, MeasureKind, Wanted
from moderation.models import Case, Decision, Measure
from moderation.subjects import KINDS

LASTS = {"day": timedelta(days=1), "week": timedelta(weeks=1), "month": timedelta(days=30)}
OPEN = "open"
# How a form names a case, as it was seen.
_TICKED = re.compile(r"([0-9]{1,18})-([0-9]{1,9})")


class BlockForm(forms.Form):
    """How long, and why: the person reads it, and the family of a student."""

    lasts = forms.ChoiceField(
        label=_("For how long"),
        widget=forms.RadioSelect,
        initial="week",
        choices=[
            ("day", _("1 day")),
            ("week", _("1 week")),
            ("month", _("1 month")),
            (OPEN, _("Until further notice")),
        ],
    )
    rule = forms.TypedChoiceField(
        label=_("Which rule of the charter was broken"),
        widget=forms.RadioSelect,
        required=False,
        coerce=int,
        empty_value=None,
    )
    reason = forms.CharField(
        label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    advice = forms.CharField(
        label=_("What to do instead"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_strike = forms.BooleanField(
        label=_("Remember it for 90 days"),
        help_text=_("Should something happen again, it stands here how often it has."),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, charter: CharterVersion | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.charter = charter
        rules = rules_of(charter) if charter else {}
        numbered = [(number, f"{number}. {line}") for number, line in rules.items()]
        self._offer("rule", [("", _("None of them")), *numbered] if numbered else [])

    def until(self) -> datetime | None:
        """When it ends by itself."""
        lasts = LASTS.get(self.cleaned_data["lasts"])
        return clock.now() + lasts if lasts else None

    def grounds(self) -> Grounds:
        said = self.cleaned_data
        rule = said.get("rule")
        return Grounds(
            reason=said["reason"],
            rule=(self.charter, rule) if self.charter and rule else None,
            advice=said["advice"],
            is_strike=said["is_strike"],
        )

    def _offer(self, name: str, choices: Iterable[tuple[Any, StrOrPromise]]) -> None:
        """Where there is nothing to choose, nobody is asked."""
        offered = list(choices)
        if offered:
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # each is one to choose from
        else:
            del self.fields[name]


class DecideForm(BlockForm):
    measures = forms.MultipleChoiceField(
        label=_("What do you decide?"),
        widget=forms.CheckboxSelectMultiple,
        choices=[
            (MeasureKind.NOTHING, _("Nothing has to be done")),
            (MeasureKind.ADVICE, _("Give advice")),
            (MeasureKind.WARNING, _("Warn")),
            (MeasureKind.REMOVE, _("Remove for everybody")),
            (MeasureKind.RESTRICT, _("Take sending away for a time")),
            (MeasureKind.BLOCK, _("Block the account")),
        ],
        error_messages={"required": _("Choose what you decide.")},
    )
    things = forms.MultipleChoiceField(
        label=_("What is removed"), widget=forms.CheckboxSelectMultiple, required=False
    )
    restricted_to = forms.MultipleChoiceField(
        label=_("What they cannot send"),
        widget=forms.CheckboxSelectMultiple,
        choices=Sending.choices,
        required=False,
    )
    also = forms.MultipleChoiceField(
        label=_("Other reports about the same person, decided with it"),
        help_text=_("If something is removed, what they are about is removed too."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={
            "invalid_choice": _(
                "A report ticked here has changed meanwhile, and is not ticked any more. Look again, then decide."
            )
        },
    )

    # What some measures need, which `clean` asks for.
    needed_by_some = ("things", "restricted_to", "reason")

    field_order = (
        *("measures", "things", "restricted_to", "lasts"),
        *("rule", "reason", "advice", "is_strike", "also"),
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, charter=scope.charter, **kwargs)
        self.scope = scope
        self.removable = {f"{kind}-{pk}": (kind, pk) for kind, pk in scope.things}
        self.others = {f"{case.pk}-{case.version}": case for case in scope.others}
        self.fields["reason"].required = False
        self.initial = {**_proposed(scope), **self.initial}
        self._offer("measures", self._possible(scope))
        self._offer("things", zip(self.removable, map(_shown, scope.things.values()), strict=True))
        self.changed = self._changed()
        alike = [(key, _shown(each.words)) for key, each in self.others.items()]  # type: ignore[attr-defined]  # by `listed`
        # What changed says so in its field, be anything left to choose there or not.
        if alike or not self.changed:
            self._offer("also", alike)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name, error in _faults(said):
            self.add_error(name, error)
        return said

    def grounds(self) -> Grounds:
        mild = set(self.cleaned_data["measures"]) <= {MeasureKind.NOTHING, MeasureKind.ADVICE}
        return replace(super().grounds(), is_strike=False) if mild else super().grounds()

    def wanted(self) -> list[Wanted]:
        said = self.cleaned_data
        until = self.until()
        removed = [self.removable[key] for key in said.get("things", ())]
        removed += [(case.kind, case.target_id) for case, _seen in self.with_it() if case.target_id]
        given: dict[str, dict[str, Any]] = {
            MeasureKind.REMOVE: {"things": tuple(removed)},
            MeasureKind.RESTRICT: {"until": until, "restricted_to": tuple(said["restricted_to"])},
            MeasureKind.BLOCK: {"until": until},
        }
        kinds = [MeasureKind(kind) for kind in said["measures"]]
        return [Wanted(kind, **given.get(kind, {})) for kind in kinds]

    def with_it(self) -> list[tuple[Case, int]]:
        chosen = [self.others[key] for key in self.cleaned_data.get("also", ())]
        return [(case, case.version) for case in chosen]

    def _changed(self) -> dict[int, int]:
        """Those ticked that are not as they were when they were seen, by key, each with the version
        that was.
        """
        widget = self.fields["also"].widget
        ticked = widget.value_from_datadict(self.data, self.files, self.add_prefix("also")) or []
        seen = (_TICKED.fullmatch(key) for key in ticked if key not in self.others)
        return {int(each[1]): int(each[2]) for each in seen if each}

    def _possible(self, scope: Scope) -> Iterable[tuple[Any, StrOrPromise]]:
        missing = set() if self.removable or self.others else {MeasureKind.REMOVE}
        if scope.case.accused is None:
            missing |= set(MeasureKind) - {MeasureKind.NOTHING, MeasureKind.REMOVE}
        choices = self.fields["measures"].choices  # type: ignore[attr-defined]  # it is one to choose from
        return [(kind, label) for kind, label in choices if kind not in missing]


def _proposed(scope: Scope) -> dict[str, Any]:
    case, grounds = scope.case, proposed_for(scope.case)
    return {
        "measures": [scope.proposed] if case.accused else [],
        "things": [f"{case.kind}-{case.target_id}"],
        "restricted_to": [Sending.ALL],
        "rule": grounds.rule[1] if grounds.rule else None,
        "reason": grounds.reason,
        "advice": grounds.advice,
        "is_strike": True,
    }


def _shown(words: str | None) -> str:
    return Truncator(words or gettext("without words")).words(20)


def _faults(said: dict[str, Any]) -> Iterator[tuple[str, StrOrPromise]]:
    """What does not go together, each with the field that says so."""
    kinds = set(said.get("measures", ()))
    if MeasureKind.NOTHING in kinds and len(kinds) > 1:
        yield "measures", _("If nothing has to be done, choose that alone.")
    if {MeasureKind.RESTRICT, MeasureKind.BLOCK} <= kinds:
        yield "measures", _("Who is blocked sends nothing anyway: choose one of the two.")
    if MeasureKind.REMOVE in kinds and not (said.get("things") or said.get("also")):
        yield "things" if "things" in said else "measures", _("Choose what is removed.")
    if MeasureKind.RESTRICT in kinds and not said.get("restricted_to"):
        yield "restricted_to", _("Choose what they cannot send.")
    if MeasureKind.RESTRICT in kinds and said.get("lasts") == OPEN:
        yield (
            "lasts",
            _("Sending is taken away for a time. Until further notice, block the account."),
        )
    if kinds - {MeasureKind.NOTHING} and not said.get("reason"):
        yield "reason", _("Say why: the person reads it.")


class UndoForm(forms.Form):
    measures = forms.TypedMultipleChoiceField(
        label=_("What is taken back"),
        widget=forms.CheckboxSelectMultiple,
        coerce=int,
        error_messages={"required": _("Choose what is taken back.")},
    )

    def __init__(self, *args: Any, decision: Decision, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = [each for each in decision.measures.all() if each.ended_at is None]
        self.fields["measures"].choices = [(each.pk, _told(each)) for each in left]  # type: ignore[attr-defined]  # it is one to choose from
        self.initial["measures"] = [each.pk for each in left]


def _told(measure: Measure) -> str:
    what = KINDS[measure.thing_kind].label if measure.thing_kind in KINDS else ""
    return " · ".join(filter(None, (measure.get_kind_display(), str(what))))
