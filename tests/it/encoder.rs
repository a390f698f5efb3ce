//! Encoders from folders: how they are used, how broken ones are refused, and that everything else goes on without them.
//!
//! Most of it runs on an encoder of ten pieces with random weights, which costs next to nothing.

use std::{
    fs,
    io::Write,
    num::NonZeroU16,
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};

use jiff::civil::date;
use safetensors::{Dtype, tensor::TensorView};
use serde_json::{Value, json};
use tempfile::TempDir;
use xiaoer::{
    content,
    graph::Graph,
    nlu::{
        Model, Nlu,
        embed::{
            BertEmbedder, Embedder, EncoderError, EncoderOptions, HashEmbedder, Known, Pooling, Prepared,
            Vectors,
        },
    },
    train::{self, Row, Settings},
};

const CHARACTERS: &str = "我要退货发票快";
const HIDDEN: usize = 16;
const INNER: usize = 32;
const POSITIONS: usize = 12;
const PIECES: usize = 10;

/// A folder as Hugging Face lays it out: an encoder of ten pieces with random weights.
pub fn folder() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "config.json", &config().to_string());
    write(dir.path(), "tokenizer.json", &tokenizer().to_string());
    fs::write(dir.path().join("model.safetensors"), weights()).unwrap();
    dir
}

fn write(dir: &Path, name: &str, text: &str) {
    fs::write(dir.join(name), text).unwrap();
}

fn config() -> Value {
    json!({
        "model_type": "bert", "hidden_size": HIDDEN, "num_hidden_layers": 1, "num_attention_heads": 2,
        "intermediate_size": INNER, "vocab_size": PIECES, "max_position_embeddings": POSITIONS,
    })
}

fn tokenizer() -> Value {
    let pieces = ["[UNK]".to_owned(), "[CLS]".to_owned(), "[SEP]".to_owned()];
    let pieces = pieces.into_iter().chain(CHARACTERS.chars().map(String::from));
    let vocab: serde_json::Map<String, Value> =
        pieces.zip(0..).map(|(piece, id)| (piece, json!(id))).collect();
    let special = |id: u32, text: &str| json!({"id": text, "ids": [id], "tokens": [text]});
    let token = |text: &str| json!({"SpecialToken": {"id": text, "type_id": 0}});
    let text = json!({"Sequence": {"id": "A", "type_id": 0}});
    json!({
        "version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": null, "decoder": null,
        "pre_tokenizer": {"type": "Split", "pattern": {"Regex": "."}, "behavior": "Isolated", "invert": false},
        "post_processor": {
            "type": "TemplateProcessing", "single": [token("[CLS]"), text, token("[SEP]")], "pair": [text, text],
            "special_tokens": {"[CLS]": special(1, "[CLS]"), "[SEP]": special(2, "[SEP]")},
        },
        "model": {"type": "WordLevel", "vocab": vocab, "unk_token": "[UNK]"},
    })
}

fn weights() -> Vec<u8> {
    let layer = "encoder.layer.0";
    let mut shapes = vec![
        ("embeddings.word_embeddings.weight".to_owned(), vec![PIECES, HIDDEN]),
        ("embeddings.position_embeddings.weight".to_owned(), vec![POSITIONS, HIDDEN]),
        ("embeddings.token_type_embeddings.weight".to_owned(), vec![2, HIDDEN]),
    ];
    for (name, shape) in [
        ("attention.self.query", [HIDDEN, HIDDEN]),
        ("attention.self.key", [HIDDEN, HIDDEN]),
        ("attention.self.value", [HIDDEN, HIDDEN]),
        ("attention.output.dense", [HIDDEN, HIDDEN]),
        ("intermediate.dense", [INNER, HIDDEN]),
        ("output.dense", [HIDDEN, INNER]),
    ] {
        shapes.push((format!("{layer}.{name}.weight"), shape.to_vec()));
        shapes.push((format!("{layer}.{name}.bias"), vec![shape[0]]));
    }
    for name in ["embeddings", &format!("{layer}.attention.output"), &format!("{layer}.output")] {
        shapes.push((format!("{name}.LayerNorm.weight"), vec![HIDDEN]));
        shapes.push((format!("{name}.LayerNorm.bias"), vec![HIDDEN]));
    }
    let mut random = fastrand::Rng::with_seed(1);
    let mut number = || (random.f32() - 0.5).to_le_bytes();
    let tensors: Vec<(String, Vec<usize>, Vec<u8>)> = shapes
        .into_iter()
        .map(|(name, shape)| {
            let bytes = (0..shape.iter().product::<usize>()).flat_map(|_| number()).collect();
            (name, shape, bytes)
        })
        .collect();
    let view = |shape: &Vec<usize>, bytes| TensorView::new(Dtype::F32, shape.clone(), bytes).unwrap();
    let views = tensors.iter().map(|(name, shape, bytes)| (name.as_str(), view(shape, bytes)));
    safetensors::serialize(views, None).unwrap()
}

