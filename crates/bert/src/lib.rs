//! The forward pass of BERT-family encoders in int8 on a plain CPU: token ids in, one vector for each text out.
//!
//! ```no_run
//! use xiaoer_bert::{Bert, Config, Pooling, Weights};
//!
//! let config = Config::parse(&std::fs::read("config.json")?)?;
//! let bert = Bert::load(config, Weights::map("model.safetensors".as_ref())?)?;
//! let vectors = bert.forward(&[&[0, 250, 2], &[0, 17, 99, 2]], Pooling::Mean);
//! assert_eq!(vectors[0].len(), bert.config().hidden_size);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What happens to a batch, in reading order: [`Bert::forward`] packs the tokens of all texts one after the other, without
//! padding, and `forward.rs` takes them through the layers. Matrices are int8 with one scale for each row; what they are
//! multiplied with is quantised to int8 with one scale for each token, at run time. `kernel/` multiplies, in integers and
//! without saturation, so that every instruction set gives the same sums. Everything else (`attention.rs`, `norm.rs`,
//! `math.rs`, `quantize.rs`) is plain Rust whose sums run over sixteen lanes in one fixed order, so that the vectors are
//! the same to the last bit on every machine.
//!
//! This is the only crate of the workspace with `unsafe`: the instructions in `kernel/` and the mapped file in
//! `weights.rs`.

mod attention;
mod bert;
mod config;
mod dot;
mod error;
mod forward;
mod kernel;
mod lanes;
mod layers;
mod load;
mod math;
mod matrix;
mod norm;
mod quantize;
mod scratch;
mod table;
mod tensors;
mod weights;

pub use bert::{Bert, Pooling};
pub use config::Config;
pub use error::LoadError;
pub use kernel::Kernel;
pub use layers::{LayerWeights, Parameters, layers_to_bytes};
pub use math::{exp, gelu, gelu_slope};
pub use weights::Weights;
