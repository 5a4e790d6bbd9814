from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from uploads.models import StoredFile


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """Files have no visibility of their own: whoever sees what they hang on sees them."""
