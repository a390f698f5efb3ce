//! Training: the same rows give the same files, and files that do not fit are refused with a sentence.

use std::{fs, path::Path};

use xiaoer::{
    nlu::{Model, ModelError, embed::HashEmbedder},
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
        "DIR/metadata.json has format 999, this program reads format 1; run `xiaoer train` again",
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

#[test]
fn one_intent_is_nothing_to_learn() {
    let only: Vec<Row> = rows().into_iter().filter(|row| row.intent == "track").collect();
    let error = train::fit(&only, &HashEmbedder, Settings::default(), &mut |_, _| {}).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is nothing to learn: at least two intents with examples are needed, 1 found"
    );
}
