//! The encoder: µs of a batch, one thread, beside candle in floats on the same weights.
//!
//! `cargo bench -p xiaoer-bench-encoder`; `beside_onnxruntime.py` sets onnxruntime beside both. Aim: not slower than onnxruntime
//! in int8 at any of the shapes.

use std::{
    env,
    error::Error,
    path::Path,
    process::{Command, exit},
    time::{Duration, Instant},
};

use divan::Bencher;
use xiaoer_bert::{Bert, Config, Pooling, Weights};

mod candle;

use candle::Peer;

const MODEL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/encoder");

/// Texts and tokens of each.
const SHAPES: [(u32, u32); 4] = [(1, 8), (1, 16), (1, 32), (16, 16)];

fn main() -> Result<(), Box<dyn Error>> {
    one_thread();
    match env::args().skip_while(|arg| arg != "--medians").nth(1) {
        Some(model) => medians(Path::new(&model)),
        None => {
            divan::main();
            Ok(())
        }
    }
}

/// Candle asks the environment how many threads it may take, so the bench starts itself again with an answer.
fn one_thread() {
    const THREADS: &str = "RAYON_NUM_THREADS";
    if env::var(THREADS).as_deref() == Ok("1") {
        return;
    }
    let again = env::current_exe()
        .and_then(|program| Command::new(program).args(env::args().skip(1)).env(THREADS, "1").status());
    exit(again.ok().and_then(|status| status.code()).unwrap_or(2));
}

/// For beside_onnxruntime.py: who, texts, tokens and the median of a second, in µs a text.
#[allow(clippy::print_stdout, reason = "a bench reports on the terminal")]
fn medians(model: &Path) -> Result<(), Box<dyn Error>> {
    let (bert, peer) = (load(model)?, Peer::load(model)?);
    for shape in SHAPES {
        let texts = texts(shape);
        let texts: Vec<&[u32]> = texts.iter().map(Vec::as_slice).collect();
        let print = |who: &str, time: Duration| {
            println!("{who} {} {} {:.1}", shape.0, shape.1, time.as_secs_f64() * 1e6 / f64::from(shape.0));
        };
        print("xiaoer", median(|| drop(bert.forward(&texts, Pooling::Mean))));
        print("candle", median(|| drop(peer.forward(&texts))));
    }
    Ok(())
}

fn median(work: impl Fn()) -> Duration {
    let mut times = Vec::new();
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(1) {
        let started = Instant::now();
        work();
        times.push(started.elapsed());
    }
    times.sort_unstable();
    times[times.len() / 2]
}

fn load(folder: &Path) -> Result<Bert, Box<dyn Error>> {
    let config = Config::parse(&std::fs::read(folder.join("config.json"))?)?;
    Ok(Bert::load(config, Weights::map(&folder.join("model.safetensors"))?)?)
}

/// Ids that beside_onnxruntime.py takes too.
fn texts((texts, tokens): (u32, u32)) -> Vec<Vec<u32>> {
    let id = |text: u32, token: u32| 7 + (977 * text + 131 * token) % 5000;
    (0..texts).map(|text| (0..tokens).map(|token| id(text, token)).collect()).collect()
}

#[divan::bench(args = SHAPES)]
fn xiaoer(bencher: Bencher<'_, '_>, shape: (u32, u32)) {
    let bert = load(Path::new(MODEL)).expect("the encoder stands in the repository");
    let texts = texts(shape);
    let texts: Vec<&[u32]> = texts.iter().map(Vec::as_slice).collect();
    bencher.bench_local(|| bert.forward(divan::black_box(&texts), Pooling::Mean));
}

#[divan::bench(name = "candle", args = SHAPES)]
fn candle_in_floats(bencher: Bencher<'_, '_>, shape: (u32, u32)) {
    let peer = Peer::load(Path::new(MODEL)).expect("the encoder stands in the repository");
    let texts = texts(shape);
    let texts: Vec<&[u32]> = texts.iter().map(Vec::as_slice).collect();
    bencher.bench_local(|| peer.forward(divan::black_box(&texts)));
}
