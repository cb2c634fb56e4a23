"""What conditions and templates may ask for besides captures, and the facts around one block."""

from __future__ import annotations

import re

from doctor.context import target_in
from doctor.host.target import gnu_prefix
from doctor.knowledge.load import Knowledge
from doctor.log.grammar import DEPENDENCY, ELSEWHERE
from doctor.model import Block, Context, Target

_FUSE_LD = re.compile(r"(?:-fus)?e-ld=(?P<linker>[\w./+-]+)")
# The driver of the NDK calls itself clang-12, clang-14 …; a distribution's says clang.
_NDK = re.compile(r"(?i)\bndk\b|android|\bclang-1\d: error: linker command failed")
# rust-lld links for musl and, since 1.90, for x86_64's glibc: where the log does not tell, the trap has to be named.
_MUSL_HINT = " If the target is a static musl one, no package of this system helps: build the library with the crate."
_OWNER = re.compile(
    r"[/\\](?:src[/\\][^/\\]+|checkouts)[/\\](?P<name>[A-Za-z][\w-]*?)-(?:\d+\.\d|[0-9a-f]{16})|(?:^|[/\\])vendor[/\\](?P<vendored>[A-Za-z][\w-]*?)(?:-\d+\.\d[^/\\]*)?[/\\]"
)

FACTS = (
    "block", "crate", "crate_version", "origin", "target", "target_arch", "target_os", "target_libc", "host_target", "cross",
    "distro", "family", "family_title", "system_libc", "system_os", "rust_from", "root", "rustc",
    "need", "need_id", "need_kind", "need_title", "need_note", "group", "group_title", "group_cause", "group_advice", "looked_up",
    "fuse_ld", "owner", "plugin", "installs", "nix", "rust_of", "linker_path", "linker_gnu", "linker_target", "builder", "the_builder", "for_target", "target_key", "target_cc", "target_gnu", "target_under", "target_upper", "ndk", "musl_hint", "rule", "program_kind", "perl_module", "wrong_is_known", "nearest_target", "nearest_command", "nearest_hint", "starts_on",
)  # fmt: skip


def block_facts(block: Block, context: Context, knowledge: Knowledge) -> dict[str, str]:
    """The facts around one block; "" where not known."""
    target = target_in(f"{block.command}\n{block.text}") or context.target
    family = knowledge.distros.families.get(context.system.family)
    crate = block.crate
    prefix = (gnu_prefix(target) if target else "") or "ARCH-linux-gnu"
    key = target.triple if target else "TRIPLE"
    return {
        "block": block.kind,
        "crate": crate.name if crate else "",
        "crate_version": crate.version if crate else "",
        "origin": "dependency" if context.installs and _origin(block) == "own" else _origin(block),
        **_target_facts(target, context),
        "distro": str(context.system.release),
        "family": context.system.family,
        "family_title": family.title if family else context.system.release.id or "this system",
        "system_libc": family.libc if family else "",
        "system_os": family.os if family else "",
        "rust_from": context.system.rust_from,
        "root": "yes" if context.system.root else "no",
        "rustc": context.rustc,
        "fuse_ld": fuse_ld(f"{block.command}\n{block.text}") or context.fuse_ld,
        "owner": _owner(block),
        "rust_of": context.rust_of,
        "plugin": context.plugin,
        "installs": "yes" if context.installs else "no",
        "nix": "yes" if context.system.family == "nix" or "/nix/store/" in f"{block.command}\n{block.text}" else "no",
        "builder": crate.name if crate else "The build",
        "the_builder": crate.name if crate else "the build",
        "for_target": target.triple if target else "the target",
        "ndk": "yes" if (target and target.os == "android") or _NDK.search(f"{block.command}\n{block.text}") else "no",
        "musl_hint": "" if target or "rust-lld" not in block.text else _MUSL_HINT,
        "target_key": key,
        "target_cc": f"{prefix}-gcc",
        "target_gnu": prefix,
        "target_under": key.replace("-", "_"),
        "target_upper": key.replace("-", "_").upper(),
    }


def fuse_ld(text: str) -> str:
    """The linker that the last -fuse-ld names (the last one wins); also when the flag's first letters were cut off."""
    found = _FUSE_LD.findall(text)
    return found[-1].rsplit("/", 1)[-1] if found else ""


def _owner(block: Block) -> str:
    """The dependency whose source file a diagnostic points at."""
    found = _OWNER.search(block.place)
    if found:
        return found.group("name") or found.group("vendored")
    return block.crate.name if block.crate else ""


def _origin(block: Block) -> str:
    """Whose code a block is about: the reader's `own`, a `dependency`'s, or "" where nothing tells."""
    if not block.place:
        return ""
    foreign = block.place == ELSEWHERE or DEPENDENCY.search(block.place)
    return "dependency" if foreign else "own"


def _target_facts(target: Target | None, context: Context) -> dict[str, str]:
    host = context.host
    if target is None:
        return {
            "target": "",
            "target_arch": "",
            "target_os": "",
            "target_libc": "",
            "host_target": host.triple if host else "",
            "cross": "",
        }
    same = host is not None and (host.arch, host.os, host.libc) == (target.arch, target.os, target.libc)
    return {
        "target": target.triple,
        "target_arch": target.arch,
        "target_os": target.os,
        "target_libc": target.libc,
        "host_target": host.triple if host else "",
        "cross": "" if host is None else "no" if same else "yes",
    }
