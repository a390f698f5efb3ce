//! What the widget and the demonstration's page ask before anybody has said a word.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use jiff::Timestamp;
use serde_json::{Value, json};
use xiaoer::{config::Config, demo_shop, http::Peer};

use crate::app::{Answer, TestApp};

/// A demonstration and the address of its shop.
async fn demonstration() -> (TestApp, String) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, demo_shop::router(Timestamp::now())).await.unwrap() });
    (TestApp::demonstration(&url).await, url)
}

async fn get(app: &TestApp, path: &str, from: &str, headers: &[(&str, &str)]) -> Answer {
    let request = Request::get(path).extension(Peer(from.parse().unwrap()));
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    app.send(request.body(Body::empty()).unwrap()).await
}

/// The settings under which a node serves, over the defaults.
fn settings(toml: &str) -> Config {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), toml).unwrap();
    Config::read(file.path()).unwrap()
}

#[tokio::test]
async fn the_widget_reads_what_the_shop_has_set() {
    let config = settings(
        "[desk.hours]
        sunday = 'closed'
        monday = '9:00-12:00,13:30-18:00'
        [widget]
        color = '#C2410C'
        position = 'left'
        pre_chat = [{ name = 'phone', kind = 'phone', required = true, title = { zh-CN = '手机号', en = 'Phone' } }]
        quick = [{ title = { zh-CN = '查物流', en = 'Parcel' }, say = '我的快递到哪了' }]
        [widget.texts.zh-CN]
        title = '巷口百货'",
    );
    let settings = TestApp::with(config).await.get("/widget/settings?shop=demo").await.json();
    for (field, expected) in [
        ("shop", json!("demo")),
        ("color", json!("#c2410c")),
        ("position", json!("left")),
        ("offset", json!({"x": 20, "y": 20})),
        ("language", json!("auto")),
        ("logo", Value::Null),
        ("texts", json!({"zh-CN": {"title": "巷口百货"}})),
        (
            "pre_chat",
            json!([{"name": "phone", "kind": "phone", "required": true, "title": {"zh-CN": "手机号", "en": "Phone"}}]),
        ),
        ("quick", json!([{"title": {"zh-CN": "查物流", "en": "Parcel"}, "say": "我的快递到哪了"}])),
        ("message_characters", json!(2000)),
        ("demo", json!(false)),
    ] {
        assert_eq!(settings[field], expected, "{field}");
    }
    let hours = settings["hours"].as_array().unwrap();
    assert_eq!(hours[0], json!({"day": "monday", "hours": "9:00-12:00,13:30-18:00"}));
    assert_eq!(hours[6], json!({"day": "sunday", "hours": "closed"}));
    assert_eq!(settings["attachments"]["bytes"], 10_485_760);
    assert!(settings["attachments"]["types"].as_array().unwrap().contains(&json!("image/png")));
}

#[tokio::test]
async fn the_widget_learns_whether_people_are_there() {
    const NEVER: &str = "monday = 'closed'\ntuesday = 'closed'\nwednesday = 'closed'\nthursday = 'closed'\n\
                         friday = 'closed'\nsaturday = 'closed'\nsunday = 'closed'\n";
    let check = async |hours: &str, open: bool, opens_at: Value| {
        let config = settings(&format!("shop.timezone = 'UTC'\n[desk.hours]\n{hours}"));
        let settings = TestApp::with(config).await.get("/widget/settings").await.json();
        assert_eq!((&settings["open"], &settings["opens_at"]), (&json!(open), &opens_at), "{hours}");
    };
    check("", true, Value::Null).await;
    check(NEVER, false, Value::Null).await;
    let tomorrow = Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().tomorrow().unwrap();
    let but = format!("{NEVER}[desk.hours.dates]\n{tomorrow} = '9:00-10:00'");
    check(&but, false, json!(format!("{tomorrow}T09:00:00Z"))).await;
}

