use tikv_jemalloc_sys as _;

fn main() {
    println!("hello");
}
