import os

from django.core.management.base import BaseCommand, CommandError

from accounts.models import School
from config.demo.loading import PLANS, load_demo


class Command(BaseCommand):
    help = "Loads two invented schools and a month of their life, once; on embedded services only."

    def handle(self, **_: object) -> None:
        if "PREAU_EMBEDDED" not in os.environ:
            raise CommandError("The demo's passwords are known to all: it stays on this machine.")
        names = [plan.name for plan in PLANS]
        if not School.objects.filter(name__in=names).exists():
            self.stdout.write("Two demo schools are living through a month (once)…")
            self.stdout.flush()
            load_demo()
