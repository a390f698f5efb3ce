//! Encoders that are tuned to labelled rows: when that is kept, and what becomes of the layers.
//!
//! All on an encoder of ten pieces with random weights.

use std::{fs, path::Path, process::Command};

use tempfile::TempDir;
use xiaoer::{
    nlu::{
        Model,
        embed::{BertEmbedder, Embedder, EncoderOptions, intent_part},
    },
    train::{self, Choice, Row, Settings, TuneSettings, Tuning},
};

use crate::encoder::folder;

fn load(dir: &Path) -> BertEmbedder {
    BertEmbedder::load(dir, &EncoderOptions::default()).unwrap()
}

/// Texts about a return or an invoice, but not both, are of one class; about both or neither, of the other. No word and no
/// neighbouring words tell that: it takes layers that learned it.
fn either_or(rows: usize) -> Vec<Row> {
    let mut random = fastrand::Rng::with_seed(1);
    let mut row = |row: usize| {
        let others: Vec<char> = "我要货发快".chars().collect();
        let mut text: Vec<char> = (0..5).map(|_| others[random.usize(..others.len())]).collect();
        let (a_return, an_invoice) = (row.is_multiple_of(2), (row / 2).is_multiple_of(2));
        for (character, stands) in [('退', a_return), ('票', an_invoice)] {
            if stands {
                text.insert(random.usize(..=text.len()), character);
            }
        }
        let intent = if a_return == an_invoice { "both_or_none" } else { "one" };
        Row { text: text.into_iter().collect(), intent: intent.into() }
    };
    (0..rows).map(&mut row).collect()
}

/// Random weights of few numbers take longer strides than those of a trained encoder.
fn strides(steps: usize) -> TuneSettings {
    TuneSettings { steps: (steps, steps), rate: 5e-3, ..TuneSettings::default() }
}

fn tune(rows: &[Row], steps: usize) -> Tuning {
    let dir = folder();
    train::tune(rows, &load(dir.path()), Settings::default(), strides(steps), &|_, _| {}).unwrap()
}

#[test]
fn layers_learn_what_words_do_not_tell() {
    let Tuning { untuned, tuned, kept } = tune(&either_or(160), 250);
    assert!(tuned.accuracy > untuned.accuracy + 0.2, "{tuned:?} {untuned:?}");
    assert!(kept.is_some());
}

#[test]
fn layers_that_bring_nothing_are_not_kept() {
    let mut rows = either_or(48);
    // Classes that have nothing to do with their texts.
    for (at, row) in rows.iter_mut().enumerate() {
        row.intent = if at / 24 == 0 { "one".into() } else { "another".into() };
    }
    let Tuning { untuned, tuned, kept } = tune(&rows, 20);
    assert!(kept.is_none(), "{tuned:?} {untuned:?}");
}

#[test]
fn tuning_again_gives_the_same_bytes() {
    assert_eq!(tune(&either_or(60), 10), tune(&either_or(60), 10));
}

/// A folder with an encoder, rows, and a model that learned from them with tuned layers.
struct Shop {
    dir: TempDir,
}

impl Shop {
    fn new() -> Self {
        let shop = Self { dir: folder() };
        let (rows, encoder) = (either_or(40), load(shop.dir.path()));
        let lines = rows.iter().map(|row| {
            let line = serde_json::json!({"text": row.text, "intent": row.intent});
            format!("{line}\n")
        });
        fs::write(shop.path("rows.jsonl"), lines.collect::<String>()).unwrap();
        let mut layers = encoder.bert().layer_weights().unwrap();
        layers[0].down.weight.iter_mut().for_each(|weight| *weight *= 0.5);
        let layers = xiaoer_bert::layers_to_bytes(encoder.bert().config(), &layers);
        let tuned = encoder.with_layers(&layers).unwrap();
        assert_ne!(tuned.fingerprint(), encoder.fingerprint());
        let model = train::fit(&rows, &tuned, Settings::default(), &mut |_, _| {}).unwrap();
        let choice = Choice::kept(&model.metadata);
        let model = train::refit(&rows, &tuned, &choice, Settings::default()).unwrap();
        model.with_layers(layers, encoder.fingerprint()).save(&shop.path("model")).unwrap();
        shop
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.dir.path().join(name)
    }

