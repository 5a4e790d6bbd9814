"""The page that shows every component in use; only in development, with invented people."""

from datetime import UTC, datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from core.richtext.fields import RichField

COLOUR_NAMES = (
    *("Cerise", "Orange", "Soleil", "Pomme", "Sapin", "Lagon"),
    *("Ciel", "Encre", "Prune", "Rose", "Noisette", "Ardoise"),
)


class SampleForm(forms.Form):
    title = forms.CharField(label="Titre", required=False, help_text="Quelques mots suffisent.")
    words = forms.CharField(label="Votre message", widget=forms.Textarea(attrs={"rows": 4}))
    told = RichField(label="Votre annonce", longest=1000, required=False)
    audience = forms.MultipleChoiceField(
        label="Qui le verra ?",
        choices=[("1", "La classe"), ("2", "Les élèves"), ("3", "Les parents")],
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.ChoiceField(
        label="Que faut-il en faire ?",
        choices=[("read", "Seulement lire"), ("sign", "Signer")],
        widget=forms.RadioSelect,
    )
    photo = forms.FileField(label="Joindre un fichier", required=False)
    agreed = forms.BooleanField(label="J’ai relu", help_text="Une faute est vite arrivée.")


SAMPLE = {
    "moment": datetime(2025, 11, 18, 8, 35, tzinfo=UTC),
    "later": datetime(2025, 11, 18, 16, 12, tzinfo=UTC),
    "colours": list(enumerate(COLOUR_NAMES)),
    "steps": ["Déposer le fichier", "Vérifier", "Importer"],
    "tabs": [
        {"label": "À traiter", "url": "#", "current": True, "count": 2},
        {"label": "Traités", "url": "#"},
        {"label": "Tous", "url": "#"},
    ],
}


def styleguide(request: HttpRequest) -> HttpResponse:
    """Shows the components; `?scheme=light` or `dark` forces one of the two."""
    filled = SampleForm(
        {
            "words": "Chers parents, la sortie à la ferme aura lieu vendredi.",
            "audience": ["1"],
        }
    )
    mistaken = SampleForm({"title": "Sortie à la ferme", "kind": "read"})
    context = SAMPLE | {
        "form": filled,
        "mistaken": mistaken,
        "scheme": request.GET.get("scheme"),
    }
    return render(request, "styleguide/index.html", context)


def composition(request: HttpRequest, name: str) -> HttpResponse:
    """Shows one page of the program as it should be composed."""
    return render(request, f"styleguide/{name}.html", SAMPLE | {"form": SampleForm()})


urlpatterns = [
    path("", styleguide, name="styleguide"),
    *(
        path(f"{name}/", composition, {"name": name}, name=f"styleguide_{name}")
        for name in ("feed", "sign_in", "report", "import_preview")
    ),
]
