//! The ways in which cameras send, and which of them is best.

use nokhwa::utils::{CameraFormat, FrameFormat};

/// Pictures a second that guidance needs to feel immediate (ours).
const ENOUGH_FRAMES_PER_SECOND: u32 = 25;
/// A camera that can do more is asked for this: twice the pictures cost twice
/// the decoding and tell nothing new about a head that turns.
const WANTED_FRAMES_PER_SECOND: u32 = 30;
const SMALLEST: (u32, u32) = (640, 480);
const LARGEST: (u32, u32) = (1920, 1080);

/// How a camera's pictures come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// A JPEG picture each.
    Mjpeg,
    /// Uncompressed, 4:2:2.
    Yuyv,
}

/// A way in which a camera can send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceFormat {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Pictures a second.
    pub frames_per_second: u32,
    /// How each is encoded.
    pub encoding: Encoding,
}

impl DeviceFormat {
    /// The same, if it is of an encoding, a size and a rate that can be used.
    pub fn from_nokhwa(format: CameraFormat) -> Option<Self> {
        let encoding = match format.format() {
            FrameFormat::MJPEG => Encoding::Mjpeg,
            FrameFormat::YUYV => Encoding::Yuyv,
            _ => return None,
        };
        let (width, height) = (format.width(), format.height());
        let usable = (SMALLEST.0..=LARGEST.0).contains(&width)
            && (SMALLEST.1..=LARGEST.1).contains(&height)
            && width % 2 == 0
            && format.frame_rate() > 0;
        usable.then_some(Self {
            width,
            height,
            frames_per_second: format.frame_rate(),
            encoding,
        })
    }

    /// The same in nokhwa's words.
    pub fn to_nokhwa(self) -> CameraFormat {
        let encoding = match self.encoding {
            Encoding::Mjpeg => FrameFormat::MJPEG,
            Encoding::Yuyv => FrameFormat::YUYV,
        };
        CameraFormat::new_from(self.width, self.height, encoding, self.frames_per_second)
    }

    /// Smaller is better: enough pictures a second first, then the size
    /// nearest to 640x480 (a face at arm's length has 60 pixels between the
    /// eyes there, and each pixel more costs time in every step), then about 30
    /// pictures a second, then the encoding that loses nothing.
    pub fn rank(&self) -> (u32, u32, u32, bool) {
        (
            ENOUGH_FRAMES_PER_SECOND.saturating_sub(self.frames_per_second),
            self.width * self.height,
            self.frames_per_second.abs_diff(WANTED_FRAMES_PER_SECOND),
            self.encoding == Encoding::Mjpeg,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(width: u32, height: u32, fps: u32, encoding: Encoding) -> DeviceFormat {
        DeviceFormat {
            width,
            height,
            frames_per_second: fps,
            encoding,
        }
    }

    #[test]
    fn the_best_format_is_small_quick_and_lossless() {
        use Encoding::{Mjpeg, Yuyv};
        let best = |formats: &[DeviceFormat]| *formats.iter().min_by_key(|f| f.rank()).unwrap();
        let (vga, slow_vga) = (format(640, 480, 30, Yuyv), format(640, 480, 10, Yuyv));
        let (vga_jpeg, quick) = (format(640, 480, 30, Mjpeg), format(640, 480, 60, Yuyv));
        let (hd, full_hd) = (format(1280, 720, 30, Mjpeg), format(1920, 1080, 30, Mjpeg));
        assert_eq!(best(&[full_hd, hd, vga_jpeg, quick, vga, slow_vga]), vga);
        assert_eq!(best(&[full_hd, hd, vga_jpeg, slow_vga]), vga_jpeg);
        assert_eq!(best(&[full_hd, hd, slow_vga]), hd);
        assert_eq!(best(&[slow_vga]), slow_vga);
    }

    #[test]
    fn only_usable_formats_are_offered() {
        let offered = |width, height, encoding| {
            DeviceFormat::from_nokhwa(CameraFormat::new_from(width, height, encoding, 30)).is_some()
        };
        assert!(offered(640, 480, FrameFormat::YUYV));
        assert!(offered(1920, 1080, FrameFormat::MJPEG));
        assert!(!offered(320, 240, FrameFormat::YUYV));
        assert!(!offered(3840, 2160, FrameFormat::MJPEG));
        assert!(!offered(641, 480, FrameFormat::YUYV));
        assert!(!offered(640, 480, FrameFormat::NV12));
    }
}
