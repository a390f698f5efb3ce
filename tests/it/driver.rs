//! The desk at work on real conversations: who gets whom, and what follows when somebody is late.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use xiaoer::{
    config::{Config, CustomerLate, DeskConfig, Dispatch, SeatLate},
    conversation::{Act, Ear, Heard, Limits, Topic},
    desk::{ChatId, Desk, Presence, SeatState},
    domain::{Assignment, Closing, ConversationId, Event, Mode, Release, SeatId},
    store::Contact,
};

use crate::node::{Node, Script, ming, settled, shop_id, slow_shop, start_at};

/// Late at once.
const SOON: Duration = Duration::from_millis(1);

fn seat(number: u8) -> SeatId {
    SeatId::new(format!("seat{number}")).unwrap()
}

async fn node(change: impl FnOnce(&mut DeskConfig)) -> Arc<Node> {
    let config = Config::embedded();
    let mut desk = config.desk;
    change(&mut desk);
    let desk = Desk::new(desk, config.shop.timezone);
    let folder = tempfile::tempdir().unwrap();
    Arc::new(start_at(folder, slow_shop(), Limits::default(), Script::default(), desk).await)
}

impl Node {
    fn online(&self, number: u8) {
        let presence = Presence { state: SeatState::Online, capacity: 2, skills: [].into() };
        self.conversations.desk().present(&shop_id(), &seat(number), presence);
    }

    /// Hears everything about the customer.
    fn ear(&self) -> Ear {
        let Contact { customer, channel, .. } = ming();
        Ear::open(self.conversations.hub(), shop_id(), Topic::Contact(customer, channel), 256)
    }

    fn seat_ear(&self, number: u8) -> Ear {
        Ear::open(self.conversations.hub(), shop_id(), Topic::Seat(seat(number)), 256)
    }

    async fn asks_for_person(&self) -> ConversationId {
        let spoken = self.say("human").await.unwrap();
        let conversation = spoken.conversation.clone();
        settled(spoken).await;
        conversation
    }
}

/// Waits until something like this is heard.
async fn hear<T>(ear: &mut Ear, like: impl Fn(&Heard) -> Option<T>) -> T {
    loop {
        if let Some(found) = like(&*ear.next().await) {
            return found;
        }
    }
}

async fn event(ear: &mut Ear, like: impl Fn(&Event) -> bool) {
    hear(ear, |heard| match_event(heard).filter(|event| like(event)).map(drop)).await;
}

fn match_event(heard: &Heard) -> Option<&Event> {
    if let Heard::Recorded { recorded, .. } = heard { Some(&recorded.event) } else { None }
}

async fn assigned(ear: &mut Ear) -> (SeatId, Assignment) {
    hear(ear, |heard| {
        if let Some(Event::SeatAssigned { seat, how }) = match_event(heard) {
            Some((seat.clone(), *how))
        } else {
            None
        }
    })
    .await
}

#[tokio::test]
async fn a_free_seat_gets_who_waits() {
    let node = node(|desk| desk.assignment = Dispatch::Assign).await;
    let mut ear = node.ear();
    node.asks_for_person().await;
    node.online(1);
    assert_eq!(assigned(&mut ear).await, (seat(1), Assignment::Pushed));
}

#[tokio::test]
async fn an_offer_is_accepted_or_passed_on() {
    let node = node(|desk| desk.assignment = Dispatch::Offer).await;
    let (mut ear, mut first, mut second) = (node.ear(), node.seat_ear(1), node.seat_ear(2));
    let conversation = node.asks_for_person().await;
    node.online(1);
    let offered = |heard: &Heard| {
        if let Heard::Offer { conversation, handoff, trace, .. } = heard {
            Some((conversation.clone(), handoff.reason.clone(), trace.is_some()))
        } else {
            None
        }
    };
    let expected = (conversation.clone(), "customer_asked".into(), true);
    assert_eq!(hear(&mut first, offered).await, expected);
    let chat = ChatId { shop: shop_id(), conversation: conversation.clone() };
    node.online(2);
    node.conversations.desk().decline(&chat, &seat(1));
    hear(&mut first, |heard| matches!(heard, Heard::Withdrawn { .. }).then_some(())).await;
    assert_eq!(hear(&mut second, offered).await, expected);
    node.conversations.act(&shop_id(), &conversation, Act::Take { seat: seat(2) }).await.unwrap();
    assert_eq!(assigned(&mut ear).await, (seat(2), Assignment::Pushed));
}

