//! The desk's rules, one by one: what people do and how time passes, and what the desk wants done.

use std::{fmt::Write, time::Duration};

use xiaoer::{
    config::{CustomerLate, Day, DeskConfig, Dispatch, Outside, SeatLate},
    desk::{SeatState, Step, Then},
    domain::{Assignment, ConversationId, Event, Name, Release},
};

use super::world::{World, chat, config, conversation, seat};

/// Plays a scene and holds what the desk wanted against the script. A line is an act, and after `=>` the steps that it brings;
/// steps are done as soon as the desk wants them, but for offers, which seats accept by `take`.
#[track_caller]
fn check(config: DeskConfig, script: &str) {
    let mut world = World::new(config);
    let mut played = String::new();
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let act = line.split("=>").next().unwrap_or(line).trim();
        let before = world.steps.len();
        play(&mut world, act);
        let steps: Vec<String> = world.steps[before..].iter().filter_map(short).collect();
        let _ = match steps.as_slice() {
            [] => writeln!(played, "{act}"),
            steps => writeln!(played, "{act} => {}", steps.join(", ")),
        };
    }
    let script: Vec<&str> = script.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(played.trim_end(), script.join("\n"));
}

fn play(world: &mut World, act: &str) {
    let words: Vec<&str> = act.split(' ').collect();
    let number = |word: &str| word.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap();
    let c = |word: &str| conversation(number(word));
    let s = |word: &str| seat(number(word));
    match words.as_slice() {
        ["ask", id] => world.ask(number(id), "general", "customer_asked"),
        ["ask", id, skill] => world.ask(number(id), skill, "customer_asked"),
        ["ask", id, skill, reason] => world.ask(number(id), skill, reason),
        ["online", id, capacity, skills @ ..] => {
            world.present(&s(id), SeatState::Online, capacity.parse().unwrap(), skills);
        }
        ["busy", id] => world.present(&s(id), SeatState::Busy, 2, &[]),
        ["away", id] => world.present(&s(id), SeatState::Away, 2, &[]),
        ["offline", id] => world.present(&s(id), SeatState::Offline, 2, &[]),
        ["gone", id] => world.gone(&s(id)),
        ["take", id, by] => {
            let how = match world.offers.remove(&c(id)) {
                Some(offered) if offered == s(by) => Assignment::Pushed,
                Some(offered) => {
                    world.offers.insert(c(id), offered);
                    Assignment::Taken
                }
                None => Assignment::Taken,
            };
            world.take(&c(id), &s(by), how);
        }
        ["decline", id, by] => world.decline(&c(id), &s(by)),
        ["answer", id, by] => world.seat_says(&c(id), &s(by)),
        ["say", id] => world.customer_says(&c(id)),
        ["invite", id, guest] => {
            let by = world.logs[&c(id)].holder().unwrap();
            world.commit(&c(id), vec![Event::Invited { seat: s(guest), by }]);
        }
        ["pass_on", id, skill] => {
            let holder = world.logs[&c(id)].holder().unwrap();
            world.release(&c(id), &holder, Release::Transferred, Name::from(*skill));
        }
        ["pass_to", id, to] => world.take(&c(id), &s(to), Assignment::Transferred),
        ["hand_back", id] => world.commit(&c(id), vec![Event::HandedBack { seat: None }]),
        ["down", time] => {
            let time: jiff::SignedDuration = time.parse().unwrap();
            world.now += time;
            world.restart();
        }
        ["wait", time] => {
            let time: jiff::SignedDuration = time.parse().unwrap();
            let until = world.now + time;
            while let Some(due) = world.state.due(world.now).filter(|due| *due <= until) {
                world.now = due.max(world.now);
                settle(world);
            }
            world.now = world.now.max(until);
        }
        _ => panic!("no such act: {act}"),
    }
    settle(world);
}

fn settle(world: &mut World) {
    loop {
        let steps = world.look();
        if steps.is_empty() {
            return;
        }
        steps.iter().for_each(|step| world.perform(step));
    }
}

/// A step in a few words; places are looked at by a scene of their own.
fn short(step: &Step) -> Option<String> {
    let name = |id: &ConversationId| id.as_str().replace("c0", "c");
    Some(match step {
        Step::Offer { chat, seat, .. } => format!("offer {} {seat}", name(&chat.conversation)),
        Step::Withdraw { chat, seat, why } => {
            format!("withdraw {} {seat} {why:?}", name(&chat.conversation))
        }
        Step::Assign { chat, seat } => format!("assign {} {seat}", name(&chat.conversation)),
        Step::Release { chat, seat, why } => format!("release {} {seat} {why:?}", name(&chat.conversation)),
        Step::Leave { chat, seat } => format!("leave {} {seat}", name(&chat.conversation)),
        Step::Away { seat, .. } => format!("away {seat}"),
        Step::TimeOut { chat, limit, then, .. } => {
            let then = match then {
                Then::Remind(seat) => format!("remind {seat}"),
                Then::Release(seat) => format!("release {seat}"),
                Then::HandBack => "hand_back".into(),
                Then::Close => "close".into(),
            };
            format!("{limit:?} {} {then}", name(&chat.conversation))
        }
        Step::Place { .. } => return None,
    })
}

#[test]
fn an_offer_that_runs_out_goes_to_the_next_seat() {
    check(
        config(),
        "ask 1
         ask 2
         online 1 1 => offer c1 seat1
         online 2 1 => offer c2 seat2
         take 1 1
         wait 20s => withdraw c2 seat2 TimedOut
         hand_back 1 => offer c2 seat1",
    );
}

