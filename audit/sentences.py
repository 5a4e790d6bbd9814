"""What is in the trail, in words for those who read it. Each app adds its own in its `trail.py`."""

from django_stubs_ext import StrOrPromise

# Read on from somebody's name: "published an entry".
VERBS: dict[str, StrOrPromise] = {}
# Read on from "looked at": "the feed"; by the name of the view.
PAGES: dict[str, StrOrPromise] = {}
# What a model is: "entry"; by its label.
THINGS: dict[str, StrOrPromise] = {}
# Verbs and pages that no school reads: whoever is reported may be who reads the log.
SEALED: set[str] = set()


def verb(name: str) -> str:
    return str(VERBS.get(name, name.replace("_", " ")))


def page(view_name: str) -> str:
    return str(PAGES.get(view_name, view_name))


def thing(label: str) -> str:
    return str(THINGS.get(label, label.rpartition(".")[2].lower()))
