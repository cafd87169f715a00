//! What the flow is told of a frame's pixels.

/// Mean of every 61st byte, 0 to 255: enough to tell a dark room.
pub(super) fn brightness(pixels: &[u8]) -> f32 {
    let (sum, count) = pixels
        .iter()
        .step_by(61)
        .fold((0_u32, 0_u32), |(sum, count), byte| {
            (sum.saturating_add(u32::from(*byte)), count + 1)
        });
    #[expect(clippy::cast_possible_truncation, reason = "a mean of bytes, 0 to 255")]
    let mean = (f64::from(sum) / f64::from(count.max(1))) as f32;
    mean
}

/// Equal for equal frames; a single changed pixel changes it. Not
/// cryptographic: a fed camera that alters each frame is not what it is for.
pub(super) fn digest(pixels: &[u8]) -> u64 {
    let (words, rest) = pixels.as_chunks::<8>();
    let mix =
        |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let hash = words
        .iter()
        .fold(0, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    rest.iter()
        .fold(hash, |hash, byte| mix(hash, u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_tells_one_pixel() {
        let mut pixels = vec![7_u8; 1003];
        let before = digest(&pixels);
        assert_eq!(before, digest(&pixels.clone()));
        pixels[1002] = 8;
        assert_ne!(before, digest(&pixels));
    }

    #[test]
    fn brightness_is_a_mean() {
        assert!((brightness(&[10; 6100]) - 10.0).abs() < 0.01);
        assert!(brightness(&[]).abs() < 0.01);
    }
}
