//! Landlock: which files the engine may read. It may write none.

use std::fs;
use std::path::{Path, PathBuf};

use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr,
    RulesetCreatedAttr, RulesetStatus, Scope, path_beneath_rules,
};

use crate::Arguments;

/// The newest rules asked for. An older kernel applies those it has: files
/// since the first version; network and signals, which the newer ones add,
/// are refused by seccomp in any case.
const RULES: ABI = ABI::V6;

/// Read by the dynamic linker, by CPython's start and by thread pools that
/// count processors.
const SYSTEM_PATHS: [&str; 11] = [
    "/usr/lib",
    "/usr/lib64",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/dev/null",
    "/dev/urandom",
    "/proc/self",
    "/proc/cpuinfo",
    "/sys/devices/system/cpu",
];

/// Restricts this thread and all it will start.
///
/// # Errors
/// A sentence, when the kernel has no landlock or refuses the rules.
pub(crate) fn restrict(arguments: &Arguments) -> Result<(), String> {
    let mut readable: Vec<PathBuf> = SYSTEM_PATHS.iter().map(PathBuf::from).collect();
    readable.extend([
        arguments.venv.clone(),
        arguments.python.clone(),
        arguments.models.clone(),
    ]);
    readable.extend(standard_library(&arguments.venv));
    let restrict = || {
        Ruleset::default()
            .set_compatibility(CompatLevel::BestEffort)
            .handle_access(AccessFs::from_all(RULES))?
            .handle_access(AccessNet::from_all(RULES))?
            .scope(Scope::from_all(RULES))?
            .create()?
            // Not `from_read`, which also lets files be executed.
            .add_rules(path_beneath_rules(
                readable,
                AccessFs::ReadFile | AccessFs::ReadDir,
            ))?
            .restrict_self()
    };
    match restrict() {
        Ok(status) => match status.ruleset {
            RulesetStatus::FullyEnforced | RulesetStatus::PartiallyEnforced => Ok(()),
            RulesetStatus::NotEnforced => Err("this kernel has no landlock".to_owned()),
        },
        Err(error) => Err(format!("landlock: {error}")),
    }
}

/// The library folder of the Python that the environment was made from.
fn standard_library(venv: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(venv.join("pyvenv.cfg")).ok()?;
    let home = text.lines().find_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "home").then(|| PathBuf::from(value.trim()))
    })?;
    Some(home.parent()?.join("lib"))
}
