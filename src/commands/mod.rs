//! The command line: one file a command.

mod asking;
mod attending;
mod audit;
mod backup;
mod bench;
mod centre;
mod centre_sessions;
mod context;
mod doctor;
mod enrol;
mod error;
pub mod evaluate;
#[cfg(feature = "gallery")]
mod gallery;
mod handover;
mod keys;
mod keys_handing_on;
mod kiosk;
mod kiosk_joining;
mod manual;
mod migrate;
mod opening;
mod operators;
mod output;
mod people;
mod people_consent;
mod people_erasing;
mod people_ways;
mod present;
mod presenter;
mod probe;
mod rehearse;
mod selftest;
mod serve;
mod session_text;
mod sessions;
mod sessions_export;
mod sessions_mark;
mod sessions_report;
mod sessions_sample;
mod settings;
mod starting;
mod sync;
mod templates;
mod tokens;
mod tolerance;
mod unlocking;
mod verify;

use std::ffi::OsStr;

use clap::builder::Resettable;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

pub use context::Common;
pub use error::CommandError;
pub use opening::Opening;
pub use output::was_lost as answer_was_lost;

/// A face enrolment and verification kiosk. Without a command: opens the kiosk.
#[derive(Debug, Parser)]
#[command(name = "secure-biometric", version, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add, list and disable the people who run the kiosk
    Operators(operators::OperatorsArgs),
    /// Enrol a person from the camera
    Enrol(enrol::EnrolArgs),
    /// Verify a person from the camera
    Verify(verify::VerifyArgs),
    /// List, show and remove enrolled people
    People(people::PeopleArgs),
    /// List, show, export and clean up sessions
    Sessions(sessions::SessionsArgs),
    /// Show what was done here and by whom, and whether that was changed since
    Audit(audit::AuditArgs),
    /// Show and change tolerance profiles
    Tolerance(tolerance::ToleranceArgs),
    /// Show and change what this site sets
    Settings(settings::SettingsArgs),
    /// Hold attacks up to this camera and count what is accepted
    #[command(name = "selftest")]
    SelfTest(selftest::SelfTestArgs),
    /// Put the data folder and its keys into one sealed file, and back
    Backup(backup::BackupArgs),
    /// Renew what is kept of faces, without anybody coming again
    Templates(templates::TemplatesArgs),
    /// Check, use up and revoke the receipts of decisions
    Tokens(tokens::TokensArgs),
    /// Make, show and rotate the keys of the data folder
    Keys(keys::KeysArgs),
    /// Play scenarios through the whole program
    Rehearse(rehearse::RehearseArgs),
    /// Make recordings for rehearsals from photos
    Present(present::PresentArgs),
    /// Show every widget and every state of every screen
    #[cfg(feature = "gallery")]
    Gallery(gallery::GalleryArgs),
    /// Measure how well people are told apart, on a folder of photos a person
    Evaluate(evaluate::EvaluateArgs),
    /// Look at everything the program needs and say what to do about it
    Doctor(doctor::DoctorArgs),
    /// Answer other systems over HTTP: check tokens, read sessions, watch it run
    Serve(serve::ServeArgs),
    /// Measure how fast the program is on this machine
    Bench(bench::BenchArgs),
    /// Say how far this kiosk and its centre are equal, and make them so
    Sync(sync::SyncArgs),
    /// Join a centre, and let other kiosks join
    Kiosk(kiosk_joining::KioskArgs),
    /// Add sites and invite kiosks at the central database
    Centre(centre::CentreArgs),
    /// Bring the database of the data folder, or a central one, up to date
    Migrate(migrate::MigrateArgs),
    /// Write manual pages and shells' completions into a folder
    Manual(manual::ManualArgs),
}

/// How a command ended: its exit code.
pub type Done = Result<u8, CommandError>;

impl Cli {
    /// Reads the arguments and the environment of this process. An empty
    /// variable is as good as none. Ends the process when they make no
    /// command, or when only help is asked for.
    #[must_use]
    pub fn of_this_process() -> Self {
        let is_empty = |name: &OsStr| std::env::var_os(name).is_some_and(|value| value.is_empty());
        let command = Self::command().mut_args(|arg| match arg.get_env() {
            Some(name) if is_empty(name) => arg.env(Resettable::Reset),
            _ => arg,
        });
        Self::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit())
    }

    /// What is logged where the environment doesn't say: errors, and of a
    /// service each request.
    #[must_use]
    pub fn log_filter(&self) -> &'static str {
        match self.command {
            Some(Command::Serve(_)) => "error,secure_biometric::server=info",
            _ => "error",
        }
    }

    /// Whether answers are JSON.
    #[must_use]
    pub fn json(&self) -> bool {
        self.common.json
    }

    /// Runs the command.
    ///
    /// # Errors
    /// What went wrong, in one line that says what to do.
    pub fn run(self) -> Done {
        let common = &self.common;
        match self.command {
            None => kiosk::run(common),
            Some(Command::Operators(args)) => operators::run(args, common),
            Some(Command::Enrol(args)) => enrol::run(args, common),
            Some(Command::Verify(args)) => verify::run(&args, common),
            Some(Command::People(args)) => people::run(&args, common),
            Some(Command::Sessions(args)) => sessions::run(&args, common),
            Some(Command::Audit(args)) => audit::run(&args, common),
            Some(Command::Tolerance(args)) => tolerance::run(&args, common),
            Some(Command::Settings(args)) => settings::run(&args, common),
            Some(Command::SelfTest(args)) => selftest::run(&args, common),
            Some(Command::Backup(args)) => backup::run(&args, common),
            Some(Command::Templates(args)) => templates::run(&args, common),
            Some(Command::Tokens(args)) => tokens::run(&args, common),
            Some(Command::Keys(args)) => keys::run(&args, common),
            Some(Command::Rehearse(args)) => rehearse::run(&args, common),
            Some(Command::Present(args)) => present::run(&args, common),
            #[cfg(feature = "gallery")]
            Some(Command::Gallery(args)) => gallery::run(args),
            Some(Command::Evaluate(args)) => evaluate::run(&args, common),
            Some(Command::Doctor(args)) => doctor::run(&args, common),
            Some(Command::Serve(args)) => serve::run(&args, common),
            Some(Command::Bench(args)) => bench::run(&args, common),
            Some(Command::Sync(args)) => sync::run(&args, common),
            Some(Command::Kiosk(args)) => kiosk_joining::run(&args, common),
            Some(Command::Centre(args)) => centre::run(&args, common),
            Some(Command::Migrate(args)) => migrate::run(&args, common),
            Some(Command::Manual(args)) => manual::run(&args, Self::command()),
        }
    }
}
