//! The demo shop over its own API.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};
use tower::ServiceExt;
use xiaoer::demo_shop::router;

struct Shop(Router);

impl Shop {
    fn open() -> Self {
        Self(router(Timestamp::now()))
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, String) {
        let response = self.0.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    async fn get(&self, path: &str) -> (StatusCode, Value) {
        let (status, body) = self.send(Request::get(path).body(Body::empty()).unwrap()).await;
        (status, serde_json::from_str(&body).unwrap())
    }

    async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        let (status, body) = self.send(Request::post(path).body(body.to_string().into()).unwrap()).await;
        (status, serde_json::from_str(&body).unwrap())
    }

    async fn orders(&self, customer: &str) -> Vec<Value> {
        let (status, orders) = self.get(&format!("/orders?customer={customer}")).await;
        assert_eq!(status, StatusCode::OK);
        orders.as_array().unwrap().clone()
    }

    /// The number of the customer's one order in a state.
    async fn order_in(&self, customer: &str, status: &str) -> String {
        let orders = self.orders(customer).await;
        let mut found = orders.iter().filter(|order| order["status"] == status);
        let order = found.next().unwrap_or_else(|| panic!("{customer} has no {status} order"));
        assert!(found.next().is_none(), "{customer} has several {status} orders");
        order["order_no"].as_str().unwrap().to_owned()
    }
}

