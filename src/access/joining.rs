//! A kiosk joins a centre, and gets the site's key there from a kiosk that has
//! it. The centre only carries what was sealed for this kiosk; two codes that
//! people compare say that nobody in between exchanged anything.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;
use uuid::Uuid;

use super::handing_on::SiteKeyError;
use super::{DataFolder, DataFolderError};
use crate::auth::KeyStores;
use crate::auth::handing_on::{HandingOnError, KeyGrant, KeyRequest};
use crate::auth::key_making::{exchange_public_key, public_key};
use crate::central::{
    CentralError, Centre, CentreAddress, JoinCode, KioskKeys, KioskState, Transport, WaitingKiosk,
};
use crate::domain::{KeyId, KioskName, PublicKey, Secret, ShortCode};
use crate::store::{JoinedCentre, StoreError};

/// Names the setting that holds a joining that isn't known to be done.
const JOINING: &str = "centre joining";

/// Why a kiosk doesn't join.
#[derive(Debug, Error)]
pub enum JoiningError {
    /// The centre says no, or nothing.
    #[error(transparent)]
    Centre(#[from] CentralError),
    /// The site's key can't be handed on.
    #[error(transparent)]
    SiteKey(#[from] SiteKeyError),
    /// The data folder or its keys can't be used.
    #[error(transparent)]
    Data(#[from] DataFolderError),
    /// There is no centre.
    #[error(
        "this kiosk has joined no centre; join one with: secure-biometric kiosk join --url URL --code CODE"
    )]
    NotJoined,
    /// This kiosk has nothing to give.
    #[error(
        "this kiosk doesn't have the site's key itself; let an administrator approve it at another kiosk first"
    )]
    NoSiteKey,
    /// Nobody approved it yet.
    #[error(
        "nobody has approved this kiosk yet; at another kiosk of the site run: secure-biometric kiosk approve"
    )]
    NotApproved,
    /// No such kiosk waits.
    #[error("no such kiosk waits; see who does with: secure-biometric kiosk waiting")]
    NotWaiting,
    /// What the centre carried isn't what an approving kiosk leaves there.
    #[error(
        "what the centre carried to this kiosk can't be read; have it approved once more, with a new join code"
    )]
    Unreadable,
}

impl From<StoreError> for JoiningError {
    fn from(error: StoreError) -> Self {
        Self::Data(error.into())
    }
}

impl From<HandingOnError> for JoiningError {
    fn from(error: HandingOnError) -> Self {
        Self::SiteKey(error.into())
    }
}

/// What came of joining.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// This is the first kiosk of its site: its own key is the site's.
    Founded,
    /// An administrator must approve it at another kiosk, where this code is
    /// typed.
    Waits(ShortCode),
}

/// What an approving kiosk leaves at the centre.
#[derive(Serialize, Deserialize)]
struct Carried {
    grant: String,
    /// The key for what kiosks share, sealed with the site key.
    sharing: Vec<u8>,
}

/// A joining that was begun. Its password is kept before the centre hears of
/// it, so that a lost answer locks nobody out.
#[derive(Serialize, Deserialize)]
struct Begun {
    url: String,
    unencrypted: bool,
    login: String,
    password: String,
}

impl DataFolder {
    /// Joins the centre at a URL with a code.
    ///
    /// # Errors
    /// Why it isn't joined. With the same code it can be tried again.
    pub async fn join_centre(
        &self,
        url: &str,
        transport: Transport,
        code: &JoinCode,
    ) -> Result<Joined, JoiningError> {
        let place = CentreAddress::parse(url, transport)?;
        let login = code.login();
        let before = self.store.setting::<Begun>(JOINING).await?;
        let begun = match before.filter(|begun| begun.login == login && begun.url == url) {
            Some(begun) => begun,
            None => {
                let begun = Begun {
                    url: url.to_owned(),
                    unencrypted: transport == Transport::AsTheUrlSays,
                    login: login.clone(),
                    password: new_password()?,
                };
                self.store.set_setting(JOINING, &begun).await?;
                begun
            }
        };
        let password = Secret::new(begun.password.clone());
        let centre = self.enter(&place, code, &login, &password).await?;
        let greeting = centre.greeting().await?;
        let founded = match centre.found_site().await {
            Ok(()) => true,
            // Founded by this one before an answer was lost.
            Err(CentralError::SiteFounded) => {
                greeting.state == KioskState::Approved
                    && self.store.sharing_key(false).await?.is_some()
            }
            Err(error) => return Err(error.into()),
        };
        if founded {
            self.store.sharing_key(true).await?;
        }
        let joined = JoinedCentre {
            url: begun.url.clone(),
            unencrypted: begun.unencrypted,
            login,
            password: begun.password.clone(),
            site: greeting.site,
            kiosk: greeting.kiosk,
        };
        self.store.join_centre(&joined).await?;
        self.store.forget_setting(JOINING).await?;
        if founded {
            return Ok(Joined::Founded);
        }
        let own = self.public_keys();
        let request = self.request_of(greeting.site, greeting.kiosk, &own)?;
        self.keep_request(&request).await?;
        Ok(Joined::Waits(request.code()?))
    }

