//! Tokens: every colour, size and type style of the window. No other file of
//! the kiosk has a literal colour.

use std::sync::Arc;

use eframe::egui::{
    self, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Stroke, Theme,
    style::{ScrollFadeStyle, ScrollStyle},
};

/// The grid: distances are multiples of it, in points.
pub const GRID: f32 = 8.0;
/// Corner radius of cards, buttons and fields, in points.
pub const RADIUS: u8 = 12;
/// Least height and width of what is touched on the kiosk screens, in points.
pub const TARGET: f32 = 64.0;
/// Height of the bars at the top and at the bottom, in points.
pub const BAR: f32 = 80.0;
/// Margin between the window's edge and what is on it, in points.
pub const MARGIN: f32 = 32.0;

/// Text size for staff screens and legends, in points.
pub const SMALL: f32 = 14.0;
/// Least text size on the kiosk screens.
pub const BODY: f32 = 18.0;
/// Leading sentences and large buttons.
pub const LEAD: f32 = 24.0;
/// Titles of screens and cards.
pub const TITLE: f32 = 36.0;
/// The one large thing a screen says.
pub const DISPLAY: f32 = 56.0;

const SEMIBOLD: &str = "semibold";
const BOLD: &str = "bold";
const ICONS: &str = "icons";

/// Plain text.
#[must_use]
pub fn regular(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// Labels of buttons, names, instructions.
#[must_use]
pub fn semibold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(SEMIBOLD.into()))
}

/// Titles.
#[must_use]
pub fn bold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(BOLD.into()))
}

/// Icons, by the names of `icons`.
#[must_use]
pub fn icon(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(ICONS.into()))
}

/// The colours of one theme.
#[derive(Debug, PartialEq)]
pub struct Palette {
    /// Behind everything.
    pub background: Color32,
    /// Cards, fields and secondary buttons.
    pub surface: Color32,
    /// A surface under the pointer.
    pub surface_hover: Color32,
    /// Hairlines.
    pub border: Color32,
    /// Around fields to type in: seen against the surface at 3 to 1.
    pub field_border: Color32,
    /// Text.
    pub text: Color32,
    /// Text that matters less.
    pub muted: Color32,
    /// Progress, choices and signs.
    pub accent: Color32,
    /// Words in the accent's colour.
    pub accent_text: Color32,
    /// Behind the words of the primary action.
    pub action: Color32,
    /// The primary action under the pointer.
    pub action_hover: Color32,
    /// Words on the primary action, and signs on the accent.
    pub on_accent: Color32,
    /// Well.
    pub success: Color32,
    /// Behind what is well.
    pub success_soft: Color32,
    /// Needs care.
    pub warning: Color32,
    /// Behind what needs care.
    pub warning_soft: Color32,
    /// Refused or broken.
    pub danger: Color32,
    /// Behind what is refused or broken.
    pub danger_soft: Color32,
    /// The empty part of bars, arcs and rings.
    pub track: Color32,
}

/// By day.
pub const LIGHT: Palette = Palette {
    background: Color32::from_rgb(0xf5, 0xf7, 0xfa),
    surface: Color32::from_rgb(0xff, 0xff, 0xff),
    surface_hover: Color32::from_rgb(0xec, 0xf0, 0xf4),
    border: Color32::from_rgb(0xdf, 0xe4, 0xea),
    field_border: Color32::from_rgb(0x7d, 0x88, 0x94),
    text: Color32::from_rgb(0x11, 0x18, 0x20),
    muted: Color32::from_rgb(0x56, 0x61, 0x6d),
    accent: Color32::from_rgb(0x0d, 0x94, 0x88),
    accent_text: Color32::from_rgb(0x0f, 0x76, 0x6e),
    action: Color32::from_rgb(0x0f, 0x76, 0x6e),
    action_hover: Color32::from_rgb(0x11, 0x5e, 0x59),
    on_accent: Color32::from_rgb(0xff, 0xff, 0xff),
    success: Color32::from_rgb(0x15, 0x7a, 0x3a),
    success_soft: Color32::from_rgb(0xec, 0xf9, 0xf1),
    warning: Color32::from_rgb(0xaa, 0x4e, 0x08),
    warning_soft: Color32::from_rgb(0xfe, 0xf2, 0xe0),
    danger: Color32::from_rgb(0xb9, 0x1c, 0x1c),
    danger_soft: Color32::from_rgb(0xfd, 0xe8, 0xe8),
    track: Color32::from_rgb(0xe1, 0xe6, 0xec),
};

