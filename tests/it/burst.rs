//! Messages that come in pieces: stored piece by piece, answered as one.

use std::{
    sync::{Arc, Mutex, mpsc},
    time::Duration,
};

use tokio::time::advance;
use xiaoer::conversation::Limits;

use crate::node::{Hook, Node, Script, node, node_with, settled, slow_shop, start};

/// Stops the clock for as long as it lives: tokio's paused time does not run ahead while a blocking task runs.
struct StoppedClock(Option<mpsc::Sender<()>>);

impl StoppedClock {
    fn stop() -> Self {
        let (end, ended) = mpsc::channel::<()>();
        tokio::task::spawn_blocking(move || ended.recv());
        Self(Some(end))
    }
}

impl Drop for StoppedClock {
    fn drop(&mut self) {
        self.0.take();
    }
}

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// Says pieces at intervals of so many milliseconds, lets time pass, and looks at what was said in return.
async fn check(node: &Node, pieces: &[&str], interval: u64, then: u64, answers: &[&str]) {
    let _clock = StoppedClock::stop();
    let mut spoken = Vec::new();
    for (piece, number) in pieces.iter().zip(0..) {
        if number > 0 {
            advance(ms(interval)).await;
        }
        spoken.push(node.begin(piece).await);
    }
    advance(ms(then)).await;
    let first = spoken.swap_remove(0);
    let mut said = settled(first).await;
    if let Some(last) = spoken.pop()
        && said.len() < answers.len()
    {
        said.extend(settled(last).await);
    }
    assert_eq!(said, answers, "{pieces:?}");
}

#[tokio::test(start_paused = true)]
async fn pieces_are_answered_as_one() {
    check(&node().await, &["我买的", "那双鞋", "能退吗"], 500, 801, &["我买的\n那双鞋\n能退吗"]).await;
}

#[tokio::test(start_paused = true)]
async fn each_piece_is_stored_at_once() {
    let _clock = StoppedClock::stop();
    let node = node().await;
    let conversation = node.begin("我买的").await.conversation.clone();
    let last = node.begin("那双鞋").await;
    assert_eq!(last.seq, 3);
    assert_eq!(node.log(&conversation).await, ["opened", "customer_said", "customer_said"]);
    advance(ms(801)).await;
    settled(last).await;
    assert_eq!(
        node.log(&conversation).await,
        ["opened", "customer_said", "customer_said", "understood", "bot_said"]
    );
}

#[tokio::test(start_paused = true)]
async fn what_is_settled_is_answered_without_waiting() {
    check(&node().await, &["settled"], 0, 0, &["settled"]).await;
}

#[tokio::test(start_paused = true)]
async fn one_of_the_choices_is_answered_without_waiting() {
    let node = node().await;
    assert_eq!(node.chat("choose").await, ["哪一个"]);
    check(&node, &["蓝"], 0, 0, &["蓝"]).await;
}

#[tokio::test(start_paused = true)]
async fn a_person_is_one_word_away_among_pieces_too() {
    let node = node().await;
    check(&node, &["我买的", "human"], 100, 0, &[]).await;
    assert_eq!(node.conversations.desk().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn pieces_without_an_end_are_answered_all_the_same() {
    let pieces = ["一", "二", "三", "四", "五"];
    // 3.2 seconds after the first piece, whatever comes.
    check(&node().await, &pieces, 700, 401, &["一\n二\n三\n四\n五"]).await;
}

#[tokio::test(start_paused = true)]
async fn without_a_burst_each_piece_is_a_turn() {
    let node = node_with(slow_shop(), Limits { burst: Duration::ZERO, ..Limits::default() }).await;
    check(&node, &["我买的"], 0, 0, &["我买的"]).await;
    check(&node, &["那双鞋"], 0, 0, &["那双鞋"]).await;
}

#[tokio::test]
async fn a_piece_that_comes_while_the_one_before_is_thought_about_joins_it() {
    let (begin, mut begun) = tokio::sync::mpsc::unbounded_channel();
    let (release, released) = mpsc::channel::<()>();
    let released = Mutex::new(released);
    let hook: Hook = Box::new(move |text| {
        begin.send(text.to_owned()).unwrap();
        if text == "我买的" {
            released.lock().unwrap().recv().unwrap();
        }
    });
    let script = Script { while_understanding: hook, ..Script::default() };
    let limits = Limits { burst: ms(1), ..Limits::default() };
    let node = Arc::new(start(tempfile::tempdir().unwrap(), slow_shop(), limits, script).await);
    let first = node.begin("我买的").await;
    assert_eq!(begun.recv().await.unwrap(), "我买的");
    let second = node.begin("那双鞋").await;
    assert_eq!(begun.recv().await.unwrap(), "我买的\n那双鞋");
    release.send(()).unwrap();
    assert_eq!(settled(second).await, ["我买的\n那双鞋"]);
    assert_eq!(settled(first).await, ["我买的\n那双鞋"]);
}

#[tokio::test(start_paused = true)]
async fn pieces_are_understood_together_after_a_restart_too() {
    let clock = StoppedClock::stop();
    let node = node().await;
    let conversation = node.begin("我买的").await.conversation.clone();
    node.begin("那双鞋").await;
    let node = node.restart(slow_shop()).await;
    drop(clock);
    assert_eq!(
        node.log(&conversation).await,
        ["opened", "customer_said", "customer_said", "understood", "bot_said"]
    );
}