    /// Signs in with the password that was kept, or else with the code.
    async fn enter(
        &self,
        place: &CentreAddress,
        code: &JoinCode,
        login: &str,
        password: &Secret<String>,
    ) -> Result<Centre, JoiningError> {
        let again = Centre::new(place.with_login(login, password));
        match again.greeting().await {
            Ok(_) => return Ok(again),
            Err(CentralError::WrongPassword { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        let own = self.public_keys();
        Ok(Centre::join(place, code, &own, password).await?)
    }

    /// The code that is compared, of a kiosk that has joined and waits for the
    /// site's key.
    ///
    /// # Errors
    /// When the store can't be read.
    pub async fn waiting_code(&self) -> Result<Option<ShortCode>, JoiningError> {
        let Some(joined) = self.store.membership().await? else {
            return Ok(None);
        };
        if self.store.sharing_key(false).await?.is_some() {
            return Ok(None);
        }
        let own = self.public_keys();
        let request = self.request_of(joined.site, joined.kiosk, &own)?;
        Ok(Some(request.code()?))
    }

    /// Who waits at the centre to be approved.
    ///
    /// # Errors
    /// Why it isn't known.
    pub async fn waiting_kiosks(&self) -> Result<Vec<WaitingKiosk>, JoiningError> {
        let (centre, _) = self.centre().await?;
        Ok(centre.waiting_kiosks().await?)
    }

    /// Leaves the site's key at the centre for a kiosk whose code was compared,
    /// and says which code is typed there.
    ///
    /// # Errors
    /// `NotWaiting`, `OtherCode`, or why it isn't approved.
    pub async fn approve_kiosk(
        &self,
        kiosk: Uuid,
        typed: ShortCode,
    ) -> Result<ShortCode, JoiningError> {
        let (centre, joined) = self.centre().await?;
        let sharing = self.store.sharing_key_to_hand_on().await?;
        let sharing = sharing.ok_or(JoiningError::NoSiteKey)?;
        let mut waiting = centre.waiting_kiosks().await?.into_iter();
        let waiting = waiting.find(|waiting| waiting.kiosk == kiosk);
        let waiting = waiting.ok_or(JoiningError::NotWaiting)?;
        let request = self.request_of(joined.site, kiosk, &waiting.keys)?;
        let grant = self.grant_site_key(&request, typed).await?;
        let carried = Carried {
            grant: grant.to_text(),
            sharing,
        };
        let bytes = postcard::to_stdvec(&carried).map_err(|_| JoiningError::Unreadable)?;
        centre
            .approve(kiosk, &waiting.keys.exchange, &bytes)
            .await?;
        Ok(grant.code()?)
    }

    /// Takes the site's key that an approving kiosk left at the centre, if
    /// somebody typed the code that is shown there.
    ///
    /// # Errors
    /// `NotApproved`, or why it isn't taken.
    pub async fn accept_from_centre(
        &mut self,
        stores: &KeyStores,
        typed: ShortCode,
    ) -> Result<(), JoiningError> {
        let (centre, _) = self.centre().await?;
        let carried = match centre.wrapped_key().await {
            Ok(carried) => carried.ok_or(JoiningError::NotApproved)?,
            Err(CentralError::NotApproved) => return Err(JoiningError::NotApproved),
            Err(error) => return Err(error.into()),
        };
        let carried: Carried =
            postcard::from_bytes(&carried).map_err(|_| JoiningError::Unreadable)?;
        let grant = KeyGrant::read(&carried.grant)?;
        self.accept_site_key(stores, &grant, typed, |_| ()).await?;
        self.store.keep_handed_on(&carried.sharing).await?;
        Ok(())
    }

    async fn centre(&self) -> Result<(Centre, JoinedCentre), JoiningError> {
        let joined = self.store.membership().await?;
        let joined = joined.ok_or(JoiningError::NotJoined)?;
        Ok((line_of(&joined)?, joined))
    }

    fn public_keys(&self) -> KioskKeys {
        KioskKeys {
            signing: public_key(&self.keys.signing).0,
            exchange: exchange_public_key(&self.keys.exchange),
        }
    }

    /// The request that both kiosks make of what the centre tells both: if it
    /// told one of them anything else, their codes differ.
    fn request_of(
        &self,
        site: Uuid,
        kiosk: Uuid,
        keys: &KioskKeys,
    ) -> Result<KeyRequest, JoiningError> {
        let mut nonce = Sha256::new();
        nonce.update(b"joining a centre");
        for id in [site, kiosk] {
            nonce.update(id.as_bytes());
        }
        let name: Result<KioskName, _> = kiosk.to_string().parse();
        Ok(KeyRequest {
            kind: self.keys.kind(),
            kiosk: KeyId(kiosk),
            name: name.map_err(|_| JoiningError::Unreadable)?,
            signing: PublicKey(keys.signing),
            exchange: keys.exchange,
            nonce: nonce.finalize().into(),
        })
    }
}

/// The centre that was joined, as this kiosk's login sees it.
pub(super) fn line_of(joined: &JoinedCentre) -> Result<Centre, CentralError> {
    let transport = match joined.unencrypted {
        true => Transport::AsTheUrlSays,
        false => Transport::Verified,
    };
    let place = CentreAddress::parse(&joined.url, transport)?;
    let password = Secret::new(joined.password.clone());
    Ok(Centre::new(place.with_login(&joined.login, &password)))
}

/// A password of 256 bits.
fn new_password() -> Result<String, JoiningError> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|_| CentralError::Random)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
