fn main() {
    println!("{}", reqwest::blocking::Client::new().get("ftp://seven").send().is_err());
}
