//! A seat that takes what it is offered, answers, and hands back to the bot.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use anyhow::{Context, ensure};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep, timeout_at};

use super::{
    people::{World, dial, rest},
    record::{Message, Record, Said},
};
use crate::cli::bench::client::{Client, Target, sign_in};

/// Chats at a time: few, so that others wait.
const CAPACITY: u8 = 3;
/// How often it answers before it hands a chat back.
const ANSWERS: u8 = 3;
/// So long an acknowledgement may take before it is said again.
const PATIENCE: Duration = Duration::from_secs(5);

pub struct Seat {
    pub email: &'static str,
    token: String,
    random: fastrand::Rng,
    chats: BTreeMap<String, Chat>,
    said: usize,
    /// Said in a conversation, and not yet acknowledged.
    pending: Option<(String, Said)>,
}

#[derive(Default)]
struct Chat {
    record: Record,
    answered: u8,
    /// What the customer said last has no answer yet.
    owes: bool,
    held: bool,
}

impl Seat {
    /// # Errors
    /// When the server does not let it in.
    pub async fn sign_in(
        target: &Target,
        email: &'static str,
        password: &str,
        random: fastrand::Rng,
    ) -> anyhow::Result<Self> {
        let token = sign_in(target, email, password).await?;
        Ok(Self { email, token, random, chats: BTreeMap::new(), said: 0, pending: None })
    }

    pub fn record(&self, conversation: &str) -> Option<&Record> {
        self.chats.get(conversation).map(|chat| &chat.record)
    }

    pub async fn live(mut self, world: Arc<World>) -> Self {
        while !(world.is_ending() && self.pending.is_none()) {
            let target = world.target.with_path("/ws/seat".to_owned());
            let mut client = dial(|| Client::connect_as(&target, Some(&self.token))).await;
            // Its end is the server's.
            let _ = self.work(&mut client, &world).await;
        }
        self
    }

    async fn work(&mut self, client: &mut Client, world: &World) -> anyhow::Result<()> {
        let after: BTreeMap<_, _> = self.chats.iter().map(|(id, chat)| (id, chat.record.after)).collect();
        client.say(&json!({"type": "hello", "after": after}).to_string()).await?;
        client.say(&json!({"type": "presence", "state": "online", "capacity": CAPACITY}).to_string()).await?;
        self.chats.values_mut().for_each(|chat| chat.held = false);
        loop {
            if let Some((conversation, said)) = &self.pending {
                let say = json!({"type": "say", "conversation": conversation, "client_id": said.client_id, "text": said.text});
                client.say(&say.to_string()).await?;
            }
            let until =
                Instant::now() + if self.pending.is_some() { PATIENCE } else { Duration::from_millis(50) };
            let had = self.pending.is_some();
            while let Ok(text) = timeout_at(until, client.hear_text()).await {
                let heard: Value = serde_json::from_str(&text?)?;
                self.hear(&heard, client).await?;
                if had && self.pending.is_none() {
                    break;
                }
            }
            if self.pending.is_none() {
                if world.is_ending() {
                    return Ok(());
                }
                self.answer_or_hand_back(client).await?;
            }
        }
    }

    async fn hear(&mut self, heard: &Value, client: &mut Client) -> anyhow::Result<()> {
        let conversation = heard["conversation"].as_str().unwrap_or_default().to_owned();
        match heard["type"].as_str() {
            Some("welcome") => {
                for held in heard["conversations"].as_array().into_iter().flatten() {
                    self.chat(held["conversation"].as_str().unwrap_or_default()).held = true;
                }
                for offered in heard["offered"].as_array().into_iter().flatten() {
                    client.say(&json!({"type": "take", "conversation": offered}).to_string()).await?;
                }
            }
            // Now and then an offer is left to the colleague.
            Some("offer") if self.random.u8(..4) > 0 => {
                client.say(&json!({"type": "take", "conversation": conversation}).to_string()).await?;
            }
            Some("taken") => {
                let chat = self.chat(&conversation);
                (chat.held, chat.answered, chat.owes) = (true, 0, true);
            }
            Some(kind @ ("ack" | "error")) => self.settle(kind == "ack", heard),
            _ if heard["at"].is_string() && !conversation.is_empty() => {
                let chat = self.chat(&conversation);
                chat.record.hear(heard);
                chat.owes |= heard["by"] == "customer";
                chat.held &= heard["type"] != "mode" || heard["mode"] == "human";
            }
            _ => {}
        }
        Ok(())
    }

    /// An error ends it too: the chat is somebody else's by now.
    fn settle(&mut self, stored: bool, heard: &Value) {
        let Some((conversation, said)) =
            self.pending.take_if(|(_, said)| heard["client_id"] == *said.client_id)
        else {
            return;
        };
        if stored {
            self.chat(&conversation).record.acknowledge(said, heard["seq"].as_u64().unwrap_or_default());
        } else {
            self.chat(&conversation).held = false;
        }
    }

    fn chat(&mut self, conversation: &str) -> &mut Chat {
        self.chats.entry(conversation.to_owned()).or_default()
    }

    async fn answer_or_hand_back(&mut self, client: &mut Client) -> anyhow::Result<()> {
        let Some((conversation, chat)) = self.chats.iter_mut().find(|(_, chat)| chat.held && chat.owes)
        else {
            return Ok(());
        };
        chat.owes = false;
        if chat.answered == ANSWERS {
            chat.held = false;
            return client.say(&json!({"type": "hand_back", "conversation": conversation}).to_string()).await;
        }
        chat.answered += 1;
        self.said += 1;
        let client_id = format!("{}-{}", self.email, self.said);
        let text = format!("好的，我来看看（{}第{}句）", self.email, self.said);
        self.pending = Some((conversation.clone(), Said { client_id, text }));
        Ok(())
    }

    /// # Errors
    /// When it is not welcome.
    pub async fn at_the_desk(&self, target: &Target) -> anyhow::Result<Desk> {
        let mut client =
            Client::connect_as(&target.with_path("/ws/seat".to_owned()), Some(&self.token)).await?;
        client.say(r#"{"type": "hello"}"#).await?;
        let heard = rest(&mut client).await?;
        let welcome = heard.first().context("no welcome")?;
        let waiting = welcome["queue"].as_array().into_iter().flatten();
        let waiting = waiting.filter_map(|waiting| Some(waiting["conversation"].as_str()?.to_owned()));
        Ok(Desk { client, queue: waiting.collect() })
    }
}

/// The desk, as somebody sees it who watches all conversations.
pub struct Desk {
    client: Client,
    /// Who waits.
    pub queue: BTreeSet<String>,
}

impl Desk {
    /// A conversation's messages from the beginning.
    ///
    /// # Errors
    /// When the server does not tell.
    pub async fn whole(&mut self, conversation: &str) -> anyhow::Result<Vec<Message>> {
        let order = |kind| json!({"type": kind, "conversation": conversation}).to_string();
        self.client.say(&order("open")).await?;
        let mut messages = Vec::new();
        loop {
            let heard: Value = serde_json::from_str(&self.client.hear_text().await?)?;
            ensure!(heard["type"] != "error", "the desk does not tell of {conversation}: {heard}");
            if heard["conversation"] != conversation {
                continue;
            }
            if heard["type"] == "transcript" {
                break;
            }
            messages.extend(Message::of(&heard));
        }
        self.client.say(&order("shut")).await?;
        // A seat may not say more than 20 things a second.
        sleep(Duration::from_millis(100)).await;
        Ok(messages)
    }
}
