fn main() {
    let small = zstd::encode_all(&b"seven"[..], 0).unwrap();
    println!("{:?} {} {}", rdkafka::util::get_rdkafka_version(), small.len(), lz4::version());
}