#[test]
fn a_declined_chat_comes_back_after_a_minute() {
    check(
        config(),
        "online 1 2
         online 2 2
         ask 1 => offer c1 seat1
         decline 1 1 => withdraw c1 seat1 Declined, offer c1 seat2
         decline 1 2 => withdraw c1 seat2 Declined
         wait 60s => offer c1 seat1",
    );
}

#[test]
fn a_seat_that_never_answers_counts_as_away() {
    check(
        config(),
        "online 1 3
         ask 1 => offer c1 seat1
         wait 20s => withdraw c1 seat1 TimedOut
         ask 2 => offer c2 seat1
         ask 3 => offer c3 seat1
         wait 20s => withdraw c2 seat1 TimedOut, withdraw c3 seat1 TimedOut
         wait 40s => offer c1 seat1
         ask 4 => offer c4 seat1
         wait 19s
         wait 1s => withdraw c1 seat1 TimedOut, away seat1, withdraw c4 seat1 Unavailable
         wait 5m
         online 1 1 => offer c1 seat1",
    );
}

#[test]
fn the_least_loaded_seat_is_asked_first_then_who_was_given_something_longest_ago() {
    check(
        config(),
        "online 1 2
         online 2 4
         ask 1 => offer c1 seat1
         take 1 1
         ask 2 => offer c2 seat2
         take 2 2
         ask 4 => offer c4 seat2
         take 4 2
         ask 6 => offer c6 seat1
         take 6 1
         ask 8 => offer c8 seat2
         take 8 2",
    );
}

#[test]
fn the_seat_that_had_the_customer_last_goes_before_the_least_loaded() {
    check(
        config(),
        "online 1 4
         online 2 4
         ask 2 => offer c2 seat1
         take 2 1
         ask 4 => offer c4 seat2
         take 4 2
         ask 6 => offer c6 seat1
         take 6 1
         hand_back 2
         hand_back 4
         ask 3 => offer c3 seat1
         ask 8 => offer c8 seat2",
    );
}

#[test]
fn urgent_customers_and_vips_go_first_but_nobody_waits_for_ever() {
    let config = DeskConfig { queue: Duration::ZERO, ..config() };
    check(
        config.clone(),
        "ask 1
         wait 10m
         ask 2 general anger
         ask 5
         wait 4m
         ask 3 general anger
         online 1 9 => offer c2 seat1, offer c3 seat1, offer c1 seat1, offer c5 seat1",
    );
    check(
        config,
        "ask 1
         wait 15m
         ask 2 general anger
         online 1 9 => offer c1 seat1, offer c2 seat1",
    );
}

#[test]
fn a_skill_that_nobody_on_duty_has_is_everybodys() {
    check(
        config(),
        "online 1 2 logistics
         ask 1 logistics => offer c1 seat1
         ask 2 presales => offer c2 seat1
         online 2 2 presales
         decline 2 1 => withdraw c2 seat1 Declined, offer c2 seat2
         ask 3 presales => offer c3 seat2
         ask 4 presales
         gone 2 => withdraw c2 seat2 Unavailable, withdraw c3 seat2 Unavailable, offer c3 seat1",
    );
}

#[test]
fn a_seat_that_vanishes_gives_its_chats_back() {
    check(
        config(),
        "online 1 2
         online 2 2
         ask 1 => offer c1 seat1
         take 1 1
         invite 1 2
         answer 1 1
         gone 1
         wait 29s
         online 1 2
         gone 1
         wait 30s => release c1 seat1 Vanished, offer c1 seat2
         take 1 2
         online 1 2
         invite 1 1
         answer 1 2
         gone 1
         wait 30s => leave c1 seat1
         online 1 2
         offline 2 => release c1 seat2 Vanished, offer c1 seat1",
    );
}

#[test]
fn a_chat_is_passed_on_to_a_skill_or_to_a_seat() {
    check(
        config(),
        "online 1 2 general
         online 2 2 logistics
         ask 1 => offer c1 seat1
         take 1 1
         pass_on 1 logistics => offer c1 seat2
         take 1 2
         pass_to 1 1
         pass_on 1 general
         wait 1m => offer c1 seat1",
    );
}

#[test]
fn busy_and_away_seats_keep_what_they_have_and_get_nothing_new() {
    check(
        config(),
        "busy 1
         ask 1
         take 1 1
         ask 2
         online 1 2 => offer c2 seat1
         away 1 => withdraw c2 seat1 Unavailable",
    );
}

#[test]
fn what_a_seat_takes_by_itself_is_nobody_elses_offer() {
    check(
        config(),
        "online 1 1
         online 2 1
         ask 1 => offer c1 seat1
         take 1 2 => withdraw c1 seat1 Settled
         ask 2 => offer c2 seat1
         ask 3
         take 3 1 => withdraw c2 seat1 Unavailable",
    );
}

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
fn the_desk_assigns_without_asking_or_leaves_it_to_seats() {
    let scene = |assignment| DeskConfig { assignment, ..config() };
    check(
        scene(Dispatch::Assign),
        "online 1 1
         ask 1 => assign c1 seat1
         ask 2
         hand_back 1 => assign c2 seat1",
    );
    check(
        scene(Dispatch::Take),
        "online 1 1
         ask 1
         take 1 1
         ask 2
         wait 15m => FirstReply c1 release seat1, Queue c2 hand_back",
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
