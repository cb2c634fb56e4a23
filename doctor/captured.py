"""Facts that follow from what a rule captured: whose program it is, the nearest known name, the need behind a name."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from doctor.host.target import gnu_prefix, parse_target
from doctor.knowledge.load import Knowledge
from doctor.log.grammar import COMMANDS

# What others call an architecture -> what rustc calls it.
_ARCH_ALIASES = {
    "arm64": "aarch64",
    "amd64": "x86_64",
    "x64": "x86_64",
    "x86": "i686",
    "i386": "i686",
    "riscv64": "riscv64gc",
    "armhf": "armv7",
}
_RUST_PROGRAM = re.compile(r"(?:^|/)(?:rustc|cargo|rustup|rustdoc)$|/(?:\.rustup|toolchains)/|librustc_driver|libstd-")
_SYMBOL_VERSION = re.compile(r"(?P<family>GLIBC|GLIBCXX|CXXABI)_(?P<number>\d+(?:\.\d+)*)")
_MOST_SYSTEMS = 6
_BUILD_PROGRAM = re.compile(r"[/\\]build-script-|[/\\]deps[/\\]lib[^/\\]+\.so$|[/\\]build[/\\][^/\\]+[/\\]")


def derived(rule: str, captures: Mapping[str, str], facts: Mapping[str, str], knowledge: Knowledge) -> dict[str, str]:
    """Facts that follow from captures: the linker behind -fuse-ld, whose program it is, the nearest target name."""
    program = captures.get("program", "")
    values = {"rule": rule}
    if not captures.get("linker"):
        values["linker"] = facts["fuse_ld"]
    if not program:
        values["program"] = "the program"
    values["linker_path"] = "yes" if re.search(r"[/\\]", captures.get("linker", "")) else "no"
    values |= _linker_of_target(captures.get("linker", ""), knowledge)
    values["program_kind"] = _program_kind(program)
    values["starts_on"] = _starts_on(captures.get("version", ""), knowledge)
    if "file" in captures:
        values["perl_module"] = captures.get("module") or captures["file"].replace("/", "::")
        values["module"] = values["perl_module"]
    if "sub" in captures:
        values["nearest_command"] = nearest(captures["sub"], COMMANDS)
    if "wrong" in captures:
        values["wrong_is_known"] = "yes" if captures["wrong"] in knowledge.targets else "no"
        values["nearest_target"] = nearest(captures["wrong"], set(knowledge.targets) - {captures["wrong"]})
        values["nearest_hint"] = f"; the nearest name is {values['nearest_target']}" if values["nearest_target"] else ""
    return values


def _starts_on(version: str, knowledge: Knowledge) -> str:
    """Where a program starts that asks for `GLIBC_2.38` or `GLIBCXX_3.4.31`, as a sentence; "" for other versions."""
    found = _SYMBOL_VERSION.fullmatch(version)
    if found is None:
        return ""
    from doctor.releases import Needed, reach  # noqa: PLC0415 (only for a loader's words)

    where = reach(knowledge.releases, Needed(versions={found["family"]: found["number"]}), "").starts
    return f" What asks for it starts on {', '.join(where[:_MOST_SYSTEMS])}." if where else ""


def _linker_of_target(linker: str, knowledge: Knowledge) -> dict[str, str]:
    """What gcc calls the compiler that is asked for by Rust's target name: `armv7-unknown-linux-gnueabihf-gcc`."""
    triple, _, tool = linker.rpartition("-")
    if tool not in {"gcc", "cc", "ld", "linker"} or triple not in knowledge.targets or knowledge.find("tool", linker):
        return {"linker_gnu": "", "linker_target": ""}
    prefix = gnu_prefix(parse_target(triple))
    return {"linker_gnu": f"{prefix}-gcc" if prefix else "", "linker_target": triple}


def _program_kind(program: str) -> str:
    """`rust`: of a Rust toolchain; `build`: made during this build for this machine; `other`: what is to be shipped."""
    if _RUST_PROGRAM.search(program):
        return "rust"
    return "build" if _BUILD_PROGRAM.search(program) else "other"


def nearest(name: str, names: Collection[str]) -> str:
    """The known name that looks most like this one, or ""; a target keeps the architecture it was given."""
    import difflib  # noqa: PLC0415 (only for a misspelt name)

    arch, dash, rest = name.partition("-")
    meant = f"{_ARCH_ALIASES.get(arch.lower(), arch)}{dash}{rest.replace('macos', 'darwin')}" if dash else name
    return meant if meant in names else next(iter(difflib.get_close_matches(meant, list(names), 1, 0.75)), "")


def need_facts(by: tuple[str, ...], name: str, knowledge: Knowledge) -> dict[str, str]:
    """What a captured name stands for: `need` is known or unknown."""
    if by == ("libc-symbol",):
        group = knowledge.group(name)
        facts = {
            "need": "known" if group else "unknown",
            "need_id": "",
            "need_kind": "",
            "need_title": "",
            "need_note": "",
        }
        if group:
            facts |= {
                "group": group.id,
                "group_title": group.title,
                "group_cause": group.cause,
                "group_advice": group.advice,
            }
        return facts
    key = next((found for kind in by if (found := knowledge.find(kind, name))), "")
    need = knowledge.need(key) if key else None
    return {
        "need": "known" if need else "unknown",
        "need_id": key,
        "need_kind": need.kind if need else "",
        "need_title": need.title if need else name,
        "need_note": need.note if need else "",
        "looked_up": name,
    }
