//! Opening the data folder behind a window, and what somebody at it asks before.

use std::path::{Path, PathBuf};

use crate::access::{BackupError, DataFolderError, Restoring, SignInError};
use crate::auth::KeyStores;
use crate::domain::{OperatorName, Role, Secret};
use crate::engine::Engine;
use crate::pipeline::{
    Office, Opened, Opener, Problem, Progress, RestoreWish, SignInStatus, StartIntent, StartView,
    now,
};
use crate::resources::Resources;

use super::CommandError;
use super::backup::read_erased;
use super::context::{Common, Desk};
use super::unlocking::runtime;

/// Who signs for the files that are there now.
type Signer = (String, Secret<String>);

/// Opens the data folder for a window.
pub struct Opening {
    common: Common,
    resources: Resources,
    engine: Engine,
    /// Where keys are kept, if not where the environment says.
    keys: Option<PathBuf>,
    /// What was typed at the window: the next try needs it again.
    passphrase: Option<Secret<String>>,
}

impl Opener for Opening {
    fn open(
        &mut self,
        wish: Option<StartIntent>,
        told: &mut (dyn FnMut(Progress) + Send),
    ) -> Opened {
        let mut view = StartView::default();
        let mut sign_in = SignInStatus::Idle;
        let (mut signer, mut unlocks) = (None, false);
        match wish {
            None => {}
            Some(StartIntent::Unlock { passphrase }) => {
                self.passphrase = Some(passphrase);
                unlocks = true;
            }
            Some(StartIntent::SignFiles { name, password }) => signer = Some((name, password)),
            Some(StartIntent::Restore(wish)) => match self.restore(wish, told) {
                Ok(erased) => view.restored = Some(erased),
                Err(why) => view.failure = Some(why),
            },
        }
        let office = self.office(signer, &mut sign_in);
        let office = office.map_err(|error| {
            tracing::error!("the kiosk can't start: {}", error.line());
            error.problem.unwrap_or(Problem::Start)
        });
        if matches!(office, Err(Problem::KeyPassphrase)) {
            self.passphrase = None;
            view.failure = unlocks.then_some(Problem::KeyPassphrase);
        }
        Opened {
            office,
            view,
            sign_in,
        }
    }
}

impl Opening {
    /// Opens what `common` names, with an engine that goes on whatever becomes
    /// of the data folder.
    #[must_use]
    pub fn new(common: Common, resources: Resources, engine: Engine) -> Self {
        Self {
            common,
            resources,
            engine,
            keys: None,
            passphrase: None,
        }
    }

    /// The same with another folder of keys than the environment says.
    #[must_use]
    pub fn with_keys_in(self, keys: PathBuf) -> Self {
        Self {
            keys: Some(keys),
            ..self
        }
    }

    fn stores(&self, folder: &Path) -> Result<KeyStores, CommandError> {
        let stores = match &self.keys {
            Some(keys) => KeyStores::new(keys.clone(), None, folder),
            None => KeyStores::from_environment(folder),
        };
        Ok(stores.map_err(DataFolderError::from)?)
    }

    fn office(
        &self,
        signer: Option<Signer>,
        sign_in: &mut SignInStatus,
    ) -> Result<Office, CommandError> {
        let stores = self.stores(&self.common.data_folder()?)?;
        let typed = self.passphrase.as_ref();
        let desk = self.common.open_at_a_window(stores, typed)?;
        if let Some(signer) = signer {
            *sign_in = self.sign(&desk, signer)?;
        }
        let office = self
            .common
            .office(desk, self.engine.clone(), &self.resources);
        office.map(|(office, _)| office)
    }

    /// An administrator signs for what is there; says how signing in went.
    fn sign(&self, desk: &Desk, (name, password): Signer) -> Result<SignInStatus, CommandError> {
        let Ok(name) = name.parse::<OperatorName>() else {
            return Ok(SignInStatus::Refused);
        };
        let signed_in = desk.operators.sign_in(&name, &password, now());
        let operator = match desk.runtime.block_on(signed_in) {
            Ok(operator) if operator.role.holds(Role::Administrator) => operator,
            Ok(_) => {
                let why = Problem::NeedsAdministrator;
                return Ok(SignInStatus::Trouble { why });
            }
            Err(SignInError::Wrong) => return Ok(SignInStatus::Refused),
            Err(SignInError::Wait { seconds }) => return Ok(SignInStatus::Wait { seconds }),
            Err(error) => {
                let why = Problem::of(&error);
                return Ok(SignInStatus::Trouble { why });
            }
        };
        let files = self.resources.start_files()?;
        let lists = desk.tokens.acting(&operator.name).start_lists();
        let lists = lists.with_settings(&desk.settings);
        desk.runtime.block_on(lists.accept(&files))?;
        Ok(SignInStatus::Idle)
    }

    /// Puts a backup in the place of a new kiosk; says how many were erased
    /// again.
    fn restore(
        &mut self,
        wish: RestoreWish,
        told: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<u64, Problem> {
        let folder = self.common.data_folder().map_err(problem)?;
        let erased = wish.erased.as_deref().map(read_erased).transpose();
        let erased = erased
            .map_err(|error| told_of(wish.erased.as_deref(), &error))?
            .unwrap_or_default();
        let stores = self.stores(&folder).map_err(problem)?;
        let keys = || {
            wish.keys
                .as_ref()
                .map(|keys| Secret::new(keys.expose().clone()))
        };
        let stores = match keys() {
            Some(passphrase) => stores.with_passphrase(passphrase),
            None => stores,
        };
        let restoring = Restoring {
            file: &wish.file,
            passphrase: &wish.opens,
            folder: &folder,
            stores: &stores,
            erased: &erased,
        };
        let mut told = |done, all| {
            told(Progress {
                done,
                all: Some(all),
            });
        };
        let runtime = runtime().map_err(problem)?;
        let restored = runtime.block_on(restoring.over_new(&mut told));
        let restored = restored.map_err(|error| restoring_problem(&error))?;
        self.passphrase = keys();
        Ok(restored.erased_again)
    }
}

fn problem(error: CommandError) -> Problem {
    tracing::warn!("told at the window: {}", error.line());
    error.problem.unwrap_or(Problem::Start)
}

/// A list of who was erased that can't be read.
fn told_of(path: Option<&Path>, error: &CommandError) -> Problem {
    tracing::warn!("told at the window: {}", error.line());
    Problem::ErasedList {
        path: path.unwrap_or(Path::new("")).to_owned(),
    }
}

/// Why a backup wasn't put back, as a window tells it.
fn restoring_problem(error: &BackupError) -> Problem {
    tracing::warn!(%error, "told at the window");
    Problem::of_restoring(error)
}
