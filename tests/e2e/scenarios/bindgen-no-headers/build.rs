fn main() {
    let text = bindgen::Builder::default().header("seven.h").generate().unwrap().to_string();
    assert!(text.contains("seven"));
}
