"""What people hold in their hands: an app for codes, and a passkey made of software."""

import json
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from tests.factories.accounts import SECRET

PRESENT_AND_VERIFIED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


def code_of_now(secret: str = SECRET, *, periods: int = 0) -> str:
    """What the app shows, or shows so many half minutes later."""
    shown: str = format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))
    return shown


class Passkey:
    """Answers as a browser does; `origin` is where its person believes to be."""

    def __init__(self, origin: str = "https://localhost") -> None:
        self.origin = origin
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = b"a passkey of the tests"
        self.person = b""

    def made(self, options: str) -> str:
        asked = json.loads(options)["publicKey"]
        self.person = websafe_decode(asked["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call]
        credential = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        data = AuthenticatorData.create(
            sha256(asked["rp"]["id"].encode()),
            PRESENT_AND_VERIFIED | AuthenticatorData.FLAG.AT,
            0,
            credential,
        )
        attestation = AttestationObject.create("none", data, {})
        return self._answer(asked, "webauthn.create", attestationObject=bytes(attestation))

    def shown(self, options: str) -> str:
        asked = json.loads(options)["publicKey"]
        data = AuthenticatorData.create(sha256(asked["rpId"].encode()), PRESENT_AND_VERIFIED, 0)
        told = self._told(asked, "webauthn.get")
        signature = self.key.sign(bytes(data) + sha256(bytes(told)), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            asked,
            "webauthn.get",
            authenticatorData=bytes(data),
            signature=signature,
            userHandle=self.person,
        )

    def _told(self, asked: dict[str, Any], kind: str) -> CollectedClientData:
        return CollectedClientData.create(kind, asked["challenge"], self.origin)

    def _answer(self, asked: dict[str, Any], kind: str, **parts: bytes) -> str:
        parts["clientDataJSON"] = bytes(self._told(asked, kind))
        response = {name: websafe_encode(part) for name, part in parts.items()}
        its_id = websafe_encode(self.id)
        answer = {"id": its_id, "rawId": its_id, "type": "public-key", "response": response}
        return json.dumps(answer | {"clientExtensionResults": {}})
