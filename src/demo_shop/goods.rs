//! What the demo shop sells. Ids, names and list prices are those of knowledge/graph.yml.

use serde::{Serialize, Serializer};

/// An amount of money, in fen; written as a number in yuan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Yuan(pub i64);

impl Serialize for Yuan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0 as f64 / 100.0)
    }
}

#[derive(Serialize)]
pub struct Product {
    pub id: &'static str,
    pub name: &'static str,
    pub category: &'static str,
    /// What it costs today; what somebody paid stands in their order.
    pub price: Yuan,
    pub stock: u32,
    /// When it comes back, for what is sold out.
    pub restock_days: Option<i32>,
}

const fn product(
    id: &'static str,
    name: &'static str,
    category: &'static str,
    price: i64,
    stock: u32,
) -> Product {
    Product { id, name, category, price: Yuan(price), stock, restock_days: None }
}

const fn sold_out(
    id: &'static str,
    name: &'static str,
    category: &'static str,
    price: i64,
    days: i32,
) -> Product {
    Product { id, name, category, price: Yuan(price), stock: 0, restock_days: Some(days) }
}

pub const PRODUCTS: &[Product] = &[
    product("milk-pure-12", "高原牧场纯牛奶250ml×12盒", "dairy", 5990, 860),
    product("phone-x1", "星澜X1手机 8+256G", "phone", 239_900, 75),
    product("earbuds-air", "云雀Air无线耳机", "audio", 29_900, 310),
    product("ricecooker-4l", "禾悦4L电饭煲", "kitchen_appliance", 25_900, 128),
    product("kettle-17", "禾悦1.7L电热水壶", "kitchen_appliance", 9900, 240),
    product("sneaker-run", "疾风轻跑运动鞋", "shoes", 23_900, 66),
    product("tshirt-cotton", "素棉圆领T恤", "clothing", 5900, 1200),
    product("book-rust", "《锈迹斑斑的代码》", "books", 7900, 54),
    sold_out("cherry-2kg", "智利车厘子2kg", "fruit", 13_900, 5),
    product("diaper-l", "贝小暖纸尿裤L码", "mother_baby", 8900, 430),
    product("vacuum-v8", "净驰V8吸尘器", "home_appliance", 89_900, 37),
    sold_out("desklamp-eye", "明眸护眼台灯", "home", 19_900, 3),
    product("toner-rose", "花间玫瑰爽肤水", "beauty", 8900, 190),
    product("catfood-5", "喵盛全价猫粮5kg", "pets", 12_900, 145),
    product("aircon-15", "凉域1.5匹空调", "large_appliance", 219_900, 12),
];

pub fn by_id(id: &str) -> Option<&'static Product> {
    PRODUCTS.iter().find(|product| product.id == id)
}

/// By id or name, or by a part of the name.
pub fn find(wanted: &str) -> Option<&'static Product> {
    let wanted = wanted.trim();
    by_id(wanted)
        .or_else(|| PRODUCTS.iter().find(|product| product.name == wanted))
        .or_else(|| PRODUCTS.iter().find(|product| !wanted.is_empty() && product.name.contains(wanted)))
}
