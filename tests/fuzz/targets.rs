//! What is done with untrusted bytes, one function a kind of them. None may
//! panic, hang or take more memory than the limits allow, whatever the bytes.
//!
//! `tests/fuzz/main.rs` calls them with mutations of the corpus in every run of
//! the tests, `fuzz/fuzz_targets/` for as long as one lets it.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use secure_biometric::auth::KeyStores;
use secure_biometric::auth::handing_on::{KeyGrant, KeyRequest};
use secure_biometric::auth::passphrase::{self, Purpose};
use secure_biometric::auth::tokens::Verifier;
use secure_biometric::camera::{Prompt, Recording};
use secure_biometric::domain::{
    Frame, KeyId, KeyKind, KioskKeys, ReceiptClaims, Secret, SiteKey, SiteKeys, Timestamp,
    TokenClaims,
};
use secure_biometric::engine::protocol::{
    Answer, FirstWord, MAX_BODY_BYTES, Received, Response, receive, receive_request, send,
};
use secure_biometric::store::tried;

/// Frames looked at in each recording: a mutation rarely touches more.
const MOST_FRAMES: usize = 6;

/// Longer ones aren't tried as `recording.toml`: they are pictures.
const LONGEST_SETTINGS: usize = 512;
const FIRST_JPEG: &str = "000001.jpg";
const FIRST_PNG: &str = "000001.png";

/// Bytes in the pipe between window and engine, in both directions: once as
/// they are, once as the body of a message whose length is right.
pub fn protocol(bytes: &[u8]) {
    stream(bytes);
    let length = bytes.len().min(MAX_BODY_BYTES as usize);
    let mut message = (length as u32).to_le_bytes().to_vec();
    message.extend_from_slice(&bytes[..length]);
    stream(&message);
}

fn stream(bytes: &[u8]) {
    let mut pipe = bytes;
    // Each message takes four bytes at least, so this ends.
    while let Ok(received) = receive_request(&mut pipe) {
        if let Received::Request(request) = received {
            assert_kept(&request);
        }
    }
    let mut pipe = bytes;
    while let Ok(response) = receive::<Response>(&mut pipe) {
        assert_kept(&response);
        if let Ok(answer) = &response.answer {
            assert!(is_usable(answer), "an answer without sense is let through");
        }
    }
    if let Ok(word) = receive::<FirstWord>(&mut { bytes }) {
        assert_kept(&word);
    }
}

fn bytes_of<M: serde::Serialize>(message: &M) -> Vec<u8> {
    let mut bytes = Vec::new();
    send(&mut bytes, message).expect("what was received can be sent");
    bytes
}

/// What was let in can be passed on. (Embeddings are scaled to length one
/// again, so that their last digits may change.)
fn assert_kept<M: serde::Serialize + serde::de::DeserializeOwned>(message: &M) {
    let bytes = bytes_of(message);
    let again: M = receive(&mut bytes.as_slice()).expect("what was sent can be read");
    assert_eq!(bytes_of(&again).len(), bytes.len(), "a message changes");
}

/// Whether the window can work with an answer: numbers are finite, and what
/// points somewhere points at something.
fn is_usable(answer: &Answer) -> bool {
    match answer {
        Answer::Analysis(analysis) => {
            let boxes = analysis.faces();
            boxes.len() <= 2
                && boxes.iter().all(|face| face.x.is_finite())
                && analysis.main().is_none_or(|face| {
                    let points = face.landmarks.points();
                    points.iter().flatten().all(|value| value.is_finite())
                        && face.pose.yaw_degrees.is_finite()
                        && face.quality.iter().all(|(_, value)| value.is_finite())
                })
        }
        Answer::Embedding(embedding) => embedding.values().iter().all(|value| value.is_finite()),
        Answer::Reconstruction(Some(whole)) => {
            let vertices = u16::try_from(whole.vertices().len()).unwrap_or(u16::MAX);
            let mut corners = whole.triangles().iter().flatten();
            corners.all(|corner| *corner < vertices)
        }
        // The supervisor looks at single numbers itself.
        Answer::ShapeScore(_) | Answer::Texture(_) | Answer::Relief(_) => true,
        Answer::Reconstruction(None) | Answer::Done | Answer::Escapes(_) => true,
    }
}

/// What somebody hands over as a token, as a receipt of an erasure, or as a set
/// of public keys. Nothing counts but what the key signed, to the letter.
pub fn tokens(bytes: &[u8]) {
    let (id, keys) = signing_keys();
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let own = Verifier::of_kiosk(&id, &keys);
    if own.verify(text, AUDIENCE, TOKEN_TIME).is_ok() {
        assert_eq!(text, GOOD_TOKEN, "a token was forged");
    }
    if own.verify_receipt(text).is_ok() {
        assert_eq!(text, GOOD_RECEIPT, "a receipt was forged");
    }
    for kind in [KeyKind::Trial, KeyKind::Production] {
        // A set may bring keys along; ours sign only what they signed.
        if let Ok(theirs) = Verifier::of_set(text, kind) {
            let _ = theirs.verify(GOOD_TOKEN, AUDIENCE, TOKEN_TIME);
            assert!(theirs.verify(text, AUDIENCE, TOKEN_TIME).is_err());
        }
    }
    // What a signature would let through is read without a crash, too.
    let _ = serde_json::from_str::<TokenClaims>(text);
    let _ = serde_json::from_str::<ReceiptClaims>(text);
}