    /// Runs xiaoer in the folder: its exit code, what it said and what it warned of.
    fn run(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xiaoer"));
        command.current_dir(self.dir.path()).args(arguments).args(["--encoder", ".", "--data", "rows.jsonl"]);
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    }

    fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files: Vec<_> = fs::read_dir(self.path("model"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
            .collect();
        files.sort();
        files
    }
}

#[test]
fn tuned_layers_speak_beside_the_encoders_own() {
    let shop = Shop::new();
    let (plain, model) = (load(shop.dir.path()), Model::load(&shop.path("model")).unwrap());
    let both = plain.with_layers(&model.layers().unwrap().unwrap()).unwrap();
    assert_eq!((both.dimensions(), both.intent_dimensions()), (2 * plain.dimensions(), plain.dimensions()));
    let texts = ["我要退货", "快发票"];
    let cosine = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    let (vectors, own) = (both.embed(&texts).unwrap(), plain.embed(&texts).unwrap());
    let tuned = [0, 1].map(|text: usize| intent_part(&vectors[text], both.intent_dimensions()));
    assert!((cosine(&tuned[0], &tuned[0]) - 1.0).abs() < 1e-5);
    let (in_own, in_tuned) = (cosine(&own[0], &own[1]), cosine(&tuned[0], &tuned[1]));
    assert_ne!(tuned[0], own[0], "the layers differ");
    assert!((cosine(&vectors[0], &vectors[1]) - f32::midpoint(in_own, in_tuned)).abs() < 1e-5);
}

#[test]
fn training_again_keeps_tuned_layers() {
    let shop = Shop::new();
    let before = shop.files();
    assert!(before.iter().any(|(name, _)| name == "encoder.safetensors"));
    let (code, said, warned) = shop.run(&["train", "--out", "model"]);
    assert!(code == Some(0) && said.contains("keeps the layers that were tuned before"), "{said}{warned}");
    assert_eq!(shop.files(), before, "the same rows give the same files");

    let (code, _, warned) = shop.run(&["eval", "--model", "model"]);
    assert_eq!((code, warned.as_str()), (Some(0), ""), "the model's own layers are in use");

    let (code, said, _) = shop.run(&["train", "--out", "model", "--untuned"]);
    assert!(code == Some(0) && !said.contains("layers"), "{said}");
    assert!(!shop.path("model/encoder.safetensors").exists());
}

#[test]
fn tuning_says_what_came_of_it() {
    let shop = Shop::new();
    let (code, said, warned) = shop.run(&["train", "--out", "model", "--tune"]);
    assert_eq!((code, warned.as_str()), (Some(0), ""));
    assert!(said.contains(" tuned, ") && said.contains(" untuned"), "{said}");
    let (code, _, warned) = shop.run(&["train", "--encoder", "none", "--tune"]);
    assert!(code == Some(2), "{warned}");
}

#[test]
fn damaged_layers_are_refused_with_a_sentence() {
    let check = |spoil: &dyn Fn(&Path), expected: &str| {
        let shop = Shop::new();
        let file = shop.path("model/encoder.safetensors");
        spoil(&file);
        for command in [&["eval", "--model", "model"], &["train", "--out", "model"]] {
            let (code, _, error) = shop.run(command);
            assert!(code == Some(2) && error.contains(expected), "{command:?}: {error}");
        }
    };
    let other = "model/encoder.safetensors is not a model: it is not the file that metadata.json describes";
    check(&|file| fs::write(file, "x").unwrap(), other);
    check(&|file| fs::remove_file(file).unwrap(), "cannot read model/encoder.safetensors: ");
    let flip = |file: &Path| {
        let mut bytes = fs::read(file).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(file, bytes).unwrap();
    };
    check(&flip, other);
}

#[test]
fn layers_of_another_encoder_are_left_alone() {
    let shop = Shop::new();
    let model = Model::load(&shop.path("model")).unwrap();
    let layers = model.layers().unwrap().unwrap().into_owned();
    model.with_layers(layers, "bert-of-somebody-else").save(&shop.path("model")).unwrap();
    let (code, _, warned) = shop.run(&["eval", "--model", "model"]);
    assert!(code == Some(0) && warned.contains("n-grams alone"), "{warned}");
    let (code, said, _) = shop.run(&["train", "--out", "model"]);
    assert!(code == Some(0) && said.contains("was tuned from another encoder"), "{said}");
    assert!(!shop.path("model/encoder.safetensors").exists());
}
