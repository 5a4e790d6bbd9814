"""A school's SAML provider: what it signs, and what somebody might make of it."""

import base64
import zlib
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from lxml import etree
from onelogin.saml2.utils import OneLogin_Saml2_Utils

ISSUER = "https://idp.example/metadata"
SSO = "https://idp.example/sso"

_ASSERTION = """
<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="a{number}" Version="2.0"
    IssueInstant="{now}">
  <saml:Issuer>{issuer}</saml:Issuer>
  <saml:Subject>
    <saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{person}</saml:NameID>
    <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
      <saml:SubjectConfirmationData NotOnOrAfter="{end}" Recipient="{back}" InResponseTo="{asked}"/>
    </saml:SubjectConfirmation>
  </saml:Subject>
  <saml:Conditions NotBefore="{begin}" NotOnOrAfter="{end}">
    <saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction>
  </saml:Conditions>
  <saml:AuthnStatement AuthnInstant="{now}" SessionIndex="s{number}">
    <saml:AuthnContext><saml:AuthnContextClassRef>
      urn:oasis:names:tc:SAML:2.0:ac:classes:Password
    </saml:AuthnContextClassRef></saml:AuthnContext>
  </saml:AuthnStatement>
  <saml:AttributeStatement>
    <saml:Attribute Name="uid"><saml:AttributeValue>{person}</saml:AttributeValue></saml:Attribute>
  </saml:AttributeStatement>
</saml:Assertion>
"""
_RESPONSE = """
<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
    xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="r{number}" Version="2.0"
    IssueInstant="{now}" Destination="{back}" InResponseTo="{asked}">
  <saml:Issuer>{issuer}</saml:Issuer>
  <samlp:Status>
    <samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{status}"/>
    <samlp:StatusMessage>{message}</samlp:StatusMessage>
  </samlp:Status>
  {assertion}
</samlp:Response>
"""


def question_in(address: str) -> str:
    """The number of the question that the browser is sent to the provider with."""
    packed = parse_qs(urlsplit(address).query)["SAMLRequest"][0]
    asked = etree.fromstring(zlib.decompress(base64.b64decode(packed), -15))
    return str(asked.get("ID"))


class Provider:
    def __init__(self) -> None:
        key = rsa.generate_private_key(65537, 2048)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp.example")])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .sign(key, hashes.SHA256())
        )
        self._key = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        self.certificate = certificate.public_bytes(Encoding.PEM).decode()

    def answers(self, person: str, **values: Any) -> str:
        """What the browser posts; `age` is how long ago it was said."""
        now = datetime.now(UTC) - values.pop("age", timedelta())
        given = {
            "person": person,
            "issuer": ISSUER,
            "number": values["asked"][-8:],
            "now": _instant(now),
            "begin": _instant(now - timedelta(minutes=1)),
            "end": _instant(now + timedelta(minutes=5)),
            "status": "Success",
            "message": "",
            **values,
        }
        assertion = _ASSERTION.format(**given)
        if given.get("signed", True):
            signed = OneLogin_Saml2_Utils.add_sign(assertion, self._key, self.certificate)
            assertion = signed.decode()
        whole = _RESPONSE.format(**given, assertion=assertion)
        changed = whole.replace(person, given.get("forged", person))
        return base64.b64encode(changed.encode()).decode()


def _instant(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
