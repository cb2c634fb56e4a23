use diesel::Connection;

fn main() {
    println!("{}", diesel::PgConnection::establish("postgres://127.0.0.1:1/seven").is_err());
    println!("{}", diesel::MysqlConnection::establish("mysql://127.0.0.1:1/seven").is_err());
}
