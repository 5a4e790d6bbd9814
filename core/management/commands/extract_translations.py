from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import translations


class Command(BaseCommand):
    help = "Bring the .po files up to the texts of the sources and say what is not translated."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--drop-obsolete",
            action="store_true",
            help="forget texts no source holds any more",
        )

    def handle(self, *args: Any, drop_obsolete: bool, **options: Any) -> None:
        template = translations.extracted()
        for path in translations.po_files():
            catalog = translations.refresh(path, drop_obsolete=drop_obsolete)
            untold = translations.missing(catalog, template)
            self.stdout.write(f"{catalog.locale}: {len(catalog)} texts, {len(untold)} missing")
            for message in untold:
                self.stdout.write(f"  {message.id}")
