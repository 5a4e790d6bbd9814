from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from core.templatetags.icons import icon
from newsfeed.cards import Card
from newsfeed.fragments import kept
from newsfeed.models import Feeling
from newsfeed.nudges import look_of
from newsfeed.places import Place
from newsfeed.reactions import ICONS

register = template.Library()


@register.simple_tag
def content_of(card: Card, alone: object = False) -> SafeString:  # noqa: FBT002  (a tag's arguments have no names in templates)
    """What a card shows to whoever reads it, and why; `alone` on a page of its own."""
    return _marks(card) + kept("newsfeed/content.html", content=card.content, alone=bool(alone))


def _marks(card: Card) -> SafeString:
    """Why it is shown to this reader; empty where there is nothing to say."""
    names = ("is_new", "is_pinned", "children", "school")
    marks = {name: getattr(card, name) for name in names}
    return kept("newsfeed/marks.html", **marks) if any(marks.values()) else SafeString()


@register.simple_tag
def footer_of(card: Card, alone: object = False) -> SafeString:  # noqa: FBT002
    """What anybody may do with it, below what the reader of a card is asked."""
    return kept("newsfeed/footer.html", content=card.content, alone=bool(alone))


@register.simple_tag
def reacting_to(card: Card) -> SafeString:
    """The way to react to a card of the feed, which says how one did."""
    return _reacting(card.content.id, card.feeling, get_language())


@lru_cache(maxsize=4096)
def _reacting(entry_id: int, feeling: str | None, _language: str) -> SafeString:
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


@register.simple_tag
def looking_again(card: Card, class_id: int | None = None) -> SafeString:
    """The attributes by which an open feed, or that of a class, fetches a card anew when told to."""
    return _looking_again(card.version, f"?class={class_id}" if class_id else "")


@register.simple_tag
def answering(card: Card, url_name: str, alone: object = "") -> SafeString:
    """The attributes of a form on a card; in an open feed its answer is the card alone."""
    address = reverse(url_name, args=[card.content.id])
    if alone:
        return format_html('method="post" action="{}"', address)
    return format_html(
        'method="post" action="{0}" hx-post="{0}" hx-target="#{1}" hx-swap="outerHTML"',
        address,
        card.anchor,
    )


@lru_cache(maxsize=4096)
def _looking_again(version: Place, query: str) -> SafeString:
    return format_html(
        'hx-get="{}{}" hx-trigger="look:{} from:body" data-version="{}"',
        reverse("newsfeed:card", args=[version.key]),
        query,
        look_of(version.key),
        version,
    )
