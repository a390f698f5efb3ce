//! Scenes as text: what people do and how time passes, and what the desk wants done.

use std::fmt::Write;

use xiaoer::{
    config::DeskConfig,
    desk::{SeatState, Step, Then},
    domain::{Assignment, ConversationId, Event, Name, Release},
};

use super::world::{World, conversation, seat};

/// Plays a scene and holds what the desk wanted against the script. A line is an act, and after `=>` the steps that it brings;
/// steps are done as soon as the desk wants them, but for offers, which seats accept by `take`.
#[track_caller]
pub fn check(config: DeskConfig, script: &str) {
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

/// Does what a line says, and what the desk wants then.
pub fn play(world: &mut World, act: &str) {
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
pub fn short(step: &Step) -> Option<String> {
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
