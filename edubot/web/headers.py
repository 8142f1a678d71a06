"""Who may ask, and what a browser may do with the answer: no other site is called, nothing is kept."""

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether a name or an address means this machine alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def host_fits(asked: str, serving: str) -> bool:
    """Whether a request came by a name that is ours; one that was led here by another site's name does not fit.

    Args:
        asked: the `Host` header.
        serving: the address that is listened at; names are only known for this machine's own.
    """
    return not is_loopback(serving) or is_loopback(urlsplit(f"//{asked}").hostname or "")


def same_origin(origin: str | None, asked: str) -> bool:
    """Whether a connection comes from our own page: the `Origin` header against the `Host` header."""
    return origin is not None and urlsplit(origin).netloc == asked


def safe_headers(asked: str) -> Mapping[str, str]:
    """Headers of every response to a request that came by this `Host`."""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
        f"img-src 'self' data: blob:; connect-src 'self' ws://{asked} wss://{asked}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
