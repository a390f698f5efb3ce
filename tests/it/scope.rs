//! Messages that are about none of the intents: turned away, and the trace says why.

use std::sync::Arc;

use jiff::civil::date;
use xiaoer::{
    content::Content,
    domain::{Certainty, Stage, Understanding},
    graph::Graph,
    nlu::{
        Model, Nlu,
        embed::{EmbedError, Embedder, HashEmbedder},
    },
    train::{self, Row, Settings},
};

/// Knows which of four things a text is about, and takes in a little of its other characters.
struct Compass;

const THINGS: [&str; 4] = ["快递", "退款", "发票", "月亮"];

impl Embedder for Compass {
    fn fingerprint(&self) -> &str {
        "compass"
    }

    fn dimensions(&self) -> usize {
        8
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError> {
        let point = |text: &&str| {
            let mut point = vec![0.0_f32; 8];
            text.chars().for_each(|c| point[4 + c as usize % 4] += 0.1);
            for (thing, value) in THINGS.iter().zip(&mut point) {
                *value = if text.contains(thing) { 1.0 } else { 0.0 };
            }
            let length = point.iter().map(|value| value * value).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            point.iter().map(|value| value / length).collect()
        };
        Ok(texts.iter().map(point).collect())
    }
}

/// Three of the four things, asked about in the same words.
fn rows() -> Vec<Row> {
    let asked =
        ["到哪了", "怎么还没来", "要等几天", "帮我看看", "一下", "的事", "呢", "我想问", "有吗", "请帮忙"];
    let of_thing = |thing: &&str| {
        let row = |(at, words): (usize, &str)| {
            let text = if at % 2 == 0 { format!("{thing}{words}") } else { format!("{words}{thing}") };
            Row { text, intent: (*thing).into() }
        };
        asked.into_iter().enumerate().map(row).collect::<Vec<_>>()
    };
    THINGS[..3].iter().flat_map(of_thing).collect()
}

fn trained() -> Model {
    let model = train::fit(&rows(), &Compass, Settings::default(), &mut |_, _| {}).unwrap();
    let dir = tempfile::tempdir().unwrap();
    model.save(dir.path()).unwrap();
    let loaded = Model::load(dir.path()).unwrap();
    assert_eq!(loaded.metadata, model.metadata);
    loaded
}

fn understand(embedder: Arc<dyn Embedder>, text: &str) -> Understanding {
    let nlu = Nlu::new(&Content::default(), Arc::new(Graph::default()), trained(), embedder);
    nlu.understand(text, date(2025, 11, 21))
}

#[test]
fn what_is_far_from_every_intent_is_turned_away() {
    let check = |text: &str, is_outside: bool| {
        let understanding = understand(Arc::new(Compass), text);
        let verdict = understanding.trace.scope.unwrap();
        assert_eq!(verdict.is_outside(), is_outside, "{text}: {understanding:?}");
        assert_eq!(understanding.by == Stage::None, is_outside, "{text}: {understanding:?}");
        assert_eq!(understanding.certainty == Certainty::Unsure, is_outside, "{text}: {understanding:?}");
    };
    check("我的快递要等几天", false);
    check("发票的事", false);
    check("月亮到哪了", true);
    check("帮我看看月亮", true);
}

#[test]
fn without_its_encoder_nothing_is_turned_away() {
    let understanding = understand(Arc::new(HashEmbedder), "帮我看看月亮");
    assert_eq!(understanding.trace.scope, None);
}
