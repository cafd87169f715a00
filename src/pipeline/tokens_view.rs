//! Tokens as staff see them, and what they may ask. No name is among it: a
//! token says a person's id.

use std::sync::Arc;

use crate::auth::tokens::TokenError;
use crate::domain::{RevocationReason, TokenClaims, TokenId, TokenState};
use crate::store::TokenRecord;

/// What somebody wants of the tokens.
#[derive(Debug)]
pub enum TokensIntent {
    /// Fill the list.
    Look,
    /// Check a token that somebody shows; it isn't used up by that.
    Check {
        /// The token.
        text: String,
    },
    /// Check a token that somebody shows, and use it up.
    Redeem {
        /// The token.
        text: String,
    },
    /// Make a token worthless.
    Revoke {
        /// Which.
        id: TokenId,
        /// Why.
        why: RevocationReason,
    },
}

/// A token, and how it stood when it was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenLine {
    /// The token.
    pub token: TokenRecord,
    /// How it stands.
    pub state: TokenState,
}

/// What checking a token showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenCheck {
    /// It is signed by this kiosk, in time and for whom it is meant here.
    Genuine {
        /// What it says.
        claims: Box<TokenClaims>,
        /// How it stands; none if it isn't kept here any more.
        state: Option<TokenState>,
    },
    /// It counted, and was used up just now.
    UsedUp {
        /// What it says.
        claims: Box<TokenClaims>,
    },
    /// It doesn't count.
    Refused(TokenError),
}

/// Tokens as the window shows them.
#[derive(Clone, Debug, Default)]
pub struct TokensView {
    /// The kiosk that issues them.
    pub issuer: String,
    /// The newest first; none until somebody asked.
    pub list: Option<Arc<Vec<TokenLine>>>,
    /// What the last check showed.
    pub check: Option<Arc<TokenCheck>>,
    /// What was revoked last.
    pub revoked: Option<TokenId>,
}

impl PartialEq for TokensView {
    /// Compared by being the same one: each answer makes another.
    fn eq(&self, other: &Self) -> bool {
        let list = |view: &Self| view.list.as_ref().map(Arc::as_ptr);
        let check = |view: &Self| view.check.as_ref().map(Arc::as_ptr);
        list(self) == list(other)
            && check(self) == check(other)
            && self.issuer == other.issuer
            && self.revoked == other.revoked
    }
}
