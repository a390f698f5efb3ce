//! The pack is embedded, so a file added to it must rebuild the binary.

fn main() {
    println!("cargo::rerun-if-changed=intents");
    println!("cargo::rerun-if-changed=knowledge");
}
