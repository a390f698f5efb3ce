//! The gateway against the demo shop, and against shops that are slow, broken or lie.

use std::{collections::BTreeMap, time::Duration};

use axum::{
    Router,
    extract::Query,
    http::{StatusCode, Uri},
    response::Redirect,
    routing::{get, post},
};
use jiff::Timestamp;
use serde_json::{Value, json};
use xiaoer::{
    demo_shop,
    domain::{Call, CallId, CallShape, CustomerId, Failure, Integration, Method, Outcome},
    integration::Gateway,
};

const NOT_FOUND: Outcome = Outcome::Failed(Failure::NotFound);
const UNAVAILABLE: Outcome = Outcome::Failed(Failure::Unavailable);

async fn open(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    format!("http://{address}")
}

/// A gateway to one system whose calls are `s.NAME`, given as (name, path, owner).
fn gateway(base: &str, calls: &[(&str, &str, Option<&str>)]) -> Gateway {
    let shape = |path: &str, owner: Option<&str>| CallShape {
        method: if path.ends_with("/cancel") { Method::Post } else { Method::Get },
        path: path.to_owned(),
        body: None,
        owner: owner.map(str::to_owned),
        choices: None,
    };
    let integration = Integration {
        name: "s".into(),
        base: "${BASE}".to_owned(),
        timeout: Duration::from_millis(500),
        headers: BTreeMap::from([("x-key".to_owned(), "${KEY}".to_owned())]),
        calls: calls
            .iter()
            .map(|(name, path, owner)| (format!("s.{name}").into(), shape(path, *owner)))
            .collect(),
    };
    let variables = |name: &str| match name {
        "BASE" => Some(base.to_owned()),
        "KEY" => Some("secret".to_owned()),
        _ => None,
    };
    Gateway::connect(&[integration], variables).unwrap()
}

async fn ask(gateway: &Gateway, customer: &str, name: &str, with: Value) -> Outcome {
    let with = with.as_object().map(|map| map.clone().into_iter().collect()).unwrap_or_default();
    let call = Call { id: CallId(1), name: format!("s.{name}").as_str().into(), with };
    gateway.call(&CustomerId::new(customer).unwrap(), &call).await
}

#[tokio::test]
async fn customers_see_their_own_orders_only() {
    let base = open(demo_shop::router(Timestamp::now())).await;
    let gateway = gateway(
        &base,
        &[
            ("recent", "/orders?customer={customer}", Some("customer")),
            ("all", "/orders?customer={whose}", Some("customer")),
            ("get", "/orders/{order}", Some("customer")),
            ("cancel", "/orders/{order}/cancel", Some("customer")),
        ],
    );
    let Outcome::Answered(orders) = ask(&gateway, "laowang", "recent", json!({"customer": "daliu"})).await
    else {
        panic!("no answer");
    };
    assert_eq!(orders.as_array().unwrap().len(), 1);
    let order = orders[0]["order_no"].clone();
    let theirs = ask(&gateway, "laowang", "get", json!({"order": order})).await;
    assert_eq!(theirs, Outcome::Answered(orders[0].clone()));
    assert_eq!(ask(&gateway, "daliu", "get", json!({"order": order})).await, NOT_FOUND);
    assert_eq!(ask(&gateway, "daliu", "get", json!({"order": "1"})).await, NOT_FOUND);
    let foreign = ask(&gateway, "laowang", "all", json!({"whose": "daliu"})).await;
    assert_eq!(foreign, Outcome::Answered(json!([])));
    assert_eq!(ask(&gateway, "daliu", "unheard_of", json!({})).await, UNAVAILABLE);
}

/// What the shop is asked when the order number is this.
async fn seen(order: &str) -> Outcome {
    let echo = async |uri: Uri, Query(query): Query<BTreeMap<String, String>>| {
        json!({"path": uri.path(), "q": query.get("q"), "keys": query.len(), "owner": "c"}).to_string()
    };
    let base = open(Router::new().fallback(echo)).await;
    let gateway = gateway(&base, &[("echo", "/o/{order}/x?q={order}&fixed=1", Some("owner"))]);
    ask(&gateway, "c", "echo", json!({"order": order})).await
}

