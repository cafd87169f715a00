//! Logins of operators at the service over HTTP: with the same password and
//! pauses as at the kiosk, a short access token and a refresh token that is
//! good once.

use std::sync::Arc;

use thiserror::Error;

use super::remembered::Remembered;
use super::{Operators, SignInError};
use crate::auth::service_tokens::{ACCESS_SECONDS, Access, AccessError, ServiceKeys};
use crate::domain::{Login, LoginId, OperatorName, Secret, Timestamp};
use crate::store::{Renewed, Store, StoreError};

/// A login ends after so long, however often it is renewed (ours: a shift).
const LONGEST_LOGIN_MILLIS: i64 = 12 * 60 * 60 * 1000;
/// Logins that are remembered between requests (ours: some 300 kB).
const MOST_REMEMBERED: usize = 1_000;

/// Why somebody isn't logged in.
#[derive(Debug, Error)]
pub enum LoginError {
    /// The access token doesn't count.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The login has ended, or its operator was changed.
    #[error("this login has ended; log in again")]
    Ended,
    /// The refresh token isn't one, or not of a login that goes on.
    #[error("this refresh token is not good, or was used before; log in again")]
    Refresh,
    /// Name or password.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What somebody gets who has logged in.
pub struct Granted {
    /// Who they are.
    pub login: Login,
    /// Shown with every request.
    pub access_token: Secret<String>,
    /// How long it is good.
    pub access_seconds: i64,
    /// Exchanged for the next two.
    pub refresh_token: Secret<String>,
}

/// The logins of a data folder's operators. Clones share it.
#[derive(Clone)]
pub struct Logins {
    store: Store,
    operators: Operators,
    keys: Arc<ServiceKeys>,
    seen: Arc<Remembered<LoginId, Login>>,
}

impl Logins {
    /// Logins of these operators, shown by tokens of these keys.
    #[must_use]
    pub fn new(store: Store, operators: Operators, keys: ServiceKeys) -> Self {
        Self {
            seen: Arc::new(Remembered::of(&store, MOST_REMEMBERED)),
            store,
            operators: operators.at_service(),
            keys: Arc::new(keys),
        }
    }

    /// Logs an operator in.
    ///
    /// # Errors
    /// `SignIn`, or what the store says.
    pub async fn log_in(
        &self,
        name: &OperatorName,
        password: &Secret<String>,
        now: Timestamp,
    ) -> Result<Granted, LoginError> {
        let operator = self.operators.sign_in(name, password, now).await?;
        let ends_at = Timestamp(now.0.saturating_add(LONGEST_LOGIN_MILLIS));
        let login = self.store.begin_login(&operator.name, now, ends_at).await?;
        self.granted(login.ok_or(LoginError::Ended)?, 1, now)
    }

    /// Exchanges a refresh token. One that was exchanged before ends the login
    /// for whoever has the newer one, too: one of the two has stolen it.
    ///
    /// # Errors
    /// `Refresh`, or what the store says.
    pub async fn refresh(&self, token: &str, now: Timestamp) -> Result<Granted, LoginError> {
        let (id, generation) = self.keys.check_refresh(token).ok_or(LoginError::Refresh)?;
        let Renewed::As(generation) = self.store.renew_login(id, generation, now).await? else {
            return Err(LoginError::Refresh);
        };
        let login = self.store.login(id, now).await?;
        self.granted(login.ok_or(LoginError::Refresh)?, generation, now)
    }

    /// Ends a login.
    ///
    /// # Errors
    /// What the store says.
    pub async fn log_out(&self, login: LoginId) -> Result<(), LoginError> {
        Ok(self.store.end_login(login).await?)
    }

    /// What an access token says, by its signature and time alone.
    ///
    /// # Errors
    /// Why it says nothing.
    pub fn shown(&self, token: &str, now: Timestamp) -> Result<Access, AccessError> {
        self.keys.check_access(token, now)
    }

    /// Who showed an access token, as they are now.
    ///
    /// # Errors
    /// `Ended`, or what the store says.
    pub async fn who(&self, access: Access, now: Timestamp) -> Result<Login, LoginError> {
        let read = self.store.login(access.login, now);
        let login = self.seen.get(access.login, read).await?;
        login
            .filter(|login| login.operator_id == access.operator && now < login.ends_at)
            .ok_or(LoginError::Ended)
    }

    fn granted(
        &self,
        login: Login,
        generation: u32,
        now: Timestamp,
    ) -> Result<Granted, LoginError> {
        let access = Access {
            operator: login.operator_id,
            login: login.id,
        };
        let access_token = self.keys.access(access, now);
        let refresh_token = self.keys.refresh(login.id, generation);
        match access_token.zip(refresh_token) {
            Some((access_token, refresh_token)) => Ok(Granted {
                login,
                access_token,
                access_seconds: ACCESS_SECONDS,
                refresh_token,
            }),
            None => Err(StoreError::Sealing.into()),
        }
    }
}
