//! Who gets whom.

use std::time::Duration;

use xiaoer::config::{DeskConfig, Dispatch};

use super::{script::check, world::config};

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
fn who_declined_is_asked_again_when_a_colleague_passes_it_on() {
    check(
        config(),
        "online 1 2
         online 2 2
         ask 1 => offer c1 seat1
         decline 1 1 => withdraw c1 seat1 Declined, offer c1 seat2
         take 1 2
         pass_on 1 general => offer c1 seat1",
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
