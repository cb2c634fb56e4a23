fn main() {
    let built = cmake::build("c");
    println!("cargo:rustc-link-search=native={}", built.display());
    println!("cargo:rustc-link-lib=static=seven");
}
