//! Writing sessions to a file: what of one, or all that are listed as a table,
//! with a reason that is kept.

use eframe::egui::{Align, Id, Layout, Rect, Ui, vec2};

use crate::domain::{SessionId, VouchReason};
use crate::kiosk::icons;
use crate::kiosk::screens::{entered, escaped, language_button};
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Foot, Tone};
use crate::pipeline::{ExportKind, ExportOf, ExportState, ExportWish, ReviewIntent};

use super::{Act, ReviewForm, Scene, ask};

/// Reasons that are often true; one press writes them.
const REASONS: [&str; 3] = [
    "export-why-asked",
    "export-why-incident",
    "export-why-study",
];

/// What is chosen and typed while something is to be written to a file.
pub struct ExportForm {
    /// The session; none for a table of those that are listed.
    session: Option<SessionId>,
    kind: ExportKind,
    names: bool,
    why: String,
}

impl ExportForm {
    /// Of a session, or of the list.
    pub fn of(session: Option<SessionId>) -> Self {
        Self {
            session,
            kind: ExportKind::default(),
            names: false,
            why: String::new(),
        }
    }

    fn why(&self) -> Option<VouchReason> {
        self.why.parse().ok()
    }
}

/// The button that leads here.
pub fn export_button(
    ui: &mut Ui,
    scene: &Scene<'_>,
    form: &mut ReviewForm,
    session: Option<SessionId>,
) -> Option<Act> {
    let words = scene.texts.get(match session {
        Some(_) => "export-session",
        None => "export-table",
    });
    let button = Button::secondary(scene.palette, icons::DOCUMENT, &words);
    if !ui.add(button.only_sign(true)).clicked() {
        return None;
    }
    form.export = Some(ExportForm::of(session));
    // What was said of an earlier file isn't about this one.
    Some(ask(ReviewIntent::ExportRead))
}

/// Draws the page; nothing once it is left.
pub fn export_screen(ui: &mut Ui, scene: &Scene<'_>, form: &mut ReviewForm) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let export = form.export.as_mut()?;
    let title = texts.get(match export.session {
        Some(_) => "export-session",
        None => "export-table",
    });
    let enter = entered(ui.ctx(), &[why_id()]);
    let mut left = false;
    let spoken = widgets::top_bar(ui, palette, &title, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let spoken = language_button(ui, scene);
        let words = texts.get("action-back");
        let back = Button::secondary(palette, icons::ARROW_LEFT, &words);
        left = ui.add(back).clicked();
        spoken
    });
    let body = widgets::body(ui);
    let (page, row) = widgets::foot(ui, body);
    card(ui, scene, page, export);
    let of = what(scene, export);
    let missing = missing(scene, export, of);
    let said = missing.map(|key| texts.get(key));
    let (cancel, write) = (texts.get("action-cancel"), texts.get("export-now"));
    let foot = Foot {
        back: Some(Button::secondary(palette, icons::CROSS, &cancel)),
        said: said.as_deref().map(|words| ("", palette.muted, words)),
        primary: Button::primary(palette, icons::DOCUMENT, &write).enabled(missing.is_none()),
    };
    let pressed = foot.show(ui, row);
    if left || pressed.back || escaped(ui.ctx()) {
        form.export = None;
        ui.ctx().request_repaint();
        return Some(ask(ReviewIntent::ExportRead));
    }
    let wanted = (pressed.primary || enter) && missing.is_none();
    if let (true, Some(of), Some(why)) = (wanted, of, export.why()) {
        let names = export.names;
        // Another file is for another reason.
        export.why.clear();
        return Some(ask(ReviewIntent::Export(Box::new(ExportWish {
            of,
            names,
            why,
        }))));
    }
    spoken
}

fn why_id() -> Id {
    Id::unique("why it is exported")
}

/// What would be written; nothing while it isn't known, or isn't there.
fn what(scene: &Scene<'_>, export: &ExportForm) -> Option<ExportOf> {
    if let Some(id) = export.session {
        return Some(ExportOf::Session(id, export.kind));
    }
    let list = scene.snapshot.review.list.as_deref()?;
    let whole = list.looked.is_none() && list.found > 0;
    whole.then_some(ExportOf::Listed(list.number))
}

