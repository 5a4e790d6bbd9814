from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from accounts.choices import Duty
from config.demo.loading import PASSWORD, PICTURES, demo_cards, demo_logins, second_step_of


class Command(BaseCommand):
    help = "Shows one login of each kind of person in the demo's schools."

    def handle(self, **_: object) -> None:
        translation.activate("en")
        named = None
        for school, person in demo_logins():
            if school != named:
                named = school
                self.stdout.write(f"\n{school.name} (password: {PASSWORD})")
            kind = Duty(person.duties[0]).label if person.duties else person.get_profile_display()
            code = second_step_of(person)
            hint = (
                f"   then the code {code}, once: bin/manage demo_logins shows the next"
                if code
                else ""
            )
            self.stdout.write(f"  {kind:<20} {person.user.username}{hint}")
        self.stdout.write(f"\nCards of young students (pictures: {', '.join(PICTURES)})")
        for school, card in demo_cards():
            self.stdout.write(f"  {school.name:<20} http://127.0.0.1:{settings.PORT}{card}")
