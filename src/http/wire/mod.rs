//! The JSON shapes of the outside, and how they become what the inside knows. They are known nowhere else.

mod attachment;
mod before;
mod canned;
mod content;
mod customer;
mod desk;
mod edits;
mod faq;
mod flips;
mod inbox;
mod intents;
mod measure;
mod message;
mod moment;
mod parse;
mod people;
mod protobuf;
mod reply;
mod report;
mod rollout;
mod search;
mod seat;
mod seat_hears;
mod told;
mod visitor;
mod widget;

pub use self::{
    attachment::{Upload, Uploaded},
    before::{Before, BeforeRequest, Talk},
    canned::{CannedList, CannedView, ChangeCanned, NewCanned, RenderCanned, Rendered},
    content::{
        ChangeView, ContentView, DraftState, DraftView, FileList, FileRequest, FileView, Publish, PutFile,
        RollBack, Saved, Tried, VersionChanges, VersionList, VersionView, VersionsRequest, etag,
    },
    customer::{CustomerView, Gathered},
    desk::{Colleague, DeskView, HoursView, Intents, Labels},
    edits::Edits,
    faq::{FaqList, FaqView},
    flips::FlipsView,
    inbox::{GroupView, InboxRequest, InboxView, Reopen, Settle, SettleAnswer, Suggested},
    intents::{IntentList, IntentRow, IntentView},
    measure::{MeasurementView, ReportPageRequest, SubjectRequest},
    message::Message,
    parse::{ParseAnswer, ParseRequest},
    people::{ChangeSeat, LogIn, Me, NewPassword, NewSeat, ResetPassword, SeatView, Seats, SetUp, Welcome},
    protobuf::{SEATS, VISITORS},
    reply::{Accepted, Answered, Said},
    report::{ReportAnswer, ReportRequest},
    rollout::{CanaryView, RolloutView, ShadowView, StartCanary, StartShadow},
    search::{Hit, SearchAnswer, SearchRequest},
    seat::{Asked, Needs, Order, SeatSays},
    seat_hears::{Held, QueueEntry, SeatHears, Watcher, for_seat},
    told::{Lookup, for_customer, frame, mode, mode_after},
    visitor::{Hello, VisitorHears, VisitorSays, chosen, introduction, left_message, rating, typed, words},
    widget::WidgetSettings,
};
