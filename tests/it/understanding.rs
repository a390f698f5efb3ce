//! Understanding services against real HTTP servers: good ones, and all kinds of bad ones.

use std::{
    process::{Child, Command, Stdio},
    time::Duration,
};

use axum::{Json, Router, body::Bytes, http::HeaderMap, http::StatusCode, routing::post};
use serde_json::{Value, json};
use xiaoer::{
    config::{EmbeddingsConfig, ParseConfig},
    integration::{EmbeddingsService, ParseAnswer, ParseService, ParsedEntity},
};

/// One server with all behaviours, each at a path of its own.
async fn open() -> String {
    let embed = |headers: HeaderMap, Json(request): Json<Value>| async move {
        assert_eq!(headers["authorization"], "Bearer open sesame");
        assert_eq!(request["model"], "m");
        let vector = |(index, text): (usize, &Value)| {
            let length = text.as_str().unwrap().chars().count();
            json!({"object": "embedding", "index": index, "embedding": [3 * length, 4 * length]})
        };
        let texts = request["input"].as_array().unwrap();
        // The order is the index's matter.
        let data: Vec<Value> = texts.iter().enumerate().map(vector).rev().collect();
        Json(json!({"object": "list", "data": data, "usage": {"total_tokens": 1}}))
    };
    let parse = |Json(request): Json<Value>| async move {
        let text = request["text"].as_str().unwrap();
        let named = |name: Value, confidence: f32| json!({"id": 7, "name": name, "confidence": confidence});
        Json(match text {
            "ranked" => json!({
                "text": text,
                "intent": named("a".into(), 0.75),
                "intent_ranking": [named("a".into(), 0.75), named("b".into(), 0.25)],
                "entities": [{"entity": "city", "start": 0, "end": 2, "value": "北京", "extractor": "DIET"}],
            }),
            "best" => json!({"intent": named("a".into(), 0.5)}),
            "none" => json!({"intent": named(Value::Null, 0.0), "intent_ranking": [], "entities": []}),
            _ => json!({"text": text}),
        })
    };
    let says = |body: &'static str| post(move || async move { body });
    let router = Router::new()
        .route("/embed", post(embed))
        .route("/parse", post(parse))
        .route("/slow", post(std::future::pending::<()>))
        .route("/error", post(|| async { StatusCode::INTERNAL_SERVER_ERROR }))
        .route("/garbage", says("no JSON"))
        .route("/shape", says(r#"{"data": [{"index": 0}], "intent": 3}"#))
        .route("/few", says(r#"{"data": [], "entities": []}"#))
        .route(
            "/twice",
            says(r#"{"data": [{"index": 0, "embedding": [1, 0]}, {"index": 0, "embedding": [1, 0]}]}"#),
        )
        .route("/dimensions", says(r#"{"data": [{"index": 0, "embedding": [1, 0, 0]}]}"#))
        .route("/unbounded", says(r#"{"data": [{"index": 0, "embedding": [1e38, 1e38]}]}"#))
        .route("/large", post(|| async { Bytes::from(vec![b' '; 5 * 1024 * 1024]) }));
    serve(router).await
}

async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    format!("http://{address}")
}

/// Where nobody listens.
async fn closed() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

fn embeddings(url: &str) -> EmbeddingsService {
    let settings =
        format!("url = '{url}'\nmodel = 'm'\ndimensions = 2\nkey = 'open sesame'\ntimeout = '300ms'");
    EmbeddingsService::connect(&toml::from_str::<EmbeddingsConfig>(&settings).unwrap()).unwrap()
}

fn parser(url: &str) -> ParseService {
    ParseService::connect(&toml::from_str::<ParseConfig>(&format!("url = '{url}'")).unwrap()).unwrap()
}

#[tokio::test]
async fn vectors_come_in_order_and_of_length_one() {
    let service = embeddings(&format!("{}/embed", open().await));
    assert_eq!(service.embed(&[]).await, Ok(vec![]));
    assert_eq!(service.embed(&["在吗", ""]).await, Ok(vec![vec![0.6, 0.8], vec![0.0, 0.0]]));
    let texts = vec!["好"; 150];
    assert_eq!(service.embed(&texts).await, Ok(vec![vec![0.6, 0.8]; 150]), "in three requests");
}

#[tokio::test]
async fn bad_vectors_are_none() {
    let base = open().await;
    for (path, why) in [
        ("/slow", "no answer in time"),
        ("/error", "status 500 Internal Server Error"),
        ("/nowhere", "not found"),
        ("/garbage", "an answer that is not JSON"),
        ("/shape", "an answer of another shape"),
        ("/few", "0 vectors for 1 texts"),
        ("/twice", "2 vectors for 1 texts"),
        ("/dimensions", "vectors of 3 numbers instead of 2"),
        ("/unbounded", "vectors of numbers without bounds"),
        ("/large", "an answer over 4194304 bytes"),
    ] {
        let fault = embeddings(&format!("{base}{path}")).embed(&["在吗"]).await.unwrap_err();
        assert_eq!(fault.to_string(), why, "{path}");
    }
    let fault = embeddings(&closed().await).embed(&["在吗"]).await.unwrap_err();
    assert_eq!(fault.to_string(), "not reachable");
}

#[tokio::test]
async fn intents_are_read_as_rasa_ranks_them() {
    let service = parser(&format!("{}/parse", open().await));
    let city = ParsedEntity { kind: "city".to_owned(), span: 0..2, value: json!("北京") };
    let ranked = |intents: &[(&str, f32)]| {
        intents.iter().map(|(name, confidence)| ((*name).to_owned(), *confidence)).collect::<Vec<_>>()
    };
    for (text, intents, entities) in [
        ("ranked", ranked(&[("a", 0.75), ("b", 0.25)]), vec![city]),
        ("best", ranked(&[("a", 0.5)]), vec![]),
        ("none", ranked(&[]), vec![]),
    ] {
        assert_eq!(service.parse(text).await, Ok(ParseAnswer { intents, entities }), "{text}");
    }
    assert_eq!(service.parse("?").await.unwrap_err().to_string(), "an answer without an intent");
}

#[tokio::test]
async fn bad_parses_are_none() {
    let base = open().await;
    for (path, why) in [
        ("/slow", "no answer in time"),
        ("/error", "status 500 Internal Server Error"),
        ("/garbage", "an answer that is not JSON"),
        ("/shape", "an answer of another shape"),
        ("/few", "an answer without an intent"),
        ("/large", "an answer over 262144 bytes"),
    ] {
        let fault = parser(&format!("{base}{path}")).parse("在吗").await.unwrap_err();
        assert_eq!(fault.to_string(), why, "{path}");
    }
    assert_eq!(parser(&closed().await).parse("在吗").await.unwrap_err().to_string(), "not reachable");
}

#[tokio::test]
async fn a_service_that_fails_again_and_again_is_left_alone() {
    let service = parser(&format!("{}/error", open().await));
    for _ in 0..5 {
        assert_eq!(service.parse("在吗").await.unwrap_err().to_string(), "status 500 Internal Server Error");
    }
    let fault = service.parse("在吗").await.unwrap_err().to_string();
    assert_eq!(fault, "it failed again and again, and is left alone for a while");
}

#[test]
fn settings_that_cannot_be_are_refused() {
    let check = |url: &str, key: &str, sentence: &str| {
        let settings: ParseConfig = toml::from_str(&format!("url = '{url}'\nkey = \"{key}\"")).unwrap();
        assert!(!format!("{settings:?}").contains("token"));
        let fault = ParseService::connect(&settings).err().map(|fault| fault.to_string());
        assert_eq!(fault.as_deref().unwrap_or(""), sentence);
    };
    check("http://nlu:5005/model/parse", "token", "");
    check("nlu", "token", "understanding.parse: the url is no address: relative URL without a base");
    check("ftp://nlu", "token", "understanding.parse: the url must begin with http:// or https://");
    check("http://nlu", "to\\nken", "understanding.parse: no header can hold the key");
    assert_eq!(
        toml::from_str::<ParseConfig>("url = 'http://nlu'").unwrap().timeout,
        Duration::from_millis(300)
    );
}

/// Two numbers for every text, which say how long it is.
async fn lengths(Json(request): Json<Value>) -> Json<Value> {
    let texts = request["input"].as_array().unwrap();
    let vector = |(index, text): (usize, &Value)| {
        let characters = text.as_str().unwrap().chars().count();
        json!({"index": index, "embedding": [characters, 1]})
    };
    Json(json!({"data": texts.iter().enumerate().map(vector).collect::<Vec<_>>()}))
}

/// Knows one intent of ours and one of its own, and has had enough of 难.
async fn stranger(Json(request): Json<Value>) -> Result<Json<Value>, StatusCode> {
    let text = request["text"].as_str().unwrap();
    if text.contains('难') {
        return Err(StatusCode::TOO_MANY_REQUESTS);
    }
    let ranking = [
        json!({"name": "nlu_fallback", "confidence": 0.9}),
        json!({"name": "invoice.issue", "confidence": 0.05}),
    ];
    Ok(Json(json!({"text": text, "intent": ranking[0], "intent_ranking": ranking, "entities": []})))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_says_who_answered() {
    // Another test may have been first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let router = Router::new().route("/embed", post(lengths)).route("/parse", post(stranger));
    let services = serve(router).await;
    let folder = tempfile::tempdir().unwrap();
    let listen = closed().await;
    let settings = folder.path().join("xiaoer.toml");
    let text = format!(
        "[serve]\nlisten = '{}'\n\
         [understanding.embeddings]\nurl = '${{SERVICES}}/embed'\nmodel = 'm'\ndimensions = 2\ntimeout = '10s'\n\
         [understanding.parse]\nurl = '${{SERVICES}}/parse'\ntimeout = '10s'\n",
        listen.trim_start_matches("http://"),
    );
    std::fs::write(&settings, text).unwrap();
    let mut node = Command::new(env!("CARGO_BIN_EXE_xiaoer"));
    node.args(["serve", "--config"]).arg(&settings).arg("--data").arg(folder.path().join("data"));
    node.env("SERVICES", &services).env("XIAOER_SHOP_URL", "http://127.0.0.1:9").stdout(Stdio::null());
    let node = Node { process: node.spawn().unwrap(), url: listen };
    node.ready().await;

    let check = async |text: &str, service: Value, best: &str| {
        let answer: Value =
            serde_json::from_str(&node.post("/model/parse", json!({"text": text})).await).unwrap();
        assert_eq!(answer["trace"]["service"], service, "{answer}");
        assert_eq!(answer["intent"]["name"], best, "{answer}");
    };
    for _ in 0..2 {
        check("这事可不好说清楚", json!({"answered": {"unknown": 1}}), "invoice.issue").await;
    }
    check("买了才一个礼拜就便宜了一百块 难道差价不能补给我吗", json!("failed"), "price.protection").await;
    check("我的快递到哪了", Value::Null, "logistics.track").await;
    let metrics = node.get("/metrics").await;
    for line in [
        "xiaoer_understanding_fallbacks_total{of=\"service\",why=\"unavailable\"} 1",
        "xiaoer_understanding_unknown_intents_total 2",
        "xiaoer_encoder_cache_lookups_total{outcome=\"hit\"} 1",
        "xiaoer_encoder_refused_total 0",
        "xiaoer_encoder_up 1",
    ] {
        assert!(metrics.lines().any(|other| other == line), "{line} in {metrics}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_measured_is_what_serve_would_do() {
    let parse = |Json(request): Json<Value>| async move {
        if request["text"].as_str().unwrap().contains('难') {
            return Err(StatusCode::TOO_MANY_REQUESTS);
        }
        Ok(Json(json!({"intent": {"name": "invoice.issue", "confidence": 0.99}})))
    };
    let service = serve(Router::new().route("/parse", post(parse))).await;
    let folder = tempfile::tempdir().unwrap();
    let [settings, rows, out] = ["xiaoer.toml", "rows.jsonl", "out"].map(|name| folder.path().join(name));
    std::fs::write(&settings, format!("[understanding.parse]\nurl = '{service}/parse'\ntimeout = '10s'\n"))
        .unwrap();
    let labelled = [
        json!({"text": "这事可不好说清楚", "intent": "invoice.issue"}),
        json!({"text": "买了才一个礼拜就便宜了一百块 难道差价不能补给我吗", "intent": "price.protection"}),
    ];
    std::fs::write(&rows, labelled.map(|row| row.to_string()).join("\n")).unwrap();
    let run = |measure: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xiaoer"));
        command.arg("eval").args(measure).args(["--encoder", "none"]);
        command.arg("--data").arg(&rows).arg("--config").arg(&settings).arg("--out").arg(&out);
        let output = tokio::task::block_in_place(|| command.output()).unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };

    let (code, said) = run(&[]);
    assert!(code == Some(0) && said.contains("no good answer to 1 of 2 messages"), "{said}");
    let report: Value = serde_json::from_slice(&std::fs::read(out.join("report.json")).unwrap()).unwrap();
    assert_eq!(report["accuracy"], 1.0, "{report}");
    assert!(report["model"].as_str().unwrap().ends_with(" and understanding.parse"), "{report}");

    let (code, said) = run(&["--cross-validation"]);
    assert!(code == Some(2) && said.contains("leave it out of the settings"), "{said}");
}

#[test]
fn labels_that_nothing_can_come_out_as_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let [rows, out] = ["rows.jsonl", "out"].map(|name| folder.path().join(name));
    std::fs::write(&rows, json!({"text": "我的快递到哪了", "intent": "logistics.trak"}).to_string()).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xiaoer"));
    command.args(["eval", "--encoder", "none", "--data"]).arg(&rows).arg("--out").arg(&out);
    let said = String::from_utf8(command.output().unwrap().stderr).unwrap();
    let expected = "`logistics.trak` is no intent of the model: rows with this label (1) count as wrong; \
                    did you mean `logistics.track`?";
    assert!(said.contains(expected), "{said}");
}

/// The real program. Dies without a word when dropped.
struct Node {
    process: Child,
    url: String,
}

impl Node {
    async fn ready(&self) {
        let ready = async {
            while !reqwest::get(format!("{}/readyz", self.url))
                .await
                .is_ok_and(|answer| answer.status().is_success())
            {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), ready)
            .await
            .expect("the node is ready within a minute");
    }

    async fn get(&self, path: &str) -> String {
        reqwest::get(format!("{}{path}", self.url)).await.unwrap().text().await.unwrap()
    }

    async fn post(&self, path: &str, body: Value) -> String {
        let request = reqwest::Client::new().post(format!("{}{path}", self.url)).json(&body);
        request.send().await.unwrap().text().await.unwrap()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // It may be dead already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
