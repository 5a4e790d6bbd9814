"""What people write with bold, italics, lists and links, and what others send in its place."""

import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from core.richtext import clean, from_text, text_of
from core.richtext.fields import RichField
from core.richtext.html import SCHEMES, TAGS

LETTER = """Bonjour,

- des bottes
- un bonnet

1. manger
2. dormir

La suite sur https://exemple.fr/sortie?a=1&b=2
(ou a@exemple.fr)."""
FORMATTED = "<p>Des <strong>bottes</strong> &amp; un <em>bonnet</em></p>"


class Found(HTMLParser):
    """Every tag with its attributes, as a browser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def must_be_harmless(html: str) -> None:
    for tag, attributes in Found(html).tags:
        assert tag in TAGS
        assert set(attributes) <= ({"href", "rel"} if tag == "a" else set())
        if "href" in attributes:
            assert str(attributes["href"]).split(":")[0].lower() in SCHEMES
            assert "noopener" in str(attributes["rel"])


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<p onclick=alert(1) style='position:fixed' class=x id=y>a</p>",
        "<img src=x onerror=alert(1)><svg onload=alert(1)><math><a xlink:href=javascript:1>",
        "<a href='javascript:alert(1)'>a</a><a href=' java\tscript:alert(1)'>b</a>",
        "<a href='data:text/html,<script>'>a</a><a href='//evil.example'>b</a>",
        "<a href='/people/3/block/'>within</a><a href='vbscript:x'>c</a>",
        "<a href=https://x.example target=_top download ping=//e onmouseover=1>d</a>",
        "<iframe src=https://x></iframe><form action=/sign-out/><button>x</button></form>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<style>body{display:none}</style><base href=//x><meta http-equiv=refresh>",
        "<strong><script>/*</strong><script>*/alert(1)//",
        "<p><!--><img src=x onerror=1>--></p><![CDATA[<script>]]>",
    ],
)
def test_nothing_that_runs_or_fetches_is_kept(hostile: str) -> None:
    must_be_harmless(clean(hostile))
    must_be_harmless(from_text(hostile))
    assert "alert(1)" not in re.sub(r"&lt;.*", "", clean("<script>alert(1)</script>"))


def test_the_words_of_a_table_stay_apart() -> None:
    """As a page of the web or a sheet of figures is copied."""
    table = "<table><tr><th>Lundi</th><TD>piscine</TD></tr><tr><td>Mardi<td>chant</table>"
    assert text_of(clean(table)).split() == ["Lundi", "piscine", "Mardi", "chant"]
    assert (
        text_of(clean("<table><tr><td>Lundi</td><td>chant</td></tr></table><p>Fin</p>"))
        == "Lundi chant\n\nFin"
    )


PIECES = st.sampled_from(
    [
        *("<", ">", "</", "/>", "<!--", "-->", '"', "'", "=", " ", "&", ";", "\x00", "\n- ", "a"),
        *("<script", "<a href=", "<p", "<svg", "<style>", "onerror=", "data:", "javascript:"),
        *("<ul>", "</ul>", "<ol>", "<li>", "</li>", "</p>", "<br>", "</a>", "&lt;script&gt;"),
        *("https://x.fr", "1. ", "www.", "a@b.fr", ")."),
    ]
)


@given(st.lists(PIECES, max_size=25).map("".join))
def test_no_mixture_of_pieces_comes_through(sent: str) -> None:
    kept = clean(sent)
    must_be_harmless(kept)
    must_be_harmless(from_text(sent))
    assert clean(kept) == kept
    assert isinstance(text_of(kept), str)


@given(st.lists(PIECES | st.text(max_size=8), max_size=20).map("".join))
def test_what_was_written_plainly_reads_the_same_ever_after(written: str) -> None:
    """Whoever opens it without scripts and saves it finds the words where they were."""
    once = text_of(from_text(written))
    assert text_of(from_text(once)).split() == once.split()


def test_plain_text_becomes_paragraphs_lists_and_links() -> None:
    html = from_text(LETTER)
    assert [tag for tag, _ in Found(html).tags].count("li") == 4
    assert 'href="https://exemple.fr/sortie?a=1&amp;b=2"' in html
    assert 'href="mailto:a@exemple.fr"' in html
    assert text_of(html) == LETTER


NESTED = """À préparer :

