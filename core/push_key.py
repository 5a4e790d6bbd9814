"""The key by which push services know this installation: 32 bytes, as text in an address."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
BYTES = 32


def new_push_key() -> str:
    return _text(
        ec.generate_private_key(CURVE).private_numbers().private_value.to_bytes(BYTES, "big")
    )


def private_key(key: str) -> ec.EllipticCurvePrivateKey:
    """Raises `ValueError` for what is no key."""
    return ec.derive_private_key(int.from_bytes(_bytes(key), "big"), CURVE)


def public_key(key: str) -> str:
    """What a browser is given when somebody asks to be woken there."""
    point = (
        private_key(key).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    )
    return _text(point)


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
