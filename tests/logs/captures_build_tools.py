"""More captures: programs that build scripts start in words of their own, CMake and Python of another age, WebAssembly's tools."""

from __future__ import annotations

from typing import Any

from rows import APT, LAYERS, app, row, script

LAYERS.update(
    {
        "binaryen": f"{APT}binaryen",
        "docker-client": f"{APT}docker.io python3",
        "cmdtest": f"{APT}gcc libc6-dev cmdtest",
        "virtualenv": f"{APT}python3-virtualenv virtualenv",
        "meson-old": f"{APT}gcc libc6-dev ninja-build python3-pip python3-setuptools && pip install -q --break-system-packages meson==0.56.2",
        "gcc-make": f"{APT}gcc libc6-dev make",
        "meson-fortran": f"{APT}gcc libc6-dev meson ninja-build",
    }
)


def _start(name: str, about: str, tool: str, rust: str, **more: str) -> dict[str, Any]:
    """A build script that starts a program which is not there."""
    layer, deps = more.get("layer", "gcc"), more.get("deps", "")
    return row(f"tools/start-{name}", about, layer, "cargo build", (tool,), files=script(rust, deps))


_RUN = 'std::process::Command::new("{}").arg("--version").{}'
_STARTS = [
    _start("qmake", "qttypes without qmake", "qmake", "", deps='qttypes = "=0.2.3"', layer="cmake-less"),
    _start("gobuild", "gobuild without Go", "go", 'gobuild::Build::new().file("x.go").compile("hello_go");', deps='gobuild = "=0.1.0-alpha.2"'),
    _start("gobuild-env", "the same for a library in a folder", "go", 'gobuild::Build::new().file("lib/lib.go").compile("wallet");', deps='gobuild = "=0.1.0-alpha.2"'),
    _start("announced", "a command shown, then NotFound", "cmake", 'println!("$ cmake -DX=1 .."); ' + _RUN.format("cmake", "status().unwrap();")),
    _start("running", "the same in another form", "meson", 'eprintln!("running: \\"meson\\" \\"setup\\" \\"b\\""); ' + _RUN.format("meson", 'status().expect("failed to spawn process");')),
    _start("debug", "the command in its debug form", "protoc", 'let mut c = std::process::Command::new("protoc"); c.arg("--version"); c.output().unwrap_or_else(|e| panic!("failed to spawn `{:?}`: {}", c, e));'),
    _start("next-line", "the reason on the next line", "ninja", 'panic!("Failed to execute ninja. Make sure \'ninja\' is in your path!\\n{:?}", ' + _RUN.format("ninja", "status().unwrap_err());")),
    _start("required", "a program that is looked for first", "python", 'eprintln!("couldn\'t find required command: {:?}", "python"); std::process::exit(1);'),
    _start("path", "the words of the which crate", "flatc", 'eprintln!("error: flatc not found in PATH"); std::process::exit(1);'),
]  # fmt: skip

_PYTHON2 = [
    row(f"tools/python2-{name}", f"Python 2 code: {name}", "trixie-python", "python3 gen.py", ("python2",), files={"gen.py": text})
    for name, text in (
        ("octal", "import os\nos.chmod('gen.py', 0755)\n"),
        ("statement", "import sys\nprint sys.version\n"),
        ("except", "try:\n    pass\nexcept IOError, e:\n    raise\n"),
        ("unicode", "x = unicode('a')\n"),
        ("iteritems", "for k, v in {1: 2}.iteritems():\n    pass\n"),
        ("urllib2", "import urllib2\n"),
    )
]  # fmt: skip

