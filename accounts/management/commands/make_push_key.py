from django.core.management.base import BaseCommand

from core.push_key import new_push_key


class Command(BaseCommand):
    help = "Makes a key by which push services may know this installation: PREAU_PUSH_KEY."

    def handle(self, **_options: object) -> None:
        self.stdout.write(new_push_key())
