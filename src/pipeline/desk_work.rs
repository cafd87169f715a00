//! Work of the desk that takes a while (hashing, the disk, devices), done on
//! threads of its own.

use std::path::PathBuf;
use std::sync::Arc;

use crate::access::Settings;
use crate::camera::{self, CameraInfo};
use crate::domain::{
    Act, ChangeReason, Note, Operator, OperatorName, Role, Secret, SelfTest, Tolerance,
    ToleranceChange, ToleranceName,
};
use crate::flow::profiles;
use crate::store::Listed;

use super::audit_work::{self, AuditAnswer};
use super::centre_work;
use super::clock_work;
use super::erasures_work;
use super::keys_work;
use super::office::{Office, Outcome};
use super::other_ways::OtherWays;
use super::{
    CentreIntent, CentreView, DeskIntent, Doctor, ErasuresView, Health, KeysIntent, KeysView,
    Problem, Progress, RetentionIntent, RetentionView, SelfTestIntent, TokensView, now, retention,
    selftest_thread, tokens_work,
};

/// The place a window's pipeline runs in.
#[derive(Clone, Debug)]
pub struct Site {
    /// The data folder.
    pub folder: PathBuf,
    /// Its settings when the program started.
    pub settings: Settings,
    /// Where health is asked for.
    pub doctor: Doctor,
    /// Where what the window exports is written to; made when it is needed.
    pub exports: PathBuf,
}

/// What came of a piece of work.
pub(super) enum DeskAnswer {
    /// A session without frames.
    Session(Result<Box<Outcome>, Problem>),
    /// The first administrator is there, or isn't.
    Started(Result<(Settings, Operator), Problem>),
    /// Settings that are kept now.
    Saved(Result<Settings, Problem>),
    /// Something was done that there is no more to say about.
    Done(Result<(), Problem>),
    /// The profiles after a change.
    Profiles(Result<Profiles, Problem>),
    /// The operators after a change, or as they are.
    Operators(Result<Listed<Operator>, Problem>),
    /// What there is to choose from.
    Lists(Box<Lists>),
    /// What the doctor found.
    Health(Health),
    /// The self-tests that were made.
    SelfTests(Result<Vec<SelfTest>, Problem>),
    /// Where a self-test was written to.
    SelfTestSaved(Result<PathBuf, Problem>),
    /// What is due to be removed; the flag says that it was removed.
    Retention(Result<RetentionView, Problem>, bool),
    /// The keys after a piece of work, or as they are; the flag says which.
    Keys(Box<Result<KeysView, Problem>>, bool),
    /// How joining a centre stands; the flag says that something was done.
    Centre(Result<CentreView, Problem>, bool),
    /// How far long work is.
    Progress(Progress),
    /// Tokens, and what was done about one.
    Tokens(Result<TokensView, Problem>),
    /// Erasures, and what was done about one.
    Erasures(Result<ErasuresView, Problem>),
    /// Entries of the audit, or whether it is as it was written.
    Audit(Result<AuditAnswer, Problem>),
}

/// What there is to choose from.
pub(super) struct Lists {
    pub(super) profiles: Profiles,
    pub(super) cameras: Result<Vec<CameraInfo>, Problem>,
    /// None for who may not see them.
    pub(super) operators: Option<Listed<Operator>>,
}

/// The newest version of every profile, built-in ones first, and how those of
/// the site came about.
#[derive(Default)]
pub(super) struct Profiles {
    pub(super) newest: Vec<Tolerance>,
    pub(super) changes: Vec<(ToleranceName, ToleranceChange)>,
}

