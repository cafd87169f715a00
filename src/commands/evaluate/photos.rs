//! A measuring set on the disk: a folder a person, a file a photo.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use image::imageops::{self, FilterType};
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, RgbImage};
use sha2::{Digest, Sha256};

use crate::commands::CommandError;
use crate::domain::{Frame, MAX_SIDE_PIXELS, Millis};

/// Most photos of a set. Ours: a quarter of an hour's work.
pub const MAX_PHOTOS: usize = 20_000;
/// Longest accepted photo, in bytes.
const MAX_PHOTO_BYTES: u64 = 16 << 20;
/// Photos with a shorter side than this are enlarged: faces this small are
/// seen in them only when enlarged, with some room around them.
const SMALL_SIDE_PIXELS: u32 = 200;
/// How much they are enlarged.
const ENLARGED: u32 = 4;
/// Room around them, of the pixels at the edge, in pixels.
const ROOM_PIXELS: u32 = 100;
/// How photos are named.
const EXTENSIONS: [&str; 4] = ["pgm", "png", "jpg", "jpeg"];

/// A person's photos, in the order of their numbers or names.
#[derive(Clone, Debug)]
pub struct PersonPhotos {
    /// The folder's name.
    pub name: String,
    /// The files.
    pub photos: Vec<PathBuf>,
}

/// A photo, ready for the engine.
pub struct Photo {
    /// Its picture, enlarged if it is small.
    pub frame: Frame,
    /// SHA-256 of its pixels, to know it again under another name.
    pub digest: [u8; 32],
}

/// Finds the people and their photos.
///
/// # Errors
/// When it isn't a folder, has no person's folder with a photo, or too many
/// photos.
pub fn find(folder: &Path) -> Result<Vec<PersonPhotos>, CommandError> {
    let shown = folder.display();
    let mut people = Vec::new();
    let mut count = 0;
    for path in entries(folder)?.into_iter().filter(|path| path.is_dir()) {
        let photos: Vec<PathBuf> = entries(&path)?
            .into_iter()
            .filter(|path| is_photo(path))
            .collect();
        count += photos.len();
        if count > MAX_PHOTOS {
            return Err(CommandError::new(
                "photos",
                format!("{shown} holds more than {MAX_PHOTOS} photos"),
            )
            .fix("measure on fewer people"));
        }
        let name = path.file_name().unwrap_or_default();
        if !photos.is_empty() {
            people.push(PersonPhotos {
                name: name.to_string_lossy().into_owned(),
                photos,
            });
        }
    }
    if people.is_empty() {
        return Err(CommandError::new(
            "photos",
            format!("{shown} holds no person's folder with photos"),
        )
        .fix("give each person a folder of their own in it, with .pgm, .png or .jpg photos"));
    }
    Ok(people)
}

/// What a folder holds, in the order of numbers (2 before 10), then names.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, CommandError> {
    let list = || -> io::Result<Vec<PathBuf>> {
        let entries = fs::read_dir(folder)?.take(MAX_PHOTOS + 1);
        entries.map(|entry| Ok(entry?.path())).collect()
    };
    let mut paths = list().map_err(|error| {
        CommandError::new(
            "photos",
            format!("{} can't be read as a folder ({error})", folder.display()),
        )
        .fix("name a folder that holds a folder of photos for each person")
    })?;
    paths.sort_by_cached_key(|path| {
        let name = path.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        let digits = name
            .chars()
            .filter(char::is_ascii_digit)
            .collect::<String>();
        (digits.parse::<u64>().unwrap_or(u64::MAX), name)
    });
    Ok(paths)
}

fn is_photo(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    EXTENSIONS
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known))
        && path.is_file()
}

/// Reads a photo as the engine is to see it: small ones enlarged, upright.
///
/// # Errors
/// A sentence that says what is wrong with it.
pub fn read(path: &Path) -> Result<Photo, String> {
    let picture = decode(path)?;
    let digest = Sha256::new()
        .chain_update(picture.width().to_le_bytes())
        .chain_update(picture.as_raw())
        .finalize();
    let (width, height) = picture.dimensions();
    let picture = if width.min(height) < SMALL_SIDE_PIXELS {
        enlarge(&picture)
    } else {
        picture
    };
    let (width, height) = picture.dimensions();
    let frame = Frame::new(width, height, picture.into_raw().into(), 1, Millis(0))
        .map_err(|error| error.to_string())?;
    Ok(Photo {
        frame,
        digest: digest.into(),
    })
}

