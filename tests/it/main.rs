//! One binary for all tests that cross rooms.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say where")]
#![allow(clippy::wildcard_enum_match_arm, reason = "a test picks out the events that it looks at")]

mod app;
mod attachments;
mod before;
mod burst;
mod canned;
mod chats;
mod check;
mod clock;
mod content;
mod conversation;
mod demo_shop;
mod desk;
mod desk_talk;
mod dialogue;
mod driver;
mod durability;
mod editor;
mod edits;
mod encoder;
mod eval;
mod figures;
mod floor;
mod full_disk;
mod identity;
mod import;
mod inbox;
mod integration;
mod log;
mod model;
mod nlu;
mod node;
mod process;
mod reload;
mod report;
mod retail;
mod rollout;
mod rollout_calls;
mod schemas;
mod scope;
mod search;
mod secrets;
mod server;
mod shopfront;
mod small_shop;
mod socket;
mod stop;
mod store;
mod talk_over_sockets;
mod traces;
mod tune;
mod understanding;
mod versions;
mod webhook;
