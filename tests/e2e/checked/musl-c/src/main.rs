extern "C" {
    fn seven() -> i32;
}

fn main() {
    println!("{}", unsafe { seven() });
}
