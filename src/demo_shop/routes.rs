//! The shop's REST API.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, Query, Request, State},
    http::StatusCode,
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::{
    fault::Fault,
    order::ServiceKind,
    shop::{Change, Shop, ShopError},
};

type Answer = Result<Json<Value>, ShopError>;

#[derive(Clone)]
struct Counter(Arc<Inside>);

struct Inside {
    shop: Mutex<Shop>,
    fault: Mutex<Fault>,
}

impl Counter {
    fn shop(&self) -> MutexGuard<'_, Shop> {
        self.0.shop.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fault(&self) -> MutexGuard<'_, Fault> {
        self.0.fault.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A freshly stocked shop whose dates are relative to `now`.
pub fn router(now: Timestamp) -> Router {
    let counter =
        Counter(Arc::new(Inside { shop: Mutex::new(Shop::new(now)), fault: Mutex::new(Fault::default()) }));
    let customers = Router::new()
        .route("/orders", get(recent))
        .route("/orders/search", get(search))
        .route("/orders/{order_no}", get(order))
        .route("/orders/{order_no}/tracking", get(tracking))
        .route("/orders/{order_no}/cancel", post(cancel))
        .route("/orders/{order_no}/address", post(change_address))
        .route("/orders/{order_no}/urge", post(urge))
        .route("/orders/{order_no}/after-sales", get(service).post(open_service))
        .route("/orders/{order_no}/refund", get(refund))
        .route("/orders/{order_no}/invoice", get(invoice).post(request_invoice))
        .route("/orders/{order_no}/price-protection", get(price_protection))
        .route("/stock", get(stock))
        .route("/goods", get(goods))
        .route("/customers", get(customers))
        .route("/customers/{customer}", get(customer))
        .layer(middleware::from_fn_with_state(counter.clone(), misbehave));
    Router::new()
        .merge(customers)
        .route("/admin/orders/{order_no}", post(change))
        .route("/admin/faults", post(set_fault))
        .fallback(async || ShopError::Unknown("page"))
        .layer(DefaultBodyLimit::max(64 * 1024))
        .with_state(counter)
}

async fn misbehave(State(counter): State<Counter>, request: Request, next: Next) -> Response {
    let fault = counter.fault().clone();
    if !fault.concerns(request.uri().path()) {
        return next.run(request).await;
    }
    tokio::time::sleep(fault.delay()).await;
    if let Some(status) = fault.status.and_then(|status| StatusCode::from_u16(status).ok()) {
        return (status, Json(error("fault", "the shop was told to fail"))).into_response();
    }
    if fault.garbage {
        return "<html>&&& 系统繁忙 {\"order".into_response();
    }
    next.run(request).await
}

async fn set_fault(State(counter): State<Counter>, body: Bytes) -> Answer {
    let fault: Fault = read(&body)?;
    if fault.status.is_some_and(|status| !(400..600).contains(&status)) {
        return Err(ShopError::Bad("status must be between 400 and 599".to_owned()));
    }
    *counter.fault() = fault;
    Ok(Json(json!({"ok": true})))
}

async fn change(State(counter): State<Counter>, Path(order_no): Path<String>, body: Bytes) -> Answer {
    let change: Change = read(&body)?;
    counter.shop().change(&order_no, change, Timestamp::now()).map(Json)
}

#[derive(Deserialize)]
struct Whose {
    #[serde(default)]
    customer: String,
}

async fn recent(State(counter): State<Counter>, Query(whose): Query<Whose>) -> Answer {
    Ok(Json(counter.shop().recent(&whose.customer)))
}

#[derive(Deserialize)]
struct Search {
    #[serde(default)]
    customer: String,
    #[serde(default)]
    product: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
}

async fn search(State(counter): State<Counter>, Query(search): Query<Search>) -> Answer {
    let (from, until) = (day("from", &search.from)?, day("until", &search.until)?);
    Ok(Json(counter.shop().search(&search.customer, &search.product, from, until)))
}

async fn order(State(counter): State<Counter>, Path(order_no): Path<String>) -> Answer {
    counter.shop().order(&order_no).map(Json)
}

async fn tracking(State(counter): State<Counter>, Path(order_no): Path<String>) -> Answer {
    counter.shop().tracking(&order_no, Timestamp::now()).map(Json)
}

async fn cancel(State(counter): State<Counter>, Path(order_no): Path<String>) -> Answer {
    counter.shop().cancel(&order_no, Timestamp::now()).map(Json)
}

#[derive(Deserialize)]
struct Address {
    address: String,
}

async fn change_address(State(counter): State<Counter>, Path(order_no): Path<String>, body: Bytes) -> Answer {
    let Address { address } = read(&body)?;
    counter.shop().change_address(&order_no, &address).map(Json)
}

async fn urge(State(counter): State<Counter>, Path(order_no): Path<String>) -> Answer {
    counter.shop().urge(&order_no).map(Json)
}

async fn service(State(counter): State<Counter>, Path(order_no): Path<String>) -> Answer {
    counter.shop().service(&order_no).map(Json)
}

#[derive(Deserialize)]
struct ServiceRequest {
    kind: ServiceKind,
    #[serde(default)]
    reason: Option<String>,
}

async fn open_service(State(counter): State<Counter>, Path(order_no): Path<String>, body: Bytes) -> Answer {
    let ServiceRequest { kind, reason } = read(&body)?;
    let reason = reason.unwrap_or_default();
    counter.shop().open_service(&order_no, kind, &reason, Timestamp::now()).map(Json)
}

async fn refund(State(counter): State<Counter>, Path(order_no): Path<String>) -> Answer {
    counter.shop().refund(&order_no).map(Json)
}

async fn invoice(State(counter): State<Counter>, Path(order_no): Path<String>) -> Answer {
    counter.shop().invoice(&order_no).map(Json)
}

#[derive(Deserialize)]
struct InvoiceRequest {
    title: String,
}

async fn request_invoice(
    State(counter): State<Counter>,
    Path(order_no): Path<String>,
    body: Bytes,
) -> Answer {
    let InvoiceRequest { title } = read(&body)?;
    counter.shop().request_invoice(&order_no, &title, Timestamp::now()).map(Json)
}

async fn price_protection(State(counter): State<Counter>, Path(order_no): Path<String>) -> Answer {
    counter.shop().price_protection(&order_no, Timestamp::now()).map(Json)
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    product: String,
}

async fn stock(State(counter): State<Counter>, Query(wanted): Query<Wanted>) -> Answer {
    counter.shop().stock(&wanted.product, Timestamp::now()).map(Json)
}

async fn goods(State(counter): State<Counter>) -> Answer {
    Ok(Json(counter.shop().goods()))
}

async fn customers(State(counter): State<Counter>) -> Answer {
    Ok(Json(counter.shop().customers()))
}

async fn customer(State(counter): State<Counter>, Path(customer): Path<String>) -> Answer {
    counter.shop().customer(&customer).map(Json)
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, ShopError> {
    serde_json::from_slice(body).map_err(|error| ShopError::Bad(format!("the body does not fit: {error}")))
}

/// No day where nothing stands.
fn day(field: &str, text: &str) -> Result<Option<Date>, ShopError> {
    match text.trim() {
        "" => Ok(None),
        text => text
            .parse()
            .map(Some)
            .map_err(|_| ShopError::Bad(format!("{field} is not a day such as 2026-03-01"))),
    }
}

fn error(code: &str, message: &str) -> Value {
    json!({"error": {"code": code, "message": message}})
}

impl IntoResponse for ShopError {
    fn into_response(self) -> Response {
        let (status, code) = match &self {
            Self::Unknown(_) => (StatusCode::NOT_FOUND, "not_found"),
            Self::Bad(_) => (StatusCode::BAD_REQUEST, "bad_request"),
        };
        (status, Json(error(code, &self.to_string()))).into_response()
    }
}
