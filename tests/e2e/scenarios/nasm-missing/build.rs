fn main() {
    nasm_rs::compile_library("libseven.a", &["seven.asm"]).unwrap();
    println!("cargo:rustc-link-lib=static=seven");
    println!("cargo:rustc-link-search=native={}", std::env::var("OUT_DIR").unwrap());
}