#[tokio::test]
async fn customers_hear_where_they_stand() {
    let node = node(|_| {}).await;
    let mut ear = node.ear();
    let conversation = node.asks_for_person().await;
    let place = |heard: &Heard| {
        if let Heard::Queue { conversation, position, eta } = heard {
            Some((conversation.clone(), *position, eta.is_some()))
        } else {
            None
        }
    };
    assert_eq!(hear(&mut ear, place).await, (conversation, 1, false));
}

#[tokio::test]
async fn a_seat_that_vanishes_gives_its_chats_back() {
    let node = node(|desk| (desk.assignment, desk.grace) = (Dispatch::Assign, SOON)).await;
    let mut ear = node.ear();
    node.asks_for_person().await;
    node.online(1);
    assigned(&mut ear).await;
    node.conversations.desk().gone(&shop_id(), &seat(1));
    event(&mut ear, |event| *event == Event::Released { seat: seat(1), why: Release::Vanished }).await;
    event(&mut ear, |event| matches!(event, Event::Queued { .. })).await;
    event(&mut ear, |event| matches!(event, Event::BotSaid { text, .. } if text == "desk.next_seat")).await;
    node.online(2);
    assert_eq!(assigned(&mut ear).await.0, seat(2));
}

#[tokio::test]
async fn who_is_late_is_told_or_parted_from() {
    // What is changed, what is said to whom, and who may speak then.
    type Case = (fn(&mut DeskConfig), &'static str, fn(&Heard) -> bool, Mode);
    let released = |heard: &Heard| {
        match_event(heard) == Some(&Event::Released { seat: seat(1), why: Release::TimedOut })
    };
    let closed = |heard: &Heard| match_event(heard) == Some(&Event::Closed { why: Closing::Idle });
    let reminded = |heard: &Heard| matches!(heard, Heard::Reminder { .. });
    let table: [Case; 3] = [
        (
            |desk| (desk.first_reply, desk.first_reply_then) = (SOON, SeatLate::Release),
            "nothing",
            released,
            Mode::Waiting,
        ),
        (
            |desk| (desk.first_reply, desk.first_reply_then) = (SOON, SeatLate::Remind),
            "nothing",
            reminded,
            Mode::Human(seat(1)),
        ),
        (
            |desk| (desk.customer_idle, desk.customer_idle_then) = (SOON, CustomerLate::Close),
            "您好",
            closed,
            Mode::Closed,
        ),
    ];
    for (change, seat_says, follows, mode) in table {
        let node = node(|desk| {
            desk.assignment = Dispatch::Take;
            change(desk);
        })
        .await;
        let (mut ear, mut seat_ear) = (node.ear(), node.seat_ear(1));
        node.online(1);
        let conversation = node.asks_for_person().await;
        node.conversations.act(&shop_id(), &conversation, Act::Take { seat: seat(1) }).await.unwrap();
        if seat_says != "nothing" {
            let says = Act::Say { seat: seat(1), text: seat_says.into(), client_id: None };
            node.conversations.act(&shop_id(), &conversation, says).await.unwrap();
        }
        let listened = if mode == Mode::Human(seat(1)) { &mut seat_ear } else { &mut ear };
        hear(listened, |heard| follows(heard).then_some(())).await;
        let log = node.store.load(&shop_id(), &conversation).await.unwrap();
        let tracker = xiaoer::dialogue::Tracker::replay(shop_id(), &log);
        assert_eq!(tracker.mode, mode);
    }
}

#[tokio::test]
async fn who_waits_too_long_goes_back_to_the_bot_with_a_sentence() {
    let node = node(|desk| (desk.queue, desk.queue_then) = (SOON, CustomerLate::HandBack)).await;
    let mut ear = node.ear();
    let conversation = node.asks_for_person().await;
    event(&mut ear, |event| matches!(event, Event::BotSaid { text, .. } if text == "desk.nobody_came")).await;
    assert_eq!(
        node.log(&conversation).await.split_off(2),
        ["understood", "handoff_requested", "queued", "handed_back", "bot_said"]
    );
    assert!(node.conversations.desk().is_empty());
}

#[tokio::test]
async fn a_restart_knows_who_holds_what() {
    let node = node(|_| {}).await;
    let conversation = node.asks_for_person().await;
    node.conversations.act(&shop_id(), &conversation, Act::Take { seat: seat(1) }).await.unwrap();
    let node = node.restart(slow_shop()).await;
    let seats = node.conversations.desk().seats(&shop_id());
    let chats: BTreeMap<SeatId, Vec<ConversationId>> =
        seats.into_iter().map(|standing| (standing.seat, standing.chats)).collect();
    assert_eq!(chats, [(seat(1), vec![conversation])].into());
}
