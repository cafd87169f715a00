//! `evaluate` on the measuring set: what the built-in thresholds rest on.
//!
//! The set is the first 20 people of The Database of Faces (ORL, 40 people, 10
//! photos of each), as `orl/s1/1.pgm` to `orl/s20/10.pgm`. It isn't part of the
//! product: `SECURE_BIOMETRIC_FACES` names the folder that holds `orl`. Where
//! there is none, these tests are skipped.

#![allow(
    clippy::unwrap_used,
    reason = "a test that meets something unexpected should stop there"
)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use secure_biometric::commands::evaluate::{faces, photos};
use secure_biometric::domain::{
    Contact, Embedding, FaceTemplate, ModelHash, Person, PersonId, PersonState, PoseName,
    TemplateId, Timestamp,
};
use secure_biometric::engine::{Engine, EngineConfig};
use secure_biometric::flow::profiles;
use secure_biometric::gallery::Gallery;
use secure_biometric::report::accuracy::Scores;
use secure_biometric::report::trials::{Sittings, fused, photo_to_photo};
use secure_biometric::resources::Resources;
use serde_json::Value;
use support::{is_set_up, skip};
use uuid::Uuid;

const PROGRAM: &str = env!("CARGO_BIN_EXE_secure-biometric");
const MODEL: ModelHash = ModelHash([1; 32]);

/// The measuring set, where there is one; else the running test is skipped.
fn set() -> Option<PathBuf> {
    if !is_set_up() {
        return None;
    }
    // Whoever keeps the set beside the checkout need not name it.
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/faces");
    let folder = std::env::var_os("SECURE_BIOMETRIC_FACES").map_or_else(beside, PathBuf::from);
    let set = folder.join("orl");
    if !set.is_dir() {
        skip(&format!(
            "the measuring set {} isn't there; CONTRIBUTING.md says what it is",
            set.display()
        ));
        return None;
    }
    Some(set)
}

/// The embeddings of the set, made once for all tests of this file.
fn embeddings() -> Option<&'static Vec<Vec<Embedding>>> {
    static FACES: OnceLock<Vec<Vec<Embedding>>> = OnceLock::new();
    let set = set()?;
    let make = || {
        let people = photos::find(&set).unwrap();
        let config = EngineConfig::from_resources(&Resources::find().unwrap()).unwrap();
        let faces = faces::embed(&people, &Engine::start(config), &mut |_| {}).unwrap();
        assert_eq!((faces.photos, faces.found), (200, 200));
        faces.people
    };
    Some(FACES.get_or_init(make))
}

fn threshold(name: &str) -> f32 {
    profiles::built_in(name).unwrap().match_threshold
}

#[test]
fn the_set_is_told_apart_as_well_as_is_asked() {
    let Some(people) = embeddings() else { return };
    let pairs = photo_to_photo(people);
    assert_eq!((pairs.genuine(), pairs.impostor()), (900, 19_000));
    assert!(pairs.eer() <= 0.005, "EER {}", pairs.eer());
    let fnmr = pairs.at_fmr(1e-4).fnmr;
    assert!(fnmr <= 0.015, "FNMR {fnmr} at FMR 1e-4");
}

#[test]
fn the_built_in_thresholds_are_what_was_measured() {
    let Some(people) = embeddings() else { return };
    let (pairs, (_, fused)) = (photo_to_photo(people), fused(people));
    println!(
        "strangers' highest: {:?} photo to photo, {:?} fused; own lowest fused: {:?}",
        pairs.highest_impostor(),
        fused.highest_impostor(),
        fused.lowest_genuine()
    );
    for name in profiles::BUILT_IN {
        let threshold = threshold(name);
        let (photo, fused) = (pairs.at(threshold), fused.at(threshold));
        println!("{name} {threshold}: photo to photo {photo:?}, fused {fused:?}");
        assert!(
            photo.fmr <= 1e-4 && fused.fmr <= 1e-4,
            "{name} is too loose"
        );
        assert!(
            photo.fnmr <= 0.04 && fused.fnmr <= 0.0,
            "{name} is too strict"
        );
    }
    // Lenient stands just above all strangers, strict half-way to the lowest
    // of people's own fused scores.
    let highest = |scores: &Scores| scores.highest_impostor().unwrap();
    let strangers = highest(&pairs).max(highest(&fused));
    assert!(threshold("lenient") >= strangers + 0.01, "{strangers}");
    assert!(threshold("lenient") <= strangers + 0.03, "{strangers}");
    let middle = f32::midpoint(strangers, fused.lowest_genuine().unwrap());
    assert!((threshold("strict") - middle).abs() <= 0.015, "{middle}");
}

