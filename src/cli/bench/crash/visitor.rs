//! A visitor who asks, wants a person now and then, and says again what was not acknowledged.

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use serde_json::{Value, json};

use super::{
    people::{World, dial, next, rest},
    record::{Message, Record, Said},
};
use crate::cli::bench::client::{Client, Target};

/// Between two things that are said.
const PAUSE: std::ops::Range<u64> = 10..200;
/// So long an acknowledgement may take before it is said again.
const PATIENCE: Duration = Duration::from_secs(5);

pub struct Visitor {
    number: usize,
    random: fastrand::Rng,
    token: Option<String>,
    conversation: String,
    pub record: Record,
    said: usize,
    /// Not yet acknowledged.
    pending: Option<Said>,
}

/// A visitor's conversation from its beginning, as the visitor is told it.
pub struct Whole {
    pub conversation: String,
    pub messages: Vec<Message>,
    /// Whether it waits for a person now.
    pub waits: bool,
    /// How often it did.
    pub waited: usize,
    /// `bot`, `waiting`, `human`, one after the other.
    modes: Vec<String>,
}

impl Whole {
    /// Nobody here gives up waiting, so that the next to speak after it is a person.
    pub fn lost_its_place(&self) -> Option<&'static str> {
        let lost = self.modes.windows(2).any(|modes| modes[0] == "waiting" && modes[1] == "bot");
        lost.then_some("it waited for a person, and did not wait any longer")
    }
}

impl Visitor {
    pub fn new(number: usize, random: fastrand::Rng) -> Self {
        Self {
            number,
            random,
            token: None,
            conversation: String::new(),
            record: Record::default(),
            said: 0,
            pending: None,
        }
    }

    /// In faults.
    pub fn name(&self) -> String {
        format!("visitor {} in {}", self.number, self.conversation)
    }

    pub async fn live(mut self, world: Arc<World>) -> Self {
        while !(world.is_ending() && self.pending.is_none()) {
            let path = "/ws/visitor?shop=demo".to_owned();
            let target = world.target.with_path(path);
            let mut client = dial(|| Client::connect(&target)).await;
            // Its end is the server's.
            let _ = self.talk(&mut client, &world).await;
        }
        self
    }

    async fn talk(&mut self, client: &mut Client, world: &World) -> anyhow::Result<()> {
        let hello = match &self.token {
            Some(token) => {
                json!({"type": "hello", "token": token, "conversation": self.conversation, "after": self.record.after})
            }
            None => json!({"type": "hello"}),
        };
        client.say(&hello.to_string()).await?;
        while !(world.is_ending() && self.pending.is_none()) {
            if let Some(said) = &self.pending {
                let say = json!({"type": "say", "client_id": said.client_id, "text": said.text});
                client.say(&say.to_string()).await?;
            }
            let listen =
                if self.pending.is_some() { PATIENCE } else { Duration::from_millis(self.random.u64(PAUSE)) };
            let until = tokio::time::Instant::now() + listen;
            let had = self.pending.is_some();
            while let Some(left) = until.checked_duration_since(tokio::time::Instant::now()) {
                let Some(heard) = next(client, left).await? else { break };
                self.hear(&heard)?;
                if had && self.pending.is_none() {
                    break;
                }
            }
            if self.token.is_some() && self.pending.is_none() && !had {
                self.pending = (!world.is_ending()).then(|| self.something());
            }
        }
        Ok(())
    }

    fn hear(&mut self, heard: &Value) -> anyhow::Result<()> {
        match heard["type"].as_str() {
            Some("welcome") => {
                self.token = heard["token"].as_str().map(str::to_owned);
                self.conversation = heard["conversation"].as_str().context("no conversation")?.to_owned();
            }
            Some("ack")
                if self.pending.as_ref().is_some_and(|said| heard["client_id"] == *said.client_id) =>
            {
                let seq = heard["seq"].as_u64().context("an ack without a seq")?;
                self.pending.take().into_iter().for_each(|said| self.record.acknowledge(said, seq));
            }
            _ => self.record.hear(heard),
        }
        Ok(())
    }

    /// Each is said once, so that the log can be searched for it.
    fn something(&mut self) -> Said {
        self.said += 1;
        let words = match self.random.u8(..10) {
            0 => "转人工",
            1..4 => "我的快递到哪了",
            4..7 => "满多少包邮",
            _ => "你好",
        };
        let text = format!("{words}（第{}位说的第{}句）", self.number, self.said);
        Said { client_id: format!("v{}-{}", self.number, self.said), text }
    }

    /// # Errors
    /// When the server does not tell.
    pub async fn whole(&self, target: &Target) -> anyhow::Result<Whole> {
        let target = target.with_path("/ws/visitor?shop=demo".to_owned());
        let mut client = Client::connect(&target).await?;
        client.say(&json!({"type": "hello", "token": self.token}).to_string()).await?;
        let heard = rest(&mut client).await?;
        let welcome = heard.first().context("no welcome")?;
        let mode = |heard: &&Value| heard["type"] == "mode";
        let modes: Vec<String> = heard
            .iter()
            .filter(mode)
            .map(|heard| heard["mode"].as_str().unwrap_or_default().to_owned())
            .collect();
        Ok(Whole {
            conversation: welcome["conversation"].as_str().context("no conversation")?.to_owned(),
            messages: heard.iter().filter_map(Message::of).collect(),
            waits: welcome["mode"] == "waiting",
            waited: modes.iter().filter(|mode| *mode == "waiting").count(),
            modes,
        })
    }
}
