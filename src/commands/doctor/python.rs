//! The Python environment against its lock.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::resources::Resources;

use super::{Check, Report, Subject, listed};

/// What the engine needs, below the program's folder.
const LOCK: &str = "python/requirements.lock";
/// What tests need besides; an installed package has none of it.
const DEV_LOCK: &str = "python/requirements-dev.lock";
/// Written by `make setup`, below the environment: the hashes of the locks it
/// was made from, as `sha256sum` prints them.
const STAMP: &str = ".lock-sha256";
/// The Python that the engine links, as pip names its folder.
const PYTHON: &str = "3.11";

pub(super) fn check(subject: &Subject, report: &Report) {
    match subject.resources("python_environment") {
        Ok(resources) => {
            report.tell(packages(resources));
            report.tell(stamp(resources));
        }
        Err(check) => report.tell(check),
    }
}

/// What is installed, version by version.
fn packages(resources: &Resources) -> Check {
    let failed = |detail: String| Check::failed("python_environment", detail, "run: make setup");
    let venv = resources.venv();
    let unreadable = |path: &Path, error: io::Error| {
        let path = path.display();
        failed(format!("{path} can't be read: {error}"))
    };
    let settings = venv.join("pyvenv.cfg");
    let python = match fs::read_to_string(&settings) {
        Ok(text) => python_version(&text).unwrap_or_default(),
        Err(error) => return unreadable(&settings, error),
    };
    if !python.starts_with(PYTHON) {
        return failed(format!("it is of Python {python}, not {PYTHON}"));
    }
    let lock = resources.home().join(LOCK);
    let wanted = match fs::read_to_string(&lock) {
        Ok(text) => locked(&text),
        Err(error) => return unreadable(&lock, error),
    };
    let site_packages = venv.join(format!("lib/python{PYTHON}/site-packages"));
    let found = match installed(&site_packages) {
        Ok(found) => found,
        Err(error) => return unreadable(&site_packages, error),
    };
    let problems = differences(&wanted, &found);
    if problems.is_empty() {
        let detail = format!("Python {python}, {} packages as locked", wanted.len());
        return Check::ok("python_environment", detail);
    }
    Check::failed(
        "python_environment",
        listed(&problems),
        "remove the folder .venv, then run: make setup",
    )
}

/// Whether the environment was made from these locks, hashes included. One
/// that was put together otherwise may work.
fn stamp(resources: &Resources) -> Check {
    // In the order in which they are hashed when the environment is made.
    let dev = resources.home().join(DEV_LOCK).exists().then_some(DEV_LOCK);
    let expected: io::Result<String> = [LOCK]
        .into_iter()
        .chain(dev)
        .map(|lock| {
            let digest = Sha256::digest(fs::read(resources.home().join(lock))?);
            let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            Ok(format!("{hash}  {lock}\n"))
        })
        .collect();
    let made_from = fs::read_to_string(resources.venv().join(STAMP));
    let check = match (expected, made_from) {
        (Ok(expected), Ok(made_from)) if expected == made_from => {
            Check::ok("python_lock", "the environment was made from these locks")
        }
        (Err(error), _) => Check::failed(
            "python_lock",
            format!("the locks can't be read: {error}"),
            "restore the folder python from the product",
        ),
        (Ok(_), Ok(_)) => Check::failed(
            "python_lock",
            "the locks have changed since the environment was made",
            "run: make setup",
        ),
        (Ok(_), Err(_)) => Check::failed(
            "python_lock",
            "the environment doesn't say from which locks it was made",
            "run: make setup",
        ),
    };
    check.needed(false)
}

/// The version of `pyvenv.cfg`.
fn python_version(text: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "version").then(|| value.trim().to_owned())
    })
}

/// Package to version, by the lines `name==version --hash=...` of a lock.
fn locked(text: &str) -> BTreeMap<String, String> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let packages = lines.filter_map(|line| line.split_whitespace().next()?.split_once("=="));
    packages
        .map(|(name, version)| (normalised(name), version.to_owned()))
        .collect()
}

/// Package and version, by the folders `name-version.dist-info`.
fn installed(site_packages: &Path) -> io::Result<BTreeSet<(String, String)>> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(site_packages)? {
        let name = entry?.file_name();
        let package = name
            .to_str()
            .and_then(|name| name.strip_suffix(".dist-info")?.rsplit_once('-'));
        if let Some((name, version)) = package {
            found.insert((normalised(name), version.to_owned()));
        }
    }
    Ok(found)
}

fn differences(
    wanted: &BTreeMap<String, String>,
    found: &BTreeSet<(String, String)>,
) -> Vec<String> {
    let mut problems = Vec::new();
    for (name, version) in wanted {
        let versions: Vec<&str> = found
            .iter()
            .filter(|(other, _)| other == name)
            .map(|(_, version)| version.as_str())
            .collect();
        match versions.as_slice() {
            [] => problems.push(format!("{name} {version} is missing")),
            [only] if only == version => {}
            others => problems.push(format!("{name} is {}, not {version}", others.join(" and "))),
        }
    }
    problems
}

/// A package's name as PEP 503 compares it: lower case, and each run of `-`,
/// `_` and `.` a single hyphen.
fn normalised(name: &str) -> String {
    let parts = name.split(['-', '_', '.']).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "# made by a tool, a==1\nOpen3D_cpu==0.20.0 --hash=sha256:0\nnumpy==1.26.4\n";

    fn environment(folders: &[&str]) -> BTreeSet<(String, String)> {
        let place = tempfile::tempdir().unwrap();
        for folder in folders {
            fs::create_dir(place.path().join(folder)).unwrap();
        }
        installed(place.path()).unwrap()
    }

    #[test]
    fn names_are_compared_as_pip_does() {
        let found = environment(&["open3d.cpu-0.20.0.dist-info", "numpy-1.26.4.dist-info", "x"]);
        assert!(differences(&locked(TEXT), &found).is_empty());
    }

    #[test]
    fn missing_other_and_doubled_versions_are_named() {
        let found = environment(&["numpy-2.0.0.dist-info"]);
        assert_eq!(
            differences(&locked(TEXT), &found),
            ["numpy is 2.0.0, not 1.26.4", "open3d-cpu 0.20.0 is missing"]
        );
        let found = environment(&[
            "numpy-1.26.4.dist-info",
            "numpy-2.0.0.dist-info",
            "open3d_cpu-0.20.0.dist-info",
        ]);
        assert_eq!(
            differences(&locked(TEXT), &found),
            ["numpy is 1.26.4 and 2.0.0, not 1.26.4"]
        );
    }
}
