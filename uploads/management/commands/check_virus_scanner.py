from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import clock
from uploads.scanning import ScannerSilent, signed_at

# They are renewed several times a day.
OLDEST = timedelta(days=3)


class Command(BaseCommand):
    help = (
        "Asks the virus scanner how old its signatures are; fails if it is silent or they are old."
    )

    def handle(self, **_: object) -> None:
        if not settings.CLAMD:
            raise CommandError("No scanner is set up: PREAU_CLAMD is empty.")
        try:
            age = clock.now() - signed_at()
        except ScannerSilent:
            raise CommandError("The scanner cannot be reached, or has no signatures.") from None
        said = f"The newest signatures are {age.days} days old."
        if age > OLDEST:
            raise CommandError(said)
        self.stdout.write(said)