/// Does one piece of work for `operator`; nothing for what isn't work.
pub(super) fn work(
    office: &Office,
    site: &Site,
    operator: Option<&Operator>,
    intent: DeskIntent,
    told: impl Fn(Progress) + Send,
) -> Option<DeskAnswer> {
    let staff = operator.ok_or(Problem::SignInFirst);
    Some(match intent {
        DeskIntent::VerifyByPin { claim, pin } => {
            let outcome = office.other_ways(|ways| {
                let verified = office.wait(ways.verify_by_pin(claim, &pin, now()));
                verified.map_err(|error| Problem::of(&error))
            });
            DeskAnswer::Session(outcome.map(Box::new))
        }
        DeskIntent::Vouch { claim, why } => {
            let outcome = staff.and_then(|operator| {
                office.other_ways(|ways| {
                    let vouched = office.wait(ways.vouch(claim, operator, why, now()));
                    vouched.map_err(|error| Problem::of(&error))
                })
            });
            DeskAnswer::Session(outcome.map(Box::new))
        }
        DeskIntent::SetPin { person, pin } => DeskAnswer::Done(staff.and_then(|operator| {
            let set = office.wait(office.operators().pins().set(operator, person, &pin));
            set.map_err(|error| Problem::of(&error))
        })),
        DeskIntent::FirstStart {
            settings,
            name,
            password,
        } => DeskAnswer::Started(first_start(office, site, *settings, &name, &password)),
        DeskIntent::Save(settings) => {
            DeskAnswer::Saved(staff.and_then(|operator| save(office, site, operator, *settings)))
        }
        DeskIntent::SaveTolerance { tolerance, why } => DeskAnswer::Profiles(
            staff.and_then(|actor| save_tolerance(office, site, actor, *tolerance, why)),
        ),
        DeskIntent::AddOperator {
            name,
            role,
            password,
        } => DeskAnswer::Operators(staff.and_then(|actor| {
            let operators = office.operators();
            let added = office.wait(operators.add(actor, &name, role, &password));
            added.map_err(|error| Problem::of(&error))?;
            list_operators(office, actor)
        })),
        DeskIntent::DisableOperator(name) => DeskAnswer::Operators(staff.and_then(|actor| {
            let disabled = office.wait(office.operators().disable(actor, &name));
            disabled.map_err(|error| Problem::of(&error))?;
            list_operators(office, actor)
        })),
        DeskIntent::SetPassword { name, password } => {
            DeskAnswer::Operators(staff.and_then(|actor| {
                let operators = office.operators();
                let set = office.wait(operators.set_password(actor, &name, &password));
                set.map_err(|error| Problem::of(&error))?;
                list_operators(office, actor)
            }))
        }
        DeskIntent::Refresh => DeskAnswer::Lists(Box::new(Lists {
            profiles: newest_profiles(office),
            cameras: camera::list_devices().map_err(|error| Problem::of(&error)),
            operators: operator.and_then(|actor| list_operators(office, actor).ok()),
        })),
        DeskIntent::CheckHealth => DeskAnswer::Health(site.doctor.examine(&site.folder)),
        DeskIntent::SelfTest(SelfTestIntent::List) => {
            DeskAnswer::SelfTests(staff.and_then(|actor| selftest_thread::list(office, actor)))
        }
        DeskIntent::SelfTest(SelfTestIntent::Export { id, format }) => {
            DeskAnswer::SelfTestSaved(staff.and_then(|actor| {
                selftest_thread::export(office, actor, &site.exports, (id, format))
            }))
        }
        DeskIntent::ResetClock { why } => {
            DeskAnswer::Done(staff.and_then(|actor| clock_work::reset(office, actor, why)))
        }
        DeskIntent::RenewTemplates => {
            DeskAnswer::Done(staff.and_then(|actor| renew_templates(office, actor, told)))
        }
        DeskIntent::Keys(intent) => {
            let worked = !matches!(intent, KeysIntent::Look);
            let view = staff.and_then(|actor| keys_work::work(office, site, actor, intent, told));
            DeskAnswer::Keys(Box::new(view), worked)
        }
        DeskIntent::Centre(intent) => {
            let worked = !matches!(intent, CentreIntent::Look);
            let view = staff.and_then(|actor| centre_work::work(office, actor, intent));
            DeskAnswer::Centre(view, worked)
        }
        DeskIntent::Retention(intent) => DeskAnswer::Retention(
            staff.and_then(|actor| retention::work(office, &site.settings, actor, intent)),
            intent == RetentionIntent::Clean,
        ),
        DeskIntent::Audit(intent) => {
            DeskAnswer::Audit(staff.and_then(|actor| audit_work::work(office, actor, intent)))
        }
        DeskIntent::Tokens(intent) => {
            DeskAnswer::Tokens(staff.and_then(|actor| tokens_work::work(office, actor, intent)))
        }
        DeskIntent::Erasures(intent) => DeskAnswer::Erasures(
            staff.and_then(|actor| erasures_work::work(office, &site.exports, actor, intent)),
        ),
        DeskIntent::SelfTest(_)
        | DeskIntent::Look(_)
        | DeskIntent::TryCamera(_)
        | DeskIntent::Dismiss => return None,
    })
}

