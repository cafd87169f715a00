//! The documents say what is so: commands they name exist, links lead
//! somewhere, every environment variable is explained.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop there and say so"
)]

#[path = "repository/mod.rs"]
mod repository;

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use repository::{root, texts};
use secure_biometric::kiosk::{LANGUAGES, NOTICE_VERSION, Texts};

/// Names in the code that look like environment variables the program reads
/// and aren't.
const NOT_READ: [(&str, &str); 3] = [
    ("CARGO_PKG_VERSION", "read when the program is compiled"),
    ("TF_CPP_MIN_LOG_LEVEL", "set for the engine"),
    ("CARGO_MANIFEST_DIR", "read by the compiler"),
];
/// Read by `tracing_subscriber`'s filter, which the code doesn't name it for.
const READ_BY_LIBRARIES: [&str; 1] = ["RUST_LOG"];
/// Folders whose files documents name by their path.
const FOLDERS: [&str; 8] = [
    "src/",
    "tests/",
    "python/",
    "installer/",
    "assets/",
    "migrations/",
    "docs/",
    ".ci/",
];

fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).expect(name)
}

/// The Markdown files, as path and content.
fn documents() -> Vec<(String, String)> {
    let all = texts().into_iter();
    let documents: Vec<_> = all
        .filter(|text| text.path.ends_with(".md"))
        .map(|text| (text.path, text.content))
        .collect();
    assert!(documents.len() >= 6, "{documents:?}");
    documents
}

/// What a program says to `--help`, if it has that command.
fn help(command: &[&str]) -> Option<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_secure-biometric"))
        .args(command)
        .arg("--help")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    output.status.success().then_some(said)
}

/// The commands that a help text lists.
fn listed(help: &str) -> BTreeSet<String> {
    let commands = help.split("Commands:\n").nth(1).unwrap_or_default();
    let lines = commands.lines().take_while(|line| !line.is_empty());
    lines
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

/// What stands between backticks, within one line.
fn code_spans(document: &str) -> Vec<&str> {
    let lines = document.lines().filter(|line| !line.starts_with("```"));
    lines
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .collect()
}

/// Words that follow the program's name: commands and their flags.
fn uses(document: &str) -> Vec<Vec<&str>> {
    let after = document
        .match_indices("secure-biometric ")
        .map(|(at, name)| {
            let rest = document[at + name.len()..]
                .lines()
                .next()
                .unwrap_or_default();
            let rest = rest.split(['`', '#', '|', ')']).next().unwrap_or_default();
            rest.split_whitespace().collect()
        });
    after.collect()
}

fn is_command_word(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase())
}

#[test]
fn the_readme_lists_every_command_and_no_other() {
    let there = listed(&help(&[]).unwrap());
    assert!(there.contains("verify"), "{there:?}");
    let readme = read("README.md");
    let rows = readme.lines().filter_map(|line| {
        let name = line.strip_prefix("| `secure-biometric ")?;
        name.split('`').next().map(str::to_owned)
    });
    assert_eq!(rows.collect::<BTreeSet<_>>(), there);
}

#[test]
fn commands_that_documents_name_have_help() {
    let there = listed(&help(&[]).unwrap());
    for (path, document) in documents() {
        for words in uses(&document) {
            let Some(at) = words.iter().position(|word| there.contains(*word)) else {
                continue;
            };
            let command = words[at];
            let said = help(&[command]).unwrap_or_else(|| panic!("{path}: no {command}"));
            let below = listed(&said);
            let next = words.get(at + 1).filter(|word| is_command_word(word));
            if let (false, Some(next)) = (below.is_empty(), next) {
                assert!(below.contains(*next), "{path}: no command {command} {next}");
            }
            let flags = words[at..].iter().filter(|word| word.starts_with("--"));
            let said = format!(
                "{said}{}",
                next.map_or_else(String::new, |next| {
                    help(&[command, next]).unwrap_or_default()
                })
            );
            for flag in flags {
                assert!(said.contains(flag), "{path}: {command} has no {flag}");
            }
        }
    }
}

#[test]
fn rows_of_the_readme_name_their_subcommands() {
    let readme = read("README.md");
    let rows = readme
        .lines()
        .filter(|line| line.starts_with("| `secure-biometric "));
    for row in rows {
        let spans = code_spans(row);
        let command = spans[0].trim_start_matches("secure-biometric ");
        let said: BTreeSet<String> = spans[1..].iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(said, listed(&help(&[command]).unwrap()), "{command}");
    }
}

