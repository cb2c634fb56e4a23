fn main() {
    cc::Build::new().file("crc.c").compile("crc");
    println!("cargo:rustc-link-lib=z");
}
