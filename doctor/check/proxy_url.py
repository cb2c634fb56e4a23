"""Whether a proxy's address can be understood. Pure; never shows a password."""

from __future__ import annotations

import re

# What libcurl takes (CURLOPT_PROXY(3)); without a scheme it is http.
_SCHEMES = frozenset({"http", "https", "socks4", "socks4a", "socks5", "socks5h"})
_MOST_PORT = 65535


def wrong_with(url: str) -> str:
    """Return what is wrong with the address of a proxy, as half a sentence; "" for nothing."""
    if re.search(r"[\s\"'<>]", url):
        return "has a blank or a quote in it"
    scheme, separator, rest = url.rpartition("://") if "://" in url else ("", "", url)
    if separator and scheme.lower() not in _SCHEMES:
        return f"has no scheme that curl knows: {scheme[:20]}" if scheme.isalnum() else "has no scheme that curl knows"
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    host, colon, port = _split(authority.rpartition("@")[2])
    if not host:
        return "names no host"
    if not separator and colon and not port and host.lower() in _SCHEMES:
        return f"lacks a slash after {host}:"
    return _wrong_port(port, behind="@" in rest)


def _split(address: str) -> tuple[str, str, str]:
    """Take host and port apart; an IPv6 address stands in brackets."""
    if address.startswith("["):
        host, bracket, port = address.partition("]")
        return (host[1:] if bracket else ""), port[:1], port.removeprefix(":")
    host, colon, port = address.partition(":")
    return host, colon, port


def _wrong_port(port: str, *, behind: bool) -> str:
    """Judge a port; where an @ stands behind it, what looks like one may be part of a password: it is not shown."""
    if not port or (port.isascii() and port.isdigit() and 0 < int(port[:6]) <= _MOST_PORT):
        return ""
    return (
        "has no number as its port (in a name or password # / ? have to be written %23 %2F %3F)"
        if behind
        else (f"has no port from 1 to {_MOST_PORT}: {port[:20]}")
    )
