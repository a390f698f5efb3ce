//! The shop's books in memory, and the rules of what may be done to an order.

use jiff::{Timestamp, civil::Date};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    calendar::zone,
    goods::{self, Yuan},
    order::{
        Invoice, Order, Refund, RefundStatus, Scan, Service, ServiceKind, ServiceStatus, Status,
        carrier_phone,
    },
    seed,
};

const DAY: i64 = 24 * 3600;
const RETURN_ADDRESS: &str = "浙江省嘉兴市南湖区物流大道88号退货中心 收件人：售后组 电话：0573-8288****";

pub struct Customer {
    pub id: &'static str,
    pub name: &'static str,
    pub level: &'static str,
    pub phone: &'static str,
    pub address: &'static str,
    /// Why they may come to customer service, in Chinese and in English.
    pub about: [&'static str; 2],
}

/// Why the shop has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShopError {
    #[error("there is no such {0}")]
    Unknown(&'static str),
    #[error("{0}")]
    Bad(String),
}

/// What was asked for was done, or why not.
type Verdict = Result<(), &'static str>;

/// What an admin may change of an order.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    status: Option<Status>,
    carrier: Option<String>,
    tracking_no: Option<String>,
    expected_at: Option<Timestamp>,
    address: Option<String>,
    add_event: Option<NewScan>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewScan {
    text: String,
    #[serde(default)]
    city: String,
    at: Option<Timestamp>,
}

pub struct Shop {
    customers: Vec<Customer>,
    /// Newest first.
    orders: Vec<Order>,
    services_opened: u32,
}

impl Shop {
    pub fn new(now: Timestamp) -> Self {
        let mut orders = seed::orders(now);
        orders.sort_by_key(|order| std::cmp::Reverse(order.created_at));
        Self { customers: seed::customers(), orders, services_opened: 0 }
    }

    pub fn customer(&self, id: &str) -> Result<Value, ShopError> {
        let Customer { id, name, level, phone, address: _, about: _ } =
            self.customers.iter().find(|known| known.id == id).ok_or(ShopError::Unknown("customer"))?;
        Ok(json!({"customer": id, "name": name, "level": level, "phone": phone}))
    }

    /// Everybody, with their orders and what was last heard of each.
    pub fn customers(&self) -> Value {
        let view = |Customer { id, name, level, phone: _, address: _, about: [zh, en] }: &Customer| {
            let orders = self.orders.iter().filter(|order| order.customer == *id);
            let orders: Value = orders
                .map(|order| {
                    let mut view = json!(order);
                    merge(&mut view, json!({"latest": order.events.iter().max_by_key(|scan| scan.at)}));
                    view
                })
                .collect();
            json!({"id": id, "name": name, "level": level, "about": {"zh-CN": zh, "en": en}, "orders": orders})
        };
        self.customers.iter().map(view).collect()
    }

    pub fn goods(&self) -> Value {
        json!(goods::PRODUCTS)
    }

    /// A customer nobody knows has no orders.
    pub fn recent(&self, customer: &str) -> Value {
        self.orders.iter().filter(|order| order.customer == customer).map(|order| json!(order)).collect()
    }

    /// Orders of a customer in which an item is, or is called like, the product; both days included.
    pub fn search(&self, customer: &str, product: &str, from: Option<Date>, until: Option<Date>) -> Value {
        let wanted = product.trim();
        self.orders
            .iter()
            .filter(|order| order.customer == customer)
            .filter(|order| {
                let day = order.created_at.to_zoned(zone()).date();
                from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
            })
            .filter(|order| {
                order.items.iter().any(|item| {
                    wanted.is_empty()
                        || item.product_id == wanted
                        || item.category == wanted
                        || item.product.contains(wanted)
                        || wanted.contains(item.product)
                })
            })
            .map(|order| json!(order))
            .collect()
    }

    pub fn order(&self, order_no: &str) -> Result<Value, ShopError> {
        Ok(json!(self.find(order_no)?))
    }

    pub fn tracking(&self, order_no: &str, now: Timestamp) -> Result<Value, ShopError> {
        let order = self.find(order_no)?;
        let mut events = order.events.clone();
        events.sort_by_key(|event| std::cmp::Reverse(event.at));
        let stalled = events.first().map_or(0, |last| (now.as_second() - last.at.as_second()).max(0) / DAY);
        Ok(json!({
            "order_no": order.order_no,
            "customer": order.customer,
            "status": order.status,
            "carrier": order.carrier,
            "tracking_no": order.tracking_no,
            "carrier_phone": order.carrier.as_deref().and_then(carrier_phone),
            "expected_at": order.expected_at,
            "stalled_days": stalled,
            "events": events,
        }))
    }

