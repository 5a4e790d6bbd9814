"""Entries are found by what comes with them too, and words that a dot or a stroke joins one by one."""

import django.contrib.postgres.search
from django.db import migrations, models

# PostgreSQL takes “menu.pdf” for a server, “lundi/mardi” for a file and “fini.Demain” for either.
MAKE = r"""
DROP FUNCTION preau_stems(text, text);
ALTER FUNCTION preau_folded(text) RENAME TO preau_plain;

CREATE FUNCTION preau_folded(words text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    regexp_replace(preau_plain(words), '([A-Za-z0-9])[./_@:]+(?=[A-Za-z0-9])', '\1 ', 'g');

CREATE FUNCTION preau_both(folded text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    to_tsvector('french'::regconfig, folded) || to_tsvector('english'::regconfig, folded);

CREATE FUNCTION preau_stems(title text, words text, beside text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    setweight(preau_both(preau_folded(title)), 'A')
    || setweight(preau_both(preau_folded(words)), 'B')
    || setweight(preau_both(preau_folded(beside)), 'C');
"""
UNMAKE = """
DROP FUNCTION preau_stems(text, text, text);
DROP FUNCTION preau_both;
DROP FUNCTION preau_folded(text);
ALTER FUNCTION preau_plain(text) RENAME TO preau_folded;

CREATE FUNCTION preau_stems(title text, words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    setweight(to_tsvector('french'::regconfig, preau_folded(title)), 'A')
    || setweight(to_tsvector('english'::regconfig, preau_folded(title)), 'A')
    || setweight(to_tsvector('french'::regconfig, preau_folded(words)), 'B')
    || setweight(to_tsvector('english'::regconfig, preau_folded(words)), 'B');
"""

# Stems that PostgreSQL has packed, or put elsewhere, it unpacks for each entry it compares.
KEEP_TOGETHER = "ALTER TABLE newsfeed_entry SET (toast_tuple_target = 4080)"
AS_BEFORE = "ALTER TABLE newsfeed_entry RESET (toast_tuple_target)"


def stems(*of: models.expressions.Combinable) -> models.GeneratedField:
    return models.GeneratedField(
        db_persist=True,
        expression=models.Func(*of, function="preau_stems"),
        output_field=django.contrib.postgres.search.SearchVectorField(),
    )


class Migration(migrations.Migration):
    dependencies = [("newsfeed", "0009_answered")]

    operations = [
        migrations.RemoveField(model_name="comment", name="stems"),
        migrations.RemoveField(model_name="entry", name="stems"),
        migrations.RunSQL(MAKE, UNMAKE),
        migrations.RunSQL(KEEP_TOGETHER, AS_BEFORE),
        migrations.AddField(
            model_name="entry",
            name="beside",
            field=models.TextField(blank=True, db_default="", editable=False),
        ),
        migrations.AddField(
            model_name="comment",
            name="stems",
            field=stems(models.Value(""), models.F("body"), models.Value("")),
        ),
        migrations.AddField(
            model_name="entry",
            name="stems",
            field=stems(models.F("title"), models.F("text"), models.F("beside")),
        ),
    ]
