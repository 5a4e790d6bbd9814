from typing import Any

from django.core.management.base import BaseCommand

from core import translations


class Command(BaseCommand):
    help = "Compile the .po files that changed; needs no gettext on the system."

    def handle(self, *args: Any, **options: Any) -> None:
        for path in translations.po_files():
            if translations.compile_file(path) and options["verbosity"]:
                self.stdout.write(f"compiled {path.parent.parent.name}")
