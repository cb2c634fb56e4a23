use alsa_sys as _;

fn main() {
    println!("hello");
}