#[test]
fn targets_that_documents_name_are_in_the_makefile() {
    let makefile = read("Makefile");
    for (path, document) in documents() {
        let named = document.match_indices("make ").filter_map(|(at, make)| {
            let is_code = matches!(document[..at].chars().next_back(), Some('`' | '\n'));
            let word = document[at + make.len()..].split(|c: char| !c.is_ascii_lowercase());
            word.into_iter()
                .next()
                .filter(|word| is_code && !word.is_empty())
        });
        for target in named {
            let there = makefile
                .lines()
                .any(|line| line.starts_with(&format!("{target}:")));
            assert!(there, "{path}: there is no `make {target}`");
        }
    }
}

/// The figures of `bench` in its sources, each with what is asked of it.
fn figures() -> BTreeMap<String, String> {
    let sources = texts().into_iter();
    let sources = sources.filter(|text| text.path.starts_with("src/commands/bench/"));
    let mut figures = BTreeMap::new();
    for source in sources {
        let code = source.content.split("#[cfg(test)]").next().unwrap();
        for figure in code.split("Figure::new(").skip(1) {
            let name = figure.split('"').nth(1).unwrap();
            let target = figure.split("Target::").nth(1).unwrap();
            let (kind, rest) = target.split_at(target.find(['(', ',']).unwrap());
            let number = || rest[1..].split(')').next().unwrap();
            let asked = match kind {
                "AtLeast" => format!("at least {}", number()),
                "AtMost" => format!("at most {}", number()),
                "ForComparison" => "for comparison".to_owned(),
                other => panic!("{name}: {other}"),
            };
            figures.insert(name.to_owned(), asked.trim_end_matches(".0").to_owned());
        }
    }
    figures
}

#[test]
fn the_table_of_runs_has_every_figure_and_what_is_asked_of_it() {
    let figures = figures();
    assert!(figures.len() >= 12, "{figures:?}");
    let readme = read("benches/README.md");
    let rows = readme.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| `")?.split('|').map(str::trim);
        let name = cells.next()?.trim_end_matches('`').to_owned();
        let asked = cells.next()?.trim_end_matches(" ms");
        let asked = asked.trim_end_matches(" MB").trim_end_matches(" s");
        Some((name, asked.to_owned()))
    });
    assert_eq!(rows.collect::<BTreeMap<_, _>>(), figures);
}

#[test]
fn links_and_paths_lead_somewhere() {
    let mut checked = 0;
    for (path, document) in documents() {
        let folder = root().join(&path).parent().unwrap().to_owned();
        let links = document.match_indices("](").map(|(at, opening)| {
            let target = document[at + opening.len()..].split([')', '#']).next();
            target.unwrap_or_default()
        });
        for link in links.filter(|link| !link.is_empty() && !link.contains("://")) {
            assert!(folder.join(link).exists(), "{path} links to {link}");
            checked += 1;
        }
        let is_path = |span: &&str| {
            FOLDERS.iter().any(|folder| span.starts_with(folder)) && !span.contains(['*', ' ', '<'])
        };
        for named in code_spans(&document).into_iter().filter(is_path) {
            assert!(root().join(named).exists(), "{path} names {named}");
            checked += 1;
        }
    }
    assert!(checked > 40, "only {checked} links and paths were found");
}

#[test]
fn the_notice_is_among_those_that_can_be_read_later() {
    let kept = read(&format!("docs/notices/{NOTICE_VERSION}.md"));
    for language in &LANGUAGES {
        let texts = Texts::new(language.code);
        let section = format!("## {}: {}\n\n", language.name, texts.get("notice-title"));
        let said = kept.split(&section).nth(1).expect(&section);
        let said = said.split("\n\n## ").next().unwrap_or_default();
        assert_eq!(
            said.trim_end(),
            texts.get("notice-text"),
            "another notice is another version, {}",
            language.code
        );
    }
}

#[test]
fn every_variable_that_is_read_is_explained_and_no_other() {
    let mut wanted: BTreeSet<String> = READ_BY_LIBRARIES.map(str::to_owned).into();
    for text in texts() {
        if text.path.starts_with("src/") && text.path.ends_with(".rs") {
            wanted.extend(
                text.content
                    .split('"')
                    .filter(|s| is_variable(s))
                    .map(str::to_owned),
            );
        }
    }
    for (name, why) in NOT_READ {
        assert!(wanted.remove(name), "{name} ({why}) isn't named any more");
    }
    let example = read(".env.example");
    let explained = example.lines().filter_map(|line| {
        let (name, _) = line.trim_start_matches(['#', ' ']).split_once('=')?;
        is_variable(name).then(|| name.to_owned())
    });
    assert_eq!(explained.collect::<BTreeSet<_>>(), wanted);
}

