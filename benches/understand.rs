//! A whole understanding on the built-in pack, with at least 1,000 FAQ questions, of messages that nothing settles at once.

use std::{sync::Arc, time::Instant};

use divan::Bencher;
use jiff::civil::date;
use xiaoer::{
    content::{self, Faq},
    graph::Graph,
    nlu::{
        Model, Nlu,
        embed::{BertEmbedder, EncoderOptions},
    },
};

fn main() {
    percentiles();
    divan::main();
}

/// The pack with its FAQ repeated under other ids until it has 1,000 entries, and some messages.
fn setting() -> (Nlu, Vec<String>) {
    let (mut content, _) = content::load(&content::source::embedded(), date(2025, 11, 21));
    let own = content.faq.clone();
    let copy = |number: usize| {
        let faq = &own[number % own.len()];
        Faq { id: format!("{}{number}", faq.id).into(), ..faq.clone() }
    };
    content.faq = (0..1_000).map(copy).collect();
    let examples = content.intents.values().flat_map(|intent| intent.examples.iter().step_by(5));
    let messages = examples.map(|example| format!("{} 帮我看一下哈", example.text)).collect();
    let model = Model::embedded().expect("the model was built with the binary");
    let graph = Arc::new(Graph::new(&content));
    let encoder =
        BertEmbedder::embedded(&EncoderOptions::default()).expect("the encoder was built with the binary");
    let layers = model.layers().expect("the layers were built with the binary").expect("the model is tuned");
    let encoder = encoder.with_layers(&layers).expect("the layers were tuned from this encoder");
    drop(layers);
    (Nlu::new(&content, graph, model, Arc::new(encoder)), messages)
}

/// divan knows no percentiles, so the 95th is measured here.
#[allow(clippy::print_stdout, reason = "a bench reports on the terminal")]
fn percentiles() {
    let (nlu, messages) = setting();
    let time = |message: &String| {
        let started = Instant::now();
        divan::black_box(nlu.understand(message, date(2025, 11, 21)));
        started.elapsed()
    };
    let mut times: Vec<_> = messages.iter().chain(&messages).map(time).collect();
    times.sort_unstable();
    println!(
        "understand: p50 {:?}, p95 {:?}, p99 {:?}",
        times[times.len() / 2],
        times[times.len() * 95 / 100],
        times[times.len() * 99 / 100]
    );
}

#[divan::bench]
fn understand(bencher: Bencher<'_, '_>) {
    let (nlu, messages) = setting();
    let mut next = 0;
    bencher.bench_local(|| {
        next = (next + 1) % messages.len();
        nlu.understand(divan::black_box(&messages[next]), date(2025, 11, 21))
    });
}
