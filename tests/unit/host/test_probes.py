"""The probes against a machine made of a folder and a fake door to processes: tools that hang, lie, crash or shadow."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from doctor.host.facts import PARTS, PROJECT, RUST, Request
from doctor.host.guard import alone, together
from doctor.host.probe import choose_targets, probe
from doctor.host.programs import Access, Program, ask, find, find_all
from doctor.host.run import SECONDS, Outcome, run_process
from doctor.host.rust import Rust, read_rust
from doctor.host.rustup import Toolchain, choose
from doctor.host.settings import Settings, read_settings
from doctor.host.target import parse_target
from doctor.host.tools import read_tools
from doctor.host.trial import Bench, flags_of, linker_of, try_c, try_rust
from doctor.knowledge.load import load
from doctor.project import ToolchainFile

GNU, MUSL = "x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl"
RUSTC = b"rustc 1.95.0 (59807616e 2026-04-14)\nbinary: rustc\nhost: x86_64-unknown-linux-gnu\nrelease: 1.95.0\n"
Answer = Outcome | Callable[[Sequence[str], Path, Mapping[str, str]], Outcome]


@dataclass
class FakeRunner:
    """Answers by the program's name and its first argument, else by its name; notes what was started, and how."""

    answers: dict[str, Answer] = field(default_factory=dict)
    calls: list[tuple[str, ...]] = field(default_factory=list)
    environments: list[Mapping[str, str]] = field(default_factory=list)

    def __call__(
        self, argv: Sequence[str], *, cwd: Path, environment: Mapping[str, str], seconds: float = SECONDS
    ) -> Outcome:
        """Answer at once; see Runner."""
        assert seconds > 0
        self.calls.append(tuple(argv))
        self.environments.append(environment)
        name = Path(argv[0]).name
        answer = self.answers.get(" ".join([name, *argv[1:2]]), self.answers.get(name))
        if answer is None:
            return Outcome(tuple(argv), None, problem="cannot be started: not in this test")
        return answer(argv, cwd, environment) if callable(answer) else answer


def says(text: bytes = b"", status: int | None = 0, stderr: bytes = b"", problem: str = "") -> Outcome:
    return Outcome((), status, text, stderr, 0.01, problem)


HANGS = says(status=None, problem="no answer within 4 s")


