//! A figure, and what is asked of it.

use serde::Serialize;

/// One figure.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Figure {
    /// What it is called, in JSON and in the README's table.
    pub name: &'static str,
    /// What it says, for people.
    #[serde(skip)]
    about: &'static str,
    /// What was measured, in `unit`.
    pub value: f64,
    unit: &'static str,
    target: Target,
    /// Whether it is what is asked of it.
    pub met: bool,
}

/// What is asked of a figure.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Target {
    /// So much or more, in the figure's unit.
    AtLeast(f64),
    /// So much or less, in the figure's unit; but a zero wasn't measured.
    AtMost(f64),
    /// Nothing is asked of it: it stands beside another figure.
    ForComparison,
}

impl Figure {
    /// A measured value with its unit, held against what is asked of it.
    pub fn new(
        name: &'static str,
        about: &'static str,
        (value, unit): (f64, &'static str),
        target: Target,
    ) -> Self {
        let met = match target {
            Target::AtLeast(least) => value >= least,
            // Nothing takes no time and no memory: a zero wasn't measured.
            Target::AtMost(most) => value != 0.0 && value <= most,
            Target::ForComparison => true,
        };
        Self {
            name,
            about,
            value,
            unit,
            target,
            met,
        }
    }

    /// The figure in a line, for people.
    pub fn line(&self) -> String {
        let target = match self.target {
            Target::AtLeast(least) => format!("at least {least}"),
            Target::AtMost(most) => format!("at most {most}"),
            Target::ForComparison => "for comparison".to_owned(),
        };
        format!(
            "{:7}  {:9.2} {:3} ({target})  {}",
            if self.met { "met" } else { "NOT MET" },
            self.value,
            self.unit,
            self.about
        )
    }
}
