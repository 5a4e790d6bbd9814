from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from django.urls import get_resolver


def test_what_is_forbidden_looks_like_what_is_missing() -> None:
    resolver: Any = get_resolver()
    request = RequestFactory().get("/entries/1/")
    forbidden = resolver.resolve_error_handler(403)(request, exception=PermissionDenied())
    missing = resolver.resolve_error_handler(404)(request, exception=Http404())
    assert forbidden.status_code == missing.status_code == 404
    assert forbidden.content == missing.content
