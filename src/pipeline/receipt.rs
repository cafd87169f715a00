//! A token as a code on the screen of who was verified.

use std::fmt;

use qrcode::{Color, EcLevel, QrCode};

use crate::domain::{Decision, Session, SessionKind, Source, Token, TokenId};

/// A QR code of a token: dark and light, row by row. It never prints.
///
/// It corrects the least errors (level L): nothing dirties a screen, and the
/// fewer squares there are, the larger each is.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Which token it is.
    pub token: TokenId,
    width: usize,
    dark: Vec<bool>,
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Receipt({})", self.token)
    }
}

/// Whether a session's token may leave the kiosk by itself: of who was
/// verified before the kiosk's camera or by somebody of its staff. Frames that
/// anybody could have made open no door.
#[must_use]
pub fn is_handed_over(session: &Session) -> bool {
    session.kind == SessionKind::Verification
        && session.decision == Decision::Verified
        && matches!(session.source, Source::Kiosk | Source::Attended)
}

impl Receipt {
    /// The code of a session's token; none for sessions whose token isn't
    /// handed over, and for one that is too long for any code.
    #[must_use]
    pub fn of(session: &Session, token: &Token) -> Option<Self> {
        if !is_handed_over(session) || token.claims.sid != session.id {
            return None;
        }
        let code = QrCode::with_error_correction_level(&token.text, EcLevel::L).ok()?;
        Some(Self {
            token: token.claims.jti,
            width: code.width(),
            dark: code
                .into_colors()
                .into_iter()
                .map(|colour| colour == Color::Dark)
                .collect(),
        })
    }

    /// Squares a side, without the quiet zone around them.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Its rows from above, each from left to right; dark is true.
    pub fn rows(&self) -> impl Iterator<Item = &[bool]> {
        self.dark.chunks(self.width)
    }
}
