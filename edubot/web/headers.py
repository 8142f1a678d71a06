"""Who may ask, and what a browser may do with the answer: no other site is called, nothing is kept."""

import ipaddress
from collections.abc import Collection, Mapping
from socket import gethostname
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether a name or an address means this machine alone."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def host_name(asked: str) -> str:
    """The name or address in a `Host` header, without its port; empty if it is none."""
    try:
        parts = urlsplit(f"//{asked}")
        return "" if parts.port == 0 else (parts.hostname or "").rstrip(".")
    except ValueError:
        return ""


def host_fits(asked: str, serving: str, names: Collection[str] = ()) -> bool:
    """Whether a request came by a name that is ours; one that was led here by another site's name does not fit.

    Args:
        asked: the `Host` header.
        serving: the address that is listened at. Where that is this machine alone, no other address fits; elsewhere
            every address does, for only a name can be made to point here.
        names: what else this machine is called, as its operator says.
    """
    name = host_name(asked)
    if is_loopback(name) or name in {host_name(each) for each in names} - {""}:
        return True
    own = {host_name(each) for each in (serving, gethostname(), gethostname().partition(".")[0])} - {""}
    return not is_loopback(serving) and (_is_address(name) or name in own)


def same_origin(origin: str | None, asked: str) -> bool:
    """Whether a connection comes from our own page: the `Origin` header against the `Host` header."""
    try:
        return origin is not None and urlsplit(origin).netloc == asked
    except ValueError:
        return False


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def safe_headers(asked: str) -> Mapping[str, str]:
    """Headers of every response to a request that came by this `Host`; what came by none of ours may call nobody."""
    sockets = f" ws://{asked} wss://{asked}" if asked else ""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
        f"img-src 'self' data: blob:; connect-src 'self'{sockets}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