/// By night, and always while the camera looks.
pub const DARK: Palette = Palette {
    background: Color32::from_rgb(0x0c, 0x0f, 0x14),
    surface: Color32::from_rgb(0x17, 0x1b, 0x22),
    surface_hover: Color32::from_rgb(0x21, 0x27, 0x30),
    border: Color32::from_rgb(0x2a, 0x31, 0x3a),
    field_border: Color32::from_rgb(0x6b, 0x76, 0x82),
    text: Color32::from_rgb(0xf2, 0xf5, 0xf7),
    muted: Color32::from_rgb(0x9b, 0xa5, 0xb0),
    accent: Color32::from_rgb(0x2d, 0xd4, 0xbf),
    accent_text: Color32::from_rgb(0x2d, 0xd4, 0xbf),
    action: Color32::from_rgb(0x2d, 0xd4, 0xbf),
    action_hover: Color32::from_rgb(0x5e, 0xea, 0xd4),
    on_accent: Color32::from_rgb(0x04, 0x20, 0x1c),
    success: Color32::from_rgb(0x4a, 0xde, 0x80),
    success_soft: Color32::from_rgb(0x12, 0x2e, 0x20),
    warning: Color32::from_rgb(0xfb, 0xbf, 0x24),
    warning_soft: Color32::from_rgb(0x33, 0x28, 0x12),
    danger: Color32::from_rgb(0xf8, 0x71, 0x71),
    danger_soft: Color32::from_rgb(0x38, 0x1a, 0x1c),
    track: Color32::from_rgb(0x2a, 0x30, 0x3a),
};

/// By day, for who needs more contrast: every text at 7 to 1 or more.
pub const LIGHT_CONTRAST: Palette = Palette {
    background: Color32::from_rgb(0xff, 0xff, 0xff),
    border: Color32::from_rgb(0x56, 0x61, 0x6d),
    field_border: Color32::from_rgb(0x11, 0x18, 0x20),
    text: Color32::from_rgb(0x00, 0x00, 0x00),
    muted: Color32::from_rgb(0x33, 0x3b, 0x45),
    accent: Color32::from_rgb(0x0b, 0x5a, 0x54),
    accent_text: Color32::from_rgb(0x0b, 0x4f, 0x4a),
    action: Color32::from_rgb(0x0b, 0x5a, 0x54),
    action_hover: Color32::from_rgb(0x07, 0x3f, 0x3b),
    success: Color32::from_rgb(0x0c, 0x52, 0x27),
    warning: Color32::from_rgb(0x75, 0x34, 0x05),
    danger: Color32::from_rgb(0x8a, 0x11, 0x11),
    track: Color32::from_rgb(0xc6, 0xce, 0xd6),
    ..LIGHT
};

/// By night, for who needs more contrast: the same.
pub const DARK_CONTRAST: Palette = Palette {
    background: Color32::from_rgb(0x00, 0x00, 0x00),
    surface: Color32::from_rgb(0x0c, 0x0f, 0x14),
    border: Color32::from_rgb(0x9b, 0xa5, 0xb0),
    field_border: Color32::from_rgb(0xf2, 0xf5, 0xf7),
    text: Color32::from_rgb(0xff, 0xff, 0xff),
    muted: Color32::from_rgb(0xd3, 0xda, 0xe1),
    accent: Color32::from_rgb(0x5e, 0xea, 0xd4),
    accent_text: Color32::from_rgb(0x5e, 0xea, 0xd4),
    action: Color32::from_rgb(0x5e, 0xea, 0xd4),
    action_hover: Color32::from_rgb(0xa6, 0xf5, 0xe8),
    success: Color32::from_rgb(0x86, 0xef, 0xac),
    danger: Color32::from_rgb(0xfc, 0xa5, 0xa5),
    track: Color32::from_rgb(0x3a, 0x43, 0x4d),
    ..DARK
};

