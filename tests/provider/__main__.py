"""Serves the provider: `python -m tests.provider PORT CALLBACK < PEOPLE`, people as JSON."""

import json
import os
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

CLIENT, SECRET, PASSWORD = "preau", "of the provider and Préau", "au fournisseur"


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Nothing."""


def main(port: str, callback: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.provider.settings"
    django.setup()
    call_command("migrate", verbosity=0)
    _let_in(callback)
    application = get_wsgi_application()
    with make_server("127.0.0.1", int(port), application, handler_class=Quiet) as server:
        print("ready", flush=True)  # noqa: T201  (the test waits for it)
        server.serve_forever()


def _let_in(callback: str) -> None:
    from allauth.account.models import EmailAddress  # noqa: PLC0415  (after the setup)
    from allauth.idp.oidc.models import Client  # noqa: PLC0415
    from django.contrib.auth.models import User  # noqa: PLC0415

    client = Client(id=CLIENT, name="Préau", scopes="openid\nprofile\nemail", skip_consent=True)
    client.set_secret(SECRET)
    client.set_redirect_uris([callback])
    client.save()
    for person in json.load(sys.stdin):
        verified = person.pop("verified", False)
        user = User.objects.create_user(password=PASSWORD, **person)
        if user.email:
            EmailAddress.objects.create(
                user=user, email=user.email, verified=verified, primary=True
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
