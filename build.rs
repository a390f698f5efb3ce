//! The pack is embedded, so a file added to it must rebuild the binary; and what schemas/xiaoer.v1.proto describes is compiled.

use std::{env, error::Error, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=intents");
    println!("cargo::rerun-if-changed=knowledge");
    println!("cargo::rerun-if-changed=schemas/xiaoer.v1.proto");
    let mut compiler = protox::Compiler::new(["schemas"])?;
    compiler.include_imports(true).open_file("xiaoer.v1.proto")?;
    let descriptors = PathBuf::from(env::var("OUT_DIR")?).join("xiaoer.v1.descriptors");
    fs::write(descriptors, compiler.encode_file_descriptor_set())?;
    Ok(())
}
