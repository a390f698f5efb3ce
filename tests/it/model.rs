//! Training: the same rows give the same files, and files that do not fit are refused with a sentence.

use std::{fs, path::Path};

use xiaoer::{
    nlu::{
        Model, ModelError,
        embed::{EmbedError, Embedder, HashEmbedder},
        view::View,
    },
    train::{self, Row, Settings},
};

fn rows() -> Vec<Row> {
    let texts = [
        (
            "track",
            ["我的快递到哪了", "物流怎么不动了", "包裹几天能到", "查一下快递", "快递卡住了", "什么时候送到"],
        ),
        ("refund", ["我要退款", "把钱退给我", "申请退款", "怎么退钱", "退款怎么弄", "钱能退吗"]),
        ("invoice", ["开发票", "有发票吗", "发票怎么开", "要一张专票", "电子发票在哪", "发票抬头错了"]),
    ];
    let of_intent = |(intent, texts): (&str, [&str; 6])| {
        texts.map(|text| Row { text: text.into(), intent: intent.into() })
    };
    texts.into_iter().flat_map(of_intent).collect()
}

fn fit(rows: &[Row]) -> Model {
    train::fit(rows, &HashEmbedder, Settings::default(), &mut |_, _| {}).unwrap()
}

fn save(model: &Model, dir: &Path) -> [Vec<u8>; 2] {
    model.save(dir).unwrap();
    ["metadata.json", "weights.safetensors"].map(|name| fs::read(dir.join(name)).unwrap())
}

#[test]
fn same_rows_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let mut reversed = rows();
    reversed.reverse();
    assert_eq!(save(&fit(&rows()), dir.path()), save(&fit(&reversed), dir.path()));
}

#[test]
fn a_saved_model_is_the_model() {
    let dir = tempfile::tempdir().unwrap();
    let model = fit(&rows());
    save(&model, dir.path());
    let loaded = Model::load(dir.path()).unwrap();
    assert_eq!(loaded.metadata, model.metadata);
    assert_eq!(loaded.fingerprint, model.fingerprint);
    assert_eq!(loaded.classifier.planes(), model.classifier.planes());
}

#[test]
fn what_does_not_fit_is_refused() {
    let check = |spoil: fn(&Path), expected: &str| {
        let dir = tempfile::tempdir().unwrap();
        save(&fit(&rows()), dir.path());
        spoil(dir.path());
        let error = Model::load(dir.path()).unwrap_err().to_string();
        let error = error.replace(&*dir.path().to_string_lossy(), "DIR");
        assert!(error.starts_with(expected), "{error}");
    };
    check(
        |dir| fs::remove_file(dir.join("weights.safetensors")).unwrap(),
        "cannot read DIR/weights.safetensors: ",
    );
    check(|dir| fs::write(dir.join("metadata.json"), "{").unwrap(), "DIR/metadata.json is not a model: ");
    check(
        |dir| fs::write(dir.join("metadata.json"), "{\"format\": 999}").unwrap(),
        "DIR/metadata.json has format 999, this program reads format 3; run `xiaoer train` again",
    );
    check(
        |dir| fs::write(dir.join("weights.safetensors"), "x").unwrap(),
        "DIR/weights.safetensors is not a model: it is not the file that metadata.json describes",
    );
}

#[test]
fn a_model_of_other_rows_is_told_apart() {
    let model = fit(&rows());
    let own = model.metadata.trained_on.clone();
    assert!(model.check_trained_on(&own, "DIR").is_ok());
    let error = model.check_trained_on("0123456789abcdef", "DIR").unwrap_err();
    assert!(matches!(error, ModelError::OtherExamples { .. }), "{error}");
}

/// Knows what a text is about by a word of it, and writes that down in one of three directions.
struct Knowing;

impl Embedder for Knowing {
    fn fingerprint(&self) -> &str {
        "knowing"
    }

    fn dimensions(&self) -> usize {
        4
    }

    fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbedError> {
        let of = |(at, text): (usize, &&str)| {
            let topic = ["退", "票"].iter().position(|word| text.contains(word)).unwrap_or(2);
            // A little noise, or there is no spread to measure.
            let mut vector = vec![0.0, 0.0, 0.0, if at % 2 == 0 { 0.1 } else { -0.1 }];
            vector[topic] = 1.0;
            vector
        };
        Ok(texts.iter().enumerate().map(of).collect())
    }
}

#[test]
fn meaning_is_taken_in_where_it_helps() {
    let model = train::fit(&rows(), &Knowing, Settings::default(), &mut |_, _| {}).unwrap();
    let metadata = &model.metadata;
    assert!(metadata.fusion.all[1] + metadata.fusion.all[2] > 0.0, "{:?}", metadata.fusion);
    assert!(metadata.cross_validated_accuracy > fit(&rows()).metadata.cross_validated_accuracy);
    let best = |vector: Option<&[f32]>| {
        // Words of no example: only the vector can tell.
        let place = vector.and_then(|vector| model.classifier.place(vector));
        let probabilities = model.classifier.probabilities(&View::new("嗯嗯"), place.as_ref());
        let best = (0..3).max_by(|a, b| probabilities[*a].total_cmp(&probabilities[*b])).unwrap();
        (model.classifier.classes()[best].as_str().to_owned(), probabilities[best])
    };
    assert_eq!(best(Some(&[1.0, 0.0, 0.0, 0.0])).0, "refund");
    assert_eq!(best(Some(&[0.0, 1.0, 0.0, 0.0])).0, "invoice");
    assert!(best(None).1 < best(Some(&[0.0, 1.0, 0.0, 0.0])).1);
}

#[test]
fn one_intent_is_nothing_to_learn() {
    let only: Vec<Row> = rows().into_iter().filter(|row| row.intent == "track").collect();
    let error = train::fit(&only, &HashEmbedder, Settings::default(), &mut |_, _| {}).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is nothing to learn: at least two intents with examples are needed, 1 found"
    );
}
