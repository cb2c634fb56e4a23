"""What the checks say of a machine: built here as a value, with an adviser that notes what it is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from elf_builder import Elf

from doctor.check.examine import with_choices
from doctor.check.model import CheckResult, View, known
from doctor.check.run import Selection, all_checks, exit_status, parts_for, run_checks
from doctor.errors import UsageError
from doctor.forecast import Wanted
from doctor.host.choices import Choices
from doctor.host.clock import Clock
from doctor.host.facts import PARTS, PROJECT, RUST, SYSTEM, TOOLS, Host, Project, Request, System
from doctor.host.guard import Result
from doctor.host.jobs import Jobs
from doctor.host.language import Language
from doctor.host.libc import Libc
from doctor.host.limits import Limit, Limits
from doctor.host.lock import Lock
from doctor.host.machine import Machine, Needs
from doctor.host.manifests import Manifest
from doctor.host.programs import Access, Program
from doctor.host.resources import Memory, Place, Resources
from doctor.host.run import SECONDS, Outcome
from doctor.host.rust import Rust
from doctor.host.rustup import Rustup, Toolchain
from doctor.host.settings import Setting, Settings
from doctor.host.surroundings import Surroundings
from doctor.host.temporary import Temporary
from doctor.host.traps import Trap
from doctor.knowledge.records import TargetSpec
from doctor.model import Diagnosis, Finding, Fix, Release
from doctor.project import ToolchainFile
from doctor.strategy import Strategy

GB = 1 << 30
GNU, MUSL = "x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl"
STABLE = f"stable-{GNU}"


@dataclass
class FakeAdviser:
    """Notes what it is asked, and answers with a diagnosis of the same words."""

    asked: list[str] = field(default_factory=list)
    silent: bool = False
    forecast: tuple[Wanted, ...] = ()
    more: tuple[str, ...] = ()
    only: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def diagnose(self, text: bytes, target: str = "", *, source: str = "") -> tuple[Diagnosis, ...]:
        """Answer with one diagnosis, or none."""
        self.asked.append(text.decode())
        return () if self.silent else (Diagnosis(Finding("fake", "certain", f"{source}{target}", ""), ()),)

    def need(self, key: str, rule: str, title: str, cause: str) -> Diagnosis:
        """Answer with a fix that names the key."""
        self.asked.append(key)
        return Diagnosis(Finding(rule, "certain", title, cause), (Fix("Install", (f"install {key}",)),))

    def wanted(self, lock: Lock, target_os: str) -> tuple[Wanted, ...]:
        """Forecast what the test says."""
        assert not lock.problem
        return self.forecast if target_os == "linux" else ()

    def names(self, need: str) -> Mapping[str, tuple[str, ...]]:
        """Name a need after a program of its id."""
        return self.only.get(need, {"tools": (need,)})

    def also(self, need: str, libc: str) -> tuple[str, ...]:
        """Say what the test says, for musl."""
        return self.more if libc == "musl" and need not in self.more else ()

    def missing(self, wanted: Wanted, triple: str) -> Diagnosis:
        """Answer as for any need."""
        return self.need(wanted.need, "crate-needs", wanted.crate, triple)

    def strategy(self, lock: Lock, glibc: str) -> Strategy:
        """Advise the one that was written down."""
        return Strategy("kind", f"{lock.path} suits", (f"because of {glibc}",))

    def target(self, triple: str) -> TargetSpec | None:
        """Know the two targets of these tests."""
        return TargetSpec(triple, 2, std=True) if triple in {GNU, MUSL} else None


def no_process(
    argv: Sequence[str], *, cwd: Path, environment: Mapping[str, str], seconds: float = SECONDS
) -> Outcome:  # fmt: skip
    """Be a rustc that says what the variable tells it to say, and a program that runs."""
    assert cwd.is_dir()
    assert seconds > 0
    status = int(environment.get("STATUS", "0"))
    said = b"error: what is this\n" if status else b"seven is 7\n"
    return Outcome(tuple(argv), status, b"" if status else said, said if status else b"")


def program(name: str, version: str = "1.2.3", problem: str = "") -> Program:
    return Program(name, f"/bin/{name}", f"/usr/bin/{name}", version, problem)


SYSTEM_HERE = System(
    Release("debian", "12"), "debian", "id", "apt-get", "x86_64", Libc("glibc", "2.36", "/lib64/ld.so"),
    Surroundings(root=True, sudo=False, container="", ci="", wsl=0, stale_lists=False),
)  # fmt: skip
RUST_HERE = Rust(
    rustcs=("/home/me/.cargo/bin/rustc",),
    cargos=("/home/me/.cargo/bin/cargo",),
    origin="rustup",
    rustc=program("rustc", "1.95.0"),
    cargo=program("cargo", "1.95.0"),
    rustup=Rustup(program("rustup", "1.29.0"), (Toolchain(STABLE, "/t/stable", default=True),), STABLE, "the default"),
    host=GNU,
    sysroot="/t/stable",
    targets=(GNU, MUSL),
)
PLACE = Place("target folder", "/w/target", 90 * GB, 10**6, noexec=False, writable=True)
RESOURCES_HERE = Resources(Memory(16 * GB, 12 * GB, None), (PLACE,))
PROJECT_HERE = Project(Settings(), (), Lock("Cargo.lock"))
MACHINE_HERE = Machine(
    Result(()), Result(Needs("/w", (Manifest("/w/Cargo.toml", "2024"),), None)), Result(Jobs(8, "x")), Result(()),
    Result((Clock(-60.0, "/w/src/main.rs", 3),)), Result(Limits((Limit("n", 1024, 4096),))),
    Result(Language("", "", ())), Result(Temporary("/t", named=False, there=True, tried="/t")),
)  # fmt: skip
HOST = Host(
    Result(SYSTEM_HERE), Result(RUST_HERE), Result((program("cc"), program("ld"), program("pkg-config"))),
    Result(RESOURCES_HERE), Result(PROJECT_HERE), (GNU,), "the host's own", GNU, Result(MACHINE_HERE),
)  # fmt: skip


@pytest.fixture
def view(tmp_path: Path) -> View:
    """A healthy machine."""
    access = Access({"PATH": "/nowhere"}, no_process, tmp_path)
    return View(HOST, Request(), FakeAdviser(), access, tmp_path)


def said(view: View, key: str) -> CheckResult:
    return run_checks(view, Selection((key,)))[0]


def with_rust(view: View, rust: Rust) -> View:
    return replace(view, host=replace(view.host, rust=Result(rust)))


def with_tools(view: View, *tools: Program) -> View:
    return replace(view, host=replace(view.host, tools=Result(tools)))


def with_project(view: View, project: Project) -> View:
    return replace(view, host=replace(view.host, project=Result(project)))


def with_system(view: View, system: System) -> View:
    return replace(view, host=replace(view.host, system=Result(system)))


def test_a_healthy_machine_passes_every_check(view: View) -> None:
    results = run_checks(view, Selection())
    assert {result.id: result.status for result in results if result.status != "ok"} == {}
    assert len({result.id for result in results}) == len(results) == 29
    assert exit_status(results) == 0


# The system


@pytest.mark.parametrize(
    ("system", "key", "status", "words"),
    [
        pytest.param(replace(SYSTEM_HERE, family="", family_from="", release=Release("mageia", "9")), "distro", "warn", "mageia:9", id="a system whose names nobody knows"),
        pytest.param(replace(SYSTEM_HERE, family_from="manager", release=Release("new")), "distro", "warn", "taken for debian", id="a guess is called one"),
        pytest.param(replace(SYSTEM_HERE, family_from="like", release=Release("mint", "", ("debian",))), "distro", "ok", "mint", id="by ID_LIKE"),
        pytest.param(replace(SYSTEM_HERE, libc=Libc("")), "libc", "warn", "not known", id="no C library that tells"),
        pytest.param(replace(SYSTEM_HERE, libc=Libc("musl", "1.2.5")), "libc", "ok", "musl 1.2.5", id="musl"),
        pytest.param(replace(SYSTEM_HERE, surroundings=Surroundings(root=False, sudo=False, container="docker", ci="CI", wsl=2, stale_lists=True)), "container", "warn", "docker, WSL 2, CI", id="neither root nor sudo"),
        pytest.param(replace(SYSTEM_HERE, surroundings=Surroundings(root=False, sudo=True, container="", ci="", wsl=0, stale_lists=True)), "container", "ok", "no container", id="with sudo"),
    ],
)  # fmt: skip
def test_the_system(view: View, system: System, key: str, status: str, words: str) -> None:
    result = said(with_system(view, system), key)
    assert (result.id, result.status) == (key, status)
    assert words in result.title


# Rust


def _rustup(active: str, why: str, found: Program | None = None) -> Rustup:
    assert RUST_HERE.rustup is not None
    return replace(RUST_HERE.rustup, program=found or RUST_HERE.rustup.program, active=active, active_from=why)


@pytest.mark.parametrize(
    ("rust", "words", "asked"),
    [
        pytest.param(Rust(), "Rust is not installed", "rust", id="none at all"),
        pytest.param(replace(RUST_HERE, cargos=(), cargo=None), "cargo is not installed", "cargo", id="no cargo"),
        pytest.param(
            replace(RUST_HERE, rustc=program("rustc", "", "no answer within 4 s")), "rustc does not work", "no answer within 4 s\n",
            id="rustc hangs",
        ),
        pytest.param(
            replace(RUST_HERE, rustc=None, rustup=_rustup("1.60.0", "RUSTUP_TOOLCHAIN")), "the toolchain 1.60.0 is not installed",
            "error: toolchain '1.60.0' is not installed\n", id="a toolchain that is not there",
        ),
        pytest.param(
            replace(RUST_HERE, rustc=None, rustup=_rustup("", "")), "rustup has no toolchain",
            "no default is configured", id="no default toolchain",
        ),
        pytest.param(
            replace(RUST_HERE, rustc=None, rustup=_rustup("", "", program("rustup", "", "exit status 1"))),
            "rustc is a proxy of rustup that does not work", "", id="rustup is broken",
        ),
    ],
)  # fmt: skip
def test_rust_that_is_not_there(view: View, rust: Rust, words: str, asked: str) -> None:
    result = said(with_rust(view, rust), "rust")
    assert (result.status, result.title) == ("fail", words)
    assert isinstance(view.adviser, FakeAdviser)
    assert asked in "".join(view.adviser.asked)


@pytest.mark.parametrize(
    ("rust", "status", "words"),
    [
        pytest.param(replace(RUST_HERE, rustup=None, origin="distro"), "ok", "from the distribution", id="a distribution's"),
        pytest.param(replace(RUST_HERE, rustup=None, origin="nix"), "ok", "no rustup", id="another way"),
        pytest.param(replace(RUST_HERE, origin="distro"), "warn", "another Rust comes first", id="rustup in the shadow"),
        pytest.param(
            replace(RUST_HERE, rustup=_rustup("", "", program("rustup", "", "crash"))), "fail", "does not work", id="broken"
        ),
    ],
)  # fmt: skip
def test_rustup(view: View, rust: Rust, status: str, words: str) -> None:
    result = said(with_rust(view, rust), "rustup")
    assert result.status == status
    assert words in result.title


@pytest.mark.parametrize(
    ("file", "rustup", "status", "words"),
    [
        pytest.param(ToolchainFile("f", problem="bad TOML"), RUST_HERE.rustup, "fail", "f cannot be read", id="broken"),
        pytest.param(ToolchainFile("f", path="./tc"), RUST_HERE.rustup, "skipped", "doctor does not run", id="the project's own toolchain"),
        pytest.param(ToolchainFile("f", channel="1.70"), None, "warn", "no rustup", id="nobody to obey it"),
        pytest.param(ToolchainFile("f", channel="1.60"), _rustup("1.60", "f"), "fail", "1.60 is not installed", id="not installed"),
        pytest.param(ToolchainFile("f", channel="stable"), RUST_HERE.rustup, "ok", f"{STABLE} is installed", id="installed"),
        pytest.param(ToolchainFile("f", channel="stable", targets=("x",)), RUST_HERE.rustup, "warn", "not installed: x", id="a listed target is not"),
        pytest.param(ToolchainFile("f", targets=(GNU,)), RUST_HERE.rustup, "ok", "is installed", id="a file without channel"),
    ],
)  # fmt: skip
def test_toolchain_files(view: View, file: ToolchainFile, rustup: Rustup | None, status: str, words: str) -> None:
    result = said(with_rust(view, replace(RUST_HERE, file=file, rustup=rustup)), "toolchain-file")
    assert result.status == status
    assert words in result.title


@pytest.mark.parametrize(
    ("rustcs", "cargos", "status"),
    [
        (("/home/me/.rustup/toolchains/s/bin/rustc",), ("/home/me/.rustup/toolchains/s/bin/cargo",), "ok"),
        (("/usr/bin/rustc", "/nix/store/x/rustc"), ("/usr/bin/cargo",), "warn"),
        (("/usr/bin/rustc",), ("/nix/store/x/cargo",), "fail"),
        ((), (), "ok"),
    ],
)
def test_what_shadows_what(view: View, rustcs: tuple[str, ...], cargos: tuple[str, ...], status: str) -> None:
    result = said(with_rust(view, replace(RUST_HERE, rustcs=rustcs, cargos=cargos)), "path-shadowing")
    assert result.status == status


# Tools


@pytest.mark.parametrize(
    ("tools", "key", "status", "words"),
    [
        pytest.param((), "c-compiler", "fail", "there is no C compiler `cc`", id="no cc"),
        pytest.param((program("gcc"),), "c-compiler", "fail", "there is no C compiler `cc`", id="gcc without cc"),
        pytest.param((program("cc", "", "hangs"),), "c-compiler", "fail", "does not work", id="a cc that hangs"),
        pytest.param((), "linker", "skipped", "comes with the C compiler", id="neither cc nor ld"),
        pytest.param((program("cc"),), "linker", "fail", "there is no linker", id="cc without ld"),
        pytest.param((program("ld"), program("mold", "", "crash")), "linker", "warn", "mold does not work", id="broken mold"),
        pytest.param((program("ld.lld"),), "linker", "ok", "ld.lld", id="lld alone"),
        pytest.param((), "pkg-config", "warn", "there is no pkg-config", id="no pkg-config"),
        pytest.param((program("pkgconf"),), "pkg-config", "ok", "pkg-config 1.2.3", id="pkgconf will do"),
        pytest.param((program("pkg-config", "", "x"),), "pkg-config", "warn", "does not work", id="a broken pkg-config"),
        pytest.param((), "tools", "ok", "no further tools", id="nothing else"),
        pytest.param((program("cmake", "", "x"),), "tools", "warn", "cmake does not work", id="a broken cmake"),
    ],
)  # fmt: skip
def test_tools(view: View, tools: tuple[Program, ...], key: str, status: str, words: str) -> None:
    result = said(with_tools(view, *tools), key)
    assert result.status == status
    assert words in result.title


# Space and settings


@pytest.mark.parametrize(
    ("memory", "status"),
    [
        (Memory(16 * GB, 12 * GB, None), "ok"),
        (Memory(16 * GB, 12 * GB, GB), "warn"),
        (Memory(16 * GB, GB, None), "warn"),
    ],
)
def test_memory(view: View, memory: Memory, status: str) -> None:
    resources = replace(RESOURCES_HERE, memory=memory)
    assert said(replace(view, host=replace(HOST, resources=Result(resources))), "memory").status == status


@pytest.mark.parametrize(
    ("place", "status", "words"),
    [
        pytest.param(replace(PLACE, free=GB), "warn", "little room", id="little room"),
        pytest.param(replace(PLACE, free=0), "fail", "no room", id="no room"),
        pytest.param(replace(PLACE, inodes=0), "fail", "no inodes", id="no inodes"),
        pytest.param(replace(PLACE, inodes=None), "ok", "enough", id="a file system that counts none"),
        pytest.param(replace(PLACE, writable=False), "fail", "cannot be written", id="read-only"),
        pytest.param(replace(PLACE, noexec=True), "fail", "noexec", id="noexec where build scripts run"),
        pytest.param(replace(PLACE, noexec=True, role="CARGO_HOME"), "ok", "enough", id="noexec elsewhere"),
    ],
)
def test_disk(view: View, place: Place, status: str, words: str) -> None:
    result = said(replace(view, host=replace(HOST, resources=Result(replace(RESOURCES_HERE, places=(place,))))), "disk")
    assert result.status == status
    assert words in result.title


@pytest.mark.parametrize(
    ("project", "status", "words"),
    [
        pytest.param(Project(Settings(problems=("f: bad",)), (), None), "fail", "cannot be read", id="a broken config"),
        pytest.param(Project(Settings(), (Trap("f", 3, "hurts", "stop"),), None), "warn", "f:3 will hurt", id="one trap"),
        pytest.param(Project(Settings(), (Trap("A", 0, "x", "y"), Trap("B", 0, "x", "y")), None), "warn", "2 settings", id="two"),
        pytest.param(Project(Settings(), (Trap("W", 0, "x", "y", breaks=True),), None), "fail", "W will hurt", id="no build"),
    ],
)  # fmt: skip
def test_settings(view: View, project: Project, status: str, words: str) -> None:
    result = said(with_project(view, project), "traps")
    assert result.status == status
    assert words in result.title


# Targets and trials


def for_target(view: View, triple: str, **request: object) -> View:
    return replace(view, host=replace(view.host, targets=(triple,)), request=replace(view.request, **request))  # type: ignore[arg-type]  # (the fields of Request)


@pytest.mark.parametrize(
    ("triple", "rust", "status", "words"),
    [
        pytest.param(GNU, RUST_HERE, "ok", "is installed", id="there"),
        pytest.param(MUSL, replace(RUST_HERE, targets=(GNU,)), "fail", "is not installed", id="not there"),
        pytest.param("x86_64-linux-musk", RUST_HERE, "fail", "knows no target", id="misspelt"),
        pytest.param(
            "mine", replace(RUST_HERE, targets=("mine",)), "ok", "is installed", id="installed, whatever our list says"
        ),
        pytest.param("seven", RUST_HERE, "fail", "is not installed", id="newer than our list"),
        pytest.param("own.json", RUST_HERE, "skipped", "project's own", id="a file of the project's"),
        pytest.param(GNU, Rust(), "skipped", "needs a working rustc", id="no rustc"),
    ],
)
def test_standard_libraries(view: View, triple: str, rust: Rust, status: str, words: str) -> None:
    result = said(with_rust(for_target(view, triple), rust), "target-std")
    assert (result.id, result.status) == (f"target-std:{triple}", status)
    assert words in result.title


@pytest.mark.parametrize(
    ("view_of", "words"),
    [
        pytest.param(lambda view: for_target(view, GNU, trial=False), "--no-trial", id="not wanted"),
        pytest.param(lambda view: for_target(view, GNU, root=Path("/image")), "nothing is run", id="another root"),
        pytest.param(lambda view: with_rust(view, Rust()), "needs rustc", id="no rustc"),
        pytest.param(lambda view: with_tools(view), "needs a C compiler", id="no cc"),  # noqa: PLW0108 (the name says more)
        pytest.param(
            lambda view: with_rust(for_target(view, "thumbv6m-none-eabi"), replace(RUST_HERE, targets=("thumbv6m-none-eabi",))),
            "operating system", id="bare metal",
        ),
        pytest.param(
            lambda view: with_project(view, Project(Settings((Setting("/p/c.toml", 1, f"target.{GNU}.linker", ("./x",)),)), (), None)),
            "a project names", id="the project's linker",
        ),
    ],
)  # fmt: skip
def test_trials_that_are_not_made(view: View, view_of: object, words: str) -> None:
    assert callable(view_of)
    result = said(view_of(view), "trial")
    assert result.status == "skipped"
    assert words in result.title


def test_a_trial_that_works(view: View) -> None:
    assert said(view, "trial").title == f"a trial build for {GNU} runs"


@pytest.mark.parametrize(
    ("elf", "static", "status"),
    [
        pytest.param(Elf(kind=2, dynamic=False), True, "ok", id="static, as it has to be"),
        pytest.param(Elf(interpreter="/lib64/ld.so", needed=["libc.so.6"], flags_1=0x08000000), True, "fail", id="dynamic, and should not be"),
        pytest.param(Elf(interpreter="/lib64/ld.so", needed=["libc.so"], flags_1=0x08000000), False, "ok", id="dynamic by custom"),
        pytest.param(None, True, "ok", id="a program of another format"),
    ],
)  # fmt: skip
def test_a_trial_for_a_static_target_is_looked_at(view: View, elf: Elf | None, status: str, *, static: bool) -> None:
    class Knows(FakeAdviser):
        def target(self, triple: str) -> TargetSpec | None:
            """Know it as one whose programs are static, or not."""
            return TargetSpec(triple, 2, std=True, static=static)

    def links(
        argv: Sequence[str], *, cwd: Path, environment: Mapping[str, str], seconds: float = SECONDS
    ) -> Outcome:  # fmt: skip
        if "-o" in argv:
            (cwd / "seven").write_bytes(elf.data() if elf else b"MZ")
        return no_process(argv, cwd=cwd, environment=environment, seconds=seconds)

    access = replace(view.access, runner=links)
    result = said(replace(for_target(view, MUSL), access=access, adviser=Knows()), f"trial:{MUSL}")
    assert result.status == status
    assert ("is not static" in result.title) == (status == "fail")


def test_a_trial_that_fails_is_explained(view: View) -> None:
    failing = replace(view, access=replace(view.access, environment={"STATUS": "1"}))
    result = said(failing, "trial")
    assert (result.status, result.title) == ("fail", f"a trial build for {GNU} fails: linking fails")
    assert [item.finding.title for item in result.diagnoses] == [f"trial build for {GNU}{GNU}"]


def test_a_trial_that_fails_in_unknown_words_shows_them(view: View) -> None:
    access = replace(view.access, environment={"STATUS": "1"})
    result = said(replace(view, access=access, adviser=FakeAdviser(silent=True)), "trial")
    assert "error: what is this" in result.detail


def wanting(view: View, *needs: str) -> View:
    """A project whose crates are known to have these needs."""
    forecast = tuple(Wanted(need, "some-sys", "1.0.0", ("some-sys 1.0.0",), "sure") for need in needs)
    return replace(view, adviser=FakeAdviser(forecast=forecast))


@pytest.mark.parametrize(
    ("lock", "needs", "status"),
    [
        pytest.param(None, ("c-compiler",), "warn", id="nobody knows whether there is C code"),
        pytest.param(Lock("l"), (), "warn", id="no crate compiles C"),
        pytest.param(Lock("l", problem="broken"), (), "warn", id="a lock file that nobody can read"),
        pytest.param(Lock("l"), ("c-compiler",), "fail", id="a crate compiles C"),
    ],
)
def test_a_target_without_c_compiler(view: View, lock: Lock | None, needs: tuple[str, ...], status: str) -> None:
    project = with_project(for_target(view, MUSL), Project(Settings(), (), lock))
    result = said(wanting(project, *needs), "trial-c")
    assert (result.id, result.status) == (f"trial-c:{MUSL}", status)
    assert "x86_64-linux-musl-gcc" in result.detail
    assert result.diagnoses[0].fixes[0].commands == ("install x86_64-linux-musl-gcc",)


@pytest.mark.parametrize(
    ("key", "triple", "needs", "expected"),
    [
        pytest.param("trial-c", GNU, (), ("ok", "no crate of the project is known to compile C"), id="no C"),
        pytest.param("trial-cxx", MUSL, ("c-compiler",), ("ok", "no crate of the project is known to compile C++"), id="C alone"),
        pytest.param("trial-cxx", GNU, ("cxx-compiler",), ("fail", f"there is no C++ compiler for {GNU}"), id="no c++"),
        pytest.param("trial-c", GNU, ("c-compiler",), ("fail", f"there is no C compiler for {GNU}"), id="no cc that can be asked"),
    ],
)  # fmt: skip
def test_c_is_tried_where_the_project_has_it(
    view: View, key: str, triple: str, needs: tuple[str, ...], expected: tuple[str, str]
) -> None:
    result = said(wanting(for_target(view, triple), *needs), key)
    assert (result.status, result.title) == expected


def test_build_scripts_are_tried_too(view: View) -> None:
    ids = [check.id for check in all_checks(replace(HOST, targets=(MUSL,)))]
    keys = ("target-std", "trial", "trial-c", "trial-cxx")
    assert ids[-5:] == [*(f"{key}:{MUSL}" for key in keys), f"trial:{GNU}"]
    assert said(for_target(view, MUSL), f"trial:{GNU}").status == "ok"


@pytest.mark.parametrize(
    ("spec", "triple", "words"),
    [
        pytest.param(TargetSpec(GNU, 1, std=True, host=True), GNU, "Tier 1: built and tested", id="tier 1"),
        pytest.param(TargetSpec(MUSL, 2, std=True), MUSL, "for cross compiling only.", id="tier 2 without host tools"),
        pytest.param(TargetSpec(MUSL, 3), MUSL, "publishes no standard library for it. It has core", id="tier 3"),
    ],
)
def test_support_is_stated(view: View, spec: TargetSpec, triple: str, words: str) -> None:
    class Knows(FakeAdviser):
        def target(self, triple: str) -> TargetSpec | None:
            """Know this one."""
            return replace(spec, triple=triple)

    assert words in said(replace(for_target(view, triple), adviser=Knows()), "target-std").detail


def test_what_rust_does_not_publish_is_built_from_source(view: View) -> None:
    class Knows(FakeAdviser):
        def target(self, triple: str) -> TargetSpec | None:
            """Know all as tier 3."""
            return TargetSpec(triple, 3, std=True)

    adviser = Knows()
    rare = with_rust(for_target(replace(view, adviser=adviser), MUSL), replace(RUST_HERE, targets=(GNU,)))
    assert said(rare, "target-std").status == "fail"
    assert "cargo build -Zbuild-std" in adviser.asked[0]


FOREIGN = "aarch64-unknown-linux-gnu"


@pytest.mark.parametrize(
    ("triple", "on_path", "fixes"),
    [
        pytest.param(FOREIGN, "qemu-aarch64", ["Tell cargo how to start them"], id="an emulator that cargo does not know"),
        pytest.param(FOREIGN, "", ["Install"], id="no emulator"),
        pytest.param("thumbv6m-none-eabi", "", [], id="nothing could"),
    ],
)  # fmt: skip
def test_foreign_programs_want_a_runner(view: View, triple: str, on_path: str, fixes: list[str]) -> None:
    if on_path:
        (view.scratch / on_path).touch(0o755)
    access = replace(view.access, environment={"PATH": str(view.scratch)})
    result = said(replace(for_target(view, triple), access=access), "runner")
    assert (result.status, result.title) == ("ok", f"programs for {triple} cannot be started here")
    told = [fix for item in result.diagnoses for fix in item.fixes]
    assert [fix.title for fix in told] == fixes
    assert all("[target.aarch64-unknown-linux-gnu]\nrunner = " in fix.edits[0].text for fix in told)


def test_a_runner_of_cargo_is_enough(view: View) -> None:
    settings = Settings((Setting("/p/c.toml", 1, f"target.{FOREIGN}.runner", ("qemu",)),))
    result = said(with_project(for_target(view, FOREIGN), Project(settings, (), None)), "runner")
    assert (result.title, result.diagnoses) == (f"programs for {FOREIGN} are started by qemu (a config of cargo)", ())


@pytest.mark.parametrize(
    ("triple", "lock", "expected"),
    [
        pytest.param(MUSL, Lock("l"), ("ok", "l suits", "because of 2.36", True), id="musl on a system of glibc"),
        pytest.param(GNU, Lock("l"), ("ok", "l suits", "because of 2.36", False), id="the system's own libc"),
        pytest.param(GNU, None, ("skipped", "there is no Cargo.lock to read that tells what the crates use", "", False), id="no lock file"),
    ],
)  # fmt: skip
def test_the_strategy(view: View, triple: str, lock: Lock | None, expected: tuple[str, str, str, bool]) -> None:
    result = said(with_project(for_target(view, triple), Project(Settings(), (), lock)), "strategy")
    assert (result.status, result.title, result.detail, result.advice) == expected


# Choosing, guarding, counting


@pytest.mark.parametrize(
    ("part", "keys"),
    [
        ("system", {"distro", "libc", "container", "strategy"}),
        (
            "rust",
            {"rust", "rustup", "toolchain-file", "path-shadowing", "rust-version", f"target-std:{GNU}", f"trial:{GNU}"},
        ),
        ("tools", {"c-compiler", "linker", "pkg-config", "tools"}),
        ("resources", {"memory", "disk", "memory-per-job"}),
        ("project", {"crates", "strategy", "traps", f"trial:{GNU}"}),
        (
            "machine",
            {"rust-version", "proxy", "memory-per-job", "temporary-folder", "file-system", "clock", "limits", "locale"},
        ),
    ],
)
def test_a_part_that_could_not_be_read_is_seen(view: View, part: str, keys: set[str]) -> None:
    broken: Result[object] = Result(None, "ValueError: what a mess")
    host = replace(HOST, **{part: broken})  # type: ignore[arg-type]  # (the field's own Result type)
    results = run_checks(replace(view, host=host), Selection())
    assert {result.id for result in results if result.status == "crashed"} == keys
    assert {result.detail for result in results if result.status == "crashed"} == {"ValueError: what a mess"}
    assert exit_status(results) == 3


def test_a_check_that_crashes_is_seen_and_stops_nobody(view: View) -> None:
    crashing = replace(view, scratch=Path("/not/there"))
    states = {result.id: result.status for result in run_checks(crashing, Selection(("trial", "rust")))}
    assert states == {"rust": "ok", f"trial:{GNU}": "crashed"}


@pytest.mark.parametrize(
    ("statuses", "code"),
    [(("ok",), 0), (("ok", "warn", "skipped"), 0), (("warn", "crashed"), 3), (("fail", "crashed"), 1), ((), 0)],
)
def test_exit_status(statuses: tuple[str, ...], code: int) -> None:
    assert exit_status(CheckResult("x", status, "x") for status in statuses) == code


@pytest.mark.parametrize(
    ("selection", "ids"),
    [
        (Selection(("rust", "libc")), ["libc", "rust"]),
        (Selection(("trial",)), [f"trial:{GNU}"]),
        (Selection((f"trial:{GNU}",)), [f"trial:{GNU}"]),
    ],
)
def test_only_what_was_chosen(view: View, selection: Selection, ids: list[str]) -> None:
    assert [result.id for result in run_checks(view, selection)] == ids


def test_what_is_skipped_is_seen(view: View) -> None:
    results = run_checks(view, Selection(skip=("trial", "memory")))
    assert [result.id for result in results if result.status == "skipped"] == ["memory", f"trial:{GNU}"]


@pytest.mark.parametrize("word", ["nope", "trial:nope", ""])
def test_a_check_that_does_not_exist_is_an_error(view: View, word: str) -> None:
    with pytest.raises(UsageError, match="--list` shows all"):
        run_checks(view, Selection((word,)))
    with pytest.raises(UsageError, match="--list` shows all"):
        run_checks(view, Selection(skip=(word,)))


@pytest.mark.parametrize(
    ("selection", "parts"),
    [
        (Selection(), PARTS),
        (Selection(("distro",)), {SYSTEM}),
        (Selection(("traps",)), {PROJECT}),
        (Selection(("target-std",)), {RUST}),
        (Selection(("trial:any",)), {RUST, TOOLS, PROJECT, SYSTEM}),
        (Selection(("pkg-config", "linker"), ("linker",)), {TOOLS}),
    ],
)
def test_only_what_is_read_is_probed(selection: Selection, parts: set[str]) -> None:
    assert parts_for(selection) == parts


def test_every_check_says_what_it_is(view: View) -> None:
    checks = all_checks(view.host)
    assert all(check.title and check.parts <= PARTS for check in checks)


def asking(view: View, *wanted: Wanted, triple: str = GNU) -> View:
    """The machine with a project whose crates want this, built for a target."""
    lock = Lock("Cargo.lock")
    host = replace(HOST, project=Result(Project(Settings(), (), lock)), targets=(triple,))
    return replace(view, host=host, adviser=FakeAdviser(forecast=wanted))


def wants(need: str, how: str = "sure", *, looks_for: bool = False) -> Wanted:
    return Wanted(need, f"{need}-sys", "1", ("app", f"{need}-sys"), how, looks_for)


@pytest.mark.parametrize(
    ("wanted", "triple", "status", "title"),
    [
        pytest.param((), GNU, "ok", "the project's crates need nothing more", id="nothing"),
        pytest.param((wants("sh"),), GNU, "ok", "the project's crates need sh: all there", id="what is there"),
        pytest.param(
            (wants("no-such"),),
            GNU,
            "fail",
            "one thing is missing that the project's crates need: no-such",
            id="what is not",
        ),
        pytest.param(
            (wants("no-such", "likely"), wants("sh")),
            GNU,
            "warn",
            "one thing is missing that the project's crates need: no-such",
            id="what may be needed",
        ),
        pytest.param(
            (wants("sh", looks_for=True),),
            MUSL,
            "fail",
            "one thing is missing that the project's crates need: sh",
            id="a library of this system for a target with another libc",
        ),
        pytest.param(
            (wants("c-compiler"),), MUSL, "ok", "the project's crates need nothing more", id="the target's own compiler"
        ),
        pytest.param(
            (wants("one"), wants("two", "likely")),
            GNU,
            "fail",
            "2 things are missing that the project's crates need: one, two",
            id="several",
        ),
    ],
)
def test_what_the_crates_need(view: View, wanted: tuple[Wanted, ...], triple: str, status: str, title: str) -> None:
    asked = replace(asking(view, *wanted, triple=triple), access=replace(view.access, environment={"PATH": "/bin"}))
    result = said(asked, "crates")
    assert (result.status, result.title) == (status, title)


def test_what_the_crates_own_copy_takes_for_a_target_with_another_libc(view: View) -> None:
    openssl = Wanted("sh", "sh-sys", "1", ("app", "sh-sys"), "sure", looks_for=True, own=("no-such", "c-compiler"))
    asked = asking(view, openssl, triple=MUSL)
    asked = replace(asked, access=replace(view.access, environment={"PATH": "/bin"}))
    assert said(asked, "crates").title == "2 things are missing that the project's crates need: sh, no-such"
    here = replace(asking(view, openssl), access=replace(view.access, environment={"PATH": "/bin"}))
    assert said(here, "crates").title == "the project's crates need sh: all there"


@pytest.mark.parametrize(
    ("triple", "variable", "configured", "status"),
    [
        pytest.param(MUSL, "", "", "fail", id="a tool that has to be told of another libc"),
        pytest.param(GNU, "", "", "ok", id="not of the machine's own"),
        pytest.param(MUSL, "FROB_ARGS", "", "ok", id="told by a variable"),
        pytest.param(MUSL, "FROB_ARGS_x86_64_unknown_linux_musl", "", "ok", id="for this target"),
        pytest.param(MUSL, "FROB_ARGS_x86_64-unknown-linux-musl", "", "ok", id="for this target, as it is written"),
        pytest.param(MUSL, "FROB_ARGS_x86_64_unknown_linux_gnu", "", "fail", id="for another target"),
        pytest.param(MUSL, "FROB_PATH_NOT", "", "fail", id="a variable that chooses something else"),
        pytest.param(MUSL, "", "env.FROB_ARGS.value", "ok", id="told in cargo's config"),
        pytest.param(MUSL, "", "build.FROB_ARGS", "fail", id="not by another key there"),
    ],
)
def test_what_a_tool_is_told(view: View, triple: str, variable: str, configured: str, status: str) -> None:
    asked = asking(view, wants("sh"), triple=triple)
    project = known(asked.host.project)
    settings = Settings((Setting("config.toml", 1, configured, ("-I/x",)),))
    names = {"tools": (), "env": ("FROB_ARGS", "FROB_PATH_NOT")}
    adviser = FakeAdviser(forecast=(wants("sh"),), more=("frob",), only={"frob": names})
    host = replace(asked.host, project=Result(replace(project, settings=settings)))
    access = replace(view.access, environment={"PATH": "/bin", **({variable: "-I/x"} if variable else {})})
    assert said(replace(asked, host=host, adviser=adviser, access=access), "crates").status == status


def test_what_is_missing_comes_with_its_fix(view: View) -> None:
    result = said(asking(view, wants("no-such")), "crates")
    assert [fix.commands for one in result.diagnoses for fix in one.fixes] == [("install no-such",)]


@pytest.mark.parametrize(
    ("lock", "status", "title"),
    [
        pytest.param(None, "skipped", "there is no Cargo.lock to read", id="no lock file"),
        pytest.param(Lock("l", problem="Invalid value"), "fail", "Cargo.lock cannot be read", id="a broken one"),
        pytest.param(
            Lock("l", newer="9 is new"),
            "crashed",
            "could not look: what the project's crates need is there",
            id="a newer one",
        ),
    ],
)
def test_a_lock_file_that_says_nothing(view: View, lock: Lock | None, status: str, title: str) -> None:
    host = replace(HOST, project=Result(Project(Settings(), (), lock)))
    result = said(replace(view, host=host), "crates")
    assert result.status == status
    assert result.title.startswith(title)


def choosing(view: View, choices: Choices) -> View:
    return replace(view, host=replace(HOST, project=Result(Project(Settings(), (), None, choices))))


@pytest.mark.parametrize(
    ("choices", "status", "title"),
    [
        pytest.param(Choices(needs=(("sh", "build.rs"),)), "ok", "the project's crates need sh: all there", id="there"),
        pytest.param(
            Choices(needs=(("no-such", "build.rs"),)),
            "fail",
            "one thing is missing that the project's crates need: no-such",
            id="missing",
        ),
        pytest.param(
            Choices(problem="Cargo.toml: x"),
            "crashed",
            "could not look: what the project's crates need is there",
            id="broken",
        ),
    ],
)
def test_what_the_project_itself_says_it_needs(view: View, choices: Choices, status: str, title: str) -> None:
    asked = replace(choosing(view, choices), access=replace(view.access, environment={"PATH": "/bin"}))
    result = said(asked, "crates")
    assert (result.status, result.title) == (status, title)


@pytest.mark.parametrize(
    ("selection", "skip", "expected"),
    [
        pytest.param(Selection(), ("memory",), ("memory",), id="what the project skips"),
        pytest.param(Selection(), ("no-such", "trial"), ("trial",), id="an id that does not exist is left out"),
        pytest.param(Selection(only=("memory",)), ("memory",), (), id="unless the reader asks for it"),
        pytest.param(Selection(skip=("disk",)), ("memory",), ("disk", "memory"), id="beside what the reader skips"),
    ],
)
def test_checks_that_the_project_skips(selection: Selection, skip: tuple[str, ...], expected: tuple[str, ...]) -> None:
    host = replace(HOST, project=Result(Project(Settings(), (), None, Choices(skip=skip))))
    assert with_choices(selection, host).skip == expected
