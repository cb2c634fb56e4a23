fn main() {
    println!("gtk {}", gtk4::major_version());
    println!("alsa {}", alsa::card::Iter::new().count());
    println!("udev {}", libudev::Context::new().is_ok());
    println!("dbus {}", dbus::Message::new_method_call("a.b", "/", "a.b", "c").is_ok());
}
