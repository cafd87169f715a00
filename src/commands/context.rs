//! What every command needs: where the data is, who acts, how to answer.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::access::{DataFolder, Operators, Settings, Tokens};
use crate::auth::KeyStores;
use crate::camera::{self, CameraId};
use crate::domain::{ModelHash, Note, Operator, OperatorName, Role, Secret, Tolerance};
use crate::engine::{Engine, EngineConfig};
use crate::flow::profiles;
use crate::pipeline::{KeyRoom, Office, now, profile};
use crate::resources::Resources;
use crate::store::Store;

pub use super::asking::{ask, read_password};
use super::error::CommandError;
use super::starting::check_start;
use super::unlocking::{open_folder, open_folder_at_a_window, runtime};

/// The embedding model's file.
const EMBEDDING_MODEL: &str = "mobilefacenet.tflite";

/// Flags that every command takes.
#[derive(Args, Clone, Debug)]
pub struct Common {
    /// The folder of the database and settings
    #[arg(long, global = true, env = "SECURE_BIOMETRIC_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Answer in JSON, and only JSON, on stdout
    #[arg(long, global = true)]
    pub json: bool,
    /// Where frames come from: device:ID or recording:PATH
    #[arg(
        long,
        global = true,
        env = "SECURE_BIOMETRIC_CAMERA",
        value_name = "CAMERA"
    )]
    pub camera: Option<CameraId>,
    /// The tolerance profile, instead of the one in the settings
    #[arg(
        long,
        global = true,
        env = "SECURE_BIOMETRIC_TOLERANCE",
        value_name = "NAME"
    )]
    pub tolerance: Option<String>,
}

/// Who acts.
#[derive(Args, Clone, Debug, Default)]
pub struct Authority {
    /// The operator who acts
    #[arg(long, value_name = "NAME")]
    pub operator: Option<OperatorName>,
    /// A file with that operator's password (asked for on a terminal without)
    #[arg(long, value_name = "FILE", requires = "operator")]
    pub password_file: Option<PathBuf>,
}

/// An open data folder with its settings.
pub struct Desk {
    /// Waits for the store's work.
    pub runtime: tokio::runtime::Runtime,
    /// The store.
    pub store: Store,
    /// The operators.
    pub operators: Operators,
    /// The tokens.
    pub tokens: Tokens,
    /// The keys.
    pub keys: std::sync::Mutex<KeyRoom>,
    /// The site's settings.
    pub settings: Settings,
    /// The data folder.
    pub folder: PathBuf,
}

impl Desk {
    /// Writes down what an operator did or saw.
    pub(super) fn note(&self, operator: &Operator, note: &Note) -> Result<(), CommandError> {
        let acting = self.store.acting(&operator.name);
        Ok(self.runtime.block_on(acting.note(note))?)
    }

    /// The profile of that name, if there is one.
    pub(super) fn profile(&self, name: &str) -> Result<Option<Tolerance>, CommandError> {
        Ok(self.runtime.block_on(profile(&self.store, name))?)
    }
}

impl Common {
    /// The data folder: the flag's, the environment's, or the user's own.
    ///
    /// # Errors
    /// When there is no home folder to put it in.
    pub fn data_folder(&self) -> Result<PathBuf, CommandError> {
        if let Some(folder) = &self.data {
            return Ok(folder.clone());
        }
        let from = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let base = from("XDG_DATA_HOME")
            .map(PathBuf::from)
            .or_else(|| from("HOME").map(|home| Path::new(&home).join(".local/share")));
        base.map(|base| base.join("secure-biometric"))
            .ok_or_else(|| {
                CommandError::new("data_folder", "there is no home folder to keep data in")
                    .fix("name a data folder with --data DIR")
            })
    }

    /// Opens the data folder, making what isn't there.
    ///
    /// # Errors
    /// When it, its key or its database can't be used.
    pub fn open(&self) -> Result<Desk, CommandError> {
        let folder = self.data_folder()?;
        let runtime = runtime()?;
        let opened = open_folder(&runtime, &folder)?;
        Ok(Self::desk(&folder, runtime, opened))
    }

