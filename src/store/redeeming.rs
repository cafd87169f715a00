//! Using a token where several kiosks may: each attempt is kept before the
//! centre is asked, so that a lost answer is asked for once more and counts
//! once. How tokens of other kiosks ended is kept here, too.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::clock::Clock;
use super::incoming::keep_cursor;
use super::outbox::queue_token_end;
use super::sealing::Kind;
use super::tokens::{KEPT_MILLIS, token, write_token};
use super::{Connection, Store, StoreError, TokenChange, id_bytes};
use crate::domain::{
    Act, Note, PersonId, RevocationReason, SessionId, Shared, Subject, Timestamp, TokenId,
};

/// A token that is to be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Redeeming {
    /// Which.
    pub id: TokenId,
    /// The session that it is the receipt of.
    pub session: SessionId,
    /// Whose.
    pub person: PersonId,
    /// When it expires.
    pub expires_at: Timestamp,
    /// Whether another kiosk of the site issued it.
    pub elsewhere: bool,
}

/// How a token ended, as the centre tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenEnded {
    /// Which.
    pub id: TokenId,
    /// When it expires.
    pub expires_at: Timestamp,
    /// Whether it was revoked; else it was used.
    pub revoked: bool,
    /// When.
    pub at: Timestamp,
    /// Whether it was this kiosk that used it.
    pub used_here: bool,
}

/// How a token of another kiosk ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct End {
    pub(super) redeemed_at: Option<Timestamp>,
    pub(super) revoked_at: Option<Timestamp>,
    pub(super) attempt: Option<Uuid>,
}

impl End {
    fn change(&self) -> Option<TokenChange> {
        let revoked = self.revoked_at.map(TokenChange::Revoked);
        revoked.or(self.redeemed_at.map(TokenChange::Redeemed))
    }
}

impl Store {
    /// Looks whether a token may be used, and keeps the attempt that the
    /// centre is asked with; the same one until there was an answer.
    ///
    /// # Errors
    /// When the database can't be read or written, or the record doesn't open.
    pub async fn begin_redeeming(
        &self,
        what: &Redeeming,
        now: Timestamp,
    ) -> Result<Result<Uuid, TokenChange>, StoreError> {
        let mut transaction = self.begin().await?;
        if self.is_erased(&mut transaction, what.person).await? {
            return Ok(Err(TokenChange::Unknown));
        }
        let attempt = if what.elsewhere {
            let kept = end(&mut transaction, self, what.id).await?;
            let mut end = kept.map(|(_, end)| end).unwrap_or_default();
            if let Some(change) = end.change() {
                return Ok(Err(change));
            }
            let attempt = *end.attempt.get_or_insert_with(Uuid::now_v7);
            put_end(&mut transaction, self, (what.id, what.expires_at), &end).await?;
            attempt
        } else {
            let Some(mut own) = token(&mut transaction, &self.keys, what.id).await? else {
                return Ok(Err(TokenChange::Unknown));
            };
            let ended = End {
                redeemed_at: own.redeemed_at,
                revoked_at: own.revoked_at,
                attempt: None,
            };
            if let Some(change) = ended.change() {
                return Ok(Err(change));
            }
            let attempt = *own.attempt.get_or_insert_with(Uuid::now_v7);
            write_token(&mut transaction, &self.keys, &own).await?;
            attempt
        };
        let clock = Clock::see(&mut transaction, &self.keys, now).await?;
        if clock.is_behind() {
            return Ok(Err(TokenChange::ClockBehind));
        }
        // That it has expired is kept as well: no clock brings it back.
        transaction.commit().await?;
        if now >= what.expires_at {
            return Ok(Err(TokenChange::Expired));
        }
        Ok(Ok(attempt))
    }

    /// Uses a token up, if it wasn't before: of two who try at once, one does.
    /// `told` says that the centre knows; else it hears of it later.
    ///
    /// # Errors
    /// As `begin_redeeming`.
    pub async fn finish_redeeming(
        &self,
        what: &Redeeming,
        now: Timestamp,
        told: bool,
    ) -> Result<TokenChange, StoreError> {
        if !what.elsewhere {
            return self.redeem_own(what.id, now, told).await;
        }
        let mut transaction = self.begin().await?;
        let kept = end(&mut transaction, self, what.id).await?;
        let mut end = kept.map(|(_, end)| end).unwrap_or_default();
        if let Some(change) = end.change() {
            return Ok(change);
        }
        end.redeemed_at = Some(now);
        end.attempt.get_or_insert_with(Uuid::now_v7);
        put_end(&mut transaction, self, (what.id, what.expires_at), &end).await?;
        if !told {
            queue_token_end(&mut transaction, Shared::TokenUse, what.id).await?;
        }
        let note = Note::of(Act::TokenRedeemed)
            .to(Subject::Session(what.session))
            .with("token", what.id.0);
        self.write_down(&mut transaction, &note).await?;
        transaction.commit().await?;
        Ok(TokenChange::Done)
    }

