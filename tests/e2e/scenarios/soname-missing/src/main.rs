#[link(name = "pq")]
extern "C" {
    fn PQlibVersion() -> i32;
}

fn main() {
    println!("{}", unsafe { PQlibVersion() });
}