/// The screen that says "verified", the same in both themes.
pub const VERIFIED: Palette = Palette {
    background: Color32::from_rgb(0x11, 0x3d, 0x2e),
    surface: Color32::from_rgb(0x1b, 0x4a, 0x3a),
    surface_hover: Color32::from_rgb(0x24, 0x57, 0x46),
    border: Color32::from_rgb(0x2e, 0x60, 0x50),
    field_border: Color32::from_rgb(0x86, 0xad, 0x9c),
    text: Color32::from_rgb(0xf0, 0xfd, 0xf6),
    muted: Color32::from_rgb(0xc4, 0xdc, 0xd0),
    accent: Color32::from_rgb(0x4a, 0xde, 0x80),
    accent_text: Color32::from_rgb(0x4a, 0xde, 0x80),
    action: Color32::from_rgb(0x4a, 0xde, 0x80),
    action_hover: Color32::from_rgb(0x86, 0xef, 0xac),
    on_accent: Color32::from_rgb(0x11, 0x3d, 0x2e),
    success: Color32::from_rgb(0x4a, 0xde, 0x80),
    success_soft: Color32::from_rgb(0x0d, 0x30, 0x24),
    danger: Color32::from_rgb(0xfc, 0xb4, 0xb4),
    track: Color32::from_rgb(0x0d, 0x30, 0x24),
    ..DARK
};

/// The same for who needs more contrast.
pub const VERIFIED_CONTRAST: Palette = Palette {
    background: Color32::from_rgb(0x07, 0x2a, 0x1e),
    surface: Color32::from_rgb(0x0c, 0x33, 0x25),
    surface_hover: Color32::from_rgb(0x13, 0x3d, 0x2e),
    border: Color32::from_rgb(0x86, 0xad, 0x9c),
    field_border: Color32::from_rgb(0xdc, 0xef, 0xe5),
    text: Color32::from_rgb(0xff, 0xff, 0xff),
    muted: Color32::from_rgb(0xdc, 0xef, 0xe5),
    accent: Color32::from_rgb(0x86, 0xef, 0xac),
    accent_text: Color32::from_rgb(0x86, 0xef, 0xac),
    action: Color32::from_rgb(0x86, 0xef, 0xac),
    action_hover: Color32::from_rgb(0xa7, 0xf3, 0xc0),
    on_accent: Color32::from_rgb(0x07, 0x2a, 0x1e),
    success: Color32::from_rgb(0x86, 0xef, 0xac),
    success_soft: Color32::from_rgb(0x05, 0x1d, 0x15),
    danger: Color32::from_rgb(0xfe, 0xca, 0xca),
    track: Color32::from_rgb(0x05, 0x1d, 0x15),
    ..VERIFIED
};

/// What the live picture's colours are multiplied by outside the oval.
pub const DIMMED: Color32 = Color32::from_gray(104);
/// Behind an instruction on the live picture.
pub const SCRIM_STRONG: Color32 = Color32::from_rgba_premultiplied(10, 13, 17, 225);
/// The part of the ring that isn't filled yet, on the live picture.
pub const RING_TRACK: Color32 = Color32::from_rgba_premultiplied(90, 94, 98, 120);
/// The text on scrims.
pub const ON_SCRIM: Color32 = Color32::from_rgb(0xf2, 0xf5, 0xf7);
/// Leaves a picture's own colours as they are.
pub const UNTINTED: Color32 = Color32::WHITE;
/// The squares of a code, dark and light, in every theme: readers expect that.
pub const CODE_DARK: Color32 = Color32::BLACK;
/// See `CODE_DARK`.
pub const CODE_LIGHT: Color32 = Color32::WHITE;

/// Colours of the mesh, the same in both themes: it stands on a dark card.
pub mod mesh {
    use super::Color32;

    /// Behind the mesh at home.
    pub const STAGE: Color32 = Color32::from_rgb(0x0c, 0x15, 0x17);
    /// Edges of the wireframe.
    pub const LINE: Color32 = Color32::from_rgb(0x5e, 0xea, 0xd4);
    /// Faces of the wireframe.
    pub const FACE: Color32 = Color32::from_rgb(0x14, 0x3c, 0x3b);
    /// Nearest to the camera.
    pub const NEAR: Color32 = Color32::from_rgb(0x5e, 0xea, 0xd4);
    /// Farthest from the camera.
    pub const FAR: Color32 = Color32::from_rgb(0x1e, 0x40, 0x8f);
    /// Where a face lies inside the one it is compared with.
    pub const INSIDE: Color32 = Color32::from_rgb(0x3b, 0x82, 0xf6);
    /// Where it is like the other.
    pub const SAME: Color32 = Color32::from_rgb(0xd6, 0xdc, 0xe2);
    /// Where it stands out.
    pub const OUTSIDE: Color32 = Color32::from_rgb(0xf5, 0x9e, 0x0b);
    /// Words on the stage.
    pub const CAPTION: Color32 = Color32::from_rgb(0xa9, 0xb6, 0xba);
}