    /// The same behind a window, where a passphrase may have been typed.
    ///
    /// # Errors
    /// As for [`Common::open`].
    pub fn open_at_a_window(
        &self,
        stores: KeyStores,
        typed: Option<&Secret<String>>,
    ) -> Result<Desk, CommandError> {
        let folder = self.data_folder()?;
        let runtime = runtime()?;
        let opened = open_folder_at_a_window(&runtime, (&folder, stores), typed)?;
        Ok(Self::desk(&folder, runtime, opened))
    }

    fn desk(
        folder: &Path,
        runtime: tokio::runtime::Runtime,
        (opened, stores): (DataFolder, KeyStores),
    ) -> Desk {
        if opened.key_is_new {
            eprintln!(
                "made a new data folder in {} with a trial key; trial keys sign nothing that a production key's verifier accepts",
                folder.display()
            );
        }
        let (settings, warnings) = Settings::load(folder);
        for warning in warnings {
            eprintln!("warning: {warning}");
        }
        Desk {
            operators: Operators::new(opened.store.clone()),
            tokens: Tokens::new(
                opened.store.clone(),
                &opened.key_id,
                &opened.keys,
                settings.token_terms(),
            ),
            store: opened.store.clone(),
            keys: KeyRoom::new(opened, stores),
            runtime,
            settings,
            folder: folder.to_owned(),
        }
    }

    /// The camera: the flag's, the settings', or the first of this machine.
    ///
    /// # Errors
    /// When there is none, or the settings name something else.
    pub fn camera(&self, settings: &Settings) -> Result<CameraId, CommandError> {
        if let Some(named) = self.named_camera(settings)? {
            return Ok(named);
        }
        let first = camera::list_devices()?.into_iter().next();
        first.map(|info| CameraId::Device(info.id)).ok_or_else(|| {
            CommandError::new("camera", "this machine has no camera")
                .fix("plug one in, or name a recording with --camera recording:PATH")
        })
    }

    /// The camera that the flag or the settings name, if either does.
    ///
    /// # Errors
    /// When the settings name something else than a camera.
    pub fn named_camera(&self, settings: &Settings) -> Result<Option<CameraId>, CommandError> {
        if let Some(camera) = &self.camera {
            return Ok(Some(camera.clone()));
        }
        let named = settings.camera.as_ref().map(|text| text.parse());
        Ok(named.transpose()?)
    }

    /// The tolerance profile in force: a site's own version if it has saved
    /// one of that name, else the built-in. If the settings name one that
    /// isn't there, the strictest is, with a warning.
    ///
    /// # Errors
    /// When there is no profile of the name that the flag or the environment
    /// gives.
    pub fn tolerance(&self, desk: &Desk) -> Result<Tolerance, CommandError> {
        let unknown = |name: &str| {
            CommandError::new(
                "tolerance",
                format!("there is no tolerance profile '{name}'"),
            )
            .fix("see the names with: secure-biometric tolerance list")
        };
        if let Some(name) = &self.tolerance {
            return desk.profile(name)?.ok_or_else(|| unknown(name));
        }
        let name = &desk.settings.tolerance;
        if let Some(tolerance) = desk.profile(name)? {
            return Ok(tolerance);
        }
        let strictest = profiles::STRICTEST;
        eprintln!(
            "warning: the settings name a tolerance profile '{name}' that isn't there: '{strictest}' is used"
        );
        desk.profile(strictest)?.ok_or_else(|| unknown(strictest))
    }

    /// The same with another tolerance profile.
    #[must_use]
    pub fn with_tolerance(&self, name: &str) -> Self {
        Self {
            tolerance: Some(name.to_owned()),
            ..self.clone()
        }
    }

    /// Opens the data folder and starts the engine.
    ///
    /// # Errors
    /// When either can't be used.
    pub fn open_office(&self) -> Result<(Office, Settings), CommandError> {
        let desk = self.open()?;
        let resources = Resources::find()?;
        self.office(desk, start_engine(&resources)?, &resources)
    }

