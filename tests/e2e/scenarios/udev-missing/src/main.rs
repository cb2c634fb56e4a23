use libudev_sys as _;

fn main() {
    println!("hello");
}