impl Office {
    /// Runs a way in without frames; the gallery follows if it disabled
    /// somebody.
    fn other_ways(
        &self,
        go: impl FnOnce(&OtherWays<'_>) -> Result<Outcome, Problem>,
    ) -> Result<Outcome, Problem> {
        let tolerance: Arc<Tolerance> = self.tolerance();
        let outcome = go(&OtherWays {
            store: self.store(),
            operators: self.operators(),
            tokens: self.tokens(),
            tolerance: &tolerance,
        })?;
        self.refresh_gallery_if_changed()
            .map_err(|error| Problem::of(&error))?;
        Ok(outcome)
    }

    /// The profile of that name: a site's own newest version, else the
    /// built-in.
    ///
    /// # Errors
    /// When there is none, or the store can't be read.
    pub(super) fn profile(&self, name: &str) -> Result<Tolerance, Problem> {
        let parsed =
            ToleranceName::try_from(name.to_owned()).map_err(|_| Problem::NoSuchProfile)?;
        let saved = self
            .wait(self.store().load_tolerance(&parsed))
            .map_err(|error| Problem::of(&error))?;
        saved
            .or_else(|| profiles::built_in(name))
            .ok_or(Problem::NoSuchProfile)
    }
}

/// The first administrator is made only while there is no operator, which the
/// store looks at in the same transaction.
fn first_start(
    office: &Office,
    site: &Site,
    settings: Settings,
    name: &OperatorName,
    password: &Secret<String>,
) -> Result<(Settings, Operator), Problem> {
    let settings = settings.validated().map_err(|error| Problem::of(&error))?;
    office
        .wait(office.operators().init(name, password))
        .map_err(|error| Problem::of(&error))?;
    let operator = Operator {
        name: name.clone(),
        role: Role::Administrator,
        disabled: false,
    };
    keep_settings(office, site, &operator, &settings)?;
    Ok((settings, operator))
}

/// Writes settings, and signs for what of them a kiosk starts with.
fn keep_settings(
    office: &Office,
    site: &Site,
    operator: &Operator,
    settings: &Settings,
) -> Result<(), Problem> {
    settings
        .save(&site.folder)
        .map_err(|error| Problem::of(&error))?;
    let lists = office.tokens().acting(&operator.name).start_lists();
    let lists = lists.with_settings(settings);
    office
        .wait(lists.sign_settings())
        .map_err(|error| Problem::of(&error))
}

fn save(
    office: &Office,
    site: &Site,
    operator: &Operator,
    settings: Settings,
) -> Result<Settings, Problem> {
    office
        .wait(office.operators().require(operator, Role::Administrator))
        .map_err(|error| Problem::of(&error))?;
    let tolerance = office.profile(&settings.tolerance)?;
    let settings = settings.validated().map_err(|error| Problem::of(&error))?;
    let note = Note::of(Act::SettingsSaved)
        .with("profile", &tolerance.name)
        .with("hand_over", settings.handover.word());
    office
        .wait(office.store().acting(&operator.name).note(&note))
        .map_err(|error| Problem::of(&error))?;
    // Only what is written down is done.
    keep_settings(office, site, operator, &settings)?;
    office.use_tolerance(tolerance);
    Ok(settings)
}

/// Keeps a profile as the next version of its name; if it is the one in force,
/// it is used at once.
fn save_tolerance(
    office: &Office,
    site: &Site,
    operator: &Operator,
    tolerance: Tolerance,
    why: ChangeReason,
) -> Result<Profiles, Problem> {
    office
        .wait(office.operators().require(operator, Role::Administrator))
        .map_err(|error| Problem::of(&error))?;
    let newest = office.profile(tolerance.name.as_str());
    let version = newest.map_or(1, |newest| newest.version + 1);
    let tolerance = Tolerance {
        version,
        ..tolerance
    };
    let tolerance = tolerance.validated().map_err(|error| Problem::of(&error))?;
    let change = ToleranceChange {
        why,
        by: operator.name.clone(),
        at: now(),
    };
    let acting = office.store().acting(&operator.name);
    office
        .wait(acting.save_tolerance(&tolerance, Some(&change)))
        .map_err(|error| Problem::of(&error))?;
    if site.settings.tolerance == tolerance.name.as_str() {
        office.use_tolerance(tolerance);
    }
    Ok(newest_profiles(office))
}

fn renew_templates(
    office: &Office,
    actor: &Operator,
    told: impl Fn(Progress) + Send,
) -> Result<(), Problem> {
    office
        .wait(office.operators().require(actor, Role::Administrator))
        .map_err(|error| Problem::of(&error))?;
    let acting = office.store().acting(&actor.name);
    let renewed = office.wait(acting.renew_templates(move |renewal| {
        told(Progress {
            done: renewal.done,
            all: Some(renewal.all),
        });
    }));
    renewed.map(|_| ()).map_err(|error| Problem::of(&error))
}

fn list_operators(office: &Office, actor: &Operator) -> Result<Listed<Operator>, Problem> {
    office
        .wait(office.operators().list(actor))
        .map_err(|error| Problem::of(&error))
}

/// The built-in profiles as they are in force, then the site's own.
fn newest_profiles(office: &Office) -> Profiles {
    let mut kept = office
        .wait(office.store().tolerances())
        .inspect_err(|error| tracing::error!(%error, "tolerance profiles can't be read"))
        .unwrap_or_default();
    // The newest of a name comes first.
    kept.dedup_by(|later, first| later.tolerance.name == first.tolerance.name);
    let changes = kept
        .iter()
        .filter_map(|kept| Some((kept.tolerance.name.clone(), kept.change.clone()?)))
        .collect();
    let mut saved: Vec<Tolerance> = kept.into_iter().map(|kept| kept.tolerance).collect();
    let mut newest: Vec<Tolerance> = profiles::BUILT_IN
        .iter()
        .filter_map(|name| {
            let own = saved.iter().position(|own| own.name.as_str() == *name);
            match own {
                Some(at) => Some(saved.remove(at)),
                None => profiles::built_in(name),
            }
        })
        .collect();
    newest.extend(saved);
    Profiles { newest, changes }
}
