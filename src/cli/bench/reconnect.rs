//! Whether anybody misses anything, or hears it twice, when everybody comes back at once.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{sync::Barrier, task::JoinSet, time::timeout};

use super::{Common, Figures, visitor::Visitor};

/// What a visitor may take to hear everything.
const PATIENCE: Duration = Duration::from_secs(60);

/// Visitors who lose their connection in the middle of a turn and all come back at once
///
/// Each says a few things, hangs up as soon as the last is acknowledged, comes back with the last `seq` it heard, and listens for the
/// answer. What it heard over both connections must be what a third one hears from the beginning. Exits with 1 if it is not.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  xiaoer bench reconnect --visitors 1000")]
pub struct Args {
    #[command(flatten)]
    pub common: Common,
    #[arg(long, default_value_t = 1000)]
    visitors: usize,
    /// What they say
    #[arg(long, default_value = "你好")]
    text: String,
    /// The shop that they visit
    #[arg(long, default_value = "demo")]
    shop: String,
}

struct Came {
    /// From dialling to the welcome.
    welcomed: Duration,
    /// From dialling until everything missed was there.
    caught_up: Duration,
    fault: Option<String>,
}

pub async fn run(args: &Args) -> anyhow::Result<Figures> {
    let together = Arc::new(Barrier::new(args.visitors));
    let mut visitors = JoinSet::new();
    for _ in 0..args.visitors {
        let (url, shop, text) = (args.common.url.clone(), args.shop.clone(), args.text.clone());
        let together = together.clone();
        visitors.spawn(async move {
            let mut before = Visitor::arrive(&url, &shop).await?;
            for _ in 0..2 {
                let seq = before.say(&text).await?;
                before.hear_answer(seq).await?;
            }
            together.wait().await;
            let said = before.say(&text).await?;
            let Visitor { token, seq, messages, .. } = before;
            together.wait().await;

            let began = Instant::now();
            let mut back = Visitor::come_back(&url, &shop, &token, seq).await?;
            let welcomed = began.elapsed();
            let mut fault = None;
            if timeout(PATIENCE, back.hear_answer(said)).await.is_err() {
                fault = Some(format!("no answer to {said} came"));
            }
            let caught_up = began.elapsed();
            let mut whole = Visitor::come_back(&url, &shop, &token, 0).await?;
            let heard = [messages, std::mem::take(&mut back.messages)].concat();
            if timeout(PATIENCE, whole.hear_answer(said)).await.is_err() || whole.messages != heard {
                let log = &whole.messages;
                fault = fault.or_else(|| Some(format!("heard {heard:?}, and the log has {log:?}")));
            }
            anyhow::Ok(Came { welcomed, caught_up, fault })
        });
    }
    let mut figures = Figures::of("reconnect");
    let (mut welcomed, mut caught_up) = (Vec::new(), Vec::new());
    while let Some(came) = visitors.join_next().await {
        let came = came??;
        welcomed.push(came.welcomed);
        caught_up.push(came.caught_up);
        if let Some(fault) = came.fault {
            figures.add_fault(fault);
        }
    }
    figures.add("visitors", args.visitors as f64);
    figures.add_times("welcome_", &mut welcomed);
    figures.add_times("caught_up_", &mut caught_up);
    Ok(figures)
}
