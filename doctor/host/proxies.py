"""Which proxies cargo will use: variables and cargo's own setting. Nothing is asked over the network."""

from __future__ import annotations

from collections.abc import Mapping

from doctor.host.settings import Setting, Settings

# What libcurl reads, which fetches for cargo (libcurl-env(3); HTTP_PROXY in capitals is ignored on purpose), and the
# variable of cargo's http.proxy (the Cargo book, "Environment Variables").
_VARIABLES = ("http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "CARGO_HTTP_PROXY")


def read_proxies(environment: Mapping[str, str], settings: Settings) -> tuple[Setting, ...]:
    """Return the proxies that are set, with their place."""
    named = tuple(Setting(name, 0, f"env.{name}", (value,)) for name in _VARIABLES if (value := environment.get(name)))
    configured = next((entry for entry in settings.entries if entry.key == "http.proxy" and entry.value), None)
    return (*named, configured) if configured else named
