//! The rules of ARCHITECTURE.md that a text can be searched for: who may
//! import whom, which module alone names a library, and what no file may hold.
//!
//! Comments and string literals are taken out before anything is looked for,
//! so that only code counts. Each rule is also tried on a planted violation: a
//! checker that finds nothing must not pass for a house in order.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop there and say so"
)]

#[path = "repository/code.rs"]
mod code;
#[path = "repository/mod.rs"]
mod repository;
#[path = "repository/rules.rs"]
mod rules;

use std::collections::BTreeSet;

use code::code_only;
use repository::{Text, texts};
use rules::{
    MOST_LINES, colour_violations, import_violations, length_violations, library_violations, place,
    place_violations, purity_violations,
};

#[test]
fn modules_import_only_those_before_them() {
    assert_none(&rust_sources(), import_violations);
}

#[test]
fn the_library_lists_its_modules_in_reading_order() {
    let sources = rust_sources();
    let library = sources.iter().find(|text| text.path == "src/lib.rs");
    let code = code_only(&library.expect("src/lib.rs").content);
    let listed: Vec<&str> = code
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let places: Vec<usize> = listed.iter().map(|name| place(name).unwrap()).collect();
    assert!(listed.len() > 1 && places.is_sorted(), "{listed:?}");
}

#[test]
fn libraries_are_named_only_where_they_belong() {
    assert_none(&rust_sources(), library_violations);
}

#[test]
fn domain_and_flow_are_pure() {
    assert_none(&rust_sources(), purity_violations);
}

#[test]
fn colours_are_written_only_in_the_theme() {
    assert_none(&rust_sources(), colour_violations);
}

#[test]
fn files_hold_one_idea() {
    assert_none(&rust_sources(), length_violations);
}

#[test]
fn every_widget_has_a_demo() {
    let sources = texts();
    let widgets = "src/kiosk/widgets/";
    let names = sources.iter().filter_map(|text| {
        let name = text.path.strip_prefix(widgets)?.strip_suffix(".rs")?;
        (name != "mod").then(|| name.to_owned())
    });
    let names: BTreeSet<String> = names.collect();
    let page = "src/kiosk/gallery/widgets_page.rs";
    let page = sources.iter().find(|text| text.path == page).expect(page);
    let shown = page.content.split("demos::").skip(1).map(|rest| {
        let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
        rest.chars().take_while(|c| is_name(*c)).collect()
    });
    let shown: BTreeSet<String> = shown.filter(|name: &String| !name.is_empty()).collect();
    assert!(names.len() > 20, "{names:?}");
    assert_eq!(names, shown);
}

#[test]
fn no_file_names_a_machine_or_a_registry() {
    assert_none(&texts(), place_violations);
}

#[test]
fn planted_violations_are_found() {
    type Check = fn(&Text) -> Vec<String>;
    let planted: [(&str, &str, Check); 22] = [
        (
            "src/store/a.rs",
            "use crate::auth::keys;",
            import_violations,
        ),
        (
            "src/store/a.rs",
            "use crate::{domain, engine::Engine};",
            import_violations,
        ),
        (
            "src/flow/a.rs",
            "fn f() { crate::pipeline::now() }",
            import_violations,
        ),
        (
            "src/flow/a.rs",
            "use super::super::camera::Slot;",
            import_violations,
        ),
        ("src/flow/mod.rs", "use super::kiosk;", import_violations),
        (
            "src/central/a.rs",
            "use crate::store::Store;",
            import_violations,
        ),
        (
            "src/central/a.rs",
            "use crate::pipeline::now;",
            import_violations,
        ),
        (
            "src/auth/a.rs",
            "use crate::central::Centre;",
            import_violations,
        ),
        (
            "src/domain/a.rs",
            "/* \" */ use crate::flow;",
            import_violations,
        ),
        ("src/resources.rs", "use crate::engine;", import_violations),
        ("src/news/mod.rs", "", import_violations),
        (
            "src/main.rs",
            "use secure_biometric::store::Store;",
            import_violations,
        ),
        (
            "src/bin/secure-biometric-engine/a.rs",
            "use secure_biometric::{domain::Frame, store};",
            import_violations,
        ),
        (
            "src/engine/a.rs",
            "use pyo3::prelude::*;",
            library_violations,
        ),
        (
            "src/commands/a.rs",
            "sqlx::query(\"\");",
            library_violations,
        ),
        (
            "src/flow/a.rs",
            "let now = Instant::now();",
            purity_violations,
        ),
        ("src/domain/a.rs", "use std::fs;", purity_violations),
        (
            "src/kiosk/a.rs",
            "Color32::from_rgb(1, 2, 3)",
            colour_violations,
        ),
        ("src/kiosk/a.rs", "Color32::RED", colour_violations),
        (
            "src/kiosk/a.rs",
            "hex_color!(\"#0D9488\")",
            colour_violations,
        ),
        ("installer/a.sh", "cd \u{2f}home/me/kiosk", place_violations),
        (
            "docs/a.md",
            "from [here](https://pypi\u{2e}org/x)",
            place_violations,
        ),
    ];
    for (path, content, check) in planted {
        let found = check(&made_up(path, content));
        assert_eq!(found.len(), 1, "in {path}: {content} found {found:?}");
    }
    let long = made_up("src/domain/a.rs", &"\n".repeat(MOST_LINES + 1));
    assert_eq!(length_violations(&long).len(), 1);
}

#[test]
fn what_is_allowed_is_not_found() {
    let allowed = [
        made_up("src/access/a.rs", "use crate::{auth::keys, store::Store};"),
        made_up(
            "src/central/a.rs",
            "use crate::domain::Secret; use sqlx::PgConnection;",
        ),
        made_up(
            "src/access/b.rs",
            "use crate::{central::Centre, store::Store};",
        ),
        made_up("src/store/a.rs", "// use crate::auth;\nuse super::Store;"),
        made_up("src/store/a.rs", "let text = \"crate::auth\"; // pyo3"),
        made_up(
            "src/store/a/b.rs",
            "mod tests { use super::super::super::store; }",
        ),
        made_up("src/kiosk/theme.rs", "Color32::from_rgb(1, 2, 3)"),
        made_up("src/kiosk/a.rs", "Color32::TRANSPARENT"),
        made_up("src/domain/a.rs", "let Instantly = 'x'; r#\"std::fs\"#;"),
    ];
    for check in [
        import_violations,
        library_violations,
        purity_violations,
        colour_violations,
        length_violations,
        place_violations,
    ] {
        assert_none(&allowed, check);
    }
    let example = "in ~/work/ or $HOME/root/x, as of \u{2f}home/ada/.config";
    assert_none(&[made_up("README.md", example)], place_violations);
}

/// A file as a test makes it up.
fn made_up(path: &str, content: &str) -> Text {
    Text {
        path: path.to_owned(),
        content: content.to_owned(),
    }
}

/// Every Rust file below `src/`.
fn rust_sources() -> Vec<Text> {
    let mut found = texts();
    found.retain(|text| text.path.starts_with("src/") && text.path.ends_with(".rs"));
    found
}

fn assert_none(sources: &[Text], check: fn(&Text) -> Vec<String>) {
    assert!(!sources.is_empty());
    let found: Vec<String> = sources.iter().flat_map(check).collect();
    assert!(found.is_empty(), "\n  {}\n", found.join("\n  "));
}