/// The first thing that is still missing.
fn missing(scene: &Scene<'_>, export: &ExportForm, of: Option<ExportOf>) -> Option<&'static str> {
    if scene.snapshot.review.export == ExportState::Working {
        Some("export-working")
    } else if of.is_none() {
        Some("export-missing-list")
    } else if export.why().is_none() {
        Some("export-missing-why")
    } else {
        None
    }
}

fn card(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, export: &mut ExportForm) {
    let palette = scene.palette;
    let texts = scene.texts;
    widgets::card_scrolled(ui, palette, rect, "export", |ui| {
        what_came(ui, scene);
        match export.session {
            Some(_) => kinds(ui, scene, export),
            None => {
                let found = scene.snapshot.review.list.as_ref();
                let found = found.map_or(0, |list| list.found);
                let words = texts.with("export-table-what", &[("found", found.into())]);
                widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.text);
            }
        }
        ui.add_space(GRID);
        if export.session.is_none() || export.kind == ExportKind::Report {
            let words = texts.get(match export.session {
                Some(_) => "export-names",
                None => "export-names-table",
            });
            widgets::tick_box(ui, palette, &mut export.names, &words);
        }
        ui.add_space(GRID);
        reason(ui, scene, export);
    });
}

/// What came of the last one.
fn what_came(ui: &mut Ui, scene: &Scene<'_>) {
    let (tone, words) = match &scene.snapshot.review.export {
        ExportState::Idle | ExportState::Working => return,
        ExportState::Done { file } => {
            let file = file.display().to_string().into();
            let words = scene.texts.with("export-done", &[("file", file)]);
            (Tone::Well, words)
        }
        ExportState::Failed { why } => (Tone::Bad, scene.told(why).line()),
    };
    widgets::banner(ui, scene.palette, tone, None, &words, None);
    ui.add_space(2.0 * GRID);
}

/// Which kind of file; the face only where one is kept.
fn kinds(ui: &mut Ui, scene: &Scene<'_>, export: &mut ExportForm) {
    let palette = scene.palette;
    let details = scene.snapshot.review.details.as_deref();
    let has_face = details.is_some_and(|details| details.face.is_some());
    let layout = Layout::left_to_right(Align::Min).with_main_wrap(true);
    ui.with_layout(layout, |ui| {
        ui.spacing_mut().item_spacing = vec2(GRID, GRID);
        for kind in ExportKind::ALL {
            let words = scene.texts.get(match kind {
                ExportKind::Report => "export-report",
                ExportKind::Glb => "export-glb",
                ExportKind::Ply => "export-ply",
                ExportKind::Depths => "export-depths",
            });
            let there = has_face || !kind.is_of_face();
            let button = Button::choice(palette, "", &words, export.kind == kind)
                .framed()
                .min_size(vec2(0.0, theme::TARGET))
                .enabled(there);
            if ui.add(button).clicked() && there {
                export.kind = kind;
            }
        }
    });
    if !has_face {
        let words = scene.texts.get("export-no-face");
        let font = theme::regular(theme::SMALL + 2.0);
        widgets::paragraph(ui, &words, font, palette.muted);
    }
}

fn reason(ui: &mut Ui, scene: &Scene<'_>, export: &mut ExportForm) {
    let palette = scene.palette;
    let texts = scene.texts;
    let wrong = texts.get("vouch-reason-wrong");
    let shown = (!export.why.is_empty() && export.why().is_none()).then_some(wrong.as_str());
    let name = texts.get("export-why");
    widgets::field(ui, palette, why_id(), &name, &mut export.why, false, shown);
    let layout = Layout::left_to_right(Align::Min).with_main_wrap(true);
    ui.with_layout(layout, |ui| {
        ui.spacing_mut().item_spacing = vec2(GRID, GRID);
        for key in REASONS {
            let words = texts.get(key);
            if ui.add(Button::secondary(palette, "", &words)).clicked() {
                export.why = words;
            }
        }
    });
    ui.add_space(GRID);
    let words = texts.get("export-kept");
    widgets::paragraph(ui, &words, theme::regular(theme::BODY), palette.muted);
}
