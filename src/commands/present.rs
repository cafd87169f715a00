//! `present`: makes recordings from photos.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use crate::commands::output::say;
use crate::resources::Resources;

use super::Done;
use super::context::Common;
use super::presenter::{Recipe, kinds, make};

#[derive(Args, Debug)]
pub(super) struct PresentArgs {
    /// A photo, or a folder of photos: a recording each
    #[arg(value_name = "PHOTO|FOLDER", required_unless_present = "list")]
    photo: Option<PathBuf>,
    /// What the camera is to see: head, flat, bent-10, cutout, replayed, swapped, ... (see --list)
    #[arg(long = "as", value_name = "KIND", required_unless_present = "list")]
    kind: Option<String>,
    /// A new or empty folder
    #[arg(long, value_name = "DIR", required_unless_present = "list")]
    out: Option<PathBuf>,
    /// Name the kinds, one a line, and do nothing else
    #[arg(long)]
    list: bool,
    /// The second person's photo, where the kind needs one
    #[arg(long = "with", value_name = "PHOTO")]
    other: Option<PathBuf>,
    /// Another number, another performance
    #[arg(long, default_value_t = 0)]
    seed: u32,
}

pub(super) fn run(args: &PresentArgs, common: &Common) -> Done {
    let resources = Resources::find()?;
    let (Some(photo), Some(kind), Some(out)) = (&args.photo, &args.kind, &args.out) else {
        say!("{}", kinds(&resources)?.trim_end());
        return Ok(0);
    };
    let recipe = Recipe {
        photo,
        kind,
        other: args.other.as_deref(),
        seed: args.seed,
        brief: false,
    };
    make(&resources, recipe, out)?;
    if common.json {
        say!("{}", json!({ "recording": out, "kind": kind }));
    } else {
        say!("made {}", out.display());
    }
    Ok(0)
}