_LIST = "cmake_minimum_required(VERSION 3.10)\nproject(app C)\n{}\n"
_CMAKE = [
    row(f"cmake/newer-{name}", f"a CMakeLists.txt of a newer CMake: {name}", "cmake", command, ("CMake",),
        files=script('cmake::build(".");', 'cmake = "0.1"') | {"x.c": "int x;\n", "x.cc": "int y;\n", "CMakeLists.txt": _LIST.format(text)})
    for name, command, text in (
        ("generator", "cargo build", "add_library(x x.c)\ntarget_compile_options(x PRIVATE $<LIST:LENGTH,a>)"),
        ("generator-alone", "cmake .", "add_library(x x.c)\ntarget_compile_options(x PRIVATE $<STRING:LENGTH,a>)"),
        ("command", "cargo build", "cmake_file_api(QUERY API_VERSION 1)"),
        ("policy", "cmake .", "cmake_policy(SET CMP0177 NEW)"),
        ("standard", "cmake .", "enable_language(CXX)\nadd_library(x x.cc)\nset_target_properties(x PROPERTIES CXX_STANDARD 29)"),
        ("sub-command", "cmake .", "cmake_path(SHORTEN x)"),
    )
]  # fmt: skip

_COPY = '(module (memory 1) (func (export "f") (memory.copy (i32.const 0) (i32.const 1) (i32.const 2))))\n'
_SIGN = '(module (func (export "f") (param i32) (result i32) (i32.extend8_s (local.get 0))))\n'
# A module that holds nothing but the section in which wasm-bindgen notes its version.
_SCHEMA = (
    'fn main() { let j = r#"{"schema_version":"0.2.84","version":"0.2.84"}"#; let name = "__wasm_bindgen_unstable"; '
    "let mut p = vec![name.len() as u8]; p.extend(name.bytes()); p.extend((j.len() as u32).to_le_bytes()); p.extend(j.bytes()); "
    'let mut w = b"\\0asm\\x01\\0\\0\\0\\0".to_vec(); w.push(p.len() as u8); w.extend(p); std::fs::write("x.wasm", w).unwrap(); '
    'if let Err(e) = wasm_bindgen_cli_support::Bindgen::new().input_path("x.wasm").generate("out") { eprintln!("Error: {:?}", e); std::process::exit(1) } }\n'
)
_WASM = [
    *(
        row(f"tools/wasm-opt-{name}", about, "binaryen", f"wasm-opt {options} x.wat -o y.wasm", ("wasm-opt",), files={"x.wat": text})
        for name, about, options, text in (
            ("bulk", "an instruction of bulk memory", "-O", _COPY),
            ("sign", "an instruction of sign extension", "-O", _SIGN),
            ("option", "an option that this wasm-opt does not know", "-O --enable-bulk-memory-opt", _COPY),
        )
    ),
    *(
        row(f"tools/wasm-bindgen-{version}", f"a wasm-bindgen {version} reads what 0.2.84 made", "gcc", "cargo build -q && cargo run -q", ("wasm-bindgen",),
            files=app(_SCHEMA, deps=f'wasm-bindgen-cli-support = "={version}"'))
        for version in ("0.2.92", "0.2.100")
    ),
]  # fmt: skip

_SOCKET = "python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"/var/run/docker.sock\")'; chmod 600 /var/run/docker.sock; "
_DOCKER = [
    row("tools/docker-daemon", "Docker without its daemon", "docker-client", "docker ps", ("docker",)),
    row("tools/docker-daemon-run", "the same, running an image", "docker-client", "docker run --rm rust cargo build", ("docker",)),
    row("tools/docker-group", "a user outside of the group docker", "docker-client", "su -s /bin/sh nobody -c 'docker ps'", ("docker",), before=_SOCKET),
]  # fmt: skip

_MISSING = [
    row(f"tools/{tool}-missing", f"no {tool}", "gcc", f"bash -c '{command}'", (tool,))
    for tool, command in (
        ("wasm-opt", "wasm-opt -O a.wasm -o b.wasm"),
        ("wasm-bindgen", "wasm-bindgen --target web --out-dir out a.wasm"),
        ("docker", "docker run --rm rust cargo build"),
    )
]

