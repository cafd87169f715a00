//! What the kiosks of a site share through their centre.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::decision::names;
use super::{PersonId, SessionId, Timestamp};

/// The kinds of things that a kiosk tells its centre, in the order in which
/// they are told: what keeps others from trusting something comes first, and
/// what is about a person after that person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shared {
    /// A person was erased.
    Tombstone,
    /// A token was revoked.
    Revocation,
    /// A token was used.
    TokenUse,
    /// By which public keys this kiosk signs tokens.
    KeySet,
    /// A version of a tolerance profile.
    Tolerance,
    /// An operator.
    Operator,
    /// A person.
    Person,
    /// What a person agreed to.
    Consent,
    /// What is kept of a face.
    Template,
    /// A token was issued.
    Token,
    /// A session.
    Session,
}

names!(Shared {
    Tombstone = "tombstone",
    Revocation = "revocation",
    TokenUse = "token_use",
    KeySet = "key_set",
    Tolerance = "tolerance",
    Operator = "operator",
    Person = "person",
    Consent = "consent",
    Template = "template",
    Token = "token",
    Session = "session",
});

/// A record that is sealed for the kiosks of the site. The same version of the
/// same thing is always sealed to the same bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedRecord {
    /// A UUIDv7; of a person their own.
    pub id: Uuid,
    /// Counts from 1; the highest wins.
    pub version: u64,
    /// Whom it is about; of operators and profiles nobody.
    pub person: Option<PersonId>,
    /// The sealed bytes.
    pub sealed: Vec<u8>,
}

/// A session for the centre: the words that lists filter by, and the rest,
/// sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedSession {
    /// The session.
    pub id: SessionId,
    /// What it was for, what was decided, why, and where its frames came from,
    /// as the store's words.
    pub words: [String; 4],
    /// Whose it was, of people who were identified.
    pub person: Option<PersonId>,
    /// The sealed bytes.
    pub sealed: Vec<u8>,
}

/// Something for the centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outgoing {
    /// A person was erased.
    Tombstone {
        /// Who.
        person: PersonId,
        /// When.
        at: Timestamp,
    },
    /// A token was revoked.
    Revocation {
        /// Its `jti`.
        token: Uuid,
        /// Until when it would be good.
        expires_at: Timestamp,
        /// When it was revoked.
        at: Timestamp,
    },
    /// A token was used here.
    TokenUse {
        /// Its `jti`.
        token: Uuid,
        /// Until when it was good.
        expires_at: Timestamp,
        /// When it was used.
        at: Timestamp,
        /// Drawn for that use; none of those of earlier releases.
        attempt: Option<Uuid>,
    },
    /// A token was issued here.
    Token {
        /// Its `jti`.
        token: Uuid,
        /// The session it tells of.
        session: SessionId,
        /// Whose it is.
        person: PersonId,
        /// Until when it is good.
        expires_at: Timestamp,
    },
    /// A record of one of the kinds that other kiosks fetch.
    Record(SharedRecord),
    /// A session.
    Session(SharedSession),
}

/// How much waits for the centre, of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backlog {
    /// Of which kind.
    pub kind: Shared,
    /// How many wait to be sent.
    pub waiting: u64,
    /// How many the centre refused.
    pub refused: u64,
    /// Since when the oldest waits.
    pub oldest: Option<Timestamp>,
}

/// Why something can't be sent, found before the centre was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnsentReason {
    /// Its seal doesn't open: it was changed or moved outside this program.
    SealBroken,
    /// It opens, and can't be read.
    Unreadable,
    /// It isn't there any more.
    Missing,
}

names!(UnsentReason {
    SealBroken = "seal_broken",
    Unreadable = "unreadable",
    Missing = "missing",
});

/// Something the centre refused, or something of another kiosk that can't be
/// put to use here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarantined {
    /// Of which kind.
    pub kind: Shared,
    /// Whether it came from another kiosk; else it is this one's.
    pub incoming: bool,
    /// Why: the centre's rule, or a word of [`UnsentReason`] or [`AsideReason`].
    pub reason: String,
    /// How many are held back for that.
    pub count: u64,
}

/// Why a record of another kiosk can't be put to use here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsideReason {
    /// The person it is about isn't here yet.
    PersonMissing,
    /// Somebody else has that badge here.
    BadgeTaken,
    /// Another operator has that name here.
    NameTaken,
    /// It doesn't open with the key that the site's kiosks share.
    WrongKey,
    /// It was written by a newer version of this program.
    Unreadable,
    /// What is here of the same can't be read.
    DamagedHere,
}

names!(AsideReason {
    PersonMissing = "person_missing",
    BadgeTaken = "badge_taken",
    NameTaken = "name_taken",
    WrongKey = "wrong_key",
    Unreadable = "unreadable",
    DamagedHere = "damaged_here",
});
