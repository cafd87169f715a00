//! How a person is reached, as far as they want to say.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a text is not an e-mail address or a department.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ContactError {
    /// Not an e-mail address.
    #[error("an e-mail address looks like name@example.org, with at most 254 characters")]
    Email,
    /// Not a department.
    #[error("a department is 1 to 80 characters on one line")]
    Department,
}

/// Longest e-mail address (RFC 5321, 4.5.3.1.3: a path of 256 with its
/// brackets).
const MAX_EMAIL_LENGTH: usize = 254;
/// Longest part before the @ (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL_LENGTH: usize = 64;
/// Longest department, in characters (ours).
const MAX_DEPARTMENT_LENGTH: usize = 80;

/// An e-mail address, by its shape; whether anybody reads it isn't known.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Where in the house a person belongs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Department(String);

impl TryFrom<String> for EmailAddress {
    type Error = ContactError;

    /// Quoted local parts and addresses of bare machines are refused: nobody
    /// at a front desk means them.
    fn try_from(text: String) -> Result<Self, ContactError> {
        let text = text.trim();
        let (local, host) = text.rsplit_once('@').ok_or(ContactError::Email)?;
        let plain =
            |c: char| !c.is_control() && !c.is_whitespace() && !"@\"(),:;<>[]\\".contains(c);
        let dotted = |part: &str| part.split('.').all(|label| !label.is_empty());
        let host_letters = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
        let good = text.len() <= MAX_EMAIL_LENGTH
            && local.len() <= MAX_LOCAL_LENGTH
            && local.chars().all(plain)
            && dotted(local)
            && host.contains('.')
            && host.chars().all(host_letters)
            && dotted(host)
            && host
                .split('.')
                .all(|label| !label.starts_with('-') && !label.ends_with('-'));
        if good {
            Ok(Self(text.to_owned()))
        } else {
            Err(ContactError::Email)
        }
    }
}

impl TryFrom<String> for Department {
    type Error = ContactError;

    fn try_from(text: String) -> Result<Self, ContactError> {
        let text = text.trim();
        let length = text.chars().count();
        if (1..=MAX_DEPARTMENT_LENGTH).contains(&length) && !text.chars().any(char::is_control) {
            Ok(Self(text.to_owned()))
        } else {
            Err(ContactError::Department)
        }
    }
}

macro_rules! text_of {
    ($type:ident) => {
        impl $type {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $type {
            type Err = ContactError;

            fn from_str(text: &str) -> Result<Self, ContactError> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$type> for String {
            fn from(value: $type) -> Self {
                value.0
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($type), "(..)"))
            }
        }
    };
}

text_of!(EmailAddress);
text_of!(Department);

/// What a person may say beyond badge and name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Their e-mail address.
    #[serde(default)]
    pub email: Option<EmailAddress>,
    /// Their department.
    #[serde(default)]
    pub department: Option<Department>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_judged_by_its_shape() {
        for text in [
            "e.collins@example.org",
            " a+b@mail.example.co.uk ",
            "josé@correo.es",
            "info@bücher.example",
        ] {
            assert!(text.parse::<EmailAddress>().is_ok(), "{text}");
        }
        let long_local = format!("{}@example.org", "a".repeat(65));
        let long_host = format!("a@{}.org", "b".repeat(260));
        for text in [
            "",
            "a",
            "a@b",
            "@example.org",
            "a@",
            "a@@b.org",
            "a b@c.org",
            "a@b..org",
            ".a@b.org",
            "a@-b.org",
            "a\n@b.org",
            "<a@b.org>",
            &long_local,
            &long_host,
        ] {
            assert!(text.parse::<EmailAddress>().is_err(), "{text}");
        }
    }

    #[test]
    fn contacts_do_not_print() {
        let contact = Contact {
            email: Some("a@b.org".parse().unwrap()),
            department: Some(" Engineering ".parse().unwrap()),
        };
        let printed = format!("{contact:?}");
        assert!(!printed.contains("b.org") && !printed.contains("Engineering"));
        assert_eq!(contact.department.unwrap().as_str(), "Engineering");
        assert!("a\tb".parse::<Department>().is_err());
        assert!("d".repeat(81).parse::<Department>().is_err());
    }
}
