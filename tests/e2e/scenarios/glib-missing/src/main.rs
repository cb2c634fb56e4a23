use glib_sys as _;

fn main() {
    println!("hello");
}
