//! A report as what it says, whatever it is written as: lines of facts, tables
//! and figures, one below the other. `document_html` makes a page of it, the
//! Python package `reporter` a PDF, and pictures of its figures.

use serde::Serialize;

/// How something stands to what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It was asked for, and is so.
    Passed,
    /// It was asked for, and isn't so.
    Failed,
    /// It wasn't asked for.
    None,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// Its cells, from the left.
    pub cells: Vec<String>,
    /// How it stands.
    pub verdict: Verdict,
}

/// What a curve or bar means, from which its colour follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// What it is about.
    Accent,
    /// What it is compared with.
    Muted,
    /// Well.
    Good,
    /// Undecided.
    Doubtful,
    /// Refused.
    Bad,
}

/// A curve, or bars of one colour; values that are missing leave gaps.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Series {
    /// What it is of.
    pub name: String,
    /// How it is coloured.
    pub tone: Tone,
    /// Its values.
    pub values: Vec<Option<f64>>,
    /// Whether it is read at the axis to the right.
    pub right: bool,
}

/// A line across a figure that values are read against.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mark {
    /// Where it crosses the lower axis.
    pub x: f64,
    /// What it is.
    pub name: String,
}

/// A point with how far it may lie off.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spot {
    /// Where.
    pub at: (f64, f64),
    /// From where to where on the lower axis, and on the one to the left.
    pub bounds: ((f64, f64), (f64, f64)),
    /// What it is.
    pub name: String,
}

/// How a figure is drawn.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Drawn {
    /// Curves over numbers.
    Lines {
        /// Where each value stands.
        x: Vec<f64>,
        /// Whether both axes are logarithmic.
        logarithmic: bool,
        /// The curves.
        series: Vec<Series>,
        /// Lines across.
        marks: Vec<Mark>,
        /// Points.
        spots: Vec<Spot>,
        /// Between which values the axis to the left goes; none follows from
        /// what there is.
        range: Option<(f64, f64)>,
    },
    /// Bars over numbers, side by side in one place or on top of each other.
    Bars {
        /// Where each stands.
        x: Vec<f64>,
        /// Whether they are put on each other.
        stacked: bool,
        /// The bars.
        series: Vec<Series>,
        /// Lines across.
        marks: Vec<Mark>,
    },
    /// Bars with names, from the left.
    Named {
        /// The names, from above.
        names: Vec<String>,
        /// The bars, put on each other.
        series: Vec<Series>,
    },
    /// A surface that can be turned.
    Surface {
        /// Its points.
        vertices: Vec<[f32; 3]>,
        /// What joins them.
        triangles: Vec<[u16; 3]>,
        /// A value a point, which its colour follows.
        values: Vec<f32>,
        /// Between which values colours go, where these are differences.
        ends: Option<(f32, f32)>,
    },
}

/// A figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// A word for it, which its file is called by.
    pub name: String,
    /// What it is of.
    pub title: String,
    /// What is along the lower axis, along the left one, and the right one.
    pub axes: (String, String, String),
    /// How it is drawn.
    #[serde(flatten)]
    pub drawn: Drawn,
    /// What else is to be said of it.
    pub note: String,
}

/// A part of a report.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// A table under a title.
    Table {
        /// The title.
        title: String,
        /// What is in each column; empty where the title says it.
        columns: Vec<String>,
        /// The rows.
        rows: Vec<Row>,
    },
    /// A figure.
    Figure(Figure),
    /// A paragraph.
    Text {
        /// What it says.
        text: String,
    },
}

/// A report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Document {
    /// What it is of.
    pub title: String,
    /// Who asked for it, when and why, as the foot of each page says.
    pub foot: String,
    /// Its parts.
    pub blocks: Vec<Block>,
}

impl Document {
    /// Its figures that are drawn flat, in order.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Figure(figure) => Some(figure),
            Block::Table { .. } | Block::Text { .. } => None,
        })
    }
}

/// A table of two columns without heads.
#[must_use]
pub fn facts(title: &str, rows: Vec<(&str, String)>) -> Block {
    let rows = rows.into_iter().filter(|(_, says)| !says.is_empty());
    Block::Table {
        title: title.to_owned(),
        columns: Vec::new(),
        rows: rows
            .map(|(name, says)| Row {
                cells: vec![name.to_owned(), says],
                verdict: Verdict::None,
            })
            .collect(),
    }
}