#[tokio::test]
async fn pages_that_may_hold_the_widget_read_its_settings() {
    let anywhere = TestApp::start().await;
    let known = TestApp::with(settings("sockets.visitor_origins = ['https://shop.example']")).await;
    let check = async |app: &TestApp, query: &str, origin: &str, status: u16, allowed: Option<&str>| {
        let path = format!("/widget/settings{query}");
        let answer = get(app, &path, "203.0.113.9", &[("origin", origin)]).await;
        assert_eq!(answer.status.as_u16(), status, "{query} {origin}");
        let header = answer.headers.get("access-control-allow-origin").map(|value| value.to_str().unwrap());
        assert_eq!(header, allowed, "{query} {origin}");
        assert!(!answer.headers.contains_key("access-control-allow-credentials"));
    };
    check(&anywhere, "", "https://any.example", 200, Some("https://any.example")).await;
    check(&anywhere, "?shop=other", "https://any.example", 404, Some("https://any.example")).await;
    check(&known, "?shop=demo", "https://shop.example", 200, Some("https://shop.example")).await;
    check(&known, "?shop=demo", "https://evil.example", 200, None).await;
}

#[tokio::test]
async fn the_demonstration_shows_its_shop_as_it_is_now() {
    let (app, shop) = demonstration().await;
    let goods = app.get("/demo/goods").await.json();
    let goods = goods["goods"].as_array().unwrap();
    assert_eq!(goods.len(), 15);
    let phone = goods.iter().find(|product| product["id"] == "phone-x1").unwrap();
    assert_eq!((&phone["price"], &phone["stock"]), (&json!(2399.0), &json!(75)));

    let customers = async || app.get("/demo/customers").await.json()["customers"].clone();
    let names: Vec<Value> = customers().await.as_array().unwrap().iter().map(|of| of["id"].clone()).collect();
    assert_eq!(names, ["xiaoming", "xiaohong", "laowang", "afang", "daliu", "xinke"]);
    let ming = customers().await[0].clone();
    let (order, about) = (&ming["orders"][1], &ming["about"]);
    assert!(about["zh-CN"].is_string() && about["en"].is_string());
    assert_eq!((&order["status"], &order["latest"]["city"]), (&json!("in_transit"), &json!("杭州")));

    let number = order["order_no"].as_str().unwrap();
    let change = json!({"status": "out_for_delivery", "add_event": {"text": "正在派送", "city": "杭州"}});
    let changed =
        reqwest::Client::new().post(format!("{shop}/admin/orders/{number}")).body(change.to_string());
    assert!(changed.send().await.unwrap().status().is_success());
    let order = customers().await[0]["orders"][1].clone();
    assert_eq!(order["status"], "out_for_delivery");
    assert_eq!(order["latest"]["text"], "正在派送");

    let broken = reqwest::Client::new().post(format!("{shop}/admin/faults")).body(r#"{"status": 503}"#);
    assert!(broken.send().await.unwrap().status().is_success());
    let answer = app.get("/demo/goods").await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::SERVICE_UNAVAILABLE, "shop_down"));
}

#[tokio::test]
async fn the_demonstration_is_for_this_machine_alone() {
    let (demonstration, _) = demonstration().await;
    let serious = TestApp::start().await;
    let proxied = [("x-forwarded-for", "203.0.113.9")];
    for path in ["/demo/customers", "/demo/goods"] {
        for (app, from, headers, status) in [
            (&demonstration, "127.0.0.1", [].as_slice(), 200),
            (&demonstration, "203.0.113.9", &[], 404),
            (&demonstration, "127.0.0.1", &proxied, 404),
            (&serious, "127.0.0.1", &[], 404),
        ] {
            assert_eq!(get(app, path, from, headers).await.status.as_u16(), status, "{path} {from}");
        }
    }
    let shop = demonstration.get("/").await;
    assert_eq!(shop.status, StatusCode::OK);
    assert!(shop.headers.contains_key("content-security-policy"));
    let desk = serious.get("/").await;
    assert_eq!(
        (desk.status, &desk.headers["location"]),
        (StatusCode::TEMPORARY_REDIRECT, &"/seat".parse().unwrap())
    );
}
