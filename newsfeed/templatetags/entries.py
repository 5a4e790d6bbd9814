from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from core.fragments import Keep, keeping
from core.templatetags.icons import icon
from newsfeed.cards import Card, Notice
from newsfeed.models import Feeling
from newsfeed.nudges import look_of
from newsfeed.places import Place
from newsfeed.reactions import ICONS

register = template.Library()

SAME_FOR_ALL = ("newsfeed/content.html", "newsfeed/footer.html")


@dataclass(frozen=True, slots=True)
class _Page:
    """What is the same for all that stands on it."""

    context: Context
    keep: Keep
    alone: bool
    held: bool
    query: str
    language: str | None


@register.simple_tag(takes_context=True)
def in_feed(context: Context, items: Iterable[Card | Notice]) -> SafeString:
    """Entries and notices as their reader sees them; an entry that is `alone` is so on its page.

    Put together here and not in a template: of all a page is made of, twenty cards cost most.
    """
    alone, held = bool(context.get("alone")), bool(context.get("held"))
    page = _Page(context, keeping(), alone, held, _of_class(context), get_language())
    drawn = [
        _included(context, "newsfeed/notice.html", notice=item)
        if isinstance(item, Notice)
        else _article(page, item)
        for item in items
    ]
    end_of_new = context.get("end_of_new")
    if end_of_new is not None:
        drawn.insert(end_of_new, _included(context, "newsfeed/seen.html"))
    return mark_safe("".join(drawn))  # noqa: S308  (of safe strings)


def _article(page: _Page, card: Card) -> str:
    if card.is_hidden:
        return _hidden(page, card)
    content, footer = page.keep(SAME_FOR_ALL, {"content": card.content, "alone": page.alone})
    # Each of these is escaped already.
    return "".join(
        [
            '<article class="entry is-new" id="' if card.is_new else '<article class="entry" id="',
            card.anchor,
            '">' if page.alone else _looking_again(card.version, page.query),
            _marks(card, page.keep),
            content,
            _included(page.context, "newsfeed/asked.html", card=card) if card.has_parts else "",
            footer,
            _reacting(page, card),
            "</article>",
        ]
    )


def _hidden(page: _Page, card: Card) -> str:
    """It keeps its place: whoever reported it finds there what becomes of it."""
    [hidden] = page.keep(("newsfeed/hidden.html",), {"alone": page.alone})
    looks = SafeString('">') if page.alone else _looking_again(card.version, page.query)
    return f'<article class="entry hidden" id="{card.anchor}{looks}{hidden}</article>'


def _of_class(context: Context) -> str:
    """In the feed of a class, what is kept at its top is drawn so again."""
    class_id = context.get("class_id")
    return f"?class={class_id}" if class_id else ""


def _included(context: Context, template: str, **named: Any) -> SafeString:
    assert context.template is not None
    with context.push(**named):
        found: SafeString = context.template.engine.get_template(template).render(context)
    return found


def _marks(card: Card, keep: Keep) -> str:
    """Why it is shown to this reader; empty where there is nothing to say."""
    if not (card.is_new or card.is_pinned or card.children or card.school):
        return ""
    names = ("is_new", "is_pinned", "children", "school")
    [marks] = keep(("newsfeed/marks.html",), {name: getattr(card, name) for name in names})
    return marks


def _reacting(page: _Page, card: Card) -> SafeString:
    """The way to react to it, which in the feed is a link that says how one did."""
    if page.held or card.content.is_over:
        return SafeString()
    if page.alone:
        return _included(page.context, "newsfeed/react.html", card=card)
    return _reacting_to(card.content.id, card.feeling, page.language)


@lru_cache(maxsize=4096)
def _reacting_to(entry_id: int, feeling: str | None, _language: str | None) -> SafeString:
    kind = Feeling(feeling) if feeling else None
    return format_html(
        '<a class="button plain react{}" href="{}" hx-get="{}" hx-select="#react-{}"'
        ' hx-swap="outerHTML">{}{}</a>',
        " mine" if kind else "",
        *[reverse("newsfeed:reactions", args=[entry_id])] * 2,
        entry_id,
        icon(ICONS[kind] if kind else "smile-plus", 20),
        kind.label if kind else gettext("React"),
    )


@register.simple_tag(takes_context=True)
def answering(context: Context, card: Card, url_name: str, alone: object = "") -> SafeString:
    """The attributes of a form on a card; in an open feed its answer is the card alone."""
    address = reverse(url_name, args=[card.content.id])
    if alone:
        return format_html('method="post" action="{}"', address)
    return format_html(
        'method="post" action="{0}" hx-post="{0}{1}" hx-target="#{2}" hx-swap="outerHTML"',
        address,
        _of_class(context),
        card.anchor,
    )


@lru_cache(maxsize=4096)
def _looking_again(version: Place, query: str) -> SafeString:
    """The attributes by which an open feed, or that of a class, fetches a card anew when told to."""
    return format_html(
        '" hx-get="{}{}" hx-trigger="look:{} from:body" data-version="{}">',
        reverse("newsfeed:card", args=[version.key]),
        query,
        look_of(version.key),
        version,
    )
