//! Photos through the engine: everybody's embeddings.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::commands::CommandError;
use crate::domain::Embedding;
use crate::engine::{Engine, EngineError, protocol::StreamId};

use super::photos::{self, PersonPhotos, Photo};

/// How long to wait for the engine to start, or to come back.
const ENGINE_PATIENCE: Duration = Duration::from_secs(60);
/// Photos read ahead of the engine.
const READ_AHEAD: usize = 4;

/// What the engine made of a set.
#[derive(Debug, Default)]
pub struct Faces {
    /// The embeddings of each person with a readable photo, in the order of
    /// the photos.
    pub people: Vec<Vec<Embedding>>,
    /// Photos that were looked at.
    pub photos: u32,
    /// Those of them in which a face was found.
    pub found: u32,
    /// Files that are no good photo.
    pub unreadable: u32,
    /// Photos with exactly the pixels of another one of the same person; they
    /// aren't counted again.
    pub repeated: u32,
}

/// What is told on the way.
pub enum Told<'a> {
    /// So many photos are done, of so many.
    Progress(usize, usize),
    /// Something is wrong with this photo.
    Amiss(&'a Path, &'a str),
}

/// Finds and embeds the face of each photo.
///
/// # Errors
/// When the engine doesn't start, or ends and doesn't come back.
pub fn embed(
    people: &[PersonPhotos],
    engine: &Engine,
    tell: &mut dyn FnMut(Told<'_>),
) -> Result<Faces, CommandError> {
    engine.wait_ready(ENGINE_PATIENCE)?;
    let all: Vec<(usize, &PathBuf)> = people
        .iter()
        .enumerate()
        .flat_map(|(number, person)| person.photos.iter().map(move |photo| (number, photo)))
        .collect();
    let mut reading = Reading {
        engine,
        stream: engine.new_stream(),
        seen: HashMap::new(),
        embeddings: vec![None; people.len()],
        faces: Faces::default(),
    };
    let (send, receive) = crossbeam_channel::bounded(READ_AHEAD);
    thread::scope(|scope| {
        let to_read = &all;
        thread::Builder::new()
            .name("photo-reader".to_owned())
            .spawn_scoped(scope, move || {
                for (_, path) in to_read {
                    // Nobody takes photos any more after an error.
                    if send.send(photos::read(path)).is_err() {
                        return;
                    }
                }
            })
            .map_err(|error| CommandError::new("system", error))?;
        for (done, ((person, path), photo)) in all.iter().zip(receive).enumerate() {
            match photo {
                Ok(photo) => reading.take(*person, path, &photo, tell)?,
                Err(why) => {
                    reading.faces.unreadable += 1;
                    tell(Told::Amiss(path, &why));
                }
            }
            tell(Told::Progress(done + 1, all.len()));
        }
        Ok(())
    })
    .map(|()| reading.finish())
}

/// A set that is being read.
struct Reading<'a> {
    engine: &'a Engine,
    stream: StreamId,
    /// Whose each picture is.
    seen: HashMap<[u8; 32], usize>,
    /// Nothing for people without a readable photo.
    embeddings: Vec<Option<Vec<Embedding>>>,
    faces: Faces,
}

impl Reading<'_> {
    fn take(
        &mut self,
        person: usize,
        path: &Path,
        photo: &Photo,
        tell: &mut dyn FnMut(Told<'_>),
    ) -> Result<(), CommandError> {
        match self.seen.insert(photo.digest, person) {
            Some(owner) if owner == person => {
                self.faces.repeated += 1;
                return Ok(());
            }
            Some(_) => tell(Told::Amiss(path, "another person has the very same photo")),
            None => {}
        }
        self.faces.photos += 1;
        let embedding = match self.look(photo) {
            // The engine is started again for a photo that ended it, once.
            Err(EngineError::Restarting(_)) => {
                self.engine.wait_ready(ENGINE_PATIENCE)?;
                self.look(photo)
            }
            first => first,
        };
        let kept = self.embeddings.get_mut(person);
        let kept = kept.map(|kept| kept.get_or_insert_default());
        match (embedding, kept) {
            (Ok(Some(embedding)), Some(kept)) => {
                self.faces.found += 1;
                kept.push(embedding);
            }
            (Ok(_), _) => tell(Told::Amiss(path, "no face was found in it")),
            (Err(EngineError::Refused(why)), _) => tell(Told::Amiss(path, &why)),
            (Err(error), _) => return Err(error.into()),
        }
        Ok(())
    }

    /// The embedding of the largest face. Each photo stands for itself: what
    /// was tracked before it is forgotten.
    fn look(&self, photo: &Photo) -> Result<Option<Embedding>, EngineError> {
        self.engine.reset(self.stream)?;
        let analysis = self.engine.analyse(self.stream, &photo.frame)?;
        let landmarks = analysis.main().map(|face| &face.landmarks);
        landmarks
            .map(|landmarks| self.engine.embed(&photo.frame, landmarks))
            .transpose()
    }

    fn finish(self) -> Faces {
        Faces {
            people: self.embeddings.into_iter().flatten().collect(),
            ..self.faces
        }
    }
}
