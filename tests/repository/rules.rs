//! The rules, each a search of one file: it gives a sentence for each
//! violation.

use crate::code::{code_only, words};
use crate::repository::Text;

/// The modules of the library in reading order: each may import those before it.
const ORDER: [&str; 16] = [
    "domain",
    "flow",
    "camera",
    "resources",
    "engine",
    "store",
    "auth",
    "gallery",
    "central",
    "report",
    "access",
    "sync",
    "pipeline",
    "kiosk",
    "server",
    "commands",
];

/// Modules that know nothing of each other, whatever their order.
const SIBLINGS: [&str; 7] = [
    "camera", "engine", "store", "auth", "gallery", "central", "report",
];

/// Who draws.
const DRAWING: [&str; 2] = ["src/kiosk/", "src/commands/doctor/"];

/// Names that stand in the code of these folders alone, and why.
const ONLY_IN: [(&str, &[&str], &str); 8] = [
    (
        "pyo3",
        &["src/bin/secure-biometric-engine/"],
        "only the engine hosts Python",
    ),
    (
        "numpy",
        &["src/bin/secure-biometric-engine/"],
        "only the engine hosts Python",
    ),
    (
        "sqlx",
        &["src/store/", "src/central/"],
        "only the store and the centre speak SQL",
    ),
    (
        "rusqlite",
        &["src/store/"],
        "only the store speaks SQL with the kiosk's database",
    ),
    (
        "nokhwa",
        &["src/camera/"],
        "other modules see frames, not devices",
    ),
    (
        "eframe",
        &DRAWING,
        "only the window draws, and the doctor tries whether it can",
    ),
    (
        "three_d",
        &DRAWING,
        "only the window draws, and the doctor tries whether it can",
    ),
    (
        "actix_web",
        &["src/server/"],
        "only the service speaks HTTP",
    ),
];

/// What the pure modules never name: files, network, threads, clocks, async.
const IMPURE: [&str; 9] = [
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::thread",
    "Instant",
    "SystemTime",
    "tokio",
    "jiff",
];

/// A longer file is most likely two ideas.
pub const MOST_LINES: usize = 400;

/// Where a module stands in [`ORDER`].
pub fn place(module: &str) -> Option<usize> {
    ORDER.iter().position(|name| *name == module)
}

/// The parts of a source's path below `src/`, without the suffix:
/// `src/flow/mod.rs` is `["flow"]`, `src/flow/window.rs` is `["flow", "window"]`.
fn module_path(path: &str) -> Vec<&str> {
    let below = path.trim_start_matches("src/").trim_end_matches(".rs");
    below.split('/').filter(|part| *part != "mod").collect()
}

/// Modules that a source imports and may not.
pub fn import_violations(source: &Text) -> Vec<String> {
    let code = code_only(&source.content);
    let parts = module_path(&source.path);
    let wrong = |imported: &str| format!("{} imports {imported}", source.path);
    // The programs: what they may take from the library.
    let of_library: Option<&[&str]> = match parts[0] {
        "main" => Some(&["commands"]),
        "bin" => Some(&["domain", "engine"]),
        _ => None,
    };
    if let Some(allowed) = of_library {
        let imported = first_names(&code, "secure_biometric::");
        let not_allowed = imported
            .iter()
            .filter(|name| !allowed.contains(&name.as_str()));
        return not_allowed.map(|name| wrong(name)).collect();
    }
    if parts[0] == "lib" {
        return Vec::new();
    }
    let own = parts[0];
    let Some(own_place) = place(own) else {
        return vec![format!("{} is in no module of ORDER", source.path)];
    };
    let mut imported = first_names(&code, "crate::");
    imported.extend(names_above(&code, parts.len()));
    let may = |other: &str| match place(other) {
        _ if other == own => true,
        Some(other_place) => {
            other_place < own_place && !(SIBLINGS.contains(&own) && SIBLINGS.contains(&other))
        }
        // Something of the library's root, which has modules alone.
        None => false,
    };
    let not_allowed = imported.iter().filter(|other| !may(other));
    not_allowed.map(|other| wrong(other)).collect()
}

/// The first name of each path that begins with `root`: one, or those of a
/// group in braces.
fn first_names(code: &str, root: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices(root) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at + root.len()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(group_names(group)),
            None => names.push(first_name(rest)),
        }
    }
    names
}

