fn main() {
    cc::Build::new().file("seven.c").compile("seven");
}
