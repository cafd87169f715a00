//! One state of one screen, and what a person does until it is shown.

use jiff::Zoned;
use secure_biometric::domain::Timestamp;
use secure_biometric::kiosk::{DeskPage, Page};
use secure_biometric::pipeline::Snapshot;

use super::says::says;

/// What a person does, or the program.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Presses what bears this text: a key of the texts, or the words.
    Press(&'static str),
    /// Types words into the field of that text.
    Write(&'static str, &'static str),
    /// Signs on the pad of that text.
    Sign(&'static str),
    /// Moves what slides so many steps on.
    Slide(u32),
    /// Touches nothing for so many seconds.
    Wait(u32),
    /// Pages through what is longer than its room, to its end.
    ReadOn,
    /// The program shows this from now on.
    Show(Box<Snapshot>),
}

/// One state of one screen.
#[derive(Clone)]
pub struct State {
    /// Its name.
    pub name: String,
    /// What the pipeline shows at first.
    pub snapshot: Snapshot,
    /// Which page is open.
    pub page: Page,
    /// What is done then.
    pub deeds: Vec<Deed>,
    /// What it must say in English: words, or a key of the texts.
    pub says: String,
    /// Whether it is for everybody, not for staff alone.
    pub public: bool,
}

/// When every picture is taken: a Sunday morning.
pub fn clock() -> Zoned {
    jiff::Timestamp::from_millisecond(NOW.0)
        .unwrap()
        .to_zoned(jiff::tz::TimeZone::UTC)
}

/// When what has a time took place.
pub const NOW: Timestamp = Timestamp(1_795_340_467_000);

/// The state that a page begins in.
pub fn state(name: &str, snapshot: Snapshot, page: Page) -> State {
    let staff = matches!(
        page,
        Page::EnrolForm
            | Page::People
            | Page::Desk(
                DeskPage::Attend
                    | DeskPage::Audit
                    | DeskPage::Erasures
                    | DeskPage::Tokens
                    | DeskPage::Review
                    | DeskPage::Staff
                    | DeskPage::Vouch
            )
    ) || matches!(page, Page::Desk(DeskPage::Settings(_)))
        || ["enrol", "look", "first_start", "start"]
            .iter()
            .any(|begin| name.starts_with(begin));
    State {
        name: name.to_owned(),
        snapshot,
        page,
        deeds: Vec::new(),
        says: says(name),
        public: !staff,
    }
}

impl State {
    /// The same, saying that.
    pub fn saying(mut self, words: &str) -> Self {
        words.clone_into(&mut self.says);
        self
    }

    /// The same after something was done.
    pub fn after(mut self, deeds: impl IntoIterator<Item = Deed>) -> Self {
        self.deeds.extend(deeds);
        self
    }
}