/// Decodes a photo within limits that its header must keep.
fn decode(path: &Path) -> Result<RgbImage, String> {
    let told = |error: &dyn std::fmt::Display| error.to_string();
    let about = fs::metadata(path).map_err(|error| told(&error))?;
    if about.len() > MAX_PHOTO_BYTES {
        return Err(format!("it is longer than {} MB", MAX_PHOTO_BYTES >> 20));
    }
    let mut reader = ImageReader::open(path)
        .and_then(ImageReader::with_guessed_format)
        .map_err(|error| told(&error))?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE_PIXELS);
    limits.max_image_height = Some(MAX_SIDE_PIXELS);
    limits.max_alloc = Some(u64::from(MAX_SIDE_PIXELS) * u64::from(MAX_SIDE_PIXELS) * 4);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| told(&error))?;
    let (width, height) = decoder.dimensions();
    let (short, long) = (width.min(height), width.max(height));
    let longest = if short < SMALL_SIDE_PIXELS {
        (MAX_SIDE_PIXELS - 2 * ROOM_PIXELS) / ENLARGED
    } else {
        MAX_SIDE_PIXELS
    };
    if short == 0 || long > longest {
        return Err(format!("its size of {width}x{height} pixels can't be used"));
    }
    let orientation = decoder.orientation().map_err(|error| told(&error))?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| told(&error))?;
    picture.apply_orientation(orientation);
    Ok(picture.into_rgb8())
}

/// Four times as large (bicubic), with room around it.
fn enlarge(picture: &RgbImage) -> RgbImage {
    let (width, height) = picture.dimensions();
    let (width, height) = (width * ENLARGED, height * ENLARGED);
    let large = imageops::resize(picture, width, height, FilterType::CatmullRom);
    let inside = |at: u32, side: u32| at.saturating_sub(ROOM_PIXELS).min(side - 1);
    RgbImage::from_fn(width + 2 * ROOM_PIXELS, height + 2 * ROOM_PIXELS, |x, y| {
        *large.get_pixel(inside(x, width), inside(y, height))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{GrayImage, Luma};

    fn write(path: &Path, width: u32, height: u32) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        GrayImage::from_fn(width, height, |x, _| Luma([u8::try_from(x % 256).unwrap()]))
            .save(path)
            .unwrap();
    }

    #[test]
    fn people_and_photos_come_in_the_order_of_their_numbers() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "s10/1.pgm",
            "s2/10.pgm",
            "s2/2.PNG",
            "s2/notes.txt",
            "empty/x.txt",
        ] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let people = find(folder.path()).unwrap();
        let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["s2", "s10"]);
        let photos: Vec<_> = people[0]
            .photos
            .iter()
            .map(|path| path.file_name().unwrap().to_str().unwrap())
            .collect();
        assert_eq!(photos, ["2.PNG", "10.pgm"]);
    }

    #[test]
    fn what_is_no_set_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("1.png"), 92, 112);
        let direct = find(folder.path()).unwrap_err();
        assert!(direct.fix.contains("each person a folder"), "{direct:?}");
        let file = find(&folder.path().join("1.png")).unwrap_err();
        assert!(file.message.contains("1.png"), "{file:?}");
        assert!(find(&folder.path().join("missing")).is_err());
    }

    #[test]
    fn small_photos_are_enlarged_and_the_same_pixels_known_again() {
        let folder = tempfile::tempdir().unwrap();
        let names = [
            "a.pgm",
            "a.pgm.png",
            "wide.png",
            "large.png",
            "thin.png",
            "broken.jpg",
        ];
        let [small, same, wide, large, thin, broken] = names.map(|name| folder.path().join(name));
        write(&small, 92, 112);
        write(&same, 92, 112);
        write(&wide, 112, 92);
        write(&large, 300, 200);
        write(&thin, 10, 2000);
        fs::write(&broken, b"\xFF\xD8 no picture").unwrap();
        let photo = read(&small).unwrap();
        assert_eq!((photo.frame.width(), photo.frame.height()), (568, 648));
        // Room on the left and on the right repeats the first and last column.
        let row = &photo.frame.pixels()[..568 * 3];
        assert_eq!((row[0], row[99 * 3]), (row[100 * 3], row[100 * 3]));
        assert_eq!(row[567 * 3], row[467 * 3]);
        assert_eq!(read(&same).unwrap().digest, photo.digest);
        assert_ne!(read(&wide).unwrap().digest, photo.digest);
        let large = read(&large).unwrap().frame;
        assert_eq!((large.width(), large.height()), (300, 200));
        for (path, why) in [(thin, "10x2000"), (broken, "")] {
            let Err(said) = read(&path) else {
                panic!("{path:?} was read");
            };
            assert!(said.contains(why), "{said}");
        }
    }
}
