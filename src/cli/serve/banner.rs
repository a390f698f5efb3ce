//! What stands on the terminal when the node is open.

use std::{
    io::{self, Write},
    net::SocketAddr,
    path::Path,
    sync::Arc,
    time::Duration,
};

use owo_colors::{OwoColorize, Stream::Stdout};

use super::entrance::Entrance;
use crate::assistant::Assistant;

pub struct Banner<'a> {
    pub address: SocketAddr,
    pub shop_url: Option<&'a str>,
    pub content: Arc<Assistant>,
    pub content_place: &'a str,
    pub encoder: &'a str,
    pub data: &'a Path,
    pub entrance: &'a Entrance,
}

impl Banner<'_> {
    /// Once; the version that it tells of is given up with it, so that a reload frees it.
    pub fn print(self, took: Duration) -> io::Result<()> {
        let mut out = io::stdout().lock();
        let content = self.content.content();
        let name = "小二 xiaoer";
        writeln!(
            out,
            "\n  {} {} is open, ready in {} ms\n",
            name.if_supports_color(Stdout, |name| name.bold()),
            env!("CARGO_PKG_VERSION"),
            took.as_millis()
        )?;
        let mut line = |label: &str, value: String| {
            let label = format!("{label:<10}");
            writeln!(out, "  {} {value}", label.if_supports_color(Stdout, |label| label.cyan()))
        };
        if self.shop_url.is_some() {
            line("shop", format!("http://{}/", self.address))?;
        }
        line("desk", format!("http://{}/seat", self.address))?;
        line("dashboard", format!("http://{}/console", self.address))?;
        match self.entrance {
            Entrance::Demo { password } => {
                let accounts = "seat1@demo, seat2@demo, super@demo, admin@demo";
                line("accounts", format!("{accounts}; password {password}"))?;
            }
            Entrance::SetUp { token } => {
                let token = token.as_str();
                line("set up", format!("POST http://{}/auth/setup, token {token}", self.address))?;
            }
            Entrance::LogIn => {}
        }
        line("webhook", format!("http://{}/webhook", self.address))?;
        if let Some(url) = self.shop_url {
            line("shop's API", format!("{url}/orders?customer=xiaoming"))?;
        }
        line(
            "content",
            format!(
                "{}: {} intents, {} FAQ answers, version {}",
                self.content_place,
                content.intents.len(),
                content.faq.len(),
                content.fingerprint
            ),
        )?;
        line("encoder", self.encoder.to_owned())?;
        line("data", self.data.display().to_string())?;
        if self.shop_url.is_some() {
            let example = format!(
                "curl 'http://{}/webhook?wait=3s' -H 'X-Channel-Type: web' \\\n    -d '{{\"user\": \"xiaoming\", \"text\": \"我的快递到哪了\"}}'",
                self.address
            );
            writeln!(out, "\n  {}\n", example.if_supports_color(Stdout, |example| example.green()))?;
        }
        out.flush()
    }
}