_YARN = 'let s = std::process::Command::new("yarn").args(["install"]).status().unwrap(); if !s.success() { std::process::exit(1) }'
_OPTIONS = [
    row("tools/yarn-cmdtest", "cmdtest's yarn in a build script", "cmdtest", "cargo build", ("yarn",), files=script(_YARN)),
    row("tools/yarn-cmdtest-build", "cmdtest's yarn in a shell", "cmdtest", "yarn build", ("yarn",)),
    row("tools/yarn-cmdtest-alone", "cmdtest's yarn without arguments", "cmdtest", "yarn", ("yarn",)),
    row("tools/option-protoc", "an option that protoc does not know", "protoc", "cargo build", ("protoc",), files=script('prost_build::Config::new().protoc_arg("--frozen_option").compile_protos(&["x.proto"], &["."]).unwrap();', 'prost-build = "=0.11.9"') | {"x.proto": 'syntax = "proto3";\n'}),
    row("tools/option-virtualenv", "an option that virtualenv does not know", "virtualenv", "virtualenv --frozen x", ("virtualenv",)),
    row("tools/option-meson", "an option that Meson does not know", "meson", "meson setup --frozen b", ("meson",), files={"meson.build": "project('app')\n"}),
]  # fmt: skip

_SHADERS = [
    _start("shader", "shaders without their compiler", "glslangValidator", 'let e = std::process::Command::new("glslangValidator").status().unwrap_err(); panic!("Failed to compile shader. Cause: {}", e);'),
    _start("shader-debug", "the same in another form", "glslc", 'let e = std::process::Command::new("glslc").status().unwrap_err(); panic!("cannot translate GLSL to SPIR-V: {:?}", e);'),
]  # fmt: skip

_SAY = 'eprintln!("{}"); std::process::exit(1);'
_WANTED = [
    _start("wanted-install", "a request to install a program", "protoc", _SAY.format("this crate generates code: please install protoc and try again")),
    _start("wanted-required", "a program that is required", "ninja", _SAY.format("ninja is required to build the bundled sources")),
    _start("wanted-sure", "make sure that it is there", "nasm", _SAY.format("assembling failed. Make sure nasm is installed and in your PATH.")),
    _start("wanted-none", "no program found", "flatc", _SAY.format("error: no flatc found, set FLATC or install it")),
    _start("wanted-locate", "a program that was not located", "swig", _SAY.format("Unable to locate swig.")),
    _start("unknown-spawn", "a program that nobody knows", "frobgen", 'panic!("failed to execute {:?}: {}", "frobgen", std::process::Command::new("frobgen").status().unwrap_err());'),
    _start("unknown-shell", "the same through a shell", "frobgen", 'std::process::exit(std::process::Command::new("sh").args(&["-c", "frobgen --version"]).status().unwrap().code().unwrap());'),
    row("tools/unknown-make", "the same through make", "cmake", "make", ("frobgen",), files={"Makefile": "x:\n\tfrobgen x\n"}),
]  # fmt: skip

_INSTALL = "export PATH=$PATH:/root/app/bin; cargo install -q --root . {} >/dev/null 2>&1; {}"
_COMPONENTS = [
    row("tools/llvm-tools-objcopy", "cargo objcopy without the component", "gcc", _INSTALL.format("cargo-binutils --version 0.3.6", "cargo objcopy -- -O binary app.bin"), ("llvm-tools",), files=app()),
    row("tools/llvm-tools-size", "cargo size without the component", "gcc", _INSTALL.format("cargo-binutils --version 0.3.6", "cargo size"), ("llvm-tools",), files=app()),
    _start("python-script", "a script without Python", "python", 'panic!("tools/gen.py failed: {:?}", std::process::Command::new("python").arg("tools/gen.py").status().unwrap_err());'),
    _start("python-script-display", "the same in other words", "python", 'eprintln!("error running scripts/generate.py: {}", std::process::Command::new("python").arg("x").status().unwrap_err()); std::process::exit(1);'),
    _start("colon", "the name and the error", "protoc", _RUN.format("protoc", 'status().expect("protoc");')),
    _start("binary-not-found", "a binary not found", "protoc", 'panic!("protoc binary not found: cannot find binary path");'),
    _start("command-not-found", "a command not found, name behind", "pandoc", _SAY.format("error: Packaging\\nCaused by:\\n    0: Converting man.md to man page\\n    1: command not found: `pandoc`")),
]  # fmt: skip

