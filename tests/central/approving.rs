//! A kiosk joins by a code, is approved at another one by two codes that
//! people compare, and then both share people. What the centre could exchange
//! on the way shows in the codes.

use std::path::Path;
use std::time::Duration;

use secure_biometric::access::{DataFolder, Joined, JoiningError};
use secure_biometric::auth::KeyStores;
use secure_biometric::central::{JoinCode, Transport};
use secure_biometric::domain::{ShortCode, Timestamp};
use secure_biometric::store::NewEnrolment;
use secure_biometric::sync::{Line, SyncError};
use tempfile::TempDir;
use uuid::Uuid;

use crate::cluster::Cluster;
use crate::database::TestCentre;
use crate::store_support::{MODEL, enrolment};

struct Kiosk {
    opened: DataFolder,
    stores: KeyStores,
}

fn now() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_millisecond())
}

async fn kiosk(place: &Path, name: &str) -> Kiosk {
    let folder = place.join(name);
    let keys = place.join(format!("{name} keys"));
    let stores = KeyStores::new(keys, None, &folder).unwrap();
    let opened = DataFolder::open_with(&folder, &stores).await.unwrap();
    Kiosk { opened, stores }
}

fn code(centre: &TestCentre, site: Uuid, name: &str) -> JoinCode {
    let mut administration = centre.administration();
    let hour = Duration::from_secs(3600);
    let invitation = centre.wait(administration.invite(site, name, hour));
    invitation.unwrap().code
}

fn url(centre: &TestCentre) -> String {
    let cluster = Cluster::get();
    cluster.url_at(cluster.port(), "nobody", "", &centre.name)
}

async fn join(kiosk: &Kiosk, url: &str, code: &JoinCode) -> Result<Joined, JoiningError> {
    let joined = kiosk.opened.join_centre(url, Transport::Verified, code);
    joined.await
}

async fn round(kiosk: &Kiosk) -> Result<secure_biometric::sync::Round, SyncError> {
    let line = Line::of(&kiosk.opened.store).await.unwrap().unwrap();
    line.round(now).await
}

async fn has(kiosk: &Kiosk, enrolment: &NewEnrolment) -> bool {
    let gallery = kiosk.opened.store.gallery(MODEL).await.unwrap();
    gallery
        .iter()
        .any(|(person, _)| person.id == enrolment.person.id)
}

#[test]
pub fn a_kiosk_that_was_approved_by_codes_shares_people_and_no_other_does() {
    let centre = TestCentre::new();
    let site = centre.site();
    let place = TempDir::new().unwrap();
    let codes = ["Front desk", "Back door", "Gate"].map(|name| code(&centre, site, name));
    let url = url(&centre);
    centre.wait(async {
        let first = kiosk(place.path(), "first").await;
        let ada = enrolment("10427", "Ada Lovelace", 3);
        first.opened.store.enrol(&ada).await.unwrap();
        assert_eq!(
            join(&first, &url, &codes[0]).await.unwrap(),
            Joined::Founded
        );
        assert!(round(&first).await.unwrap().sent >= 8);
        // A code is used up.
        let thief = kiosk(place.path(), "thief").await;
        assert!(join(&thief, &url, &codes[0]).await.is_err());

        let mut second = kiosk(place.path(), "second").await;
        let Joined::Waits(shown) = join(&second, &url, &codes[1]).await.unwrap() else {
            panic!("two founders");
        };
        let early = round(&second).await.unwrap_err();
        assert!(matches!(early, SyncError::NotApproved) && early.may_pass());
        let Err(early) = second
            .opened
            .accept_from_centre(&second.stores, shown)
            .await
        else {
            panic!("accepted before it was approved");
        };
        assert!(matches!(early, JoiningError::NotApproved), "{early}");
        let waiting = first.opened.waiting_kiosks().await.unwrap();
        assert_eq!(waiting.len(), 1);
        assert_eq!(waiting[0].name, "Back door");
        let id = waiting[0].kiosk;
        let wrong = ShortCode::of([1; 8]);
        assert!(first.opened.approve_kiosk(id, wrong).await.is_err());
        assert_eq!(first.opened.waiting_kiosks().await.unwrap().len(), 1);
        let granted = first.opened.approve_kiosk(id, shown).await.unwrap();
        let refused = second
            .opened
            .accept_from_centre(&second.stores, wrong)
            .await;
        assert!(refused.is_err());
        // Approved alone is not enough: it has no key yet.
        assert!(matches!(round(&second).await, Err(SyncError::NoSiteKey)));
        let accepted = second.opened.accept_from_centre(&second.stores, granted);
        accepted.await.unwrap();
        for _ in 0..200 {
            round(&second).await.unwrap();
            if has(&second, &ada).await {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert!(has(&second, &ada).await);

        // Whoever has the centre shows the approving kiosk a key of their own.
        let third = kiosk(place.path(), "third").await;
        let Joined::Waits(shown) = join(&third, &url, &codes[2]).await.unwrap() else {
            panic!("two founders");
        };
        let id = first.opened.waiting_kiosks().await.unwrap()[0].kiosk;
        let exchange = sqlx::query("UPDATE centre.kiosks SET exchange_key = $2 WHERE id = $1")
            .bind(id)
            .bind(vec![9_u8; 32]);
        let mut owner = sqlx::ConnectOptions::connect(
            &Cluster::get()
                .url("owner", crate::cluster::PASSWORD, &centre.name)
                .parse::<sqlx::postgres::PgConnectOptions>()
                .unwrap(),
        )
        .await
        .unwrap();
        exchange.execute(&mut owner).await.unwrap();
        let refused = first.opened.approve_kiosk(id, shown).await.unwrap_err();
        assert!(
            refused.to_string().contains("the code is another one"),
            "{refused}"
        );
    });
}
