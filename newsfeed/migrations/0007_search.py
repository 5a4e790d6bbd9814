"""Entries and comments are found by the stems of their words."""

import unicodedata

import django.contrib.postgres.search
from django.db import migrations, models

# A letter and its accent are told apart first: PostgreSQL looks each letter of a text up in all of
# `FROM`, one after the other, and with every accented letter there it took longer than the stems.
LATIN = [chr(number) for number in range(0xC0, 0x180)]
ACCENTS = "".join(
    sorted({mark for letter in LATIN for mark in unicodedata.normalize("NFD", letter)[1:]})
)
LETTERS = {
    "\u2010": "-",
    "\u2011": "-",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ı": "i",
}
# What is not ASCII counts as a letter: "l’école" would be one word.
BETWEEN = "\xa0\xab\xb7\xbb\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u202f"
FROM = "".join(LETTERS) + BETWEEN + ACCENTS
TO = "".join(LETTERS.values()) + " " * len(BETWEEN)
FOLDED = f"translate(normalize(words, NFD), '{FROM}', '{TO}')"
for ligature, spelled in {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss"}.items():
    FOLDED = f"replace({FOLDED}, '{ligature}', '{spelled}')"
# Or who looks for “rendez vous” would not find “rendez-vous”. Before a word it says "without".
FOLDED = f"regexp_replace({FOLDED}, '([A-Za-z0-9])-(?=[A-Za-z0-9])', '\\1 ', 'g')"

MAKE = f"""
CREATE FUNCTION preau_folded(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN {FOLDED};

CREATE FUNCTION preau_stems(title text, words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    setweight(to_tsvector('french'::regconfig, preau_folded(title)), 'A')
    || setweight(to_tsvector('english'::regconfig, preau_folded(title)), 'A')
    || setweight(to_tsvector('french'::regconfig, preau_folded(words)), 'B')
    || setweight(to_tsvector('english'::regconfig, preau_folded(words)), 'B');
"""
UNMAKE = "DROP FUNCTION preau_stems; DROP FUNCTION preau_folded;"


class Migration(migrations.Migration):
    dependencies = [("newsfeed", "0006_drafts")]

    operations = [
        migrations.RunSQL(MAKE, UNMAKE),
        migrations.AddField(
            model_name="comment",
            name="stems",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(models.Value(""), models.F("body"), function="preau_stems"),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="stems",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(models.F("title"), models.F("text"), function="preau_stems"),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
    ]
