//! The site key from one kiosk to another: what was compared and asked for is
//! taken, and nothing else.

use std::path::Path;

use secure_biometric::access::{DataFolder, Renewed, SiteKeyError};
use secure_biometric::auth::KeyStores;
use secure_biometric::auth::handing_on::{HandingOnError, KeyGrant, KeyRequest};
use secure_biometric::domain::{Act, ShortCode};
use secure_biometric::store::AuditFilter;

use crate::support::{MODEL, block_on, enrolment};

/// A kiosk of that name in a place: a data folder and its keys.
struct Kiosk {
    opened: DataFolder,
    stores: KeyStores,
    name: &'static str,
}

impl Kiosk {
    async fn open(place: &Path, name: &'static str) -> Self {
        let folder = place.join(name);
        let keys = place.join(format!("{name} keys"));
        let stores = KeyStores::new(keys, None, &folder).unwrap();
        let opened = DataFolder::open_with(&folder, &stores).await.unwrap();
        Self {
            opened,
            stores,
            name,
        }
    }

    async fn again(self, place: &Path) -> Self {
        self.opened.store.close().await;
        Self::open(place, self.name).await
    }

    async fn ask(&self) -> KeyRequest {
        let name = self.name.parse().unwrap();
        self.opened.request_site_key(name).await.unwrap()
    }

    /// Seals the site key for a request as whoever compared its code.
    async fn grant(&self, request: &KeyRequest) -> KeyGrant {
        let code = request.code().unwrap();
        self.opened.grant_site_key(request, code).await.unwrap()
    }

    async fn take(&mut self, grant: &KeyGrant) -> Result<u64, SiteKeyError> {
        self.take_as(grant, grant.code().unwrap()).await
    }

    async fn take_as(&mut self, grant: &KeyGrant, code: ShortCode) -> Result<u64, SiteKeyError> {
        let stores = &self.stores;
        self.opened
            .accept_site_key(stores, grant, code, |_| ())
            .await
    }

    async fn rotate(&mut self) {
        let keys = self.opened.next_keys(Renewed::Site).unwrap();
        let home = self.opened.key_home;
        let rotated = self.opened.put_in_place(&self.stores, home, keys, |_| ());
        rotated.await.unwrap();
    }

    fn site_key(&self) -> [u8; 32] {
        *self.opened.keys.site.current().expose()
    }

    async fn acts(&self, wanted: Act) -> usize {
        let filter = AuditFilter {
            acts: vec![wanted],
            ..AuditFilter::default()
        };
        let page = self.opened.store.audit(&filter).await.unwrap();
        page.entries.len()
    }
}

