use std::{env, path::Path};

fn main() {
    prost_build::compile_protos(&["seven.proto"], &["."]).unwrap();
    let out = env::var("OUT_DIR").unwrap();
    let bindings = bindgen::Builder::default().header("seven.h").allowlist_item("seven.*|SEVEN.*").generate().unwrap();
    bindings.write_to_file(Path::new(&out).join("seven.rs")).unwrap();
}
