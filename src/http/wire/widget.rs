//! What the widget reads of the settings. Those of `[widget]` are written as they are read.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    config::{Color, Config, Field, Locale, Offset, Picture, Quick, Side, Spoken, Texts, WidgetConfig},
    domain::ShopId,
};

#[derive(Debug, Serialize)]
pub struct WidgetSettings<'a> {
    shop: &'a ShopId,
    color: &'a Color,
    position: Side,
    offset: Offset,
    language: Spoken,
    logo: Option<&'a Picture>,
    texts: &'a BTreeMap<Locale, Texts>,
    pre_chat: &'a [Field],
    quick: &'a [Quick],
    /// Whether people are there by the opening hours.
    open: bool,
    /// When they are there again.
    opens_at: Option<Timestamp>,
    hours: Vec<DayView>,
    attachments: AttachmentsView,
    message_characters: usize,
    demo: bool,
}

#[derive(Debug, Serialize)]
struct DayView {
    day: &'static str,
    /// `9:00-12:00,13:30-18:00`, or `closed`.
    hours: String,
}

#[derive(Debug, Serialize)]
struct AttachmentsView {
    bytes: u64,
    types: Vec<&'static str>,
}

impl<'a> WidgetSettings<'a> {
    pub fn of(config: &'a Config, (open, opens_at): (bool, Option<Timestamp>), demo: bool) -> Self {
        let WidgetConfig { color, position, offset, language, logo, texts, pre_chat, quick } = &config.widget;
        let week = config.desk.hours.week().into_iter();
        Self {
            shop: &config.shop.id,
            color,
            position: *position,
            offset: *offset,
            language: *language,
            logo: logo.as_ref(),
            texts,
            pre_chat,
            quick,
            open,
            opens_at,
            hours: week.map(|(day, hours)| DayView { day, hours: hours.to_string() }).collect(),
            attachments: AttachmentsView {
                bytes: config.attachments.bytes.get(),
                types: config.attachments.types.iter().map(|kind| kind.as_str()).collect(),
            },
            message_characters: config.limits.message_characters,
            demo,
        }
    }
}
