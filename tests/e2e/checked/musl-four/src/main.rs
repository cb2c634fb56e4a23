use prost::Message;

#[allow(non_camel_case_types, non_snake_case, dead_code)]
mod header {
    include!(concat!(env!("OUT_DIR"), "/seven.rs"));
}
mod proto {
    include!(concat!(env!("OUT_DIR"), "/seven.proto.rs"));
}

fn main() {
    let database = rusqlite::Connection::open_in_memory().unwrap();
    let seven: i64 = database.query_row("select 3 + 4", [], |row| row.get(0)).unwrap();
    let digest = openssl::hash::hash(openssl::hash::MessageDigest::sha256(), b"seven").unwrap();
    let message = proto::Seven { size: digest.len() as u32 };
    println!("{seven} {} {} {}", message.encode_to_vec().len(), header::SEVEN_PATH, std::mem::size_of::<header::seven>());
}
