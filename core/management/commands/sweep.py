from django.core.management.base import BaseCommand, CommandError

from core.background import sweep


class Command(BaseCommand):
    help = "Finishes whatever is due now, as the worker does every minute."

    def handle(self, **_: object) -> None:
        if failed := sweep():
            raise CommandError(f"Not finished: {', '.join(failed)}. The log says why.")