_LONG = "/work/" + "/".join(["recipe-sysroot-of-a-long-name"] * 9) + "/usr/lib/llvm-rust/bin/llvm-config"
_OLD_MESON = {"meson.build": "project('app', 'c')\nwhat = 'b'\nmessage(f'a@what@')\n"}
_NEW_MESON = {"meson.build": "project('app', 'c')\nx = local_program('tool.py')\n"}
_FORTRAN = "cmake_minimum_required(VERSION 3.10)\nproject(app C Fortran)\n"
_MESON = 'let s = std::process::Command::new("meson").args(["setup", "b"]).status().unwrap(); if !s.success() { std::process::exit(1) }'
_MORE = [
    _start("wanted-system", "a system that needs a program", "gettext", _SAY.format("Your system needs gettext to build the translations.")),
    _start("long-path", "a program by a path of more than 200 characters", "llvm-config", f'if let Err(e) = std::process::Command::new("{_LONG}").arg("--bindir").output() {{ println!("\\n\\nfailed to execute command: {{:?}} {{:?}}\\nerror: {{}}\\n", "{_LONG}", "--bindir", e); std::process::exit(1) }}'),
    _start("fortran-words", "a build script that looks for a Fortran compiler", "Fortran", 'panic!("Fortran compiler not found");'),
    row("tools/fortran-cmake", "CMake without a Fortran compiler", "cmake", "cargo build", ("Fortran",), files=script('cmake::build(".");', 'cmake = "0.1"') | {"CMakeLists.txt": _FORTRAN}),
    row("tools/fortran-meson", "Meson without a Fortran compiler", "meson-fortran", "meson setup b", ("Fortran",), files={"meson.build": "project('app', 'fortran')\n"}),
    row("meson/syntax", "a meson.build of a newer Meson", "meson-old", "cargo build", ("Meson",), files=script(_MESON) | _OLD_MESON),
    row("meson/syntax-alone", "the same without cargo", "meson-old", "meson setup b", ("Meson",), files=_OLD_MESON),
    row("meson/function", "a function that this Meson does not know", "meson-fortran", "meson setup b", ("Meson",), files=_NEW_MESON),
    row("own-code/ar-object", "cc-rs packs an object file that is not there", "gcc", "cargo build", files=script('cc::Build::new().object("seven.o").compile("seven");', 'cc = "=1.0.50"')),
    row("own-code/feature-choice", "a crate whose feature must be chosen", "gcc", "cargo build", files=script('panic!("You must enable exactly one of the features `bundled` and `system`: none was found");') | {}),
]  # fmt: skip

_RANLIB = "libcrypto.a:\n\tar cr libcrypto.a\n\tarm-linux-androideabi-ranlib libcrypto.a\n"
_NDK = [
    _start("verb-install", "a program with its subcommand in the message", "pnpm", _RUN.format("pnpm", 'status().expect("Could not pnpm install");')),
    _start("verb-run", "the same with more words", "npm", 'let e = std::process::Command::new("npm").status().unwrap_err(); panic!("failed to npm run build: {:?}", e);'),
    _start("verb-failed", "a subcommand that failed", "npm", 'let e = std::process::Command::new("npm").status().unwrap_err(); panic!("npm install failed: {:?}", e);'),
    _start("quoted-colon", "the name and the error in quote marks", "protoc", 'let e = std::process::Command::new("protoc").status().unwrap_err(); eprintln!("Error: {:?}", std::io::Error::new(e.kind(), format!("protoc: {}", e))); std::process::exit(1);'),
    row("own-code/copy-named-like-a-tool", "a file named like a program that cannot be copied", "gcc", "cargo build", files=script('std::fs::copy("lib", "out").expect("failed to copy lib");')),
    row("tools/tar-xz", "tar without xz", "gcc", "rm -f /usr/bin/xz; tar xf x.tar.xz", ("xz",), files={"x.tar.xz": "no archive"}),
    row("android/ranlib", "ranlib of an NDK that has none", "gcc-make", "make", ("ranlib",), files={"Makefile": _RANLIB}),
]  # fmt: skip

CAPTURES: list[dict[str, Any]] = [
    *_NDK,
    *_MORE,
    *_COMPONENTS,
    *_WANTED,
    *_OPTIONS,
    *_SHADERS,
    *_MISSING,
    *_STARTS,
    *_PYTHON2,
    *_CMAKE,
    *_WASM,
    *_DOCKER,
]
