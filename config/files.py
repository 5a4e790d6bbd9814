"""Where files are stored, read from one address."""

from typing import Any
from urllib.parse import unquote, urlsplit

# Larger ones are read from a temporary file on disk.
MOST_IN_MEMORY = 1024 * 1024


def storage_of(address: str) -> dict[str, Any]:
    """The folder `media`, or a bucket: "s3+https://KEY:SECRET@s3.example/bucket?region=eu-west-3"."""
    place = urlsplit(address)
    if not place.scheme:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    host = f"{place.hostname}:{place.port}" if place.port else place.hostname
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "endpoint_url": f"{place.scheme.removeprefix('s3+')}://{host}",
            "access_key": unquote(place.username or ""),
            "secret_key": unquote(place.password or ""),
            "bucket_name": place.path.strip("/"),
            "region_name": place.query.removeprefix("region=") or None,
            "default_acl": None,
            "file_overwrite": False,
            "max_memory_size": MOST_IN_MEMORY,
        },
    }
