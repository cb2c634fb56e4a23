"""Checks of the tools: C compiler, linkers, pkg-config, and what build scripts like to call."""

from __future__ import annotations

from doctor.check import wording
from doctor.check.model import CheckResult, View, fail, known, ok, skipped, warn
from doctor.host import tools
from doctor.host.programs import Program

_NO_PKG_CONFIG = (
    "Crates that use a C library of the system ask pkg-config where it is; a project without such crates needs none."
)


def c_compiler(view: View) -> CheckResult:
    """Whether there is a cc: rustc links by it, and build scripts compile C with it."""
    known(view.host.tools)
    found = view.host.tool("cc")
    if found is None:
        other = view.host.tool("gcc") or view.host.tool("clang")
        detail = (
            f"There is {other.path}, but rustc starts `cc`."
            if other
            else "rustc links by it, and build scripts compile C with it."
        )
        need = view.adviser.need("c-compiler", "c-compiler", "There is no C compiler `cc`", detail)
        return fail("there is no C compiler `cc`", detail, *(view.adviser.diagnose(wording.NO_CC) or (need,)))
    if found.problem:
        return fail("the C compiler `cc` does not work", f"{found.path}: {found.problem}")
    return ok(f"C compiler {found.version}", _where(found))


def linker(view: View) -> CheckResult:
    """Whether there is a linker behind cc; rustc brings one of its own for some targets."""
    present = [tool for tool in known(view.host.tools) if tool.name in tools.LINKERS]
    broken = [tool for tool in present if tool.problem]
    working = [tool for tool in present if not tool.problem]
    listed = ", ".join(f"{tool.name} {tool.version}".strip() for tool in working)
    if not working:
        if view.host.tool("cc") is None:
            return skipped("a linker comes with the C compiler, which is missing")
        return fail("there is no linker `ld`", "cc needs it, and so does rustc.", *view.adviser.diagnose(wording.NO_LD))
    if broken:
        return warn(f"{broken[0].name} does not work", f"{broken[0].path}: {broken[0].problem}; working: {listed}")
    return ok(f"linkers: {listed}", ", ".join(_where(tool) for tool in working))


def pkg_config(view: View) -> CheckResult:
    """Whether pkg-config is there: crates find the system's C libraries by it."""
    known(view.host.tools)
    found = view.host.tool("pkg-config") or view.host.tool("pkgconf")
    if found is None:
        need = view.adviser.need("pkg-config", "pkg-config", "There is no pkg-config", _NO_PKG_CONFIG)
        return warn("there is no pkg-config", _NO_PKG_CONFIG, need)
    if found.problem:
        return warn("pkg-config does not work", f"{found.path}: {found.problem}")
    return ok(f"pkg-config {found.version}", _where(found))


def other_tools(view: View) -> CheckResult:
    """Which of the tools are there that some build scripts call; none is needed by all."""
    present = [
        tool for tool in known(view.host.tools) if tool.name in {*tools.OTHERS, *tools.MUSL_COMPILERS, "c++", "clang"}
    ]
    broken = [tool for tool in present if tool.problem]
    listed = ", ".join(f"{tool.name} {tool.version}".strip() for tool in present if not tool.problem)
    if broken:
        return warn(f"{broken[0].name} does not work", f"{broken[0].path}: {broken[0].problem}")
    return ok(f"also there: {listed}" if listed else "no further tools", ", ".join(_where(tool) for tool in present))


def _where(tool: Program) -> str:
    return tool.path if tool.real == tool.path else f"{tool.path} → {tool.real}"
