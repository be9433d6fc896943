"""`make run WORLD=1`: the fake world beside everything, and both connectors pointed at it."""

from collections.abc import Mapping
from typing import Any

from gateway.settings import Settings

LOOPBACK = "127.0.0.1"

# What only the fake world accepts; no secret of anybody's.
X = {
    "account_id": "2244994945",
    "consumer_key": "world-consumer-key",
    "consumer_secret": "world-consumer-secret",
    "access_token": "2244994945-world-access-token",
    "access_token_secret": "world-access-token-secret",
    "bearer_token": "world-bearer-token",
}
FACEBOOK = {
    "page_id": "104857600000001",
    "app_id": "517776481860111",
    "app_secret": "world-app-secret",
    "page_token": "world-page-token",
    "verify_token": "world-verify-token",
}


def world_environment(port: int) -> Mapping[str, str]:
    """Return the settings by which both connectors speak with the world on `port` alone."""
    url = f"http://{LOOPBACK}:{port}"
    return {
        "X_ACCOUNT": X["account_id"],
        "X_CONSUMER_KEY": X["consumer_key"],
        "X_CONSUMER_SECRET": X["consumer_secret"],
        "X_TOKEN": X["access_token"],
        "X_TOKEN_SECRET": X["access_token_secret"],
        "X_BEARER": X["bearer_token"],
        "X_CLIENT_ID": "",
        "X_BASE_URL": url,
        "X_WEB_URL": url,
        "X_LISTENING": "true",
        "FACEBOOK_APP_ID": FACEBOOK["app_id"],
        "FACEBOOK_APP_SECRET": FACEBOOK["app_secret"],
        "FACEBOOK_VERIFY_TOKEN": FACEBOOK["verify_token"],
        "FACEBOOK_PAGES": f"{FACEBOOK['page_id']}:{FACEBOOK['page_token']}",
        "FACEBOOK_GRAPH_URL": url,
    }


def world_settings(settings: Settings) -> dict[str, Any]:
    """Return what the world is told: our accounts, our webhooks, and our time if it stands."""
    gateway = f"http://{LOOPBACK}:{settings.gateway_port}/webhooks"
    told: dict[str, Any] = {
        "port": settings.world_port,
        "x": {**X, "name": settings.brand.name, "webhook_url": f"{gateway}/x"},
        "facebook": {
            **FACEBOOK,
            "page_name": settings.brand.name,
            "webhook_url": f"{gateway}/facebook",
            "deletion_url": f"{gateway}/facebook/deletion",
        },
    }
    if settings.fixed_moment:
        told |= {"clock": settings.fixed_moment, "clock_runs": False}
    return told
