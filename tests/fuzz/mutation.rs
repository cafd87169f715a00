//! Changes bytes as faults and attackers do.

use fastrand::Rng;

/// Longest result: beyond the limits of what is tried there is only repetition.
const LONGEST: usize = 128 * 1024;
/// Numbers at which lengths and counts turn over.
const EDGES: [u32; 9] = [
    0,
    1,
    0x7F,
    0x80,
    0xFF,
    0xFFFF,
    0x7FFF_FFFF,
    0x8000_0000,
    u32::MAX,
];

/// One of `seeds`, changed one to eight times.
pub fn mutate(seeds: &[Vec<u8>], draw: &mut Rng) -> Vec<u8> {
    let mut bytes = seeds[draw.usize(..seeds.len())].clone();
    for _ in 0..draw.u32(1..=8) {
        change(&mut bytes, seeds, draw);
        bytes.truncate(LONGEST);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], draw: &mut Rng) {
    if bytes.is_empty() {
        bytes.push(draw.u8(..));
        return;
    }
    let at = draw.usize(..bytes.len());
    let end = at + draw.usize(..=(bytes.len() - at).min(64));
    match draw.u32(..9) {
        0 => bytes[at] ^= 1 << draw.u32(..8),
        1 => bytes[at] = draw.u8(..),
        2 => bytes.truncate(at),
        3 => drop(bytes.drain(at..end)),
        4 => {
            let part = bytes[at..end].to_vec();
            bytes.splice(at..at, part);
        }
        5 => {
            let part: Vec<u8> = (0..draw.usize(1..16)).map(|_| draw.u8(..)).collect();
            bytes.splice(at..at, part);
        }
        6 | 7 => {
            let edge = EDGES[draw.usize(..EDGES.len())];
            let edge = if draw.bool() {
                edge.to_le_bytes()
            } else {
                edge.to_be_bytes()
            };
            let width = draw.usize(1..=4).min(bytes.len() - at);
            bytes[at..at + width].copy_from_slice(&edge[..width]);
        }
        _ => {
            let other = &seeds[draw.usize(..seeds.len())];
            let from = draw.usize(..=other.len());
            bytes.truncate(at);
            bytes.extend_from_slice(&other[from..]);
        }
    }
}