/// The palette of egui's theme, with more contrast for who needs it.
#[must_use]
pub fn palette(theme: Theme, high_contrast: bool) -> &'static Palette {
    match (theme, high_contrast) {
        (Theme::Light, false) => &LIGHT,
        (Theme::Light, true) => &LIGHT_CONTRAST,
        (Theme::Dark, false) => &DARK,
        (Theme::Dark, true) => &DARK_CONTRAST,
    }
}

/// The palette of the screen that says "verified".
#[must_use]
pub fn verified(high_contrast: bool) -> &'static Palette {
    if high_contrast {
        &VERIFIED_CONTRAST
    } else {
        &VERIFIED
    }
}

/// Hands fonts and colours to egui.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    // A name may hold what no face can draw: that is a box, not the end.
    ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
    for theme in [Theme::Light, Theme::Dark] {
        ctx.style_mut_of(theme, |style| {
            paint_visuals(&mut style.visuals, palette(theme, false));
            style.interaction.selectable_labels = false;
            style.spacing.scroll = scrolled();
        });
    }
}

/// What is longer than its room says so without being touched: by a bar beside
/// it, and by fading where it goes on. Nothing lies under the bar that a finger
/// might be meant for.
fn scrolled() -> ScrollStyle {
    const BAR: f32 = 12.0;
    ScrollStyle {
        floating_width: 4.0,
        floating_allocated_width: BAR,
        bar_width: BAR,
        dormant_handle_opacity: 0.3,
        fade: ScrollFadeStyle {
            strength: 1.0,
            size: 4.0 * GRID,
        },
        ..ScrollStyle::floating()
    }
}

/// Gives one part of the window another palette, whatever the theme.
pub fn use_palette(ui: &mut egui::Ui, palette: &Palette) {
    paint_visuals(&mut ui.style_mut().visuals, palette);
}

fn paint_visuals(visuals: &mut egui::Visuals, palette: &Palette) {
    let corner = CornerRadius::same(RADIUS);
    visuals.panel_fill = palette.background;
    visuals.window_fill = palette.surface;
    visuals.extreme_bg_color = palette.surface;
    visuals.override_text_color = Some(palette.text);
    visuals.weak_text_color = Some(palette.muted);
    visuals.selection.bg_fill = palette.accent.gamma_multiply(0.25);
    // Selected letters have the colour of this line.
    visuals.selection.stroke = Stroke::new(2.0, palette.text);
    let widgets = &mut visuals.widgets;
    for state in [
        &mut widgets.noninteractive,
        &mut widgets.inactive,
        &mut widgets.hovered,
        &mut widgets.active,
        &mut widgets.open,
    ] {
        state.corner_radius = corner;
        state.bg_stroke = Stroke::new(1.0, palette.border);
        state.fg_stroke = Stroke::new(1.0, palette.text);
        state.bg_fill = palette.surface;
        state.weak_bg_fill = palette.surface;
        state.expansion = 0.0;
    }
    widgets.inactive.bg_stroke.color = palette.field_border;
    widgets.hovered.bg_stroke.color = palette.muted;
}

/// The text face in three weights and the icons. Inter covers Latin, Greek
/// and Cyrillic; egui's own faces stand behind it for what it lacks.
fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let fallback = fonts
        .families
        .get(&FontFamily::Proportional)
        .cloned()
        .unwrap_or_default();
    let faces: [(&str, FontFamily, &'static [u8]); 4] = [
        (
            "Inter-Regular",
            FontFamily::Proportional,
            include_bytes!("../../assets/fonts/Inter-Regular.ttf"),
        ),
        (
            "Inter-SemiBold",
            FontFamily::Name(SEMIBOLD.into()),
            include_bytes!("../../assets/fonts/Inter-SemiBold.ttf"),
        ),
        (
            "InterDisplay-Bold",
            FontFamily::Name(BOLD.into()),
            include_bytes!("../../assets/fonts/InterDisplay-Bold.ttf"),
        ),
        (
            "Phosphor-Bold",
            FontFamily::Name(ICONS.into()),
            include_bytes!("../../assets/icons/Phosphor-Bold.ttf"),
        ),
    ];
    for (name, family, bytes) in faces {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
        let mut chain = vec![name.to_owned()];
        chain.extend(fallback.iter().cloned());
        fonts.families.insert(family, chain);
    }
    fonts
}

#[cfg(test)]
mod tests;