fn why(refused: Result<u64, SiteKeyError>) -> HandingOnError {
    match refused {
        Err(SiteKeyError::HandingOn(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_new_kiosk_gets_the_site_key_and_keeps_it() {
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    block_on(async {
        let has = Kiosk::open(place, "first").await;
        has.opened
            .store
            .enrol(&enrolment("1", "Ada", 1))
            .await
            .unwrap();
        let mut asks = Kiosk::open(place, "second").await;
        let before = asks.site_key();
        let grant = has.grant(&asks.ask().await).await;
        assert!(asks.take(&grant).await.unwrap() > 0);
        assert_ne!(asks.site_key(), before);
        let mut asks = asks.again(place).await;
        assert_eq!(asks.site_key(), has.site_key());
        let own = asks.opened.keys.membership(asks.opened.key_id);
        assert_eq!(own, has.opened.keys.membership(has.opened.key_id));
        assert_ne!(asks.opened.key_id, has.opened.key_id);
        // The folder opens as before, and takes people.
        asks.opened
            .store
            .enrol(&enrolment("2", "Eve", 2))
            .await
            .unwrap();
        assert_eq!(asks.opened.store.gallery(MODEL).await.unwrap().len(), 1);
        // Once more it isn't taken: nobody waits for it.
        assert_eq!(why(asks.take(&grant).await), HandingOnError::NotAskedFor);
        for (kiosk, act) in [
            (&asks, Act::KeyAskedFor),
            (&has, Act::KeyGranted),
            (&asks, Act::KeyAccepted),
            (&asks, Act::KeysReplaced),
        ] {
            assert_eq!(kiosk.acts(act).await, 1, "{act:?}");
        }
    });
}

#[test]
fn what_was_not_compared_or_not_asked_for_is_not_taken() {
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    block_on(async {
        let has = Kiosk::open(place, "first").await;
        let mut asks = Kiosk::open(place, "second").await;
        let mut other = Kiosk::open(place, "third").await;
        let before = asks.site_key();
        let request = asks.ask().await;
        // Another key in its place on the way: the code that was read on the
        // screen of the kiosk that asks isn't that file's.
        let mut swapped = request.clone();
        swapped.exchange = other.ask().await.exchange;
        let shown = request.code().unwrap();
        let refused = has.opened.grant_site_key(&swapped, shown).await;
        assert!(matches!(
            refused,
            Err(SiteKeyError::HandingOn(HandingOnError::OtherCode))
        ));
        assert_eq!(has.acts(Act::KeyGranted).await, 0);
        // Somebody else's key for the same request, and a mistyped code.
        let good = has.grant(&request).await;
        let posing = other.grant(&request).await;
        let compared = good.code().unwrap();
        for grant in [&posing, &good] {
            let typed = if grant == &good { shown } else { compared };
            assert_eq!(
                why(asks.take_as(grant, typed).await),
                HandingOnError::OtherCode
            );
        }
        // What was sealed for the third isn't the second's, and the reverse.
        let others = has.grant(&other.ask().await).await;
        assert_eq!(why(asks.take(&others).await), HandingOnError::NotAskedFor);
        assert_eq!(why(other.take(&good).await), HandingOnError::NotAskedFor);
        // A later request makes an earlier one's answer worthless.
        let later = has.grant(&asks.ask().await).await;
        assert_eq!(why(asks.take(&good).await), HandingOnError::NotAskedFor);
        assert_eq!(asks.site_key(), before, "nothing was taken so far");
        asks.take(&later).await.unwrap();
        assert_eq!(asks.site_key(), has.site_key());
    });
}

#[test]
fn a_rotated_site_key_follows_and_no_earlier_one() {
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    block_on(async {
        let mut has = Kiosk::open(place, "first").await;
        let mut asks = Kiosk::open(place, "second").await;
        let first = has.grant(&asks.ask().await).await;
        asks.take(&first).await.unwrap();
        asks.opened
            .store
            .enrol(&enrolment("2", "Eve", 2))
            .await
            .unwrap();
        // Two rotations at once are one step for the other.
        let today = asks.ask().await;
        has.rotate().await;
        has.rotate().await;
        let grant = has.grant(&today).await;
        assert_eq!(grant.member.generation, 3);
        asks.take(&grant).await.unwrap();
        let mut asks = asks.again(place).await;
        assert_eq!(asks.site_key(), has.site_key());
        assert_eq!(asks.opened.store.people().await.unwrap().len(), 1);
        // It goes the other way as well: each may rotate, and hand on.
        asks.rotate().await;
        let grant = asks.grant(&has.ask().await).await;
        assert_eq!(grant.member.generation, 4);
        has.take(&grant).await.unwrap();
        assert_eq!(has.site_key(), asks.site_key());
        // The same once more changes nothing.
        let grant = has.grant(&asks.ask().await).await;
        assert_eq!(asks.take(&grant).await.unwrap(), 0);
        // A kiosk that nobody told of the newest can't hand an earlier one on.
        let mut stale = Kiosk::open(place, "third").await;
        let today = has.grant(&stale.ask().await).await;
        stale.take(&today).await.unwrap();
        has.rotate().await;
        let new = has.grant(&asks.ask().await).await;
        asks.take(&new).await.unwrap();
        let earlier = stale.grant(&asks.ask().await).await;
        assert!(matches!(
            asks.take(&earlier).await,
            Err(SiteKeyError::Earlier)
        ));
        // Both rotated: neither is the site's next.
        stale.rotate().await;
        let parted = stale.grant(&asks.ask().await).await;
        assert!(matches!(
            asks.take(&parted).await,
            Err(SiteKeyError::Parted)
        ));
    });
}

#[test]
fn a_kiosk_with_people_or_of_another_site_keeps_its_key() {
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    block_on(async {
        let has = Kiosk::open(place, "first").await;
        let mut full = Kiosk::open(place, "second").await;
        full.opened
            .store
            .enrol(&enrolment("1", "Ada", 1))
            .await
            .unwrap();
        let before = full.site_key();
        let grant = has.grant(&full.ask().await).await;
        assert!(matches!(
            full.take(&grant).await,
            Err(SiteKeyError::HasPeople)
        ));
        assert_eq!(full.site_key(), before);
        let mut member = Kiosk::open(place, "third").await;
        let grant = has.grant(&member.ask().await).await;
        member.take(&grant).await.unwrap();
        let grant = full.grant(&member.ask().await).await;
        assert!(matches!(
            member.take(&grant).await,
            Err(SiteKeyError::OtherSite)
        ));
        assert_eq!(member.site_key(), has.site_key());
    });
}
