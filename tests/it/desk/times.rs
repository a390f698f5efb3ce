//! What time brings about.

use std::time::Duration;

use xiaoer::{
    config::{CustomerLate, Day, DeskConfig, Dispatch, Outside, SeatLate},
    desk::{SeatState, Step},
};

use super::{
    script::{check, play, short},
    world::{World, chat, config, conversation, seat},
};

#[test]
fn late_seats_and_silent_customers_have_consequences() {
    check(
        config(),
        "online 1 5
         ask 1 => offer c1 seat1
         take 1 1
         wait 1m => FirstReply c1 release seat1
         wait 1m => offer c1 seat1
         take 1 1
         answer 1 1
         say 1
         wait 3m => SeatIdle c1 remind seat1
         wait 3m => SeatIdle c1 remind seat1
         say 1
         wait 1m
         answer 1 1
         wait 9m
         answer 1 1
         wait 10m => CustomerIdle c1 close",
    );
    let other = DeskConfig {
        first_reply_then: SeatLate::Remind,
        seat_idle_then: SeatLate::Release,
        customer_idle_then: CustomerLate::HandBack,
        ..config()
    };
    check(
        other,
        "online 1 5
         ask 1 => offer c1 seat1
         take 1 1
         wait 1m => FirstReply c1 remind seat1
         wait 1m => FirstReply c1 remind seat1
         answer 1 1
         say 1
         wait 3m => SeatIdle c1 release seat1
         wait 1m => offer c1 seat1
         take 1 1
         answer 1 1
         wait 10m => CustomerIdle c1 hand_back",
    );
}

#[test]
fn nobody_waits_in_vain() {
    check(
        config(),
        "away 1
         ask 1
         wait 15m => Queue c1 hand_back",
    );
    let close = DeskConfig { queue_then: CustomerLate::Close, ..config() };
    check(close, "ask 1\nwait 15m => Queue c1 close");
    let patient = DeskConfig { queue: Duration::ZERO, ..config() };
    check(patient, "ask 1\nwait 20h");
}

#[test]
fn outside_opening_hours_nobody_is_kept_waiting_unless_somebody_is_on_duty() {
    let mut config = DeskConfig { queue: Duration::ZERO, ..config() };
    config.hours.tuesday = Day::parse("9:00-12:00,13:30-18:00").unwrap();
    let day = "ask 1
         wait 1h
         wait 1h => Hours c1 hand_back
         online 1 2
         ask 2 => offer c2 seat1
         decline 2 1 => withdraw c2 seat1 Declined
         offline 1 => Hours c2 hand_back
         ask 3 => Hours c3 hand_back
         wait 90m
         ask 4";
    check(config.clone(), day);
    config.hours.closed_then = Outside::Close;
    check(config.clone(), &day.replace("hand_back", "close"));
    config.hours.closed_then = Outside::Wait;
    check(
        config,
        "ask 1
         wait 20h
         online 1 2 => offer c1 seat1",
    );
}

#[test]
fn after_a_restart_seats_have_time_to_come_back() {
    check(
        config(),
        "online 1 1
         ask 1 => offer c1 seat1
         take 1 1
         answer 1 1
         ask 2
         down 5m
         wait 29s
         online 1 1
         hand_back 1 => offer c2 seat1",
    );
    check(
        config(),
        "online 1 1
         ask 1 => offer c1 seat1
         take 1 1
         answer 1 1
         ask 2
         down 20m
         wait 29s
         online 1 1
         wait 1s => CustomerIdle c1 close, Queue c2 hand_back",
    );
    check(
        config(),
        "online 1 1
         ask 1 => offer c1 seat1
         take 1 1
         down 1m
         wait 30s => release c1 seat1 Vanished",
    );
}

#[test]
fn what_did_not_happen_is_asked_for_again() {
    let mut world = World::new(DeskConfig { assignment: Dispatch::Assign, ..config() });
    play(&mut world, "ask 1");
    world.present(&seat(1), SeatState::Online, 1, &[]);
    let mut asked = Vec::new();
    for _ in 0..=60 {
        asked.extend(world.look().iter().filter_map(short).map(|step| (step, world.now)));
        world.now += Duration::from_secs(1);
    }
    let first = asked[0].1;
    let expected =
        [0, 30, 60].map(|seconds| ("assign c1 seat1".to_owned(), first + Duration::from_secs(seconds)));
    assert_eq!(asked, expected);
}

#[test]
fn customers_are_told_their_place_when_it_changes() {
    let mut world = World::new(config());
    let told = |world: &mut World| -> Vec<(String, u32, Option<u64>)> {
        play(world, "wait 1s");
        let steps = std::mem::take(&mut world.steps);
        let places = steps.into_iter().filter_map(|step| match step {
            Step::Place { chat, place } => {
                let minutes = place.eta.map(|eta| eta.as_secs() / 60);
                Some((chat.conversation.to_string(), place.position, minutes))
            }
            _ => None,
        });
        places.collect()
    };
    let of = |id: &str, position, minutes| (id.to_owned(), position, minutes);
    play(&mut world, "ask 1");
    play(&mut world, "ask 2");
    assert_eq!(told(&mut world), [of("c01", 1, None), of("c02", 2, None)]);
    assert_eq!(told(&mut world), []);
    // Full with two others, of six minutes each.
    play(&mut world, "online 1 2");
    assert_eq!(told(&mut world), [of("c01", 1, Some(3)), of("c02", 2, Some(6))]);
    play(&mut world, "take 1 1");
    play(&mut world, "take 2 1");
    play(&mut world, "ask 3");
    play(&mut world, "ask 4");
    let moved = [of("c02", 1, Some(3)), of("c03", 1, Some(3)), of("c04", 2, Some(6))];
    assert_eq!(told(&mut world), moved);
    play(&mut world, "ask 6 general anger");
    assert_eq!(told(&mut world), [of("c06", 1, Some(3)), of("c03", 2, Some(6)), of("c04", 3, Some(9))]);
    assert_eq!(world.state.place(&chat(&conversation(4)), world.now).map(|place| place.position), Some(3));
    assert_eq!(world.state.place(&chat(&conversation(1)), world.now), None);
}
