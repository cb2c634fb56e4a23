use gstreamer_sys as _;

fn main() {
    println!("hello");
}
