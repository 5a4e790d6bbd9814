import os

from django.core.management.base import BaseCommand, CommandError

from accounts.models import School
from config.demo.loading import PLANS, load_demo
from core.data_dir import data_dir


class Command(BaseCommand):
    help = "Loads two invented schools and a month of their life, once; on embedded services only."

    def handle(self, **_: object) -> None:
        if "PREAU_EMBEDDED" not in os.environ:
            raise CommandError("The demo's passwords are known to all: it stays on this machine.")
        whole = data_dir() / "demo_is_whole"
        if whole.exists():
            return
        if School.objects.filter(name__in=[plan.name for plan in PLANS]).exists():
            raise CommandError(
                "The demo was interrupted before it was whole. Remove the data directory "
                f"({data_dir()}) and start again."
            )
        self.stdout.write("Two demo schools are living through a month (once)…")
        self.stdout.flush()
        load_demo()
        whole.touch()