fn load(dir: &Path) -> BertEmbedder {
    BertEmbedder::load(dir, &EncoderOptions::default()).unwrap()
}

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[test]
fn texts_become_points() {
    let dir = folder();
    let encoder = load(dir.path());
    assert_eq!(encoder.dimensions(), HIDDEN);
    let vectors = encoder.embed(&["我要退货", "发票", "我要退货", "", " "]).unwrap();
    assert!(vectors[..3].iter().all(|vector| (cosine(vector, vector) - 1.0).abs() < 1e-5));
    assert_eq!(vectors[0], vectors[2]);
    assert!(cosine(&vectors[0], &vectors[1]) < 0.999);
    assert_eq!(vectors[3..], [vec![0.0; HIDDEN], vec![0.0; HIDDEN]]);
    assert_eq!(encoder.embed(&["发票"]).unwrap()[0], vectors[1], "a batch changes nothing");
    assert_eq!(load(dir.path()).fingerprint(), encoder.fingerprint());
}

#[test]
fn long_texts_are_cut() {
    let dir = folder();
    let check = |max_tokens: Option<u16>, text: &str, cut: bool| {
        let max_tokens = max_tokens.and_then(NonZeroU16::new);
        let options = EncoderOptions { max_tokens, ..EncoderOptions::default() };
        let encoder = BertEmbedder::load(dir.path(), &options).unwrap();
        assert_eq!(encoder.cuts(text), Ok(cut), "{max_tokens:?} {text}");
        let longer = encoder.embed(&[text, &format!("{text}快")]).unwrap();
        assert_eq!(longer[0] == longer[1], cut, "{max_tokens:?} {text}");
    };
    check(None, "我要退货发票", false);
    check(None, &"我".repeat(POSITIONS), true);
    check(Some(4), "退", false);
    check(Some(4), "退货发", true);
    check(Some(9999), "我要退货发票", false);
}

#[test]
fn options_count_before_the_files() {
    let dir = folder();
    let vector = |options: EncoderOptions| {
        let encoder = BertEmbedder::load(dir.path(), &options).unwrap();
        (encoder.fingerprint().to_owned(), encoder.embed(&["退货"]).unwrap().remove(0))
    };
    let with = |pooling| EncoderOptions { pooling, ..EncoderOptions::default() };
    let (mean, cls) = (vector(with(Some(Pooling::Mean))), vector(with(Some(Pooling::Cls))));
    let prefixed = vector(EncoderOptions { prefix: Some("我".into()), ..EncoderOptions::default() });
    assert_ne!(mean, cls);
    assert_ne!(mean, prefixed);
    assert_eq!(vector(with(None)), mean);

    fs::create_dir(dir.path().join("1_Pooling")).unwrap();
    write(dir.path(), "1_Pooling/config.json", r#"{"pooling_mode_cls_token": true}"#);
    assert_eq!(vector(with(None)), cls);
    assert_eq!(vector(with(Some(Pooling::Mean))), mean);

    fs::remove_dir_all(dir.path().join("1_Pooling")).unwrap();
    let mut own = config();
    own["xiaoer"] = json!({"format": 1, "pooling": "cls", "prefix": "我", "max_tokens": 8});
    write(dir.path(), "config.json", &own.to_string());
    let (_, own) = vector(with(None));
    let same = EncoderOptions { pooling: Some(Pooling::Cls), prefix: Some("我".into()), max_tokens: None };
    assert_eq!(own, vector(same).1);
    assert_ne!(own, cls.1);
}

#[test]
fn what_cannot_be_used_is_refused_with_a_sentence() {
    let check = |spoil: &dyn Fn(&Path), expected: &str| {
        let dir = folder();
        spoil(dir.path());
        let error = BertEmbedder::load(dir.path(), &EncoderOptions::default()).map(|_| ()).unwrap_err();
        let error = error.to_string().replace(&*dir.path().to_string_lossy(), "DIR");
        assert!(error.contains(expected), "{error}");
        assert!(error.contains("DIR") && error.ends_with("or choose another encoder"), "{error}");
    };
    let remove = |name: &'static str| move |dir: &Path| fs::remove_file(dir.join(name)).unwrap();
    check(&remove("config.json"), "cannot read DIR/config.json: ");
    check(&remove("tokenizer.json"), "cannot read DIR/tokenizer.json: ");
    check(&remove("model.safetensors"), "cannot read DIR/model.safetensors: ");
    let cut = |dir: &Path| {
        let whole = weights();
        fs::write(dir.join("model.safetensors"), &whole[..whole.len() - 100]).unwrap();
    };
    check(&cut, "the weights are damaged: ");
    check(&|dir| write(dir, "model.safetensors", ""), "the weights are damaged: ");
    check(&|dir| write(dir, "model.safetensors", "<html>not found</html>"), "the weights are damaged: ");
    check(&|dir| write(dir, "config.json", "{"), "config.json does not describe a BERT encoder: ");
    check(&|dir| write(dir, "tokenizer.json", "{"), "DIR/tokenizer.json cannot be used: ");
    let other = |key: &'static str, value: Value| {
        move |dir: &Path| {
            let mut config = config();
            config[key] = value.clone();
            write(dir, "config.json", &config.to_string());
        }
    };
    check(&other("xiaoer", json!({"format": 2})), "format 2; this program reads format 1");
    check(&other("xiaoer", json!({"format": 1, "pooling": "max"})), "unknown variant `max`");
    check(
        &other("xiaoer", json!({"format": 1, "sha256": "0"})),
        "is not the file that config.json describes",
    );
    check(&other("model_type", json!("t5")), "\"t5\"");
    check(&other("hidden_size", json!(32)), "has the shape");
    let more = |dir: &Path| {
        let mut tokenizer = tokenizer();
        tokenizer["model"]["vocab"]["新"] = json!(PIECES);
        write(dir, "tokenizer.json", &tokenizer.to_string());
    };
    check(&more, "it has 11 pieces, model.safetensors 10");
}

