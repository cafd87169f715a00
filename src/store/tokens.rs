//! Tokens that were issued: each is redeemed once, or revoked.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::audit::write_down;
use super::clock::Clock;
use super::outbox::queue_token_end;
use super::sealing::{Kind, Sealer};
use super::sessions::keep_session;
use super::wrapping::Keys;
use super::{Connection, Recorded, SessionRecord, Store, StoreError, id_bytes, id_from};
use crate::domain::{
    Act, Note, PersonId, RevocationReason, SessionId, Shared, Source, Subject, Timestamp,
    TokenClaims, TokenId, TokenState,
};

/// Tokens are forgotten a day after they expire (ours): nobody takes them any
/// more then, and the session still says what was decided.
pub(super) const KEPT_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// A token as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRecord {
    /// Which.
    pub id: TokenId,
    /// The session that it is the receipt of.
    pub session: SessionId,
    /// Whose.
    pub person: PersonId,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it expires.
    pub expires_at: Timestamp,
    /// For whom it is meant.
    pub audience: String,
    /// Where the session's frames came from.
    pub source: Source,
    /// When it was redeemed, if so.
    pub redeemed_at: Option<Timestamp>,
    /// When it was revoked, if so.
    pub revoked_at: Option<Timestamp>,
    /// The attempt to use it, as the centre knows it.
    pub attempt: Option<Uuid>,
}

impl TokenRecord {
    /// What is kept of a token that says this.
    #[must_use]
    pub fn of(claims: &TokenClaims) -> Self {
        let millis = |seconds: i64| Timestamp(seconds.saturating_mul(1000));
        Self {
            id: claims.jti,
            session: claims.sid,
            person: claims.sub,
            issued_at: millis(claims.iat),
            expires_at: millis(claims.exp),
            audience: claims.aud.clone(),
            source: claims.source,
            redeemed_at: None,
            revoked_at: None,
            attempt: None,
        }
    }

    /// How it stands at that time.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> TokenState {
        if self.revoked_at.is_some() {
            TokenState::Revoked
        } else if self.redeemed_at.is_some() {
            TokenState::Redeemed
        } else if self.expires_at <= now {
            TokenState::Expired
        } else {
            TokenState::Valid
        }
    }
}

/// What came of redeeming or revoking a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenChange {
    /// It was, just now.
    Done,
    /// No such token was issued here, or it expired long ago.
    Unknown,
    /// It has expired.
    Expired,
    /// The clock is behind a time that was seen before: whether it has expired
    /// can't be told.
    ClockBehind,
    /// It was redeemed before.
    Redeemed(Timestamp),
    /// It was revoked before.
    Revoked(Timestamp),
}

/// What came of issuing one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Issue {
    /// It is kept with the decision.
    Kept,
    /// The clock is behind a time that was seen before: only the decision is
    /// kept.
    ClockBehind,
    /// The session came too late, in a pause, and nobody was verified.
    Locked,
}

/// The sealed part of a token's row.
#[derive(Serialize, Deserialize)]
pub(super) struct SealedToken {
    issued_at: Timestamp,
    audience: String,
    source: Source,
    redeemed_at: Option<Timestamp>,
    revoked_at: Option<Timestamp>,
    /// Absent in what earlier releases sealed.
    #[serde(default)]
    attempt: Option<Uuid>,
}

/// Id, session, person, end and the sealed rest.
type TokenRow = (Vec<u8>, Vec<u8>, Vec<u8>, i64, Vec<u8>);