- le sac
  1. une gourde
  2. un goûter
    - sans noix
  et le bonnet
- la carte

À demain"""
ITEMS = st.recursive(
    st.just("<li><p>mot</p></li>"),
    lambda items: st.builds(
        "<li><p>mot</p><{0}>{1}</{0}>{2}</li>".format,
        st.sampled_from(["ul", "ol"]),
        st.lists(items, min_size=1, max_size=3).map("".join),
        st.sampled_from(["", "<p>encore<br>un</p>"]),
    ),
)


def test_lists_within_lists_keep_their_depth_without_the_editor() -> None:
    html = from_text(NESTED)
    assert "<li><p>un goûter</p><ul><li><p>sans noix</p></li></ul></li></ol><p>et le" in html
    assert text_of(html) == NESTED
    assert from_text("- a\n        - b\n\t- c") == from_text("- a\n  - b\n  - c")


@given(st.lists(ITEMS, min_size=1, max_size=3).map("".join))
def test_any_list_reads_the_same_once_its_words_are_changed(items: str) -> None:
    shown = text_of(f"<ul>{items}</ul>")
    assert text_of(from_text(shown)) == shown


def test_the_words_say_where_a_link_leads() -> None:
    assert text_of(clean('<p><a href="https://exemple.fr/">ici</a>.</p>')) == (
        "ici (https://exemple.fr/)."
    )
    assert text_of(from_text("www.exemple.fr")) == "www.exemple.fr"


def test_a_page_of_a_word_processor_comes_out_clean() -> None:
    pasted = (
        '<p class="MsoNormal" style="margin:0"><span lang=FR><o:p>&nbsp;</o:p>Chers '
        '<b style="color:red">parents</b></span></p><!--[if gte mso 9]><xml>x</xml><![endif]-->'
        "<h1>Sortie</h1><table><tr><td>lundi</td></tr></table>"
    )
    must_be_harmless(clean(pasted))
    assert text_of(clean(pasted)).replace("\xa0", "").split() == [
        *("Chers", "parents"),
        *("Sortie", "lundi"),
    ]


class Letter(forms.Form):
    body = RichField(longest=30, required=False)


def written(**sent: str) -> Letter:
    data = QueryDict(mutable=True)
    data.update({name.replace("_", "-"): value for name, value in sent.items()})
    form = Letter(data)
    form.full_clean()
    return form


def test_what_is_formatted_keeps_its_form_until_its_words_change() -> None:
    shown = str(Letter(initial={"body": FORMATTED})["body"])
    assert "Des bottes &amp; un bonnet</textarea>" in shown
    unchanged = written(body="Des bottes & un bonnet", body_rich=FORMATTED)
    assert unchanged.cleaned_data["body"] == FORMATTED
    assert written(body="Des gants", body_rich=FORMATTED).cleaned_data["body"] == "<p>Des gants</p>"
    assert written(body_rich=FORMATTED).cleaned_data["body"] == FORMATTED
    assert written(body="Des gants").cleaned_data["body"] == "<p>Des gants</p>"


def test_only_the_words_count_and_none_is_nothing() -> None:
    assert written(body_rich="<p></p><p> <br></p>").cleaned_data["body"] == ""
    long = written(body_rich=f"<p>{'<em>a</em>' * 31}</p>")
    assert "body" in long.errors
    assert "a" * 31 in str(long["body"])
    assert written(body_rich=f"<p>{'<em>a</em>' * 30}</p>").is_valid()
