"""The trail's two tables. Django knows the partitioned one, PostgreSQL makes it."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import core.wall

EVENTS = """
CREATE TABLE audit_event (
    id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL,
    school_id bigint,
    actor_id bigint,
    verb varchar(50) NOT NULL,
    target_type varchar(50) NOT NULL,
    target_id bigint,
    facts jsonb NOT NULL,
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);

CREATE INDEX audit_event_by_school ON audit_event (school_id, at DESC, id DESC);
CREATE INDEX audit_event_by_actor ON audit_event (actor_id, at DESC);

ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_event FORCE ROW LEVEL SECURITY;
CREATE POLICY reading ON audit_event FOR SELECT USING (OF_MY_SCHOOLS);
CREATE POLICY writing ON audit_event FOR INSERT
    WITH CHECK (school_id IS NULL OR OF_MY_SCHOOLS);

-- TRUNCATE asks no trigger of the rows. What empties the database after a test says so on its
-- connection; nothing else does.
CREATE FUNCTION audit_stay_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('preau.trail_of_a_test', true) IS DISTINCT FROM 'yes' THEN
        RAISE EXCEPTION 'The trail only grows';
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION audit_guard(part regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'CREATE TRIGGER stay_whole BEFORE TRUNCATE ON %s EXECUTE FUNCTION audit_stay_whole()', part
    );
END $$;
SELECT audit_guard('audit_event');

-- Reached directly, a partition shows nothing: only the whole table has policies.
CREATE FUNCTION audit_add_partition(month date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    start date := date_trunc('month', month);
    name text := 'audit_event_' || to_char(start, 'YYYY_MM');
BEGIN
    IF to_regclass(name) IS NULL THEN
        EXECUTE format(
            'CREATE TABLE %I PARTITION OF audit_event FOR VALUES FROM (%L) TO (%L)',
            name, start::timestamp AT TIME ZONE 'UTC',
            (start + interval '1 month') AT TIME ZONE 'UTC'
        );
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        PERFORM audit_guard(name::regclass);
    END IF;
END $$;

CREATE TABLE audit_event_other PARTITION OF audit_event DEFAULT;
ALTER TABLE audit_event_other ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_event_other FORCE ROW LEVEL SECURITY;
SELECT audit_guard('audit_event_other');
SELECT audit_add_partition((now() + make_interval(months => ahead))::date)
FROM generate_series(-2, 2) AS ahead;
""".replace("OF_MY_SCHOOLS", core.wall.OF_MY_SCHOOLS)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("accounts", "0002_wall")]

    operations = [
        migrations.CreateModel(
            name="Actor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "membership",
                    core.wall.WalledForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.school",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("membership",), name="one_actor_a_membership")
                ],
            },
        ),
        core.wall.BuildWall("Actor"),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    EVENTS,
                    "DROP TABLE audit_event;"
                    " DROP FUNCTION audit_add_partition, audit_guard, audit_stay_whole",
                )
            ],
            state_operations=[
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "id",
                                "at",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("id", models.BigIntegerField()),
                        ("at", models.DateTimeField(verbose_name="when")),
                        ("school_id", models.BigIntegerField(null=True)),
                        ("verb", models.CharField(max_length=50, verbose_name="what")),
                        ("target_type", models.CharField(max_length=50)),
                        ("target_id", models.BigIntegerField(null=True)),
                        ("facts", models.JSONField(default=dict)),
                        (
                            "actor",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="audit.actor",
                            ),
                        ),
                    ],
                ),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="event",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e1de01de2c9f0df2033cadb85ebc9cff5820c148",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7d947",
                    table="audit_event",
                    when="BEFORE",
                ),
            ),
        ),
    ]