impl Store {
    /// Keeps a session as `record_session` does and the token issued for it,
    /// in one transaction; without the token where the clock is behind.
    ///
    /// # Errors
    /// Why it couldn't be written; then nothing was.
    pub async fn record_session_and_token(
        &self,
        record: &SessionRecord<'_>,
        token: &TokenRecord,
        now: Timestamp,
    ) -> Result<(Recorded, Issue), StoreError> {
        let mut transaction = self.begin().await?;
        let kept = keep_session(&mut transaction, &self.keys, record).await?;
        if kept.locked {
            transaction.commit().await?;
            return Ok((kept, Issue::Locked));
        }
        let clock = Clock::see(&mut transaction, &self.keys, now).await?;
        if clock.is_behind() {
            transaction.commit().await?;
            return Ok((kept, Issue::ClockBehind));
        }
        sqlx::query("DELETE FROM tokens WHERE expires_at < ?1")
            .bind(now.0.saturating_sub(KEPT_MILLIS))
            .execute(&mut *transaction)
            .await?;
        write_token(&mut transaction, &self.keys, token).await?;
        let note = Note::of(Act::TokenIssued)
            .to(Subject::Session(token.session))
            .with("token", token.id.0);
        write_down(&mut transaction, &self.keys, None, &note).await?;
        transaction.commit().await?;
        Ok((kept, Issue::Kept))
    }

    /// Uses a token up, if it wasn't before: of two who try at once, one does.
    ///
    /// # Errors
    /// When the database can't be read or written, or the record doesn't open.
    pub async fn redeem_token(
        &self,
        id: TokenId,
        now: Timestamp,
    ) -> Result<TokenChange, StoreError> {
        self.redeem_own(id, now, false).await
    }

    /// The same; `told` says that the centre knows.
    pub(super) async fn redeem_own(
        &self,
        id: TokenId,
        now: Timestamp,
        told: bool,
    ) -> Result<TokenChange, StoreError> {
        let redeem = |token: &mut TokenRecord| {
            token.redeemed_at = Some(now);
            token.attempt.get_or_insert_with(Uuid::now_v7);
        };
        let note = (Note::of(Act::TokenRedeemed), told);
        self.change_token(id, Some(now), note, redeem).await
    }

    /// Makes a token worthless. What takes rights away asks no clock: one that
    /// was turned back, or can't be told, keeps nobody from it.
    ///
    /// # Errors
    /// As `redeem_token`.
    pub async fn revoke_token(
        &self,
        id: TokenId,
        why: RevocationReason,
        now: Timestamp,
    ) -> Result<TokenChange, StoreError> {
        let revoke = |token: &mut TokenRecord| token.revoked_at = Some(now);
        let note = Note::of(Act::TokenRevoked).with("why", why.as_str());
        self.change_token(id, None, (note, false), revoke).await
    }

    /// Changes a token that hasn't ended, and hasn't expired where the time is
    /// given.
    async fn change_token(
        &self,
        id: TokenId,
        now: Option<Timestamp>,
        (note, told): (Note, bool),
        change: impl FnOnce(&mut TokenRecord) + Send,
    ) -> Result<TokenChange, StoreError> {
        // Holds the right to write from the start: nobody is in between.
        let mut transaction = self.begin().await?;
        let Some(mut token) = token(&mut transaction, &self.keys, id).await? else {
            return Ok(TokenChange::Unknown);
        };
        if let Some(at) = token.revoked_at {
            return Ok(TokenChange::Revoked(at));
        }
        if let Some(at) = token.redeemed_at {
            return Ok(TokenChange::Redeemed(at));
        }
        if let Some(now) = now {
            let clock = Clock::see(&mut transaction, &self.keys, now).await?;
            if clock.is_behind() {
                return Ok(TokenChange::ClockBehind);
            }
            if now >= token.expires_at {
                // That it has expired was seen: no clock brings it back.
                transaction.commit().await?;
                return Ok(TokenChange::Expired);
            }
        }
        change(&mut token);
        write_token(&mut transaction, &self.keys, &token).await?;
        let end = match token.revoked_at {
            Some(_) => Shared::Revocation,
            None => Shared::TokenUse,
        };
        if !told {
            queue_token_end(&mut transaction, end, id).await?;
        }
        let note = note.to(Subject::Session(token.session)).with("token", id.0);
        self.write_down(&mut transaction, &note).await?;
        transaction.commit().await?;
        Ok(TokenChange::Done)
    }

    /// The token of that id, if it is kept.
    ///
    /// # Errors
    /// When the database can't be read or the record doesn't open.
    pub async fn token(&self, id: TokenId) -> Result<Option<TokenRecord>, StoreError> {
        let mut connection = self.pool.begin().await?;
        token(&mut connection, &self.keys, id).await
    }

