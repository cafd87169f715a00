//! Everybody who is enrolled, ready to be searched as an operator types.

use super::people_view::{PeopleList, PeopleQuery, PersonSummary};
use crate::domain::{Person, PersonId, PersonState};
use crate::store::{Listed, PeopleStamp};

/// Everybody who is enrolled, by name, ready to be searched.
#[derive(Default)]
pub(super) struct Register {
    pub(super) stamp: Option<PeopleStamp>,
    /// What is searched, in lower case, and the line that is found.
    lines: Vec<(String, PersonSummary)>,
    /// Whose record doesn't open.
    damaged: Vec<PersonId>,
}

impl Register {
    pub(super) fn new(stamp: PeopleStamp, people: &Listed<Person>) -> Self {
        let sound = people.sound.iter();
        let mut lines: Vec<(String, PersonSummary)> = sound.map(line).collect();
        lines.sort_by_cached_key(|(_, line)| {
            (
                line.name.as_str().to_lowercase(),
                line.badge.as_str().to_owned(),
            )
        });
        Self {
            stamp: Some(stamp),
            lines,
            damaged: people.damaged.iter().copied().map(PersonId).collect(),
        }
    }

    /// Everybody in whose line each word of the query is.
    pub(super) fn find(&self, query: PeopleQuery) -> PeopleList {
        let text = query.text.to_lowercase();
        let words: Vec<&str> = text.split_whitespace().collect();
        let found = self.lines.iter().filter(|(searched, line)| {
            query.only.is_none_or(|state| line.state == state)
                && words.iter().all(|word| searched.contains(word))
        });
        let held = |line: &&(String, PersonSummary)| line.1.state == PersonState::Held;
        PeopleList {
            rows: found.map(|(_, line)| line.clone()).collect(),
            total: self.lines.len(),
            held: self.lines.iter().filter(held).count(),
            damaged: self.damaged.clone(),
            query,
        }
    }
}

fn line(person: &Person) -> (String, PersonSummary) {
    (person.searched(), PersonSummary::from(person))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Contact, Timestamp};
    use uuid::Uuid;

    fn person(number: u32, name: &str, state: PersonState) -> Person {
        Person {
            id: PersonId(Uuid::from_u128(u128::from(number))),
            badge: format!("{:05}", 10_000 + number).parse().unwrap(),
            name: name.parse().unwrap(),
            contact: Contact {
                department: (number == 1).then(|| "Engineering".parse().unwrap()),
                ..Contact::default()
            },
            state,
            held_for: None,
            enrolled_at: Timestamp(0),
            locked_out: false,
            added_looks: Vec::new(),
            version: 1,
        }
    }

    fn register() -> Register {
        let people = [
            person(1, "Eileen Collins", PersonState::Active),
            person(2, "Ángel Núñez", PersonState::Held),
            person(3, "colin Eisenberg", PersonState::Disabled),
        ];
        Register {
            stamp: None,
            lines: {
                let mut lines: Vec<_> = people.iter().map(line).collect();
                lines.sort_by_cached_key(|(_, line)| line.name.as_str().to_lowercase());
                lines
            },
            damaged: vec![PersonId(Uuid::from_u128(4))],
        }
    }

    fn found(text: &str, only: Option<PersonState>) -> Vec<String> {
        let query = PeopleQuery {
            text: text.to_owned(),
            only,
        };
        let list = register().find(query);
        assert_eq!((list.total, list.held), (3, 1));
        // Whatever is searched, whose record doesn't open is told.
        assert_eq!(list.damaged, [PersonId(Uuid::from_u128(4))]);
        let badges = list.rows.iter().map(|row| row.badge.as_str().to_owned());
        badges.collect()
    }

    #[test]
    fn people_are_found_by_words_of_badge_name_and_department() {
        assert_eq!(found("", None), ["10003", "10001", "10002"]);
        assert_eq!(found("COLL", None), ["10001"]);
        assert_eq!(found("coll eil", None), ["10001"]);
        assert_eq!(found("ei", None), ["10003", "10001"]);
        assert_eq!(found("núÑ", None), ["10002"]);
        assert_eq!(found("10003", None), ["10003"]);
        assert_eq!(found("engineering", None), ["10001"]);
        assert!(found("nobody", None).is_empty());
        assert_eq!(found("", Some(PersonState::Held)), ["10002"]);
        assert!(found("coll", Some(PersonState::Held)).is_empty());
    }

    #[test]
    fn ten_thousand_people_are_searched_in_a_blink() {
        let people: Vec<Person> = (0..10_000)
            .map(|number| {
                person(
                    number,
                    &format!("Person Number{number}"),
                    PersonState::Active,
                )
            })
            .collect();
        let register = Register {
            stamp: None,
            lines: people.iter().map(line).collect(),
            damaged: Vec::new(),
        };
        let began = std::time::Instant::now();
        let query = PeopleQuery {
            text: "number99 1".to_owned(),
            only: None,
        };
        assert!(!register.find(query).rows.is_empty());
        // Generous: it takes a millisecond or two.
        assert!(began.elapsed().as_millis() < 250);
    }
}
