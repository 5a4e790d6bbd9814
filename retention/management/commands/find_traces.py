import sys

from django.core.management.base import BaseCommand, CommandError

from retention.proof import traces_of


class Command(BaseCommand):
    help = (
        "Reads words from the standard input, one a line (names, login, sentences of somebody "
        "erased), and prints where they still stand in the tables and stored files."
    )

    def handle(self, *args: object, **options: object) -> None:
        words = [line.strip() for line in sys.stdin if line.strip()]
        if not words:
            raise CommandError("Type what to look for, one a line, then Ctrl-D.")
        found = traces_of(words)
        for place in found:
            self.stdout.write(place)
        if found:
            raise CommandError(f"Found in {len(found)} places.")
        self.stdout.write("Nothing found.")