    /// The token that was issued for a session, if one is kept.
    ///
    /// # Errors
    /// When the database can't be read or the record doesn't open.
    pub async fn token_of(&self, session: SessionId) -> Result<Option<TokenRecord>, StoreError> {
        let mut connection = self.pool.begin().await?;
        let row: Option<(Vec<u8>,)> = sqlx::query_as("SELECT id FROM tokens WHERE session = ?1")
            .bind(id_bytes(session.0))
            .fetch_optional(&mut *connection)
            .await?;
        match row {
            Some((id,)) => token(&mut connection, &self.keys, TokenId(id_from(&id)?)).await,
            None => Ok(None),
        }
    }

    /// The newest tokens that are kept, at most so many.
    ///
    /// # Errors
    /// When the database can't be read or a record doesn't open.
    pub async fn tokens(&self, most: u32) -> Result<Vec<TokenRecord>, StoreError> {
        let mut connection = self.pool.begin().await?;
        let rows: Vec<TokenRow> = sqlx::query_as(
            "SELECT id, session, person, expires_at, sealed FROM tokens ORDER BY id DESC LIMIT ?1",
        )
        .bind(most)
        .fetch_all(&mut *connection)
        .await?;
        let mut tokens = Vec::with_capacity(rows.len());
        for row in &rows {
            tokens.push(opened(&mut connection, &self.keys, row).await?);
        }
        Ok(tokens)
    }
}

pub(super) async fn token(
    connection: &mut Connection,
    keys: &Keys,
    id: TokenId,
) -> Result<Option<TokenRecord>, StoreError> {
    let row: Option<TokenRow> =
        sqlx::query_as("SELECT id, session, person, expires_at, sealed FROM tokens WHERE id = ?1")
            .bind(id_bytes(id.0))
            .fetch_optional(&mut *connection)
            .await?;
    match row {
        Some(row) => opened(connection, keys, &row).await.map(Some),
        None => Ok(None),
    }
}

/// The token of a row; it is sealed under its person's key.
async fn opened(
    connection: &mut Connection,
    keys: &Keys,
    row: &TokenRow,
) -> Result<TokenRecord, StoreError> {
    let person = PersonId(id_from(&row.2)?);
    let own = keys.of_person(connection, person).await?;
    open_token(&own, row)
}

pub(super) async fn write_token(
    connection: &mut Connection,
    keys: &Keys,
    token: &TokenRecord,
) -> Result<(), StoreError> {
    let sealed = SealedToken {
        issued_at: token.issued_at,
        audience: token.audience.clone(),
        source: token.source,
        redeemed_at: token.redeemed_at,
        revoked_at: token.revoked_at,
        attempt: token.attempt,
    };
    let end = token.expires_at.0.to_le_bytes();
    let bound: [&[u8]; 4] = [
        token.id.0.as_bytes(),
        token.session.0.as_bytes(),
        token.person.0.as_bytes(),
        &end,
    ];
    let own = keys.of_person(connection, token.person).await?;
    sqlx::query(
        "INSERT INTO tokens (id, session, person, expires_at, sealed)
         VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed",
    )
    .bind(id_bytes(token.id.0))
    .bind(id_bytes(token.session.0))
    .bind(id_bytes(token.person.0))
    .bind(token.expires_at.0)
    .bind(own.seal_json(Kind::Token, &bound, &sealed)?)
    .execute(connection)
    .await?;
    Ok(())
}

fn open_token(
    own: &Sealer,
    (id, session, person, expires_at, sealed): &TokenRow,
) -> Result<TokenRecord, StoreError> {
    let end = expires_at.to_le_bytes();
    let opened: SealedToken = own.open_json(Kind::Token, &[id, session, person, &end], sealed)?;
    Ok(TokenRecord {
        id: TokenId(id_from(id)?),
        session: SessionId(id_from(session)?),
        person: PersonId(id_from(person)?),
        issued_at: opened.issued_at,
        expires_at: Timestamp(*expires_at),
        audience: opened.audience,
        source: opened.source,
        redeemed_at: opened.redeemed_at,
        revoked_at: opened.revoked_at,
        attempt: opened.attempt,
    })
}