/// The kiosk whose tokens are tried.
pub fn signing_keys() -> (KeyId, KioskKeys) {
    let keys = KioskKeys {
        site: SiteKeys::first(SiteKey::new(KeyKind::Production, [1; 32])),
        signing: Secret::new([2; 32]),
        retired: Vec::new(),
        exchange: Secret::new([3; 32]),
        member: None,
    };
    (KeyId(uuid::Uuid::from_u128(7)), keys)
}

/// For whom the good token is meant, and when it counts.
pub const AUDIENCE: &str = "door";
pub const TOKEN_TIME: Timestamp = Timestamp(1_800_000_060_000);
const GOOD_TOKEN: &str = include_str!("../../fuzz/corpus/tokens/token");
const GOOD_RECEIPT: &str = include_str!("../../fuzz/corpus/tokens/receipt");

/// A record of the database: as it is sealed, and as what is sealed.
pub fn sealed(bytes: &[u8]) {
    let good = include_bytes!("../../fuzz/corpus/sealed/person.sealed");
    assert!(
        !tried::open(bytes) || bytes == good,
        "a record opens that was never sealed"
    );
    assert!(
        !tried::read(bytes).changed,
        "a record changes when it is read"
    );
    sealed_file(bytes);
}

/// A file that a passphrase opens, hashed with the least that argon2 takes: as
/// a real one says, a try would take half a second.
fn sealed_file(bytes: &[u8]) {
    let mut bytes = bytes.to_vec();
    if let Some(parameters) = bytes.get_mut(8..20) {
        let least = [8_u32, 1, 1].map(u32::to_le_bytes);
        parameters.copy_from_slice(least.as_flattened());
    }
    let passphrase = Secret::new("tried".to_owned());
    for purpose in [Purpose::Keys, Purpose::Backup] {
        let mut plain = Vec::new();
        let opened = passphrase::open(purpose, &passphrase, &mut &*bytes, &mut plain);
        assert!(opened.is_err(), "a file opens that was never sealed");
    }
}

/// What is carried between kiosks, and the text that keys are kept as: read in
/// one way only, or not at all.
pub fn handed_on(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let (id, keys) = signing_keys();
    if let Ok(request) = KeyRequest::read(text) {
        assert_eq!(request.to_text(), text);
        // Whatever it asks with, it is answered or refused.
        if let Ok(grant) = KeyGrant::seal(&request, id, &keys) {
            assert_eq!(KeyGrant::read(&grant.to_text()), Ok(grant));
        }
    }
    if let Ok(grant) = KeyGrant::read(text) {
        assert_eq!(grant.to_text(), text);
        let request = KeyRequest::read(ASKED).expect("the corpus has a request");
        assert!(grant.open(&request, &keys).is_err() || text == GRANTED);
    }
    if let Some((folder, keys)) = KeyStores::of_text(text) {
        let written = KeyStores::as_text(&folder, &keys);
        let again = KeyStores::of_text(&written).map(|(folder, keys)| {
            let again = KeyStores::as_text(&folder, &keys);
            *again == *written
        });
        assert_eq!(again, Some(true), "keys change when they are written");
    }
}

const ASKED: &str = include_str!("../../fuzz/corpus/handed_on/request");
const GRANTED: &str = include_str!("../../fuzz/corpus/handed_on/grant");

/// A recording as somebody hands it over: the bytes as an `.mjpeg` file, as a
/// frame in either format, and as the `recording.toml` beside a good frame.
/// `folder` is free for use.
pub fn recording(folder: &Path, good_frame: &[u8], bytes: &[u8]) {
    let frames = folder.join("frames");
    fs::create_dir_all(&frames).expect("a folder for frames");
    let settings = frames.join("recording.toml");
    if bytes.len() <= LONGEST_SETTINGS {
        write(&settings, bytes);
        write(&frames.join(FIRST_JPEG), good_frame);
        play(&frames);
        fs::remove_file(&settings).expect("a file of our own goes");
    }
    if bytes.starts_with(&[0x89]) {
        fs::rename(frames.join(FIRST_JPEG), frames.join(FIRST_PNG)).ok();
        write(&frames.join(FIRST_PNG), bytes);
        play(&frames);
        fs::rename(frames.join(FIRST_PNG), frames.join(FIRST_JPEG)).expect("a file of our own");
    } else {
        write(&frames.join(FIRST_JPEG), bytes);
        play(&frames);
        let whole = folder.join("whole.mjpeg");
        write(&whole, bytes);
        play(&whole);
    }
}

fn write(path: &Path, bytes: &[u8]) {
    let mut file = fs::File::create(path).expect("a file of our own");
    file.write_all(bytes).expect("room for a small file");
}

fn play(path: &Path) {
    let Ok(mut recording) = Recording::open(path) else {
        return;
    };
    let second = Duration::from_secs(1);
    assert!((second / 120..=second).contains(&recording.period()));
    for _ in 0..MOST_FRAMES {
        match recording.next(Prompt::Neutral) {
            Ok(Some(frame)) => {
                let length = Frame::byte_length(frame.width(), frame.height());
                assert_eq!(length.ok(), Some(frame.pixels().len()));
            }
            // The next call goes on behind a frame that can't be read.
            Err(_) => {}
            Ok(None) => break,
        }
    }
}
