"""Whose build is it? Target, host, rustc and system as the log itself shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from doctor.host.target import parse_target
from doctor.log.grammar import COMMANDS
from doctor.model import Block, Context, Release, System, Target

_ARCH = r"(?:x86_64|i[3-6]86|aarch64|arm\w*|thumb\w+|riscv(?:32|64)\w*|powerpc\w*|s390x|mips\w*|wasm32|loongarch64|sparc\w*|m68k|csky|hexagon|avr|bpf\w+|xtensa\w*|msp430|nvptx64|wasm64)"
_TRIPLE = rf"(?P<triple>{_ARCH}-[a-z0-9_]+(?:-[a-z0-9_]+){{0,2}})"
# (a word that must stand in the text, the pattern): compiling a pattern costs more than looking for a word.
# In order of weight: what names the target outright, then where it shows in paths and variables.
_TARGETS = (
    (" target ", rf"the [`'\"]?{_TRIPLE}[`'\"]? target (?:may|is) not"),
    ("$TARGET", rf"\$TARGET\s*= {_TRIPLE}"),
    ("TARGET", rf"\bTARGET\s*[=:] (?:Some\()?\"?{_TRIPLE}"),
    ("--target", rf"--target[= ]\"?{_TRIPLE}"),
    ("target", rf"[/\\]target[/\\]{_TRIPLE}[/\\](?:debug|release|dist)"),
    ("rustlib", rf"rustlib[/\\]{_TRIPLE}[/\\]lib"),
    ("rerun-if-env-changed=", rf"rerun-if-env-changed=[A-Z_]+_{_TRIPLE}"),
)
# The cross compiler for Windows: its name, its folders.
_MINGW = (("-w64-mingw32", r"\b(?P<arch>x86_64|i686)-w64-mingw32(?:-(?:gcc|g\+\+|ld)\b|[/\\])"),)
# A compiler for musl by its name; the folder of one (Alpine's, OpenWrt's, musl-cross-make's); Debian's cross compilers.
_LINUX_TOOLS = (
    ("-linux-musl", r"\b(?P<arch>x86_64|aarch64|armv7|i686|riscv64)-linux-(?P<libc>musl\w*)-(?:gcc|g\+\+|cc)\b"),
    (
        "-linux-musl",
        r"[/\\](?:gcc|lib)[/\\](?P<arch>x86_64|aarch64|arm\w*|i[3-6]86|riscv64|powerpc64le|s390x|mips\w*)-[\w]+-linux-(?P<libc>musl\w*)[/\\]",
    ),
    (
        "gcc-cross",
        r"[/\\]gcc-cross[/\\](?P<arch>aarch64|arm\w*|i[3-6]86|riscv64|powerpc\w*|s390x|mips\w*)-linux-(?P<libc>gnu\w*)[/\\]",
    ),
)
_HOSTS = (
    ("$HOST", rf"\$HOST\s*= {_TRIPLE}"),
    ("HOST", rf"\bHOST\s*[=:] (?:Some\()?\"?{_TRIPLE}"),
    ("toolchains", rf"toolchains[/\\][\w.]+-(?:\d{{4}}-\d\d-\d\d-)?{_TRIPLE}[/\\]"),
)
_CRATE_VERSION = r"^[ \t]*(?:Compiling|Checking|Downloaded|Adding|Fresh) (?P<name>[A-Za-z][\w-]{0,63}) v(?P<version>\d+\.\d+\.\d+(?:-[\w.]+)?)(?![\w.-])"
_RUSTC = r"\brustc (?P<version>1\.\d+(?:\.\d+)?(?:-\w+)?)\b"
_SYSTEMS = (
    (
        ("FROM", "mage:"),
        r"\b(?:FROM|Image:|image:) *(?:docker\.io/)?(?:library/)?(?P<id>ubuntu|debian|alpine|fedora)[:-](?P<version>\d[\d.]*)",
        "",
    ),
    # A compiler's version is no release: `(Ubuntu 11.4.0-1ubuntu1~22.04)`, `(Debian 12.2.0-14)`, `(Alpine 13.2.1_git…)`.
    (("Ubuntu",), r"\bUbuntu(?: Linux)?(?: release)? v?(?P<version>\d\d\.(?:04|10))\b", "ubuntu"),
    (
        ("Debian", "Fedora"),
        r"\b(?P<id>Debian|Fedora)(?: GNU/Linux| Linux)?(?: release)? v?(?P<version>\d{1,2}(?:\.\d{1,2})?)(?![.\d_]|-\d)",
        "",
    ),
    (("Alpine",), r"\bAlpine(?: Linux)?(?: release)? v?(?P<version>3\.\d{1,2})\b", "alpine"),
    (("ubuntu",), r"\dubuntu\d[\d.]{0,20}~(?P<version>\d\d\.\d\d)", "ubuntu"),
    (("+deb",), r"\+deb(?P<version>\d+)u\d", "debian"),
    ((".fc",), r"\.fc(?P<version>\d\d)\b", "fedora"),
    (("alpine",), r"-alpine-linux-musl\b|alpine:(?P<version>\d\.\d+)", "alpine"),
    (("NixOS", "/nix/store/"), r"\bNixOS\b|/nix/store/\S+\.drv\b", "nixos"),
    (
        ("/opt/homebrew/", "/Users/", "CommandLineTools", "Xcode.app"),
        r"/opt/homebrew/|/Users/\w+/|Library/Developer/CommandLineTools|Xcode\.app",
        "macos",
    ),
    ((":\\Users\\", "link.exe", "Visual Studio"), r"[A-Z]:\\Users\\|link\.exe\b|Visual Studio", "windows"),
    (("com.termux",), r"/data/data/com\.termux/", "termux"),
)
# Nix' own words about a failed derivation, and the phases of stdenv and naersk.
_NIX_BUILD = r"builder for '/nix/store/|Cannot build '/nix/store/|[Ll]ast \d+ log lines:\s|^\[naersk\]|For full logs, run:?\s+'?nix"
_FUSE_LD = r"(?:-fus)?e-ld=(?:[\w./-]*/)?(?P<linker>[\w.+-]+)"
# Whose Rust it is, when not rustup's: as `rustc --version` ends, by its folder, or because rustup has what rustc misses.
_RUST_OF = (
    (
        r"\b(?:rustc|cargo) 1\.\d+[\w.-]* \(.{0,40}Homebrew\)|\b(?:rustc|cargo) 1\.\d+[\w.-]* \([^)\n]{1,40}\) \(Homebrew\)",
        "Homebrew",
    ),
    (r"/(?:opt/homebrew|usr/local|home/linuxbrew/\.linuxbrew)/Cellar/rust/", "Homebrew"),
    (
        r"\b(?:rustc|cargo) 1\.\d+[\w.-]* \([^)\n]{1,40}\) \((?:Fedora|Red Hat|Arch Linux|built from a source|Void|Alpine|gentoo)",
        "the distribution's",
    ),
    (r"rust-std'? for target '?\S{5,50}'? is up to date", "another one in front of it"),
)
# A command of cargo behind a prompt, `set -x` or GitHub's `Run`.
_COMMAND = r"^[ \t]{0,12}(?:\S{0,60}[$#>%\u276f] |\+{1,3} |Run )cargo (?:\+\S+ )?(?P<sub>[a-z][\w-]{0,40})"
# `cargo install` builds a program for the machine itself.
_INSTALL = r"[/\\]cargo-install\w{6}\b|\bcargo install [a-z]"
_SAMPLE = 200_000


def read_context(blocks: Iterable[Block], text: str, system: System, target: str | None = None) -> Context:
    """The context of a log: `text` is the whole input, `system` the machine to advise for, `target` the user's word."""
    sample = text[:_SAMPLE]
    chosen = parse_target(target) if target else target_in(sample)
    rustc = re.search(_RUSTC, sample) if "rustc 1." in sample else None
    return Context(
        system=system,
        target=chosen,
        host=_host_in(sample) or _usual_host(system),
        rustc=rustc.group("version") if rustc else "",
        fuse_ld=(re.findall(_FUSE_LD, sample) or [""])[-1] if "e-ld=" in sample else "",
        rust_of=_rust_of(sample),
        plugin=_plugin(sample) if " cargo " in sample else "",
        installs="cargo" in sample and re.search(_INSTALL, sample) is not None,
        truncated=not any(block.kind == "output" and block.lines[0].number == 1 for block in blocks)
        and "Compiling" not in sample,
    )


