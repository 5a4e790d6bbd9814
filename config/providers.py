"""The sign-in providers of schools, from a file of the operator's: docs/single-sign-on.md."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

KINDS = {"oidc": "openid_connect", "saml": "saml"}
MATCHES = {"external_id", "login", "email"}


def allauth_providers(path: str) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """`SOCIALACCOUNT_PROVIDERS` for what the file says; nothing without a file."""
    apps: dict[str, dict[str, list[dict[str, Any]]]] = {
        provider: {"APPS": []} for provider in KINDS.values()
    }
    for entry in json.loads(Path(path).read_text()) if path else []:
        try:
            apps[KINDS[entry["kind"]]]["APPS"].append(_app(entry))
        except KeyError as missing:
            raise ImproperlyConfigured(f"{path}: a provider without {missing}.") from missing
    return apps


def _app(entry: dict[str, Any]) -> dict[str, Any]:
    if entry["match"] not in MATCHES:
        raise ImproperlyConfigured(f"A provider matches by one of: {', '.join(sorted(MATCHES))}.")
    ours = {"school": entry["school"], "match": entry["match"], "claim": entry.get("claim", "")}
    if entry["kind"] == "saml":
        return {
            "provider_id": entry["id"],
            "client_id": entry["id"],
            "name": entry["name"],
            "settings": {
                **ours,
                "origins": [_origin(entry["sso_url"])],
                "idp": {name: entry[name] for name in ("entity_id", "sso_url", "x509cert")},
                # Whatever is not signed may have been written by anybody.
                "advanced": {"want_assertion_signed": True, "want_attribute_statement": False},
            },
        }
    return {
        "provider_id": entry["id"],
        "client_id": entry["client_id"],
        "secret": entry["secret"],
        "name": entry["name"],
        "settings": {
            **ours,
            "origins": [_origin(entry["issuer"]), *entry.get("also_at", [])],
            "server_url": entry["issuer"],
            "oauth_pkce_enabled": True,
        },
    }


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
