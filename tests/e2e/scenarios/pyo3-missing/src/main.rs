fn main() {
    pyo3::Python::with_gil(|python| println!("{:?}", python.version_info()));
}