def _plugin(text: str) -> str:
    """The last command of cargo that is not cargo's own: `cargo ndk`, `cargo deny`."""
    return next((name for name in reversed(re.findall(_COMMAND, text, re.MULTILINE)) if name not in COMMANDS), "")


def _rust_of(text: str) -> str:
    if not any(word in text for word in (") (", "Homebrew", "Cellar/rust/", "rust-std")):
        return ""
    return next((name for pattern, name in _RUST_OF if re.search(pattern, text)), "")


def _first(rows: Iterable[tuple[str, str]], text: str) -> re.Match[str] | None:
    """The match of the first row whose word and pattern are in the text."""
    return next((found for word, pattern in rows if word in text and (found := re.search(pattern, text))), None)


def target_in(text: str) -> Target | None:
    """The target that this text names most clearly, or None."""
    found = _first(_TARGETS, text)
    if found:
        return parse_target(found.group("triple"))
    mingw = _first(_MINGW, text)
    if mingw:
        return parse_target(f"{mingw.group('arch')}-pc-windows-gnu")
    tool = _first(_LINUX_TOOLS, text)
    return parse_target(f"{tool.group('arch')}-unknown-linux-{tool.group('libc')}") if tool else None


def versions_in(text: str) -> dict[str, str]:
    """The crates that cargo names with their version; of two versions of a crate the last."""
    return {found["name"]: found["version"] for found in re.finditer(_CRATE_VERSION, text, re.MULTILINE)}


def release_in(text: str) -> Release | None:
    """The system that a log was written on, where it shows: version strings, images, paths of one system only."""
    sample = text[:_SAMPLE]
    for words, pattern, name in _SYSTEMS:
        found = re.search(pattern, sample) if any(word in sample for word in words) else None
        if found:
            fields = found.groupdict()
            return Release((name or fields.get("id") or "").lower(), fields.get("version") or "")
    return None


def builds_in_nix(text: str) -> bool:
    """Whether the build ran in Nix's sandbox: there the machine's own packages do not count, whatever its system is."""
    sample = text[:_SAMPLE]
    return any(word in sample for word in ("nix", "log lines", "[naersk]")) and bool(re.search(_NIX_BUILD, sample))


def _host_in(text: str) -> Target | None:
    found = _first(_HOSTS, text)
    return parse_target(found.group("triple")) if found else None


def _usual_host(system: System) -> Target | None:
    """Without a word in the log: the machine that most people have."""
    known = {
        "alpine": "x86_64-unknown-linux-musl",
        "chimera": "x86_64-unknown-linux-musl",
        "macos": "aarch64-apple-darwin",
        "windows": "x86_64-pc-windows-msvc",
    }
    return parse_target(known.get(system.family or system.release.id, "x86_64-unknown-linux-gnu"))
