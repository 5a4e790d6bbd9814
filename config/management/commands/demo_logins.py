from django.core.management.base import BaseCommand
from django.utils import translation

from config.demo.loading import PASSWORD, demo_logins, second_step_of


class Command(BaseCommand):
    help = "Shows one login of each kind of person in the demo's schools."

    def handle(self, **_: object) -> None:
        translation.activate("en")
        named = None
        for school, person in demo_logins():
            if school != named:
                named = school
                self.stdout.write(f"\n{school.name} (password: {PASSWORD})")
            kind = "local administrator" if person.duties else person.get_profile_display()
            code = second_step_of(person)
            hint = (
                f"   then the code {code}, once: bin/manage demo_logins shows the next"
                if code
                else ""
            )
            self.stdout.write(f"  {kind:<20} {person.user.username}{hint}")
