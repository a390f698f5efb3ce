//! What the demonstration's page shows of its shop: asked of that shop over HTTP, as it stands at the moment.

use std::{collections::BTreeMap, time::Duration};

use axum::{Json, extract::State};
use serde_json::{Value, json};

use super::{Api, ApiError, Code};
use crate::{
    domain::{Call, CallId, CallShape, CustomerId, Integration, Method, Outcome},
    integration::{ConnectError, Gateway},
};

/// The way to the demo shop's own lists, which no customer may ask for.
#[derive(Clone)]
pub struct DemoShop(Gateway);

const CUSTOMERS: &str = "demo_shop.customers";
const GOODS: &str = "demo_shop.goods";

impl DemoShop {
    /// # Errors
    /// When the address is none.
    pub fn at(url: &str) -> Result<Self, ConnectError> {
        let list = |path: &str| CallShape {
            method: Method::Get,
            path: path.to_owned(),
            body: None,
            owner: None,
            choices: None,
        };
        let integration = Integration {
            name: "demo_shop".into(),
            base: url.to_owned(),
            timeout: Duration::from_secs(2),
            headers: BTreeMap::new(),
            calls: [(CUSTOMERS.into(), list("/customers")), (GOODS.into(), list("/goods"))].into(),
        };
        Ok(Self(Gateway::connect(&[integration], |_| None)?))
    }

    async fn list(&self, name: &str) -> Result<Value, ApiError> {
        // It is asked in nobody's name; the gateway wants one all the same.
        let nobody = CustomerId::new("demonstration").map_err(|_| Code::Internal)?;
        let call = Call { id: CallId(1), name: name.into(), with: BTreeMap::new() };
        match self.0.call(&nobody, &call).await {
            Outcome::Answered(list) => Ok(list),
            Outcome::Failed(_) => Err(Code::ShopDown.into()),
        }
    }
}

pub async fn customers(State(api): State<Api>) -> Result<Json<Value>, ApiError> {
    let shop = api.demo_shop.as_ref().ok_or(Code::NotFound)?;
    Ok(Json(json!({"customers": shop.list(CUSTOMERS).await?})))
}

pub async fn goods(State(api): State<Api>) -> Result<Json<Value>, ApiError> {
    let shop = api.demo_shop.as_ref().ok_or(Code::NotFound)?;
    Ok(Json(json!({"goods": shop.list(GOODS).await?})))
}
