fn main() {
    cc::Build::new().cpp(true).file("seven.cc").compile("seven");
}
