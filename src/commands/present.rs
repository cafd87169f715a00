//! `present`: makes recordings from photos.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::resources::Resources;

use super::Done;
use super::context::Common;
use super::presenter::{Recipe, make};

#[derive(Args, Debug)]
pub(super) struct PresentArgs {
    /// A photo, or a folder of photos: a recording each
    #[arg(value_name = "PHOTO|FOLDER")]
    photo: PathBuf,
    /// What the camera is to see: head, flat, bent-10, cutout, replayed, swapped, ...; all are
    /// named when it is none of them
    #[arg(long = "as", value_name = "KIND")]
    kind: String,
    /// A new or empty folder
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The second person's photo, where the kind needs one
    #[arg(long = "with", value_name = "PHOTO")]
    other: Option<PathBuf>,
    /// Another number, another performance
    #[arg(long, default_value_t = 0)]
    seed: u32,
}

pub(super) fn run(args: &PresentArgs, common: &Common) -> Done {
    let recipe = Recipe {
        photo: &args.photo,
        kind: &args.kind,
        other: args.other.as_deref(),
        seed: args.seed,
    };
    make(&Resources::find()?, recipe, &args.out)?;
    if common.json {
        println!("{}", json!({ "recording": args.out, "kind": args.kind }));
    } else {
        println!("made {}", args.out.display());
    }
    Ok(0)
}
