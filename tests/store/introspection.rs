//! What was read of a token is remembered only until anybody changes anything.

use secure_biometric::domain::{
    KeyKind, Reason, RevocationReason, Session, SessionKind, Timestamp, TokenOutcome,
};
use secure_biometric::store::SessionRecord;

use crate::support::{block_on, enrolment, open, session, tokens};

const NOW: i64 = 1_700_000_000_000;
const HOUR: i64 = 60 * 60 * 1000;

#[test]
fn a_token_that_was_asked_about_is_worthless_as_soon_as_anybody_revokes_it() {
    let folder = tempfile::tempdir().unwrap();
    block_on(async {
        let store = open(folder.path()).await;
        let ada = enrolment("1", "Ada", 1);
        store.enrol(&ada).await.unwrap();
        let here = tokens(&store, KeyKind::Trial);
        // Another program that has the folder open.
        let elsewhere = open(folder.path()).await;
        let issue = async || {
            let verified = Session {
                person: Some(ada.person.id),
                reason: Reason::Matched,
                ..session(SessionKind::Verification, NOW)
            };
            let record = SessionRecord::of(&verified);
            let kept = here.keep(&record, Timestamp(NOW)).await;
            match kept.unwrap().1 {
                TokenOutcome::Issued(token) => token,
                other => panic!("{other:?}"),
            }
        };
        let counts = async |text: &str, at| {
            let said = here.introspect(text, None, Timestamp(at)).await;
            said.unwrap().is_some()
        };
        for _ in 0..20 {
            let token = issue().await;
            assert!(counts(&token.text, NOW).await && counts(&token.text, NOW).await);
            let (id, at) = (token.claims.jti, Timestamp(NOW + 1));
            let revoked = elsewhere.revoke_token(id, RevocationReason::Asked, at);
            revoked.await.unwrap();
            assert!(!counts(&token.text, NOW).await);
        }
        // Time changes nothing in the store.
        let token = issue().await;
        assert!(counts(&token.text, NOW).await);
        assert!(!counts(&token.text, NOW + HOUR).await);
    });
}
