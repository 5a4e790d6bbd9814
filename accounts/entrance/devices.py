"""What a browser says of itself, in the words of whoever sits in front of it."""

from typing import NamedTuple

from django.utils.translation import gettext as _

# The first that is found: most pretend to be those that come after.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": ("iPhone", "smartphone"),
    "iPad": ("iPad", "tablet"),
    "Android": ("Android", "smartphone"),
    "CrOS": ("Chromebook", "laptop"),
    "Windows": ("Windows", "monitor"),
    "Macintosh": ("Mac", "laptop"),
    "Linux": ("Linux", "monitor"),
}


class Device(NamedTuple):
    words: str
    icon: str


def device_of(user_agent: str) -> Device:
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    system, icon = next(
        (known for mark, known in SYSTEMS.items() if mark in user_agent), ("", "monitor")
    )
    if browser and system:
        return Device(_("%(browser)s on %(system)s") % {"browser": browser, "system": system}, icon)
    return Device(browser or system or _("a device that does not say what it is"), icon)