    /// Makes a token of another kiosk worthless, whatever the clock says.
    ///
    /// # Errors
    /// As `begin_redeeming`.
    pub async fn revoke_elsewhere(
        &self,
        id: TokenId,
        why: RevocationReason,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<TokenChange, StoreError> {
        let mut transaction = self.begin().await?;
        let kept = end(&mut transaction, self, id).await?;
        let mut end = kept.map(|(_, end)| end).unwrap_or_default();
        if let Some(change) = end.change() {
            return Ok(change);
        }
        end.revoked_at = Some(now);
        put_end(&mut transaction, self, (id, expires_at), &end).await?;
        queue_token_end(&mut transaction, Shared::Revocation, id).await?;
        let note = Note::of(Act::TokenRevoked)
            .with("token", id.0)
            .with("why", why.as_str());
        self.write_down(&mut transaction, &note).await?;
        transaction.commit().await?;
        Ok(TokenChange::Done)
    }

    /// Keeps how tokens ended at the site, and up to where that was heard. An
    /// end that is known stays, but that a used token is revoked.
    ///
    /// # Errors
    /// Why it couldn't be written; then nothing was.
    pub async fn put_token_ends(
        &self,
        ended: &[TokenEnded],
        (kind, place): (&str, (i64, i64, i64)),
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        for ended in ended {
            match self.put_token_end(&mut transaction, ended).await {
                // Nobody can redeem what can't be read.
                Err(error) if error.is_of_one_record() => {}
                other => other?,
            }
        }
        keep_cursor(&mut transaction, kind, place).await?;
        Ok(transaction.commit().await?)
    }

    /// Keeps how a token ended, as the centre answered.
    ///
    /// # Errors
    /// Why it couldn't be written.
    pub async fn keep_token_end(&self, ended: &TokenEnded) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        self.put_token_end(&mut transaction, ended).await?;
        Ok(transaction.commit().await?)
    }

    async fn put_token_end(
        &self,
        connection: &mut Connection,
        ended: &TokenEnded,
    ) -> Result<(), StoreError> {
        let own = token(connection, &self.keys, ended.id).await?;
        let elsewhere = match &own {
            Some(_) => None,
            None => end(connection, self, ended.id).await?,
        };
        let mut after = match &own {
            Some(own) => End {
                redeemed_at: own.redeemed_at,
                revoked_at: own.revoked_at,
                attempt: own.attempt,
            },
            None => elsewhere.map(|(_, end)| end).unwrap_or_default(),
        };
        // Who asked for it is about to be answered, and keeps it then.
        let under_way = ended.used_here && after.attempt.is_some() && after.redeemed_at.is_none();
        let kept = match ended.revoked {
            true => &mut after.revoked_at,
            false if under_way => return Ok(()),
            false => &mut after.redeemed_at,
        };
        if kept.is_some() {
            return Ok(());
        }
        *kept = Some(ended.at);
        match own {
            Some(mut own) => {
                own.redeemed_at = after.redeemed_at;
                own.revoked_at = after.revoked_at;
                write_token(connection, &self.keys, &own).await
            }
            None => put_end(connection, self, (ended.id, ended.expires_at), &after).await,
        }
    }

    /// Whether a token of another kiosk is known to have ended.
    ///
    /// # Errors
    /// When the database can't be read or the record doesn't open.
    pub async fn ended_elsewhere(&self, id: TokenId) -> Result<Option<TokenChange>, StoreError> {
        let mut connection = self.pool.acquire().await?;
        let kept = end(&mut connection, self, id).await?;
        Ok(kept.and_then(|(_, end)| end.change()))
    }
}

/// How a token of another kiosk ended, and when it expires.
pub(super) async fn end(
    connection: &mut Connection,
    store: &Store,
    id: TokenId,
) -> Result<Option<(Timestamp, End)>, StoreError> {
    let row: Option<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT expires_at, sealed FROM token_ends WHERE id = ?1")
            .bind(id_bytes(id.0))
            .fetch_optional(connection)
            .await?;
    let Some((expires_at, sealed)) = row else {
        return Ok(None);
    };
    let bound: [&[u8]; 2] = [id.0.as_bytes(), &expires_at.to_le_bytes()];
    let end = store.keys.open_json(Kind::TokenEnd, &bound, &sealed)?;
    Ok(Some((Timestamp(expires_at), end)))
}

async fn put_end(
    connection: &mut Connection,
    store: &Store,
    (id, expires_at): (TokenId, Timestamp),
    end: &End,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM token_ends WHERE expires_at < ?1")
        .bind(super::wall_clock().0.saturating_sub(KEPT_MILLIS))
        .execute(&mut *connection)
        .await?;
    let bound: [&[u8]; 2] = [id.0.as_bytes(), &expires_at.0.to_le_bytes()];
    sqlx::query(
        "INSERT INTO token_ends (id, expires_at, sealed) VALUES (?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at, sealed = excluded.sealed",
    )
    .bind(id_bytes(id.0))
    .bind(expires_at.0)
    .bind(store.keys.seal_json(Kind::TokenEnd, &bound, end)?)
    .execute(connection)
    .await?;
    Ok(())
}
