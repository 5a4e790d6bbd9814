from allauth.account.utils import perform_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions.activation import AccountOfOtherSchools, CodeNotAccepted, activate_account
from accounts.forms.entrance import ActivationForm
from accounts.logins import typed_login
from accounts.models import User
from accounts.tries import TooManyTries

NOT_ACCEPTED = gettext_noop(
    "This login and this code do not go together, or the code is too old. "
    "Check both, or ask your school for a new code."
)
SEVERAL_SCHOOLS = gettext_noop(
    "You belong to several schools and have a password already: sign in with it."
)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def activate(request: HttpRequest) -> HttpResponse:
    form = ActivationForm(request.POST or None)
    user = _activated(form) if form.is_valid() else None
    if user is not None:
        let_in: HttpResponse = perform_login(request, user)
        return let_in
    return render(request, "accounts/activate.html", {"form": form})


def _activated(form: ActivationForm) -> User | None:
    """The person whose account it is, or None with what is wrong said in the form."""
    given = form.cleaned_data
    try:
        return activate_account(
            login=typed_login(given["login"]), code=given["code"], password=given["password"]
        )
    except CodeNotAccepted:
        form.add_error("code", _(NOT_ACCEPTED))
    except TooManyTries as refusal:
        form.add_error(None, str(refusal))
    except AccountOfOtherSchools:
        form.add_error(None, _(SEVERAL_SCHOOLS))
    except ValidationError as error:
        form.add_error("password", error)
    return None
