//! A visitor, as docs/api.md describes their socket.

use anyhow::{Context, bail};
use serde_json::{Value, json};
use uuid::Uuid;

use super::client::{Client, Target};

pub struct Visitor {
    client: Client,
    /// With it, the same visitor comes back.
    pub token: String,
    pub conversation: String,
    /// The last event that came.
    pub seq: u64,
    /// Of each message that came, by whomever.
    pub messages: Vec<u64>,
}

impl Visitor {
    /// A new one.
    pub async fn arrive(target: &Target, shop: &str) -> anyhow::Result<Self> {
        Self::hello(target, shop, json!({"type": "hello"})).await
    }

    /// One that was here before, and wants to hear what came after `seq`.
    pub async fn come_back(target: &Target, shop: &str, token: &str, seq: u64) -> anyhow::Result<Self> {
        let mut visitor =
            Self::hello(target, shop, json!({"type": "hello", "token": token, "after": seq})).await?;
        visitor.seq = seq;
        Ok(visitor)
    }

    async fn hello(target: &Target, shop: &str, hello: Value) -> anyhow::Result<Self> {
        let target = target.with_path(format!("/ws/visitor?shop={shop}"));
        let mut client = Client::connect(&target).await?;
        client.say(&hello.to_string()).await?;
        let welcome: Value = serde_json::from_str(&client.hear_text().await?)?;
        if welcome["type"] != "welcome" {
            bail!("the server does not welcome visitors: {welcome}");
        }
        let token = welcome["token"].as_str().context("the welcome has no token")?.to_owned();
        let conversation =
            welcome["conversation"].as_str().context("the welcome has no conversation")?.to_owned();
        Ok(Self { client, token, conversation, seq: 0, messages: Vec::new() })
    }

    /// Sends a message and returns when it is on the server's disk.
    pub async fn say(&mut self, text: &str) -> anyhow::Result<u64> {
        let id = Uuid::now_v7().to_string();
        self.client.say(&json!({"type": "say", "client_id": id, "text": text}).to_string()).await?;
        loop {
            let heard = self.hear().await?;
            if heard["type"] == "ack" && heard["client_id"] == id {
                return heard["seq"].as_u64().context("an ack without a seq");
            }
        }
    }

    /// Waits for the bot's answer to what was said as `seq`.
    pub async fn hear_answer(&mut self, seq: u64) -> anyhow::Result<()> {
        while self.seq <= seq {
            self.hear_message("bot").await?;
        }
        Ok(())
    }

    /// The next message from this side.
    pub async fn hear_message(&mut self, by: &str) -> anyhow::Result<()> {
        loop {
            let heard = self.hear().await?;
            if heard["type"] == "message" && heard["by"] == by {
                return Ok(());
            }
        }
    }

    /// Whatever the server says next.
    pub async fn hear(&mut self) -> anyhow::Result<Value> {
        let heard: Value = serde_json::from_str(&self.client.hear_text().await?)?;
        if heard["type"] == "error" {
            bail!("the server refuses: {heard}");
        }
        if heard["type"] == "message"
            && let Some(seq) = heard["seq"].as_u64()
        {
            self.seq = self.seq.max(seq);
            self.messages.push(seq);
        }
        Ok(heard)
    }
}
