"""A system that cannot install into itself as it runs, and the ways there are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, eq=False, repr=False)
class Immutable:
    """Systems whose /usr is read-only: their family's install command is right, but not on the host itself.

    Who they are: `ids` (ID) or `variants` (VARIANT_ID, with `*`), else `marks`, files that only such a system has, of
    one of these `families`. Where they install: `make` creates a container once, `inside` goes before any command to
    run it there, and there the family's own command works; `install` puts packages onto the system itself, and `then`
    makes that take effect. Where both are empty, `note` says all there is to say.
    """

    id: str
    title: str
    families: tuple[str, ...]
    ids: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    make: tuple[tuple[str, ...], ...] = ()
    inside: tuple[str, ...] = ()
    install: tuple[str, ...] = ()
    then: tuple[tuple[str, ...], ...] = ()
    note: str = ""