/// Rows of a page's tables that quote a message and its advice.
fn quoted(page: &str) -> Vec<(&str, &str)> {
    let rows = page.lines().filter_map(|line| {
        let row = line.strip_prefix("| ")?.strip_suffix(" |")?;
        row.split_once(" | ")
    });
    rows.filter(|(said, _)| !said.starts_with("---") && *said != "what it says")
        .collect()
}

/// Whether that message, with something in the place of each `…`, and its
/// advice stand together in the texts of the screens.
fn is_said(texts: &str, said: &str, advice: &str) -> bool {
    let mut lines = texts.lines().zip(texts.lines().skip(1));
    lines.any(|(message, below)| {
        let Some((_, message)) = message.split_once(" = ") else {
            return false;
        };
        let filled = message.split('{').enumerate();
        let filled: String = filled
            .map(|(at, part)| match (at, part.split_once('}')) {
                (1.., Some((_, rest))) => format!("…{rest}"),
                _ => part.to_owned(),
            })
            .collect();
        filled == said && below.trim_start().strip_prefix(".advice = ") == Some(advice)
    })
}

#[test]
fn what_the_page_of_troubles_quotes_is_what_the_program_says() {
    let texts = read("assets/texts/en/problems.ftl");
    let page = read("docs/troubleshooting.md");
    let rows = quoted(&page);
    assert!(rows.len() > 60, "only {} messages", rows.len());
    for (said, advice) in rows {
        assert!(
            is_said(&texts, said, advice),
            "nothing says: {said} {advice}"
        );
    }
    assert!(!is_said(&texts, "No camera is here.", "Plug one in."));
    assert!(!is_said(&texts, "No camera is connected.", "Try again."));
}

#[test]
fn quick_cards_name_buttons_as_the_screens_do() {
    let screens = texts().into_iter();
    let screens = screens.filter(|text| text.path.starts_with("assets/texts/en/"));
    let screens: Vec<_> = screens.map(|text| text.content).collect();
    let is_shown = |words: &str| {
        let mut lines = screens.iter().flat_map(|text| text.lines());
        lines.any(|line| {
            line.split_once(" = ")
                .is_some_and(|(_, said)| said == words)
        })
    };
    assert!(!is_shown("Verify somebody else"));
    for role in ["employee", "front-desk", "reviewer", "administrator"] {
        let card = read(&format!("docs/cards/{role}.html"));
        let named = card.split("<b>").skip(1);
        let named: Vec<_> = named.filter_map(|rest| rest.split("</b>").next()).collect();
        assert!(named.len() >= 10, "{role}: {named:?}");
        for words in named {
            assert!(is_shown(words), "{role}: no screen says: {words}");
        }
    }
}

#[test]
fn requests_of_the_page_for_programs_are_answered() {
    let sources = texts().into_iter();
    let sources = sources.filter(|text| text.path.starts_with("src/server/"));
    let server: String = sources.map(|text| text.content).collect();
    let page = read("docs/integrate.md");
    let asked = page.split("http://127.0.0.1:8080").skip(1);
    let asked: BTreeSet<_> = asked
        .filter_map(|url| url.split_whitespace().next())
        .collect();
    assert!(asked.len() >= 4, "{asked:?}");
    for path in asked {
        let is_there = server.contains(&format!("path = \"{path}\""));
        assert!(is_there, "nothing answers {path}");
    }
}

#[test]
fn the_page_of_privacy_says_the_days_that_hold_unless_set() {
    let settings = secure_biometric::access::Settings::default();
    let page = read("docs/privacy.md");
    for (name, days) in [
        ("retention_days", settings.retention_days),
        ("mesh_days", settings.mesh_days),
    ] {
        let row = format!("| `{name}`, {days} unless set |");
        assert!(page.contains(&row), "no row ends with: {row}");
    }
    assert_eq!(
        settings.unused_days, 0,
        "people go by themselves only where it is set"
    );
}

/// `LIKE_THIS`, of two words at least.
fn is_variable(text: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
    };
    text.contains('_') && text.split('_').all(word)
}
