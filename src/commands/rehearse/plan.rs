//! What is tried how often: people and attacks of each species, made from the
//! rehearsals' subjects or from a folder of portraits.

use std::collections::BTreeMap;
use std::path::Path;

use super::super::CommandError;
use super::scenarios::{Enrolled, FIRST, SECOND, Show, head};

/// Who is a stranger in the rehearsals is somebody whom attacks try to be, too.
const THIRD: Enrolled = Enrolled {
    badge: "rehearsal-stranger",
    name: "Stranger",
    show: head("astronaut.png", 0),
    allowance: None,
};

/// What photos may be called.
const SUFFIXES: [&str; 3] = ["jpg", "jpeg", "png"];

/// Somebody of whom there are photos; they are enrolled from the first.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Who they are.
    pub enrolled: Enrolled,
    /// Their photos, by the names that recordings are made from.
    pub photos: Vec<&'static str>,
}

/// Kinds of recordings that are one species, and how many are tried. 0 of 43
/// accepted support at most 7 % at 95 % confidence.
#[derive(Clone, Copy, Debug)]
pub struct Species {
    /// What it is called in the report.
    pub name: &'static str,
    kinds: &'static [&'static str],
    trials: usize,
    /// Whether a second person is needed.
    with_other: bool,
    /// Whether it is tried at an enrolment, too.
    pub enrols: bool,
    brief: bool,
}

const fn species(
    name: &'static str,
    kinds: &'static [&'static str],
    trials: usize,
    enrols: bool,
) -> Species {
    Species {
        name,
        kinds,
        trials,
        with_other: false,
        enrols,
        brief: true,
    }
}

const fn of_two(
    name: &'static str,
    kinds: &'static [&'static str],
    trials: usize,
    enrols: bool,
) -> Species {
    Species {
        with_other: true,
        ..species(name, kinds, trials, enrols)
    }
}

/// What is tried, people first. Films of earlier sessions are made of `genuine`.
pub const SPECIES: [Species; 12] = [
    // At the full frame rate: their times are told.
    Species {
        brief: false,
        ..species("genuine", &["head", "parametric"], 20, true)
    },
    species("genuine-20", &["head-20", "parametric-20"], 24, false),
    species("genuine-15", &["head-15", "parametric-15"], 24, false),
    // At the full frame rate, too: at 12 frames a second who turns twice as fast
    // as others is asked to turn more slowly.
    Species {
        brief: false,
        ..species(
            "genuine-unsteady",
            &["head-quick", "head-shaky", "head-glare"],
            15,
            false,
        )
    },
    species(
        "flat",
        &[
            "flat-life-size",
            "flat-turned",
            "flat-near",
            "flat-far",
            "flat-phone",
            "flat-noisy",
        ],
        44,
        true,
    ),
    species(
        "bent",
        &[
            "bent-10",
            "bent-12",
            "bent-20",
            "bent-15",
            "bent-10-across",
            "bent-10-bending",
        ],
        44,
        true,
    ),
    species(
        "bent-7-8",
        &["bent-7", "bent-8", "bent-8-bending"],
        12,
        true,
    ),
    of_two("cutout-eyes", &["cutout", "cutout-bent"], 12, true),
    of_two(
        "cutout-nose",
        &["cutout-nose", "cutout-nose-bent"],
        12,
        true,
    ),
    species(
        "slides",
        &["slides", "slides-short", "slides-swiped"],
        15,
        true,
    ),
    species("films", &["replayed-circling", "replayed-shaking"], 8, true),
    of_two(
        "swapped",
        &["swapped", "swapped-half", "swapped-photo"],
        44,
        true,
    ),
];

impl Species {
    /// What is shown, claiming to be whom: all photos, then all with the next
    /// kind, then all again as another performance.
    pub fn shows(&self, subjects: &[Subject]) -> Vec<(Show, Enrolled)> {
        let photos: Vec<(usize, &'static str)> = subjects
            .iter()
            .enumerate()
            .flat_map(|(who, subject)| subject.photos.iter().map(move |photo| (who, *photo)))
            .collect();
        let seeds = 1_u32..;
        let all = seeds.flat_map(|seed| {
            let photos = &photos;
            let kinds = self.kinds.iter();
            kinds.flat_map(move |kind| photos.iter().map(move |photo| (seed, *kind, *photo)))
        });
        let shown = all.take(self.trials).enumerate();
        shown
            .filter_map(|(number, (seed, kind, (who, subject)))| {
                let show = Show {
                    subject,
                    kind,
                    other: match self.with_other {
                        true => Some(another(number, who, subjects)?),
                        false => None,
                    },
                    seed,
                    brief: self.brief,
                };
                Some((show, subjects.get(who)?.enrolled))
            })
            .collect()
    }
}

/// A photo of somebody else than subject `who`, another each time.
fn another(number: usize, who: usize, subjects: &[Subject]) -> Option<&'static str> {
    let others: Vec<&'static str> = subjects
        .iter()
        .enumerate()
        .filter(|(other, _)| *other != who)
        .filter_map(|(_, subject)| subject.photos.first().copied())
        .collect();
    others.get(number.checked_rem(others.len())?).copied()
}