    /// Puts an office together from parts that are open already.
    ///
    /// # Errors
    /// When something isn't as it was signed, or the gallery can't be read.
    pub fn office(
        &self,
        desk: Desk,
        engine: Engine,
        resources: &Resources,
    ) -> Result<(Office, Settings), CommandError> {
        check_start(&desk, resources)?;
        let tolerance = self.tolerance(&desk)?;
        let model = embedding_model(resources)?;
        let office = Office::new(
            desk.runtime,
            desk.store,
            (desk.operators, desk.tokens),
            engine,
            model,
            tolerance,
        )?;
        office.hand_over_by(&desk.settings.handover);
        Ok((office.with_keys(desk.keys), desk.settings))
    }
}

/// Starts the engine of this machine's files; returns at once.
///
/// # Errors
/// When the list of models can't be read.
pub fn start_engine(resources: &Resources) -> Result<Engine, CommandError> {
    Ok(Engine::start(EngineConfig::from_resources(resources)?))
}

/// Starts an engine that leaves a window the processor when it draws.
///
/// # Errors
/// When the list of models can't be read.
pub fn start_engine_behind_a_window(resources: &Resources) -> Result<Engine, CommandError> {
    let config = EngineConfig::from_resources(resources)?.behind_a_window();
    Ok(Engine::start(config))
}

/// The hash that templates made here bear.
///
/// # Errors
/// When the list of models has none.
pub(super) fn embedding_model(resources: &Resources) -> Result<ModelHash, CommandError> {
    let models = resources.expected_models()?;
    let hash = models
        .get(EMBEDDING_MODEL)
        .and_then(|hash| ModelHash::from_hex(hash).ok());
    hash.ok_or_else(|| {
        CommandError::new(
            "resources",
            format!("assets/models.toml has no hash for {EMBEDDING_MODEL}"),
        )
        .fix("restore the file from the product")
    })
}

impl Authority {
    /// Signs the operator in who was named, or asks on a terminal.
    ///
    /// # Errors
    /// When nobody is named, the password is wrong, or the operator holds
    /// none of the roles.
    pub fn require(&self, desk: &Desk, roles: &[Role]) -> Result<Operator, CommandError> {
        self.require_at(&desk.runtime, &desk.operators, roles)
    }

    /// The same without a desk.
    ///
    /// # Errors
    /// As for [`Authority::require`].
    pub fn require_at(
        &self,
        runtime: &tokio::runtime::Runtime,
        operators: &Operators,
        roles: &[Role],
    ) -> Result<Operator, CommandError> {
        let operator = self.sign_in(runtime, operators)?;
        if roles.iter().any(|role| operator.role.holds(*role)) {
            return Ok(operator);
        }
        let names: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
        Err(CommandError::new(
            "not_allowed",
            format!("this needs the role {}", names.join(" or ")),
        )
        .fix("act as an operator who holds it"))
    }

    /// Signs an operator in at an office that is open.
    ///
    /// # Errors
    /// As for [`Authority::require`].
    pub fn sign_in_at(&self, office: &Office) -> Result<Operator, CommandError> {
        let (name, password) = self.credentials()?;
        Ok(office.wait(office.operators().sign_in(&name, &password, now()))?)
    }

    /// Signs the operator in, whatever their role.
    ///
    /// # Errors
    /// As for [`Authority::require`].
    fn sign_in(
        &self,
        runtime: &tokio::runtime::Runtime,
        operators: &Operators,
    ) -> Result<Operator, CommandError> {
        let (name, password) = self.credentials()?;
        Ok(runtime.block_on(operators.sign_in(&name, &password, now()))?)
    }

    fn credentials(&self) -> Result<(OperatorName, Secret<String>), CommandError> {
        let name = match &self.operator {
            Some(name) => name.clone(),
            None if std::io::stdin().is_terminal() => ask("Operator: ")?
                .parse()
                .map_err(|error| CommandError::new("operator", error))?,
            None => {
                return Err(
                    CommandError::new("operator_needed", "this needs an operator")
                        .fix("add --operator NAME --password-file FILE"),
                );
            }
        };
        let password = read_password(self.password_file.as_deref(), "Password: ")?;
        Ok((name, password))
    }
}
