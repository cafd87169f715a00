//! Icons of the Phosphor font (`assets/icons`, bold weight) by name. The font
//! file holds these code points only.

/// Shows that the kiosk is safe to use: the product's mark.
pub const SHIELD_CHECK: &str = "\u{e40c}";
/// A language.
pub const GLOBE: &str = "\u{e288}";
/// A face in a finder: verify.
pub const USER_FOCUS: &str = "\u{e6fc}";
/// A badge on a clip.
pub const BADGE: &str = "\u{e6f6}";
/// For staff only.
pub const LOCK: &str = "\u{e308}";
/// Leave the signed-in state.
pub const SIGN_OUT: &str = "\u{e42a}";
/// Cancel, or no.
pub const CROSS: &str = "\u{e4f6}";
/// Yes, or done.
pub const CHECK: &str = "\u{e182}";
/// To the left of the picture.
pub const ARROW_LEFT: &str = "\u{e058}";
/// To the right of the picture.
pub const ARROW_RIGHT: &str = "\u{e06c}";
/// Up.
pub const ARROW_UP: &str = "\u{e08e}";
/// Down.
pub const ARROW_DOWN: &str = "\u{e03e}";
/// Back a little.
pub const ARROW_BACK: &str = "\u{e08a}";
/// One person.
pub const USER: &str = "\u{e4c2}";
/// A new person.
pub const USER_PLUS: &str = "\u{e4d0}";
/// Several people.
pub const USERS: &str = "\u{e4d6}";
/// Another person than before.
pub const USER_SWITCH: &str = "\u{e756}";
/// Light, or too much of it.
pub const SUN: &str = "\u{e472}";
/// Too little light.
pub const MOON: &str = "\u{e330}";
/// Eyes, or looking.
pub const EYE: &str = "\u{e220}";
/// Eyes that are shut: blink.
pub const EYE_CLOSED: &str = "\u{e222}";
/// A face with its mouth open.
pub const OPEN_MOUTH: &str = "\u{e9f4}";
/// The camera.
pub const CAMERA: &str = "\u{e10e}";
/// No camera.
pub const CAMERA_SLASH: &str = "\u{e110}";
/// The engine.
pub const CPU: &str = "\u{e610}";
/// Something needs attention.
pub const WARNING: &str = "\u{e4e0}";
/// Wait a moment.
pub const HOURGLASS: &str = "\u{e2b8}";
/// Switched off.
pub const PROHIBIT: &str = "\u{e3de}";
/// Make larger: come closer.
pub const ARROWS_OUT: &str = "\u{e0a2}";
/// Make smaller: step back.
pub const ARROWS_IN: &str = "\u{e09a}";
/// To the middle.
pub const ARROWS_TO_MIDDLE: &str = "\u{e09c}";
/// Time.
pub const CLOCK: &str = "\u{e19a}";
/// Paused.
pub const PAUSE: &str = "\u{e3a0}";
/// A face with its skin: the textured mesh.
pub const FACE: &str = "\u{e436}";
/// Corners joined by edges: the wireframe.
pub const POLYGON: &str = "\u{e6d0}";
/// Near to far.
pub const GRADIENT: &str = "\u{eb42}";
/// Keep still.
pub const HAND: &str = "\u{e57e}";
/// In focus.
pub const SCAN: &str = "\u{ebb6}";
/// Upright.
pub const ARROW_UPRIGHT: &str = "\u{e066}";
/// A text to read.
pub const DOCUMENT: &str = "\u{e23a}";
/// Search.
pub const SEARCH: &str = "\u{e30c}";
/// Sign by hand.
pub const SIGNATURE: &str = "\u{ebac}";
/// Wipe what was drawn.
pub const ERASER: &str = "\u{e21e}";
/// Remove for good.
pub const TRASH: &str = "\u{e4a6}";
/// Glasses: another look.
pub const GLASSES: &str = "\u{e7ba}";
/// Typed instead of drawn.
pub const KEYBOARD: &str = "\u{e2d8}";
/// How good something is, certified.
pub const SEAL: &str = "\u{e606}";
/// What to do better.
pub const LIGHTBULB: &str = "\u{e2dc}";
/// Is there another way?
pub const QUESTION: &str = "\u{e3e8}";
/// Settings.
pub const SETTINGS: &str = "\u{e272}";
/// Call somebody.
pub const CALL: &str = "\u{e5e8}";
/// A PIN, typed as dots.
pub const PIN: &str = "\u{e752}";
/// Somebody vouches.
pub const HANDSHAKE: &str = "\u{e582}";
/// Take back the last digit.
pub const BACKSPACE: &str = "\u{e0ae}";
/// An operator.
pub const USER_GEAR: &str = "\u{e4cc}";
/// Tolerance.
pub const SLIDERS: &str = "\u{e434}";
/// How things look.
pub const PALETTE: &str = "\u{e6c8}";
/// A folder.
pub const FOLDER: &str = "\u{e256}";
/// About the program.
pub const INFO: &str = "\u{e2ce}";
/// Health.
pub const HEARTBEAT: &str = "\u{e2ac}";
/// A password.
pub const KEY: &str = "\u{e2d6}";
/// One more.
pub const PLUS: &str = "\u{e3d4}";
/// One less.
pub const MINUS: &str = "\u{e32a}";
/// Look again.
pub const REFRESH: &str = "\u{e094}";
/// The site.
pub const BUILDING: &str = "\u{e102}";
/// Sound on.
pub const SOUND: &str = "\u{e44a}";
/// Sound off.
pub const SOUND_OFF: &str = "\u{e45c}";
/// Home.
pub const HOME: &str = "\u{e2c2}";
/// Depth.
pub const CUBE: &str = "\u{e1da}";
/// Out of the program.
pub const EXPORT: &str = "\u{eaf0}";
/// Tried out.
pub const FLASK: &str = "\u{e79e}";
/// How long it took.
pub const TIMER: &str = "\u{e492}";
/// How something feels to the touch: texture.
pub const FINGERPRINT: &str = "\u{e23e}";
/// Look through a list.
pub const LIST_SEARCH: &str = "\u{ebe0}";
/// Compared.
pub const SCALES: &str = "\u{e750}";
/// Go on by itself.
pub const PLAY: &str = "\u{e3d0}";
/// One step on.
pub const STEP_ON: &str = "\u{e5a6}";
/// One step back.
pub const STEP_BACK: &str = "\u{e5a4}";
/// Figures as bars.
pub const CHART: &str = "\u{e150}";