#[test]
fn a_changed_byte_is_noticed_where_the_sum_is_known() {
    let dir = folder();
    let mut own = config();
    let sum = {
        use sha2::{Digest, Sha256};
        hex::encode(Sha256::digest(weights()))
    };
    own["xiaoer"] = json!({"format": 1, "sha256": sum});
    write(dir.path(), "config.json", &own.to_string());
    load(dir.path());
    let mut damaged = weights();
    *damaged.last_mut().unwrap() ^= 1;
    fs::write(dir.path().join("model.safetensors"), damaged).unwrap();
    let error = BertEmbedder::load(dir.path(), &EncoderOptions::default()).map(|_| ()).unwrap_err();
    assert!(matches!(error, EncoderError::OtherWeights { .. }), "{error}");
}

fn rows() -> Vec<Row> {
    let row = |(text, intent): (&str, &str)| Row { text: text.into(), intent: intent.into() };
    let texts = [
        ("我要退货", "return"),
        ("要退货", "return"),
        ("退货", "return"),
        ("货要退", "return"),
        ("我要发票", "invoice"),
        ("要发票", "invoice"),
        ("发票", "invoice"),
        ("快发票", "invoice"),
    ];
    texts.into_iter().map(row).collect()
}

/// A model that learned with an encoder, its vectors beside it, saved and read again.
fn trained(encoder: Arc<dyn Embedder>) -> Model {
    let texts = rows().into_iter().map(|row| row.text).collect();
    let prepared = Prepared::new(encoder, texts, &|_| {}).unwrap();
    let model = train::fit(&rows(), &prepared, Settings::default(), &mut |_, _| {}).unwrap();
    let model = model.with_vectors(Vectors::new(&prepared, prepared.vectors()));
    let dir = tempfile::tempdir().unwrap();
    model.save(dir.path()).unwrap();
    Model::load(dir.path()).unwrap()
}

#[test]
fn kept_vectors_are_the_computed_ones() {
    let dir = folder();
    let encoder = Arc::new(load(dir.path()));
    let model = trained(encoder.clone());
    let vectors = model.vectors.unwrap();
    let known = Known::new(&*encoder, &vectors);
    for Row { text, .. } in rows() {
        let (kept, computed) = (known.embed(&[&text]).unwrap(), encoder.embed(&[&text]).unwrap());
        assert!(cosine(&kept[0], &computed[0]) > 0.999, "{text}");
    }
    assert_eq!(known.computed(), 0);
}

