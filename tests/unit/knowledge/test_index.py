"""Any name that a message can mention leads to its need."""

from __future__ import annotations

import pytest

from doctor.knowledge.load import Knowledge, load

KNOWLEDGE = load()


@pytest.fixture
def knowledge() -> Knowledge:
    return KNOWLEDGE


@pytest.mark.parametrize(
    ("by", "name", "need"),
    [
        pytest.param("lib", "ssl", "openssl", id="a -l name"),
        pytest.param("lib", "libssl.so", "openssl", id="a library's file name"),
        pytest.param("lib", "stdc++", "libstdcxx", id="a -l name with signs"),
        pytest.param("soname", "libssl.so.1.1", "openssl-1.1", id="a versioned soname"),
        pytest.param("soname", "/usr/lib/libpq.so.5", "libpq", id="a soname with its path"),
        pytest.param("pkg_config", "openssl >= 1.1", "openssl", id="a module with a version"),
        pytest.param("pkg_config", "gobject-2.0", "glib", id="a module of a family of modules"),
        pytest.param("header", "openssl/ssl.h", "openssl", id="a header below a folder"),
        pytest.param("header", "zlib.h", "zlib", id="a header by name"),
        pytest.param("tool", "/usr/local/bin/cmake", "cmake", id="a tool by its path"),
        pytest.param("tool", "cmake.exe", "cmake", id="a tool on Windows"),
        pytest.param("tool", "llvm-profdata-14", "llvm", id="a tool with a version"),
        pytest.param("tool", "aarch64-linux-gnu-gcc", "gcc-aarch64-cross", id="a cross compiler"),
        pytest.param("object", "Scrt1.o", "libc-dev", id="a crt object"),
        pytest.param("crate", "openssl_sys", "openssl", id="a crate as rustc spells it"),
        pytest.param("crate", "x264-sys", "x264", id="a crate called after its library"),
        pytest.param("crate", "libsnappy-sys", "snappy", id="a crate called after its library's file"),
        pytest.param("crate", "windows-sys", "", id="a crate of no library that we know"),
        pytest.param("symbol", "SSL_new", "openssl", id="a symbol by its prefix"),
        pytest.param("symbol", "inflateInit2_", "zlib", id="a symbol of another library"),
        pytest.param("title", "OpenSSL", "openssl", id="the name in a sentence"),
        pytest.param("lib", "frobnicate", "", id="an unknown library"),
        pytest.param("symbol", "frobnicate_all", "", id="an unknown symbol"),
        pytest.param("tool", "", "", id="an empty name"),
    ],
)
def test_names_lead_to_needs(knowledge: Knowledge, by: str, name: str, need: str) -> None:
    assert knowledge.find(by, name) == need
