//! The operator who asks, and what each endpoint wants of them.

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use std::future::{Ready, ready};

use super::error::ApiError;
use crate::access::{LoginError, SignInError};
use crate::domain::{Login, Role, Timestamp};

/// What can't be undone wants a login that is younger (ours).
const FRESH_MILLIS: i64 = 15 * 60 * 1000;

/// Who may ask for an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Anybody,
    /// Who comes from an address that may read the metrics.
    Watchers,
    /// Operators who hold one of these roles; administrators hold each.
    Holds(&'static [Role]),
}

/// Any operator who is logged in.
pub const ANY_OPERATOR: Access = Access::Holds(&Role::ALL);
/// The front desk.
pub const FRONT_DESK: Access = Access::Holds(&[Role::FrontDesk]);
/// Reviewers.
pub const REVIEWERS: Access = Access::Holds(&[Role::Reviewer]);
/// Front desk and reviewers.
pub const STAFF: Access = Access::Holds(&[Role::FrontDesk, Role::Reviewer]);
/// Administrators alone.
pub const ADMINISTRATORS: Access = Access::Holds(&[Role::Administrator]);

/// The operator who asks: whose token counts, in a role that the endpoint
/// takes. An endpoint without [`Access::Holds`] has none.
#[derive(Clone, Debug)]
pub struct Caller(pub Login);

impl Caller {
    /// Whether they hold a role.
    pub fn holds(&self, role: Role) -> bool {
        self.0.operator.role.holds(role)
    }

    /// Whether they gave their password a moment ago.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        let age = now.0.saturating_sub(self.0.id.begun().0);
        (0..FRESH_MILLIS).contains(&age)
    }
}

impl FromRequest for Caller {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let caller = request.extensions().get::<Self>().cloned();
        ready(caller.ok_or_else(ApiError::not_logged_in))
    }
}

impl ApiError {
    /// No token that counts.
    pub fn not_logged_in() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "not_logged_in",
            "this needs an operator's access token; log in at /v1/auth/login",
        )
    }

    /// Another role is wanted.
    pub fn not_allowed(roles: &[Role]) -> Self {
        let names: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
        Self::new(
            StatusCode::FORBIDDEN,
            "not_allowed",
            format!(
                "this needs the role {}; act as an operator who holds it",
                names.join(" or ")
            ),
        )
    }
}

impl From<LoginError> for ApiError {
    fn from(error: LoginError) -> Self {
        let unauthorised = |code| Self::new(StatusCode::UNAUTHORIZED, code, &error);
        match error {
            LoginError::Access(_) => unauthorised("not_logged_in"),
            LoginError::Ended => unauthorised("login_ended"),
            LoginError::Refresh => unauthorised("refresh_token"),
            LoginError::SignIn(error) => error.into(),
            LoginError::Store(error) => error.into(),
        }
    }
}

impl From<SignInError> for ApiError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::NoOperators => Self::new(StatusCode::CONFLICT, "no_operators", &error),
            SignInError::Wrong => Self::new(StatusCode::UNAUTHORIZED, "sign_in", &error),
            SignInError::Disabled => Self::new(StatusCode::FORBIDDEN, "disabled", &error),
            SignInError::Wait { seconds } => {
                let refused = Self::new(StatusCode::TOO_MANY_REQUESTS, "sign_in_paused", &error);
                refused.retry_after(seconds)
            }
            SignInError::Password(error) => Self::internal(&error),
            SignInError::Store(error) => error.into(),
        }
    }
}
