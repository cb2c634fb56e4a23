use openssl_sys as _;

fn main() {
    println!("hello");
}