    pub fn cancel(&mut self, order_no: &str, now: Timestamp) -> Result<Value, ShopError> {
        let order = self.find_mut(order_no)?;
        let verdict = order.status.locked().map_or(Ok(()), Err);
        if verdict.is_ok() {
            if order.status == Status::Paid {
                order.refund = Some(Refund {
                    status: RefundStatus::Processing,
                    amount: order.amount,
                    expected_at: Timestamp::from_second(now.as_second() + 3 * DAY).ok(),
                    updated_at: whole(now),
                });
            }
            order.status = Status::Cancelled;
        }
        Ok(told(json!(order), verdict))
    }

    pub fn change_address(&mut self, order_no: &str, address: &str) -> Result<Value, ShopError> {
        let order = self.find_mut(order_no)?;
        let address = filled("address", address)?;
        let verdict = order.status.locked().map_or(Ok(()), Err);
        if verdict.is_ok() {
            address.clone_into(&mut order.address);
        }
        Ok(told(json!(order), verdict))
    }

    /// The warehouse or the courier has a reminder.
    pub fn urge(&mut self, order_no: &str) -> Result<Value, ShopError> {
        let order = self.find_mut(order_no)?;
        order.reminders += 1;
        Ok(told(json!(order), Ok(())))
    }

    pub fn service(&self, order_no: &str) -> Result<Value, ShopError> {
        Ok(service_view(self.find(order_no)?))
    }

    pub fn open_service(
        &mut self,
        order_no: &str,
        kind: ServiceKind,
        reason: &str,
        now: Timestamp,
    ) -> Result<Value, ShopError> {
        self.services_opened += 1;
        let service_no = format!("AS{}", 2_230_000 + self.services_opened);
        let order = self.find_mut(order_no)?;
        let open = order.service.as_ref().is_some_and(|service| service.status != ServiceStatus::Finished);
        let verdict = if open || matches!(order.status, Status::Refunding | Status::Refunded) {
            Err("already_open")
        } else if now > service_until(order, kind) {
            Err("out_of_window")
        } else {
            let note = (!reason.trim().is_empty()).then(|| reason.trim().to_owned());
            let status = ServiceStatus::Reviewing;
            order.service = Some(Service { service_no, kind, status, updated_at: whole(now), note });
            Ok(())
        };
        Ok(told(service_view(order), verdict))
    }

    pub fn refund(&self, order_no: &str) -> Result<Value, ShopError> {
        let order = self.find(order_no)?;
        let to = format!("{}原路退回", order.pay_method);
        let mut view = json!({"order_no": order.order_no, "customer": order.customer, "to": to});
        merge(
            &mut view,
            order.refund.as_ref().map(|refund| json!(refund)).unwrap_or_else(
                || json!({"status": "none", "amount": order.amount, "expected_at": null, "updated_at": null}),
            ),
        );
        Ok(view)
    }

    pub fn invoice(&self, order_no: &str) -> Result<Value, ShopError> {
        Ok(invoice_view(self.find(order_no)?))
    }

    pub fn request_invoice(
        &mut self,
        order_no: &str,
        title: &str,
        now: Timestamp,
    ) -> Result<Value, ShopError> {
        let order = self.find_mut(order_no)?;
        let title = filled("title", title)?.to_owned();
        let verdict = match (order.status, &order.invoice) {
            (Status::PendingPayment | Status::Cancelled | Status::Refunded, _) => Err("not_paid"),
            (_, Some(invoice)) if invoice.issued_at.is_some() => Err("already_issued"),
            _ => Ok(()),
        };
        if verdict.is_ok() {
            order.invoice = Some(Invoice { title, requested_at: whole(now), issued_at: None });
        }
        Ok(told(invoice_view(order), verdict))
    }

    /// The price protection: seven days from the order.
    pub fn price_protection(&self, order_no: &str, now: Timestamp) -> Result<Value, ShopError> {
        let order = self.find(order_no)?;
        let today = order.items.iter().map(|item| {
            let price = goods::by_id(item.product_id).map_or(item.price, |product| product.price);
            price.min(item.price).0 * i64::from(item.quantity)
        });
        let today = Yuan(today.sum());
        let difference = Yuan(order.amount.0 - today.0);
        let until = after(order.created_at, 7);
        let why = if now > until {
            Some("expired")
        } else if difference.0 == 0 {
            Some("no_drop")
        } else {
            None
        };
        Ok(json!({
            "order_no": order.order_no,
            "customer": order.customer,
            "paid": order.amount,
            "now": today,
            "difference": difference,
            "until": until,
            "eligible": why.is_none(),
            "why": why,
            "status": "none",
        }))
    }

