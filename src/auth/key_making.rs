//! Making keys, and making others in their place.

use ed25519_dalek::SigningKey;
use zeroize::Zeroizing;

use super::KeyError;
use crate::domain::{
    KeyKind, KioskKeys, Membership, PublicKey, RetiredKey, Secret, SiteKey, SiteKeys, Timestamp,
};

/// New keys for a data folder.
///
/// # Errors
/// `Random`.
pub fn new_keys(kind: KeyKind) -> Result<KioskKeys, KeyError> {
    Ok(KioskKeys {
        site: SiteKeys::first(new_site_key(kind)?),
        signing: Secret::new(*random()?),
        retired: Vec::new(),
        exchange: Secret::new(*random()?),
        member: None,
    })
}

/// Keys for a folder of before the first release: what its site key sealed is
/// taken over when it is opened.
///
/// # Errors
/// `Random`.
pub fn keys_after(earlier: SiteKey) -> Result<KioskKeys, KeyError> {
    let new = new_keys(earlier.kind())?;
    let site = SiteKeys::new(1, new.site.current().clone(), Some(earlier));
    Ok(new.with_site(site))
}

/// The same keys with another site key in force.
///
/// # Errors
/// `Random`.
pub fn with_new_site_key(keys: &KioskKeys) -> Result<KioskKeys, KeyError> {
    let new = new_site_key(keys.kind())?;
    let member = keys.member.map(|member| Membership {
        generation: member.generation.saturating_add(1),
        ..member
    });
    Ok(KioskKeys {
        member,
        ..keys.with_site(keys.site.rotated(new))
    })
}

/// The same keys with another signing key in force from `now` on; what today's
/// has signed by then can still be checked.
///
/// # Errors
/// `Random`.
pub fn with_new_signing_key(keys: &KioskKeys, now: Timestamp) -> Result<KioskKeys, KeyError> {
    let mut retired = keys.retired.clone();
    retired.push(RetiredKey {
        key: public_key(&keys.signing),
        at: now,
    });
    Ok(KioskKeys {
        signing: Secret::new(*random()?),
        retired,
        ..keys.with_site(keys.site.clone())
    })
}

/// Production keys in the place of trial ones. All but the way to what is
/// sealed is new: nothing that a trial key signed counts any more. Who has a
/// site's key from another kiosk keeps to that site: its next key comes from
/// there.
///
/// # Errors
/// `Random`.
pub fn production_after(trial: &KioskKeys) -> Result<KioskKeys, KeyError> {
    let current = new_site_key(KeyKind::Production)?;
    let new = new_keys(KeyKind::Production)?;
    Ok(KioskKeys {
        member: trial.member,
        ..new.with_site(trial.site.rotated(current))
    })
}

/// The public half of a signing key's seed.
#[must_use]
pub fn public_key(seed: &Secret<[u8; 32]>) -> PublicKey {
    let key = SigningKey::from_bytes(seed.expose());
    PublicKey(key.verifying_key().to_bytes())
}

/// The public half of an exchange key.
#[must_use]
pub fn exchange_public_key(secret: &Secret<[u8; 32]>) -> [u8; 32] {
    let secret = x25519_dalek::StaticSecret::from(*secret.expose());
    x25519_dalek::PublicKey::from(&secret).to_bytes()
}

/// The same keys with a site's key in force that another kiosk handed on.
#[must_use]
pub fn with_site_key_of(keys: &KioskKeys, member: Membership, key: SiteKey) -> KioskKeys {
    KioskKeys {
        member: Some(member),
        ..keys.with_site(keys.site.rotated(key))
    }
}

fn new_site_key(kind: KeyKind) -> Result<SiteKey, KeyError> {
    Ok(SiteKey::new(kind, *random()?))
}

fn random() -> Result<Zeroizing<[u8; 32]>, KeyError> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    getrandom::fill(bytes.as_mut()).map_err(|_| KeyError::Random)?;
    Ok(bytes)
}
