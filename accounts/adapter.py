from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """How allauth behaves in a school."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from the school's roll alone."""
        return False