#[test]
fn damaged_vectors_are_refused() {
    let files = folder();
    let model = trained(Arc::new(load(files.path())));
    let check = |spoil: fn(&Path), expected: &str| {
        let dir = tempfile::tempdir().unwrap();
        model.save(dir.path()).unwrap();
        spoil(&dir.path().join("vectors.safetensors"));
        let error = Model::load(dir.path()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    let expected = "vectors.safetensors is not a model: it is not the file that metadata.json describes";
    check(|file| fs::write(file, "x").unwrap(), expected);
    check(|file| fs::remove_file(file).unwrap(), expected);
}

#[test]
fn a_model_answers_without_its_encoder() {
    let dir = folder();
    let encoder: Arc<dyn Embedder> = Arc::new(load(dir.path()));
    let content = content::Content::default();
    let nlu = |embedder: Arc<dyn Embedder>| {
        Nlu::new(&content, Arc::new(Graph::default()), trained(encoder.clone()), embedder)
    };
    let check = |embedder: Arc<dyn Embedder>| {
        let understanding = nlu(embedder).understand("我想退货啊", date(2025, 11, 21));
        assert_eq!(understanding.top().unwrap().0.as_str(), "return", "{understanding:?}");
    };
    check(encoder.clone());
    check(Arc::new(HashEmbedder));
}

/// `chat` as a process, with an encoder by its settings.
#[test]
fn a_node_answers_without_its_encoder() {
    let dir = folder();
    fs::write(dir.path().join("model.safetensors"), "damaged").unwrap();
    let settings = dir.path().join("xiaoer.toml");
    fs::write(&settings, format!("[encoder]\npath = {:?}", dir.path())).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xiaoer"));
        command.args(arguments).arg("--config").arg(&settings);
        let mut process =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        process.stdin.take().unwrap().write_all("转人工\n".as_bytes()).unwrap();
        let output = process.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let sentence = format!("the encoder in {} cannot be used: ", dir.path().display());
    let (code, said, warned) = run(&["chat"]);
    assert!(code == Some(0) && said.contains("小二: "), "{said}");
    assert!(warned.contains(&sentence), "{warned}");
    for command in ["embed", "train", "eval"] {
        let arguments: &[&str] = if command == "eval" { &["eval", "--cross-validation"] } else { &[command] };
        let (code, _, error) = run(arguments);
        assert!(code == Some(2) && error.contains(&sentence), "{command}: {error}");
    }
}

#[test]
fn lines_become_vectors() {
    let dir = folder();
    let run = |input: &[u8], arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xiaoer"));
        command.arg("embed").arg("--encoder").arg(dir.path()).args(arguments);
        let mut process =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        process.stdin.take().unwrap().write_all(input).unwrap();
        let output = process.wait_with_output().unwrap();
        let rows: Vec<Value> = output
            .stdout
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice(line).unwrap())
            .collect();
        (output.status.code(), rows, String::from_utf8(output.stderr).unwrap())
    };
    let (code, rows, errors) = run("退货\n\n發票\r\n".as_bytes(), &[]);
    assert_eq!((code, errors.as_str(), rows.len()), (Some(0), "", 3));
    let vector = |row: &Value| -> Vec<f32> { serde_json::from_value(row["vector"].clone()).unwrap() };
    let expected = load(dir.path()).embed(&["退货", "", "发票"]).unwrap();
    assert_eq!(rows.iter().map(vector).collect::<Vec<_>>(), expected);
    assert_eq!(rows[2]["text"], "發票");

    let (code, rows, errors) = run(b"\xe6\x88\x91\n\xff\n", &[]);
    assert_eq!((code, rows.len()), (Some(1), 1));
    assert_eq!(errors, "-:2:1 the line is not UTF-8 from its byte 1 on\n");

    let (code, _, errors) = run("退\n我要退货发票快发票退货我要\n".as_bytes(), &[]);
    assert_eq!((code, errors.as_str()), (Some(0), "-:2:1 only the first 12 tokens are read\n"));

    let file = dir.path().join("vectors.npy");
    let many = "我要发票\n".repeat(700);
    let (code, ..) =
        run(many.as_bytes(), &["--format", "npy", "--threads", "3", "--out", file.to_str().unwrap()]);
    let bytes = fs::read(file).unwrap();
    assert_eq!((code, bytes.len()), (Some(0), 128 + 700 * HIDDEN * 4));
    assert!(String::from_utf8_lossy(&bytes[..128]).contains(&format!("(700, {HIDDEN})")));
    assert_eq!(run(b"", &["--format", "npy"]).0, Some(2));
}

#[test]
fn the_built_in_encoder_knows_what_means_the_same() {
    let encoder = crate::app::encoder();
    let check = |one: &str, same: &str, other: &str| {
        let vectors = encoder.embed(&[one, same, other]).unwrap();
        let cosine = |at: usize| vectors[0].iter().zip(&vectors[at]).map(|(a, b)| a * b).sum::<f32>();
        assert!(cosine(1) > cosine(2) + 0.1, "{one} / {same} {} / {other} {}", cosine(1), cosine(2));
    };
    check("快递卡三天了", "物流一直不更新", "耳机能连几台手机");
    check("钱什么时候退给我", "退款几天到账", "这双鞋偏大吗");
    check("发票开错了", "抬头写得不对要重开", "今天能送到吗");
    check("how do i get my money back", "when will i be refunded", "do you sell running shoes");
    check("the lamp arrived broken", "it was damaged when i opened the box", "do you ship to hong kong");
    assert_eq!(encoder.embed(&[""]).unwrap()[0], vec![0.0; encoder.dimensions()]);
}