#[test]
fn the_curve_of_1_to_n_is_what_was_measured() {
    let Some(people) = embeddings() else { return };
    let (_, scores) = fused(people);
    let curve = profiles::false_positive_curve();
    assert_eq!(curve.comparisons, scores.impostor());
    assert!(curve.points.is_sorted_by(|a, b| a.0 < b.0 && a.1 > b.1));
    let measured = scores.curve();
    let (last, seen) = curve.points.split_last().unwrap();
    for (threshold, rate) in seen {
        let near = |point: f64| (point - f64::from(*threshold)).abs() < 1e-4;
        let found = measured.iter().find(|point| near(point.threshold)).unwrap();
        println!("{threshold}: {} measured, {rate} kept", found.fmr_upper95);
        let kept_to = found.fmr_upper95..=found.fmr_upper95 * 1.5;
        assert!(kept_to.contains(rate), "at {threshold}: {found:?}");
    }
    // The least rate that the number of comparisons supports, claimed only
    // well above every stranger's score.
    let supported = measured.last().unwrap().fmr_upper95;
    assert!((supported..supported * 1.05).contains(&last.1));
    assert!(last.0 >= scores.highest_impostor().unwrap() + 0.05);
}

/// A gallery of these people, with the template set of that number.
fn gallery(people: &[&Sittings], set: usize) -> Gallery {
    let entry = |(number, sittings): (u128, &&Sittings)| {
        let person = Person {
            id: PersonId(Uuid::from_u128(number)),
            badge: number.to_string().parse().unwrap(),
            name: "A B".parse().unwrap(),
            contact: Contact::default(),
            state: PersonState::Active,
            held_for: None,
            enrolled_at: Timestamp(0),
            locked_out: false,
            added_looks: Vec::new(),
            version: 1,
        };
        let templates = sittings.template_sets().nth(set).unwrap();
        let template = |embedding: &Embedding| FaceTemplate {
            id: TemplateId(Uuid::from_u128(number)),
            pose: PoseName::Front,
            model: MODEL,
            embedding: embedding.clone(),
        };
        (person, templates.into_iter().map(template).collect())
    };
    Gallery::new((1..).zip(people).map(entry).collect(), MODEL)
}

#[test]
fn strangers_match_anyone_no_more_often_than_the_target_at_any_gallery_size() {
    let Some(people) = embeddings() else { return };
    let people: Vec<Sittings> = people.iter().map(|p| Sittings::new(p).unwrap()).collect();
    let curve = profiles::false_positive_curve();
    let count = people.len();
    for size in [1_usize, 5, 10, 15] {
        // How often each target's threshold was passed, of how many tries.
        // The looser targets are there so that something can be seen.
        let mut passed = [(0.2, 0_u32), (0.05, 0), (0.02, 0), (1e-3, 0)];
        let mut tries = 0_u32;
        for first in 0..count {
            let person = |n: usize| &people[(first + n) % count];
            let enrolled: Vec<&Sittings> = (0..size).map(person).collect();
            for set in [0, 5, 12, 17] {
                let gallery = gallery(&enrolled, set);
                for probe in (size..count).flat_map(|n| person(n).probes()) {
                    let (_, score) = gallery.search(probe).best.unwrap();
                    tries += 1;
                    for (target, passed) in &mut passed {
                        let size = u32::try_from(size).unwrap();
                        let threshold = curve.threshold(size, *target).unwrap();
                        *passed += u32::from(score >= threshold);
                    }
                }
            }
        }
        for (target, passed) in passed {
            let rate = f64::from(passed) / f64::from(tries);
            println!("{size} people, target {target}: {passed} of {tries} tries, {rate:.5}");
            assert!(rate <= target, "{size} people, target {target}: {rate}");
            // Nor is the rule so careful that the test proves nothing.
            assert!(target < 0.2 || size > 10 || rate > target / 20.0, "{rate}");
        }
    }
    // Beyond what the measurement supports, 1:N isn't offered.
    let balanced = profiles::built_in("balanced").unwrap();
    let offered = |people| curve.threshold(people, balanced.false_positive_target);
    assert_eq!((offered(50).is_some(), offered(51)), (true, None));
}

