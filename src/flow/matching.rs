//! How a probe is scored against what is kept of a person.

use crate::domain::{Embedding, PersonId};

/// The score of a fused probe against one person: the cosine with their
/// nearest template. Thresholds in the tolerance profiles are measured on this
/// score: of three fused photos, where a verification fuses five frames.
///
/// None when the person has no template of this model.
pub fn score<'a>(
    probe: &Embedding,
    templates: impl IntoIterator<Item = &'a Embedding>,
) -> Option<f32> {
    templates
        .into_iter()
        .map(|template| probe.cosine(template))
        .reduce(f32::max)
}

/// What comparing a probe with the gallery found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Comparison {
    /// The nearest person (the claimed one in 1:1) and the score.
    pub best: Option<(PersonId, f32)>,
    /// The greatest score with somebody who can't verify now. They are told
    /// so, and only they: whoever merely claims their badge isn't.
    pub barred: Option<f32>,
    /// How many people it was compared with.
    pub compared: u32,
}