    pub fn stock(&self, wanted: &str, now: Timestamp) -> Result<Value, ShopError> {
        let product = goods::find(wanted).ok_or(ShopError::Unknown("product"))?;
        Ok(json!({
            "product": product.name,
            "product_id": product.id,
            "in_stock": product.stock > 0,
            "quantity": product.stock,
            "restock_at": product.restock_days.map(|days| after(whole(now), days.into())),
        }))
    }

    /// Whatever an admin says holds, sensible or not: it is there to be played with.
    pub fn change(&mut self, order_no: &str, change: Change, now: Timestamp) -> Result<Value, ShopError> {
        let order = self.find_mut(order_no)?;
        let Change { status, carrier, tracking_no, expected_at, address, add_event } = change;
        if let Some(status) = status {
            order.status = status;
            if status == Status::Delivered {
                order.delivered_at.get_or_insert(whole(now));
            }
        }
        order.carrier = carrier.or(order.carrier.take());
        order.tracking_no = tracking_no.or(order.tracking_no.take());
        order.expected_at = expected_at.or(order.expected_at);
        if let Some(address) = address {
            order.address = address;
        }
        if let Some(NewScan { text, city, at }) = add_event {
            let at = at.unwrap_or_else(|| whole(now));
            order.shipped_at.get_or_insert(at);
            order.events.push(Scan { at, text, city });
        }
        self.tracking(order_no, now)
    }

    fn find(&self, order_no: &str) -> Result<&Order, ShopError> {
        self.orders.iter().find(|order| order.order_no == order_no).ok_or(ShopError::Unknown("order"))
    }

    fn find_mut(&mut self, order_no: &str) -> Result<&mut Order, ShopError> {
        self.orders.iter_mut().find(|order| order.order_no == order_no).ok_or(ShopError::Unknown("order"))
    }
}

/// The end of the window in which a service may be asked for; it begins when the parcel is received.
fn service_until(order: &Order, kind: ServiceKind) -> Timestamp {
    let Some(received) = order.delivered_at else {
        return if order.status.locked() == Some("already_cancelled") {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        };
    };
    let perishable = order.items.iter().any(|item| matches!(item.category, "dairy" | "fruit"));
    let days = match (kind, perishable) {
        (ServiceKind::Return | ServiceKind::Exchange, true) => 2,
        (ServiceKind::Return, false) => 7,
        (ServiceKind::Exchange, false) => 15,
        (ServiceKind::Repair, _) => 365,
    };
    after(received, days)
}

fn service_view(order: &Order) -> Value {
    let mut view = json!({
        "order_no": order.order_no,
        "customer": order.customer,
        "return_address": RETURN_ADDRESS,
    });
    merge(
        &mut view,
        order.service.as_ref().map(|service| json!(service)).unwrap_or_else(
            || json!({"service_no": null, "kind": null, "status": "none", "updated_at": null, "note": null}),
        ),
    );
    view
}

fn invoice_view(order: &Order) -> Value {
    let invoice = order.invoice.as_ref();
    let issued_at = invoice.and_then(|invoice| invoice.issued_at);
    let status = match invoice {
        None => "none",
        Some(_) if issued_at.is_none() => "requested",
        Some(_) => "issued",
    };
    json!({
        "order_no": order.order_no,
        "customer": order.customer,
        "status": status,
        "kind": "电子普通发票",
        "title": invoice.map(|invoice| invoice.title.as_str()),
        "url": issued_at.map(|_| format!("https://demo-shop.example/invoices/{}.pdf", order.order_no)),
        "requested_at": invoice.map(|invoice| invoice.requested_at),
        "issued_at": issued_at,
    })
}

fn told(mut view: Value, verdict: Verdict) -> Value {
    merge(&mut view, json!({"ok": verdict.is_ok(), "why": verdict.err()}));
    view
}

fn merge(view: &mut Value, more: Value) {
    if let (Value::Object(view), Value::Object(more)) = (view, more) {
        view.extend(more);
    }
}

fn filled<'a>(field: &str, text: &'a str) -> Result<&'a str, ShopError> {
    let text = text.trim();
    if text.is_empty() { Err(ShopError::Bad(format!("{field} is empty"))) } else { Ok(text) }
}

fn after(start: Timestamp, days: i64) -> Timestamp {
    Timestamp::from_second(start.as_second() + days * DAY).unwrap_or(Timestamp::MAX)
}

/// Without parts of a second.
fn whole(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}
