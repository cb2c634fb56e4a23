fn main() {
    println!("{}", unsafe { libsqlite3_sys::sqlite3_libversion_number() });
}