fn evaluate(arguments: &[&Path]) -> Output {
    let mut command = Command::new(PROGRAM);
    command.args(["--json", "evaluate"]).args(arguments);
    command.output().unwrap()
}

#[test]
fn the_command_answers_as_the_contract_says() {
    let Some(set) = set() else { return };
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("set");
    for person in ["s1", "s2"] {
        fs::create_dir_all(own.join(person)).unwrap();
        for photo in 1..=9 {
            let name = format!("{person}/{photo}.pgm");
            fs::copy(set.join(&name), own.join(&name)).unwrap();
        }
    }
    fs::copy(set.join("s1/1.pgm"), own.join("s1/again.pgm")).unwrap();
    fs::write(own.join("s2/10.jpg"), b"no picture").unwrap();
    let plot = folder.path().join("det.png");
    let output = evaluate(&[&own, Path::new("--plot"), &plot]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    assert!(told.contains("10.jpg"), "{told}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    for (field, expected) in [
        ("people", 2),
        ("photos", 18),
        ("faces_found", 18),
        ("repeated_photos", 1),
        ("unreadable_photos", 1),
        ("genuine_pairs", 72),
        ("impostor_pairs", 81),
    ] {
        assert_eq!(report[field], expected, "{field}");
    }
    assert!(report["seconds"].as_f64().unwrap() > 0.0);
    for part in [&report, &report["fused"]] {
        assert!(part["eer"].as_f64().unwrap() <= 0.05);
        let at = part["at"].as_array().unwrap();
        let targets: Vec<_> = at.iter().map(|at| at["fmr"].as_f64().unwrap()).collect();
        assert_eq!(targets, [0.01, 0.001, 0.0001]);
        for point in at {
            let number = |value: &Value| value.as_f64().unwrap();
            let [low, high] = [0, 1].map(|end| number(&point["fnmr_ci95"][end]));
            assert!((low..=high).contains(&number(&point["fnmr"])), "{point}");
            assert!(number(&point["threshold"]) > 0.0);
        }
    }
    let fused = &report["fused"];
    assert_eq!(
        (&fused["probe_photos"], &fused["templates"]),
        (&3.into(), &5.into())
    );
    assert!(!fused["curve"].as_array().unwrap().is_empty());
    assert!(fs::read(&plot).unwrap().starts_with(b"\x89PNG"));
}

#[test]
fn what_cannot_be_measured_says_why() {
    if !is_set_up() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let check = |path: &Path, code: &str, words: &str| {
        let output = evaluate(&[path]);
        assert_eq!(output.status.code(), Some(1));
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(told["error"]["code"], code, "{told}");
        let line = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(line.contains(words), "{line}");
    };
    check(&folder.path().join("missing"), "photos", "missing");
    check(folder.path(), "photos", "a folder of their own");
    fs::create_dir(folder.path().join("ann")).unwrap();
    fs::write(folder.path().join("ann/1.pgm"), "P5 1 1 255 x").unwrap();
    check(folder.path(), "photos", "another person");
    fs::create_dir(folder.path().join("ben")).unwrap();
    fs::write(folder.path().join("ben/1.pgm"), "P5 1 1 255 y").unwrap();
    check(folder.path(), "photos", "too few faces");
}