@dataclass(frozen=True)
class Machine:
    """A machine with one folder of programs on its PATH, and a fake door to processes."""

    home: Path
    runner: FakeRunner
    access: Access

    def folder(self) -> Path:
        """Make an empty folder for a trial."""
        path = self.home / "trial"
        path.mkdir()
        return path


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    for name in ("bin", "scratch"):
        (tmp_path / name).mkdir()
    runner = FakeRunner()
    environment = {"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path)}
    return Machine(tmp_path, runner, Access(environment, runner, tmp_path / "scratch"))


def install(folder: Path, *names: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).touch(mode=0o755)


def sysroot(folder: Path, *triples: str) -> Path:
    install(folder / "bin", "rustc", "cargo")
    for triple in triples:
        (folder / "lib/rustlib" / triple / "lib").mkdir(parents=True)
        (folder / "lib/rustlib" / triple / "lib" / "libcore-0.rlib").touch()
    return folder


# Programs on the PATH


def test_programs_in_the_order_of_the_path_each_folder_once(machine: Machine) -> None:
    install(machine.home / "one", "cargo")
    install(machine.home / "two", "cargo")
    (machine.home / "link").symlink_to("one")
    path = ":".join(str(machine.home / name) for name in ("absent", "one", "link", "two"))
    access = replace(machine.access, environment={"PATH": path})
    assert find_all("cargo", access) == (str(machine.home / "one/cargo"), str(machine.home / "two/cargo"))


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("", id="an empty PATH"),
        pytest.param("bin:.:", id="relative entries would find the project's programs"),
        pytest.param("{0}/file", id="an entry that is a file"),
        pytest.param("{0}/absent", id="an entry that is not there"),
        pytest.param("{0}/loop", id="an entry that loops"),
        pytest.param("{0}/plain", id="a file that may not be executed"),
        pytest.param("{0}/folders", id="a folder of that name"),
    ],
)
def test_no_program_is_found_where_none_is(machine: Machine, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    install(machine.home / "bin", "tool")
    (machine.home / "file").touch()
    (machine.home / "loop").symlink_to("loop")
    (machine.home / "plain").mkdir()
    (machine.home / "plain/tool").touch(mode=0o644)
    (machine.home / "folders/tool").mkdir(parents=True)
    monkeypatch.chdir(machine.home)
    assert find("tool", replace(machine.access, environment={"PATH": path.format(machine.home)})) == ""


@pytest.mark.parametrize(
    ("answer", "version", "problem"),
    [
        pytest.param(says(b"cc (Debian 12.2.0-14) 12.2.0\n"), "12.2.0", "", id="gcc"),
        pytest.param(says(b"This is perl 5, version 36 (v5.36.0) built\n"), "5.36.0", "", id="perl"),
        pytest.param(says(stderr=b"tool 1.2\n"), "1.2", "", id="a version on standard error"),
        pytest.param(
            says(b"\xff\x00\n"), "", "prints no version: it may be another program of that name", id="garbage"
        ),
        pytest.param(says(status=1, stderr=b"\nno gcc\n"), "", "exit status 1: no gcc", id="a failure"),
        pytest.param(says(status=-11), "", "killed by signal 11", id="a crash"),
        pytest.param(HANGS, "", "no answer within 4 s", id="a tool that hangs"),
    ],
)
def test_a_tool_is_asked(machine: Machine, answer: Outcome, version: str, problem: str) -> None:
    install(machine.home / "bin", "tool")
    machine.runner.answers["tool"] = answer
    found = ask("tool", machine.access)
    assert found is not None
    assert (found.version, found.problem) == (version, problem)


def test_tools_that_are_there_in_a_fixed_order(machine: Machine) -> None:
    install(machine.home / "bin", "git", "cc", "ld", "mold")
    machine.runner.answers = {"git": says(b"git 2.1"), "cc": HANGS, "ld": says(b"ld 2.40")}
    found = read_tools(machine.access)
    assert [tool.name for tool in found] == ["cc", "ld", "mold", "git"]
    assert [bool(tool.problem) for tool in found] == [True, False, True, False]


@pytest.mark.parametrize(
    ("real", "names", "asked"),
    [
        pytest.param("x86_64-linux-gnu-gcc-12", ("cc", "gcc"), ["cc"], id="cc is gcc"),
        pytest.param("pkgconf", ("pkg-config", "pkgconf"), ["pkg-config"], id="pkg-config is pkgconf"),
        pytest.param("ccache", ("cc", "gcc"), ["cc", "gcc"], id="ccache starts another program for each name"),
        pytest.param("busybox", ("make", "ld"), ["ld", "make"], id="so does busybox"),
    ],
)
def test_one_program_of_two_names_is_asked_once(
    machine: Machine, real: str, names: tuple[str, ...], asked: list[str]
) -> None:
    install(machine.home / "bin", real)
    for name in set(names) - {real}:
        (machine.home / "bin" / name).symlink_to(real)
    machine.runner.answers = {name: says(f"{name} 2.1".encode()) for name in names}
    found = read_tools(machine.access)
    assert {(tool.name, tool.path, tool.version) for tool in found} == {
        (name, str(machine.home / "bin" / name), "2.1") for name in names
    }
    assert sorted(Path(call[0]).name for call in machine.runner.calls) == asked


# Rust


def rustup_machine(machine: Machine, *triples: str, names: tuple[str, ...] = (f"stable-{GNU}",)) -> None:
    """Install rustup with its proxies, and these toolchains, the first of which is the default."""
    install(machine.home / "bin", "rustup")
    for name in ("rustc", "cargo"):
        (machine.home / "bin" / name).symlink_to("rustup")
    lines = [
        f"{name}{' (default)' * (not number)}\t{sysroot(machine.home / name, *triples)}"
        for number, name in enumerate(names)
    ]
    machine.runner.answers |= {
        "rustup --version": says(b"rustup 1.29.0 (28d1352db 2026-03-05)\n"),
        "rustup toolchain": says("\n".join(lines).encode()),
        "rustup override": says(b"no overrides\n"),
        "rustc -vV": says(RUSTC),
        "cargo -V": says(b"cargo 1.95.0 (abc 2026-04-01)\n"),
    }  # fmt: skip


def test_rustup_is_asked_and_its_proxies_are_not_started(machine: Machine) -> None:
    rustup_machine(machine, GNU, MUSL)
    rust = read_rust(machine.access)
    folder = machine.home / f"stable-{GNU}"
    assert (rust.origin, rust.host, rust.targets, rust.sysroot) == ("rustup", GNU, (GNU, MUSL), str(folder))
    assert rust.rustc == Program("rustc", f"{folder}/bin/rustc", f"{folder}/bin/rustc", "1.95.0", "", 0.01)
    assert {Path(call[0]).parent for call in machine.runner.calls} == {machine.home / "bin", folder / "bin"}
    assert {Path(call[0]).name for call in machine.runner.calls if Path(call[0]).parent == machine.home / "bin"} == {
        "rustup"
    }


@pytest.mark.parametrize(
    ("variable", "file", "active", "why"),
    [
        pytest.param("", "", f"stable-{GNU}", "the default", id="the default"),
        pytest.param("1.70.0", "", f"1.70.0-{GNU}", "RUSTUP_TOOLCHAIN", id="the variable"),
        pytest.param("", "1.70.0\n", f"1.70.0-{GNU}", "rust-toolchain", id="a file of one line"),
        pytest.param("", '[toolchain]\nchannel = "1.70.0"\n', f"1.70.0-{GNU}", "rust-toolchain", id="a file of TOML"),
        pytest.param("", "1.60.0", "1.60.0", "rust-toolchain", id="a toolchain that is not installed"),
        pytest.param(f"stable-{GNU}", "1.70.0", f"stable-{GNU}", "RUSTUP_TOOLCHAIN", id="the variable before the file"),
        pytest.param("", '[toolchain]\nprofile = "minimal"\n', f"stable-{GNU}", "the default", id="a file without channel"),
        pytest.param("", "[toolchain\n", f"stable-{GNU}", "the default", id="a broken file"),
    ],
)  # fmt: skip
def test_the_toolchain_of_a_project(machine: Machine, variable: str, file: str, active: str, why: str) -> None:
    rustup_machine(machine, GNU, names=(f"stable-{GNU}", f"1.70.0-{GNU}"))
    project = machine.home / "work/app"
    project.mkdir(parents=True)
    if file:
        (machine.home / "work/rust-toolchain").write_text(file)
    environment = (
        {**machine.access.environment, "RUSTUP_TOOLCHAIN": variable} if variable else machine.access.environment
    )
    rust = read_rust(replace(machine.access, environment=environment), project)
    assert rust.rustup is not None
    assert rust.rustup.active == active
    assert rust.rustup.active_from.endswith(why)
    assert (rust.rustc is None) == (active == "1.60.0")


def test_rustups_own_files_spare_its_answers(machine: Machine) -> None:
    rustup_machine(machine, GNU)
    folder = machine.home / ".rustup"
    sysroot(folder / "toolchains" / f"stable-{GNU}", GNU, MUSL)
    (folder / "settings.toml").write_text(f'version = "12"\ndefault_toolchain = "stable-{GNU}"\n')
    rust = read_rust(replace(machine.access, environment={**machine.access.environment, "RUSTUP_HOME": str(folder)}))
    assert (rust.targets, rust.sysroot) == ((GNU, MUSL), str(folder / "toolchains" / f"stable-{GNU}"))
    assert [call[1:] for call in machine.runner.calls if Path(call[0]).name == "rustup"] == [("--version",)]


def test_rustup_never_sees_a_variable_that_makes_it_install(machine: Machine) -> None:
    rustup_machine(machine, GNU)
    read_rust(
        replace(machine.access, environment={**machine.access.environment, "RUSTUP_TOOLCHAIN": "1.0.0"}), machine.home
    )
    asked = [
        env
        for call, env in zip(machine.runner.calls, machine.runner.environments, strict=True)
        if Path(call[0]).name == "rustup"
    ]
    assert asked
    assert all("RUSTUP_TOOLCHAIN" not in environment for environment in asked)


@pytest.mark.parametrize(
    ("overrides", "file", "expected"),
    [
        pytest.param({"/a": "beta"}, None, ("beta", "rustup override for /a"), id="an override"),
        pytest.param({"/a": "beta"}, "/a/b/rust-toolchain", ("nightly", "/a/b/rust-toolchain"), id="a nearer file"),
        pytest.param(
            {"/a/b": "beta"}, "/a/rust-toolchain", ("beta", "rustup override for /a/b"), id="a nearer override"
        ),
        pytest.param({"/a": "beta"}, "/a/rust-toolchain", ("beta", "rustup override for /a"), id="both in one folder"),
        pytest.param({}, None, ("", ""), id="nothing chosen"),
    ],
)
def test_overrides_and_files(overrides: dict[str, str], file: str | None, expected: tuple[str, str]) -> None:
    known = (Toolchain("beta", "/t/beta"), Toolchain("nightly", "/t/nightly"))
    assert choose({}, ToolchainFile(file, channel="nightly") if file else None, overrides, known) == expected


def test_rust_of_a_distribution(machine: Machine) -> None:
    sysroot(machine.home / "usr", GNU)
    machine.runner.answers |= {"rustc -vV": says(RUSTC), "cargo -V": says(b"cargo 1.63.0\n")}
    rust = read_rust(replace(machine.access, environment={"PATH": str(machine.home / "usr/bin")}))
    assert (rust.origin, rust.targets, rust.rustup) == ("distro", (GNU,), None)


@pytest.mark.parametrize(
    ("place", "origin"),
    [
        ("nix/store/x-rustc/bin", "nix"),
        ("snap/rustup/1/bin", "snap"),
        ("home/linuxbrew/Cellar/rust/bin", "homebrew"),
        ("opt/rust/bin", "unknown"),
        ("root/.rustup/toolchains/stable/bin", "rustup"),
    ],
)
def test_how_rust_came_here(machine: Machine, place: str, origin: str) -> None:
    install(machine.home / place, "rustc")
    assert read_rust(replace(machine.access, environment={"PATH": str(machine.home / place)})).origin == origin


def test_a_wrapped_rustc_is_asked_for_its_sysroot(machine: Machine) -> None:
    install(machine.home / "bin", "rustc")
    root = sysroot(machine.home / "elsewhere", GNU)
    machine.runner.answers |= {"rustc -vV": says(RUSTC), "rustc --print": says(f"{root}\n".encode())}
    assert read_rust(machine.access).targets == (GNU,)


@pytest.mark.parametrize("answer", [HANGS, says(status=101, stderr=b"thread panicked"), says(b"\xff"), says(status=-6)])
def test_a_rustc_that_does_not_work_is_not_asked_again(machine: Machine, answer: Outcome) -> None:
    install(machine.home / "bin", "rustc")
    machine.runner.answers["rustc"] = answer
    rust = read_rust(machine.access)
    assert rust.rustc is not None
    assert rust.rustc.problem
    assert (rust.host, rust.targets, len(machine.runner.calls)) == ("", (), 1)


def test_a_rustup_that_hangs_leaves_rustc_alone(machine: Machine) -> None:
    rustup_machine(machine, GNU)
    machine.runner.answers |= {"rustup --version": HANGS, "rustup toolchain": HANGS, "rustup override": HANGS}
    rust = read_rust(machine.access)
    assert rust.rustup is not None
    assert (rust.rustc, rust.rustup.program.problem) == (None, "no answer within 4 s")


def test_no_rust_at_all(machine: Machine) -> None:
    assert read_rust(machine.access) == Rust()


def test_another_root_is_only_read(tmp_path: Path) -> None:
    runner = FakeRunner()
    root = tmp_path / "image"
    install(root / "usr/local/cargo/bin", "rustup", "rustc", "cargo")
    for name in ("rustc", "cargo"):
        (root / "usr/local/cargo/bin" / name).unlink()
        (root / "usr/local/cargo/bin" / name).symlink_to("/usr/local/cargo/bin/rustup")
    sysroot(root / "usr/local/rustup/toolchains/1.80.0-x", MUSL)
    access = Access({"PATH": "/nowhere"}, runner, tmp_path, root)
    host = probe(access, Request(root=root), load().distros)
    assert host.rust.value is not None
    assert (host.rust.value.origin, host.rust.value.targets, host.targets) == ("rustup", (MUSL,), (MUSL,))
    assert runner.calls == []


# Everything at once


@pytest.mark.parametrize(
    ("request_", "environment", "config", "expected"),
    [
        (Request(("a", "b", "a")), {}, "", (("a", "b"), "")),
        (Request(), {"CARGO_BUILD_TARGET": "c"}, '[build]\ntarget = "d"\n', (("c",), "CARGO_BUILD_TARGET")),
        (Request(), {}, '[build]\ntarget = ["d", "e"]\n', (("d", "e"), "build.target of cargo's config")),
        (Request(), {}, "", ((GNU,), "the host's own")),
    ],
)
def test_who_chooses_the_targets(
    machine: Machine, request_: Request, environment: dict[str, str], config: str, expected: tuple[tuple[str, ...], str]
) -> None:
    (machine.home / ".cargo").mkdir()
    (machine.home / ".cargo/config.toml").write_text(config)
    access = replace(machine.access, environment={**machine.access.environment, **environment})
    assert choose_targets(request_, access, read_settings(machine.home, {}), GNU) == expected


def test_only_the_parts_that_are_asked_for(machine: Machine) -> None:
    host = probe(machine.access, Request(), load().distros, frozenset({PROJECT}))
    assert host.project.value is not None
    assert {host.rust.problem, host.tools.problem, host.system.problem, host.resources.problem} == {"not asked"}
    assert machine.runner.calls == []


def test_a_part_that_crashes_takes_no_other_along(machine: Machine) -> None:
    def crash(_argv: Sequence[str], _cwd: Path, _environment: Mapping[str, str]) -> Outcome:
        raise RecursionError("deep\nin there")

    install(machine.home / "bin", "rustc")
    machine.runner.answers["rustc"] = crash
    host = probe(
        replace(machine.access, environment={"PATH": machine.access.environment["PATH"]}),
        Request(),
        load().distros,
        PARTS,
    )
    assert host.rust.value is not None
    assert host.rust.value.rustc is None
    assert host.resources.value is not None
    assert probe(machine.access, Request(), load().distros, frozenset({RUST})).tools.value is None


def test_a_crash_becomes_one_line() -> None:
    def crash() -> None:
        raise ValueError("two\nlines")

    assert alone(crash, 5).problem == "ValueError: two lines"


def test_what_hangs_is_left_behind() -> None:
    waiting = threading.Event()
    slow, quick = together([lambda: waiting.wait(60), lambda: True], 0.05)
    waiting.set()
    assert (slow.value, slow.problem, quick.value) == (None, "no answer within 0 s", True)


# Trial builds


def bench(access: Access) -> Bench:
    return Bench("/opt/rust/bin/rustc", GNU, access, Settings())


@pytest.mark.parametrize(
    ("answers", "triple", "stage", "started"),
    [
        pytest.param({"rustc": says(), "seven": says(b"seven is 7\n")}, GNU, "done", True, id="all well"),
        pytest.param({"rustc": says(), "seven": says(b"seven is 7\n")}, MUSL, "done", True, id="static runs anywhere"),
        pytest.param({"rustc": says()}, "aarch64-unknown-linux-musl", "done", False, id="another architecture"),
        pytest.param({"rustc": says(status=1, stderr=b"error: linker")}, GNU, "link", False, id="no linker"),
        pytest.param({"rustc": HANGS}, GNU, "link", False, id="rustc hangs"),
        pytest.param({"rustc": says(), "seven": says(status=-11)}, MUSL, "start", True, id="the program crashes"),
        pytest.param({"rustc": says(), "seven": says(b"what")}, GNU, "start", True, id="the program says nonsense"),
    ],
)
def test_a_trial_of_rust(
    machine: Machine, answers: dict[str, Answer], triple: str, stage: str, *, started: bool
) -> None:
    machine.runner.answers = answers
    done = try_rust(bench(machine.access), parse_target(triple), machine.folder())
    assert (done.stage, done.started, bool(done.problem)) == (stage, started, stage != "done")


@pytest.mark.parametrize(
    ("installed", "answers", "stage", "program"),
    [
        pytest.param("", {}, "c-compiler", "x86_64-linux-musl-gcc", id="no compiler"),
        pytest.param("musl-gcc", {"musl-gcc": says(status=1, stderr=b"no as")}, "c", "musl-gcc", id="one without assembler"),
        pytest.param("musl-gcc", {"musl-gcc": says(), "rustc": says(status=1)}, "link", "rustc", id="no link"),
        pytest.param(
            "musl-gcc", {"musl-gcc": says(), "rustc": says(), "seven": says(b"seven is 7")}, "done", "rustc", id="all well"
        ),
    ],
)  # fmt: skip
def test_a_trial_with_c(machine: Machine, installed: str, answers: dict[str, Answer], stage: str, program: str) -> None:
    install(machine.home / "bin", *installed.split())
    machine.runner.answers = answers
    done = try_c(bench(machine.access), parse_target(MUSL), machine.folder())
    assert (done.stage, done.program) == (stage, program)


def test_a_trial_uses_the_users_own_linker_and_flags(machine: Machine) -> None:
    environment = {"CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL_LINKER": "my-ld", "RUSTFLAGS": "-C opt-level=1"}
    machine.runner.answers = {"rustc": says(status=1)}
    try_rust(bench(replace(machine.access, environment=environment)), parse_target(MUSL), machine.folder())
    assert {"linker=my-ld", "opt-level=1", MUSL} <= set(machine.runner.calls[0])


@pytest.mark.parametrize(
    ("environment", "config", "flags"),
    [
        pytest.param({"CARGO_ENCODED_RUSTFLAGS": "-C\x1fa b", "RUSTFLAGS": "x"}, "", ("-C", "a b"), id="encoded first"),
        pytest.param({"RUSTFLAGS": "-g  -O"}, '[build]\nrustflags = "x"\n', ("-g", "-O"), id="the variable"),
        pytest.param({}, f'[target.{MUSL}]\nrustflags = ["-C", "a"]\n[build]\nrustflags = "x"\n', ("-C", "a"), id="target"),
        pytest.param({}, '[build]\nrustflags = "x y"\n', ("x", "y"), id="build"),
        pytest.param({"CARGO_BUILD_RUSTFLAGS": "z"}, "", ("z",), id="build by variable"),
        pytest.param({}, "", (), id="none"),
    ],
)  # fmt: skip
def test_flags_as_cargo_takes_them(
    tmp_path: Path, environment: dict[str, str], config: str, flags: tuple[str, ...]
) -> None:
    (tmp_path / "config.toml").write_text(config)
    settings = read_settings(tmp_path / "app", {"CARGO_HOME": str(tmp_path)})
    assert flags_of(parse_target(MUSL), environment, settings) == flags


def test_a_projects_own_linker_is_not_the_users(tmp_path: Path) -> None:
    (tmp_path / ".cargo").mkdir()
    (tmp_path / ".cargo/config.toml").write_text(f'[target.{MUSL}]\nlinker = "./evil"\n')
    assert linker_of(parse_target(MUSL), {}, read_settings(tmp_path, {"CARGO_HOME": "/nowhere"})) == ""


@pytest.mark.toolchain
@pytest.mark.skipif(not shutil.which("rustc") or not shutil.which("cc"), reason="needs rustc and cc on the PATH")
def test_a_real_trial_build_runs(tmp_path: Path) -> None:
    access = Access(dict(os.environ), run_process, tmp_path)
    rust = read_rust(access)
    assert rust.rustc is not None
    for attempt, name in ((try_rust, "rust"), (try_c, "c")):
        folder = tmp_path / name
        folder.mkdir()
        done = attempt(Bench(rust.rustc.path, rust.host, access, Settings()), parse_target(rust.host), folder)
        assert (done.stage, done.started, done.log) == ("done", True, b"")
