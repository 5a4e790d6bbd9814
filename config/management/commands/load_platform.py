from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts.models import School
from config.platform import SCHOOL_SIZE, load_school


class Command(BaseCommand):
    help = "Loads a platform of schools for measuring, a thousand people a school unless told."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=int, required=True)
        parser.add_argument("--school-size", type=int, default=SCHOOL_SIZE)
        parser.add_argument("--entries-per-person", type=int, default=10)
        parser.add_argument("--seed", type=int, default=1)

    def handle(
        self, *, people: int, school_size: int, entries_per_person: int, seed: int, **_: object
    ) -> None:
        if School.objects.exists():
            raise CommandError("This database holds schools already: measure in an empty one.")
        for number, first in enumerate(range(0, people, school_size)):
            load_school(
                f"School {number}",
                people=min(school_size, people - first),
                entries_per_person=entries_per_person,
                seed=seed + number,
            )
            self.stdout.write(f"\r{min(first + school_size, people)} people", ending="")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        self.stdout.write("")
