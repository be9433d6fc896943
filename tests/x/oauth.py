"""Checks OAuth 1.0a signatures with oauthlib, which shares no code with what makes them."""

from urllib.parse import unquote

from oauthlib.oauth1.rfc5849 import signature

CONSUMER_SECRET = "the-consumer-secret-of-the-tests"
TOKEN_SECRET = "the-token-secret-of-the-tests"


def signed_rightly(method: str, url: str, header: str) -> bool:
    given = dict(
        part.split("=", 1) for part in header.removeprefix("OAuth ").replace('"', "").split(", ")
    )
    query = url.partition("?")[2]
    parameters = signature.collect_parameters(query, headers={"Authorization": header})
    base = signature.signature_base_string(
        method,
        signature.base_string_uri(url),
        signature.normalize_parameters(parameters),
    )
    expected = signature.sign_hmac_sha1_with_client(base, _Secrets)
    return _unquoted(given.get("oauth_signature", "")) == expected


class _Secrets:
    client_secret = CONSUMER_SECRET
    resource_owner_secret = TOKEN_SECRET


def _unquoted(text: str) -> str:
    return unquote(text)