#[tokio::test]
async fn arguments_cannot_leave_their_place() {
    for (order, path) in [
        ("26", "/o/26/x"),
        ("../../admin", "/o/..%2F..%2Fadmin/x"),
        ("a?b=1&c=2#d", "/o/a%3Fb%3D1%26c%3D2%23d/x"),
        ("a\nb\r\nX-Y: z", "/o/a%0Ab%0D%0AX-Y%3A%20z/x"),
        ("单号%2e", "/o/%E5%8D%95%E5%8F%B7%252e/x"),
    ] {
        let expected = json!({"path": path, "q": order, "keys": 2, "owner": "c"});
        assert_eq!(seen(order).await, Outcome::Answered(expected));
    }
    for order in ["", ".", ".."] {
        assert_eq!(seen(order).await, NOT_FOUND);
    }
}

#[tokio::test]
async fn whatever_a_shop_does_is_an_outcome() {
    const MINE: &str = r#"{"owner": "c"}"#;
    let router = Router::new()
        .route("/ok", get(async || MINE))
        .route(
            "/slow",
            get(async || {
                tokio::time::sleep(Duration::from_secs(60)).await;
                MINE
            }),
        )
        .route("/garbage", get(async || "<html>"))
        .route("/empty", get(async || ""))
        .route("/deep", get(async || "[".repeat(100_000)))
        .route("/large", get(async || format!(r#"{{"owner": "c", "x": "{}"}}"#, "x".repeat(256 * 1024))))
        .route("/error", get(async || (StatusCode::INTERNAL_SERVER_ERROR, MINE)))
        .route("/forbidden", get(async || (StatusCode::FORBIDDEN, MINE)))
        .route("/moved", get(async || Redirect::temporary("/ok")))
        .route("/gone", get(async || (StatusCode::NOT_FOUND, MINE)))
        .route("/foreign", get(async || r#"{"owner": "d"}"#))
        .route("/nobodys", get(async || r#"{"n": 1}"#))
        .route("/rows", get(async || r#"[{"owner": "d"}, {"owner": "c"}]"#))
        .route("/cancel", post(async || MINE));
    let base = open(router).await;
    for (path, owner, expected) in [
        ("/ok", Some("owner"), Outcome::Answered(json!({"owner": "c"}))),
        ("/slow", Some("owner"), UNAVAILABLE),
        ("/garbage", Some("owner"), UNAVAILABLE),
        ("/empty", Some("owner"), UNAVAILABLE),
        ("/deep", Some("owner"), UNAVAILABLE),
        ("/large", Some("owner"), UNAVAILABLE),
        ("/error", Some("owner"), UNAVAILABLE),
        ("/forbidden", Some("owner"), UNAVAILABLE),
        ("/moved", Some("owner"), UNAVAILABLE),
        ("/gone", Some("owner"), NOT_FOUND),
        ("/foreign", Some("owner"), NOT_FOUND),
        ("/nobodys", Some("owner"), NOT_FOUND),
        ("/nobodys", None, Outcome::Answered(json!({"n": 1}))),
        ("/rows", Some("owner"), Outcome::Answered(json!([{"owner": "c"}]))),
        ("/cancel", Some("owner"), Outcome::Answered(json!({"owner": "c"}))),
    ] {
        let gateway = gateway(&base, &[("call", path, owner)]);
        assert_eq!(ask(&gateway, "c", "call", json!({})).await, expected, "{path}");
    }
    let nowhere = gateway("http://127.0.0.1:9", &[("call", "/ok", None)]);
    assert_eq!(ask(&nowhere, "c", "call", json!({})).await, UNAVAILABLE);
}
