use libdbus_sys as _;

fn main() {
    println!("hello");
}