/// The first names of the parts of a group, up to its closing brace.
fn group_names(group: &str) -> Vec<String> {
    let mut names = vec![first_name(group)];
    let mut depth = 0;
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(first_name(&group[at + 1..])),
            _ => {}
        }
    }
    // Nothing follows a last comma.
    names.retain(|name| !name.is_empty());
    names
}

fn first_name(text: &str) -> String {
    let name = text.trim_start().chars();
    name.take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// Modules of the library that a chain of `super::` long enough to leave a
/// module `depth` deep leads to. (Inside of an inline module a chain is one
/// longer; then the name it leads to is the module's own.)
fn names_above(code: &str, depth: usize) -> Vec<String> {
    let chain = "super::".repeat(depth);
    let names = first_names(code, &chain).into_iter();
    names.filter(|name| place(name).is_some()).collect()
}

/// Libraries that a source names and may not.
pub fn library_violations(source: &Text) -> Vec<String> {
    let code = code_only(&source.content);
    let misplaced = ONLY_IN.iter().filter(|(name, folders, _)| {
        !folders.iter().any(|folder| source.path.starts_with(folder))
            && words(&code).any(|w| w == *name)
    });
    misplaced
        .map(|(name, _, why)| format!("{} names {name}: {why}", source.path))
        .collect()
}

/// What a source of a pure module names and may not.
pub fn purity_violations(source: &Text) -> Vec<String> {
    if !matches!(module_path(&source.path)[0], "domain" | "flow") {
        return Vec::new();
    }
    let code = code_only(&source.content);
    let named = |name: &&&str| match name.contains("::") {
        true => code.contains(**name),
        false => words(&code).any(|word| word == **name),
    };
    let found = IMPURE.iter().filter(named);
    found
        .map(|name| format!("{} names {name}", source.path))
        .collect()
}

/// Colours made of figures or by a name. Transparent is none, and egui's
/// placeholder stands for whatever colour the theme says.
pub fn colour_violations(source: &Text) -> Vec<String> {
    const COLOURLESS: [&str; 2] = ["TRANSPARENT", "PLACEHOLDER"];
    let theirs = source.path.starts_with("src/kiosk/") && source.path != "src/kiosk/theme.rs";
    if !theirs {
        return Vec::new();
    }
    let code = code_only(&source.content);
    let mut found = Vec::new();
    for kind in ["Color32::", "Rgba::", "Srgba::"] {
        for name in first_names(&code, kind) {
            let constant = name.chars().all(|c| c.is_ascii_uppercase() || c == '_');
            let made = name.starts_with("from_") || name == "new";
            if made || constant && !COLOURLESS.contains(&name.as_str()) {
                found.push(format!("{} has the colour {kind}{name}", source.path));
            }
        }
    }
    if code.contains("hex_color!") {
        found.push(format!("{} has a colour in hexadecimal", source.path));
    }
    found
}

/// A source that is too long.
pub fn length_violations(source: &Text) -> Vec<String> {
    let lines = source.content.lines().count();
    let too_long = lines > MOST_LINES;
    let said = too_long.then(|| format!("{} has {lines} lines; is it two?", source.path));
    said.into_iter().collect()
}

/// Absolute paths of somebody's machine, and hosts of package registries: the
/// package managers know where to go, and sites set mirrors of their own.
pub fn place_violations(text: &Text) -> Vec<String> {
    // Made of parts, so that this file may be searched as well.
    let folders = ["root", "work", "home", "Users"].map(|name| format!("/{name}/"));
    let hosts = [
        ["pypi", "org"],
        ["pythonhosted", "org"],
        ["npmjs", "org"],
        ["npmjs", "com"],
        ["crates", "io"],
        ["debian", "org"],
    ]
    .map(|parts| parts.join("."));
    /// Stands for anybody's home in tests and documents.
    const EXAMPLE: &str = "ada";
    let mut found = Vec::new();
    for folder in &folders {
        for (at, _) in text.content.match_indices(folder.as_str()) {
            let before = text.content[..at].chars().next_back();
            let absolute = before.is_none_or(|c| !c.is_alphanumeric() && !"_-.~}*)>".contains(c));
            let example = first_name(&text.content[at + folder.len()..]) == EXAMPLE;
            if absolute && !example {
                found.push(format!("{} names a path in {folder}", text.path));
            }
        }
    }
    // The lock of crates is cargo's own.
    if text.path != "Cargo.lock" {
        let named = hosts
            .iter()
            .filter(|host| text.content.contains(host.as_str()));
        found.extend(named.map(|host| format!("{} names {host}", text.path)));
    }
    found
}
