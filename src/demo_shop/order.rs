//! An order with its parcel, its service request, its refund and its invoice, in the field names of the shop's API.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::goods::Yuan;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    PendingPayment,
    /// Paid and not sent yet.
    Paid,
    Shipped,
    InTransit,
    OutForDelivery,
    Delivered,
    Completed,
    Cancelled,
    Refunding,
    Refunded,
}

impl Status {
    /// Whether cancelling or a new address is refused, and why.
    pub fn locked(self) -> Option<&'static str> {
        match self {
            Self::PendingPayment | Self::Paid => None,
            Self::Shipped | Self::InTransit | Self::OutForDelivery => Some("already_shipped"),
            Self::Cancelled => Some("already_cancelled"),
            Self::Delivered | Self::Completed | Self::Refunding | Self::Refunded => Some("finished"),
        }
    }
}

#[derive(Debug, Clone, Serialize)]
pub struct Order {
    pub order_no: String,
    pub customer: String,
    pub status: Status,
    pub created_at: Timestamp,
    pub paid_at: Option<Timestamp>,
    pub shipped_at: Option<Timestamp>,
    pub delivered_at: Option<Timestamp>,
    /// What the items come to.
    pub amount: Yuan,
    pub pay_method: String,
    pub address: String,
    /// Masked.
    pub phone: String,
    pub items: Vec<Item>,
    pub carrier: Option<String>,
    pub tracking_no: Option<String>,
    pub expected_at: Option<Timestamp>,
    pub note: Option<String>,
    /// Oldest first; shown newest first.
    #[serde(skip)]
    pub events: Vec<Scan>,
    #[serde(skip)]
    pub reminders: u32,
    #[serde(skip)]
    pub service: Option<Service>,
    #[serde(skip)]
    pub refund: Option<Refund>,
    #[serde(skip)]
    pub invoice: Option<Invoice>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Item {
    pub product: &'static str,
    pub product_id: &'static str,
    pub category: &'static str,
    pub quantity: u32,
    /// Of one, as paid.
    pub price: Yuan,
    pub promotion: Option<&'static str>,
}

/// Where the parcel was seen.
#[derive(Debug, Clone, Serialize)]
pub struct Scan {
    pub at: Timestamp,
    pub text: String,
    pub city: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceKind {
    Return,
    Exchange,
    Repair,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceStatus {
    Reviewing,
    WaitingParcel,
    Finished,
}

#[derive(Debug, Clone, Serialize)]
pub struct Service {
    pub service_no: String,
    pub kind: ServiceKind,
    pub status: ServiceStatus,
    pub updated_at: Timestamp,
    pub note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundStatus {
    Processing,
    PaidOut,
}

#[derive(Debug, Clone, Serialize)]
pub struct Refund {
    pub status: RefundStatus,
    pub amount: Yuan,
    pub expected_at: Option<Timestamp>,
    pub updated_at: Timestamp,
}

#[derive(Debug, Clone, Serialize)]
pub struct Invoice {
    pub title: String,
    pub requested_at: Timestamp,
    pub issued_at: Option<Timestamp>,
}

/// The hotline of a carrier.
pub fn carrier_phone(carrier: &str) -> Option<&'static str> {
    [
        ("顺丰", "95338"),
        ("中通", "95311"),
        ("圆通", "95554"),
        ("京东快递", "950616"),
        ("韵达", "95546"),
        ("极兔", "956025"),
        ("申通", "95543"),
        ("EMS", "11183"),
    ]
    .into_iter()
    .find_map(|(name, phone)| (name == carrier).then_some(phone))
}
