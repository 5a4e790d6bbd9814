from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import get_language

import audit
from accounts.models import Membership, School
from charters.models import CharterVersion, Signature
from charters.policies import can_sign
from charters.texts import shipped_text


class CharterReplaced(Exception):
    """The school has published another version while this one was being read."""


@transaction.atomic
def charter_in_force(school: School, profile: str) -> CharterVersion:
    """What those of a profile sign; a school without a charter of its own gets the one we ship."""
    version, made = CharterVersion.objects.get_or_create(
        school=school,
        profile=profile,
        replaced_at=None,
        defaults={
            "number": 1,
            "text_fr": shipped_text(profile, "fr"),
            "text_en": shipped_text(profile, "en"),
        },
    )
    if made:
        audit.record(by=None, verb="adopt_charter", target=version, school_id=school.pk)
    return version


@transaction.atomic
def sign_charter(by: Membership, *, version: CharterVersion) -> Signature:
    """Signs what one has just read; signing again changes nothing. Raises `CharterReplaced`."""
    if not can_sign(by, version):
        raise PermissionDenied
    if version.replaced_at is not None:
        raise CharterReplaced
    signature, made = Signature.objects.get_or_create(
        school_id=by.school_id,
        version=version,
        membership=by,
        defaults={"language": get_language() or by.user.language},
    )
    if made:
        audit.record(by=by, verb="sign_charter", target=version, number=version.number)
    return signature
