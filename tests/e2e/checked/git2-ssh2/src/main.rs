fn main() {
    println!("{:?} {}", git2::Version::get().libgit2_version(), ssh2::Session::new().is_ok());
}