fn statuses(orders: &[Value]) -> Vec<&str> {
    orders.iter().map(|order| order["status"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn every_customer_has_what_the_manual_says() {
    let shop = Shop::open();
    let expected: [(&str, &[&str]); 7] = [
        ("xiaoming", &["shipped", "in_transit", "completed", "cancelled", "refunded"]),
        ("xiaohong", &["delivered"]),
        ("laowang", &["in_transit"]),
        ("afang", &["paid", "delivered", "completed"]),
        ("daliu", &["pending_payment", "out_for_delivery", "refunding", "completed"]),
        ("xinke", &[]),
        ("nobody", &[]),
    ];
    for (customer, expected) in expected {
        let orders = shop.orders(customer).await;
        assert_eq!(statuses(&orders), expected, "{customer}, newest first");
        for order in &orders {
            let number = order["order_no"].as_str().unwrap();
            assert!(number.len() == 16 && number.bytes().all(|byte| byte.is_ascii_digit()), "{number}");
            let items = order["items"].as_array().unwrap();
            let sum: f64 = items
                .iter()
                .map(|item| item["price"].as_f64().unwrap() * item["quantity"].as_f64().unwrap())
                .sum();
            assert!((sum - order["amount"].as_f64().unwrap()).abs() < 0.001, "amounts add up in {number}");
            let created: Timestamp = order["created_at"].as_str().unwrap().parse().unwrap();
            assert!(created < Timestamp::now());
        }
    }
}

#[tokio::test]
async fn parcels_tell_where_they_are() {
    let shop = Shop::open();
    for (customer, status, stalled, events) in [
        ("laowang", "in_transit", 3, 3),
        ("xiaoming", "shipped", 0, 1),
        ("xiaoming", "in_transit", 0, 3),
        ("afang", "paid", 0, 0),
    ] {
        let number = shop.order_in(customer, status).await;
        let (_, parcel) = shop.get(&format!("/orders/{number}/tracking")).await;
        assert_eq!(parcel["customer"], customer);
        assert_eq!(parcel["stalled_days"], stalled, "{customer} {status}");
        let seen = parcel["events"].as_array().unwrap();
        assert_eq!(seen.len(), events);
        assert!(seen.is_sorted_by_key(|event| std::cmp::Reverse(event["at"].as_str().unwrap().to_owned())));
        assert_eq!(parcel["carrier_phone"].is_string(), events > 0);
    }
}

#[tokio::test]
async fn last_months_milk_is_found() {
    let shop = Shop::open();
    let today = Timestamp::now().to_zoned(TimeZone::get("Asia/Shanghai").unwrap()).date();
    let until = today.first_of_month().yesterday().unwrap();
    let from = until.first_of_month();
    let milk = "%E9%AB%98%E5%8E%9F%E7%89%A7%E5%9C%BA%E7%BA%AF%E7%89%9B%E5%A5%B6250ml%C3%9712%E7%9B%92";
    for (query, found) in [
        (format!("product={milk}&from={from}&until={until}"), 1),
        (format!("product=milk-pure-12&from={today}&until={today}"), 0),
        ("product=milk-pure-12&from=&until=".to_owned(), 1),
        ("product=aircon-15".to_owned(), 0),
        (format!("from={from}&until={until}"), 1),
    ] {
        let (_, rows) = shop.get(&format!("/orders/search?customer=afang&{query}")).await;
        assert_eq!(rows.as_array().unwrap().len(), found, "{query}");
    }
    let (status, _) = shop.get("/orders/search?customer=afang&from=yesterday").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn orders_change_only_before_they_leave() {
    let shop = Shop::open();
    for (customer, status, why) in [
        ("afang", "paid", None),
        ("daliu", "pending_payment", None),
        ("xiaoming", "shipped", Some("already_shipped")),
        ("xiaoming", "cancelled", Some("already_cancelled")),
        ("xiaohong", "delivered", Some("finished")),
    ] {
        let number = shop.order_in(customer, status).await;
        let (_, moved) = shop.post(&format!("/orders/{number}/address"), json!({"address": "新址"})).await;
        assert_eq!((&moved["ok"], &moved["why"]), (&json!(why.is_none()), &json!(why)));
        assert_eq!(moved["address"] == "新址", why.is_none());
        let (_, cancelled) = shop.post(&format!("/orders/{number}/cancel"), Value::Null).await;
        assert_eq!((&cancelled["ok"], &cancelled["why"]), (&json!(why.is_none()), &json!(why)));
        let (_, order) = shop.get(&format!("/orders/{number}")).await;
        assert_eq!(order["status"], if why.is_none() { "cancelled" } else { status });
    }
}

#[tokio::test]
async fn services_invoices_and_refunds_follow_the_rules() {
    let shop = Shop::open();
    for (customer, status, path, body, why) in [
        ("afang", "delivered", "after-sales", json!({"kind": "return", "reason": "不想要了"}), None),
        ("afang", "delivered", "after-sales", json!({"kind": "repair"}), Some("already_open")),
        (
            "afang",
            "completed",
            "after-sales",
            json!({"kind": "return", "reason": "酸了"}),
            Some("out_of_window"),
        ),
        ("daliu", "refunding", "after-sales", json!({"kind": "return"}), Some("already_open")),
        ("xiaohong", "delivered", "invoice", json!({"title": "南京小红书店"}), None),
        ("xiaoming", "completed", "invoice", json!({"title": "个人"}), Some("already_issued")),
        ("daliu", "pending_payment", "invoice", json!({"title": "个人"}), Some("not_paid")),
    ] {
        let number = shop.order_in(customer, status).await;
        let (_, answer) = shop.post(&format!("/orders/{number}/{path}"), body).await;
        assert_eq!(answer["customer"], customer);
        assert_eq!(answer["ok"], why.is_none(), "{answer}");
        assert_eq!(answer["why"], json!(why));
    }
    let (_, refund) =
        shop.get(&format!("/orders/{}/refund", shop.order_in("daliu", "refunding").await)).await;
    assert_eq!((&refund["status"], &refund["amount"]), (&json!("processing"), &json!(2099.0)));
    assert_eq!(refund["to"], "支付宝原路退回");
    let (_, none) =
        shop.get(&format!("/orders/{}/refund", shop.order_in("xiaohong", "delivered").await)).await;
    assert_eq!(none["status"], "none");
}

#[tokio::test]
async fn prices_are_protected_for_a_week() {
    let shop = Shop::open();
    for (customer, status, difference, why) in [
        ("afang", "delivered", 100.0, None),
        ("xiaoming", "in_transit", 0.0, Some("no_drop")),
        ("afang", "completed", 0.0, Some("expired")),
    ] {
        let number = shop.order_in(customer, status).await;
        let (_, check) = shop.get(&format!("/orders/{number}/price-protection")).await;
        assert_eq!(check["why"], json!(why));
        assert_eq!(check["eligible"], why.is_none());
        assert_eq!(check["difference"], difference, "{check}");
    }
}

#[tokio::test]
async fn an_admin_changes_what_is_seen() {
    let shop = Shop::open();
    let number = shop.order_in("laowang", "in_transit").await;
    let change = json!({"status": "out_for_delivery", "add_event": {"text": "正在派送", "city": "成都"}});
    let (status, parcel) = shop.post(&format!("/admin/orders/{number}"), change).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!((&parcel["stalled_days"], &parcel["events"][0]["city"]), (&json!(0), &json!("成都")));
    let (_, order) = shop.get(&format!("/orders/{number}")).await;
    assert_eq!(order["status"], "out_for_delivery");
    let (status, error) = shop.post(&format!("/admin/orders/{number}"), json!({"state": "lost"})).await;
    assert_eq!((status, &error["error"]["code"]), (StatusCode::BAD_REQUEST, &json!("bad_request")));
}

#[tokio::test]
async fn what_is_unknown_is_404() {
    let shop = Shop::open();
    for path in [
        "/orders/2611000000000000",
        "/orders/1/tracking",
        "/customers/nobody",
        "/stock?product=%E7%81%AB%E7%AE%AD",
        "/stock",
        "/elsewhere",
    ] {
        let (status, error) = shop.get(path).await;
        assert_eq!((status, &error["error"]["code"]), (StatusCode::NOT_FOUND, &json!("not_found")), "{path}");
    }
    let (_, stock) = shop.get("/stock?product=cherry-2kg").await;
    assert_eq!((&stock["in_stock"], stock["restock_at"].is_string()), (&json!(false), true));
    let (_, customer) = shop.get("/customers/daliu").await;
    assert_eq!(customer["level"], "vip");
}

#[tokio::test]
async fn faults_hit_the_paths_they_name() {
    let shop = Shop::open();
    shop.post("/admin/faults", json!({"status": 503, "for_path": "/orders"})).await;
    assert_eq!(shop.get("/orders?customer=xinke").await.0, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(shop.get("/customers/xinke").await.0, StatusCode::OK);
    shop.post("/admin/faults", json!({"garbage": true})).await;
    let (status, body) = shop.send(Request::get("/customers/xinke").body(Body::empty()).unwrap()).await;
    assert_eq!(status, StatusCode::OK);
    assert!(serde_json::from_str::<Value>(&body).is_err());
    shop.post("/admin/faults", json!({})).await;
    assert_eq!(shop.get("/orders?customer=xinke").await.0, StatusCode::OK);
}