/// The rehearsals' own subjects.
pub fn of_rehearsals() -> Vec<Subject> {
    let subject = |enrolled, photos: &[&'static str]| Subject {
        enrolled,
        photos: photos.to_vec(),
    };
    vec![
        subject(FIRST, &["obama.jpg", "obama2.jpg", "obama3.jpg"]),
        subject(SECOND, &["biden.jpg"]),
        subject(THIRD, &["astronaut.png"]),
    ]
}

/// The people of a folder of portraits: ada.jpg and ada2.jpg are one.
///
/// # Errors
/// When it can't be read or holds fewer than two people.
pub fn of_portraits(folder: &Path) -> Result<Vec<Subject>, CommandError> {
    let unreadable = |error: std::io::Error| {
        let message = format!("{} can't be read ({error})", folder.display());
        CommandError::new("portraits", message).fix("name a folder of photos")
    };
    let folder = folder.canonicalize().map_err(unreadable)?;
    let mut photos: BTreeMap<String, Vec<&'static str>> = BTreeMap::new();
    let mut files = Vec::new();
    for entry in folder.read_dir().map_err(unreadable)? {
        files.push(entry.map_err(unreadable)?.path());
    }
    files.sort();
    for file in files {
        let suffix = file.extension().and_then(|suffix| suffix.to_str());
        let is_photo = suffix.is_some_and(|suffix| {
            SUFFIXES
                .iter()
                .any(|known| suffix.eq_ignore_ascii_case(known))
        });
        if let (true, Some(stem), Some(path)) = (is_photo, file.file_stem(), file.to_str()) {
            let stem = stem.to_string_lossy();
            let person = stem.trim_end_matches(|c: char| c.is_ascii_digit());
            // They are needed until the program ends.
            let path: &'static str = path.to_owned().leak();
            photos.entry(person.to_owned()).or_default().push(path);
        }
    }
    if photos.len() < 2 {
        let message = format!("{} holds fewer than two people", folder.display());
        return Err(CommandError::new("portraits", message)
            .fix("name a folder with a photo of each of several people, as ada.jpg"));
    }
    let subject = |(number, (_, photos)): (usize, (String, Vec<&'static str>))| {
        let first = photos.first().copied()?;
        let enrolled = Enrolled {
            badge: format!("portrait-{number}").leak(),
            name: format!("Portrait {number}").leak(),
            show: Show {
                subject: first,
                ..FIRST.show
            },
            allowance: None,
        };
        Some(Subject { enrolled, photos })
    };
    Ok(photos.into_iter().enumerate().filter_map(subject).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_species_goes_through_all_photos_and_kinds_and_names_another_person() {
        let subjects = of_rehearsals();
        for species in SPECIES {
            let shows = species.shows(&subjects);
            assert_eq!(shows.len(), species.trials, "{}", species.name);
            let mut seen: Vec<Show> = shows.iter().map(|(show, _)| *show).collect();
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), species.trials, "{}: each once", species.name);
            for kind in species.kinds {
                assert!(seen.iter().any(|show| show.kind == *kind), "{kind}");
            }
            for (show, claim) in shows {
                assert_eq!(show.other.is_some(), species.with_other);
                let own = subjects
                    .iter()
                    .find(|subject| subject.enrolled == claim)
                    .unwrap();
                assert!(own.photos.contains(&show.subject));
                assert!(show.other.is_none_or(|other| !own.photos.contains(&other)));
            }
        }
    }

    #[test]
    fn a_folder_of_portraits_has_a_person_a_name() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["ada.jpg", "ada2.JPG", "bob.png", "readme.txt"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let subjects = of_portraits(folder.path()).unwrap();
        let photos: Vec<usize> = subjects.iter().map(|person| person.photos.len()).collect();
        assert_eq!(photos, [2, 1]);
        std::fs::remove_file(folder.path().join("bob.png")).unwrap();
        let error = of_portraits(folder.path()).unwrap_err();
        assert!(error.line().contains("fewer than two"), "{}", error.line());
    }
}
