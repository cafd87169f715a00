//! Sessions by how their ids begin.

use uuid::Uuid;

use crate::domain::SessionId;

/// So many digits of a session's id are enough to look for it.
const LEAST_DIGITS: usize = 8;

/// The first and the last id that begin like this.
pub(super) fn id_range(text: &str) -> Option<(SessionId, SessionId)> {
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    let good = (LEAST_DIGITS..=32).contains(&digits.len());
    if !good || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        return None;
    }
    let filled = |with: char| {
        let mut whole = digits.clone();
        while whole.len() < 32 {
            whole.push(with);
        }
        Uuid::try_parse(&whole).ok().map(SessionId)
    };
    Some((filled('0')?, filled('f')?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_found_by_its_beginning() {
        let (from, to) = id_range("019375f1-0000").unwrap();
        assert_eq!(from.0.to_string(), "019375f1-0000-0000-0000-000000000000");
        assert_eq!(to.0.to_string(), "019375f1-0000-ffff-ffff-ffffffffffff");
        let whole = "019375f1-0000-7000-8000-000000000001";
        let (from, to) = id_range(whole).unwrap();
        assert_eq!((from, from.0.to_string().as_str()), (to, whole));
        for none in [
            "",
            "019375f",
            "019375fx",
            "019375f1-0000-7000-8000-0000000000012",
        ] {
            assert!(id_range(none).is_none(), "{none}");
        }
    }
}
