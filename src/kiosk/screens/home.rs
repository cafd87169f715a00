//! Home: verify, with or without a badge; for staff, sign in and enrol.

use std::time::Duration;

use eframe::egui::{Align, CornerRadius, Rect, Ui, vec2};
use jiff::Zoned;

use crate::domain::Role;
use crate::kiosk::icons;
use crate::kiosk::mesh_view::{MeshSaid, MeshView};
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Room};
use crate::pipeline::{CameraStatus, EngineStatus, Intent, OneToMany};

use super::{Act, BadgeForm, DeskPage, Page, Scan, Scene};

/// The share of the body that the words have, beside the face and below it.
const WORDS: (f32, f32) = (0.54, 0.6);

/// What is typed at home.
pub struct HomeForms<'a> {
    /// What a scanner types.
    pub scan: &'a mut Scan,
    /// The badge page's field.
    pub badge: &'a mut BadgeForm,
}

/// Draws home. A badge that is scanned here, which types it, opens the badge
/// page with it.
pub fn home_screen(
    ui: &mut Ui,
    scene: &Scene<'_>,
    mesh: &mut MeshView,
    mut forms: HomeForms<'_>,
) -> Option<Act> {
    // Before anything is drawn: else Enter would press what has the focus.
    let can_verify = can_verify(scene);
    let scan = can_verify.then(|| scanned(ui, &mut forms)).flatten();
    let mut act = scan.or(top(ui, scene));
    let room = Room::of(ui);
    let body = widgets::body(ui);
    let body = body.with_max_y(body.bottom() - room.bar());
    // The face comes where it is read: above the words, or after them.
    let (words, face) = if room.low && room.narrow {
        // There is no room for a face.
        (body, None)
    } else if room.tall {
        let (face, words) = room.split(body, 0.0, 1.0 - WORDS.1, 3.0 * GRID);
        stage(ui, scene, face, mesh);
        (words, None)
    } else {
        let (words, face) = room.split(body, WORDS.0, 0.0, 4.0 * GRID);
        let face = face.shrink2(vec2(0.0, room.margin().y / 1.5));
        (words.with_min_x(words.left() + room.margin().x), Some(face))
    };
    let welcomed = super::in_the_middle(ui, words, words.width(), Align::Min, |ui| {
        let notice = blocking_notice(scene);
        greeting(ui, scene, room, notice.is_none());
        ui.add_space(if room.low { GRID } else { 3.0 * GRID });
        if scene.snapshot.people.interrupted_enrolment && scene.snapshot.operator.is_some() {
            let act = super::interrupted_banner(ui, scene);
            ui.add_space(2.0 * GRID);
            if act.is_some() {
                return act;
            }
        }
        match notice {
            Some((icon, title, advice)) => {
                say_notice(ui, scene, icon, &title, &advice);
                if no_face_now(scene) {
                    the_other_ways(ui, scene)
                } else if is_nobody_enrolled(scene) {
                    first_enrolment(ui, scene)
                } else {
                    other_ways(ui, scene)
                }
            }
            None => {
                let act = actions(ui, scene);
                act.or(other_ways(ui, scene))
            }
        }
    });
    act = act.or(welcomed);
    if let Some(face) = face {
        stage(ui, scene, face, mesh);
    }
    act = act.or(super::home_bar::bottom_bar(ui, scene, room));
    let offered = scene.snapshot.one_to_many == OneToMany::Offered;
    if act.is_none() && can_verify && offered && super::entered(ui.ctx(), &[]) {
        act = Some(Act::Send(Intent::Verify { claim: None }));
    }
    act
}

/// Whether anybody could verify now. A restarting engine is waited for.
fn can_verify(scene: &Scene<'_>) -> bool {
    let camera = !matches!(scene.snapshot.camera, CameraStatus::Lost { .. });
    let engine = !matches!(scene.snapshot.engine, EngineStatus::Failed { .. });
    let people = scene.snapshot.one_to_many != OneToMany::NobodyEnrolled;
    camera && engine && people && scene.snapshot.has_operators
}

/// Whether somebody who comes to verify can't, and can mend nothing about it:
/// they are told the way that is open, staff what is wrong.
fn no_face_now(scene: &Scene<'_>) -> bool {
    let snapshot = scene.snapshot;
    let fails = matches!(snapshot.engine, EngineStatus::Failed { .. })
        || matches!(snapshot.camera, CameraStatus::Lost { .. });
    let others = snapshot.has_operators && !is_nobody_enrolled(scene);
    fails && others && snapshot.operator.is_none()
}

/// Whether all that is missing is a first person.
pub(super) fn is_nobody_enrolled(scene: &Scene<'_>) -> bool {
    let snapshot = scene.snapshot;
    snapshot.has_operators && snapshot.one_to_many == OneToMany::NobodyEnrolled
}

/// What stands in the way of verifying, and what to do about it.
fn blocking_notice(scene: &Scene<'_>) -> Option<(&'static str, String, String)> {
    let texts = scene.texts;
    if no_face_now(scene) {
        let icon = match scene.snapshot.engine {
            EngineStatus::Failed { .. } => icons::CPU,
            _ => icons::CAMERA_SLASH,
        };
        return Some((
            icon,
            texts.get("home-no-face"),
            texts.advice("home-no-face"),
        ));
    }
    if let EngineStatus::Failed { why } = &scene.snapshot.engine {
        let advice = scene.told(why).line();
        return Some((icons::CPU, texts.get("home-engine-failed"), advice));
    }
    if let CameraStatus::Lost { why } = &scene.snapshot.camera {
        let title = texts.get("home-camera-lost");
        return Some((icons::CAMERA_SLASH, title, scene.told(why).line()));
    }
    let key = if !scene.snapshot.has_operators {
        // Until the data folder is open; then the first start is shown.
        let far = scene
            .snapshot
            .start
            .progress
            .map_or_else(String::new, |far| {
                let percent = far.done.saturating_mul(100) / far.all.unwrap_or(0).max(1);
                texts.with("restore-progress", &[("percent", percent.into())])
            });
        return Some((icons::HOURGLASS, texts.get("start-opening"), far));
    } else if is_nobody_enrolled(scene) {
        "home-nobody-enrolled"
    } else {
        return None;
    };
    Some((icons::USER_PLUS, texts.get(key), texts.advice(key)))
}

fn top(ui: &mut Ui, scene: &Scene<'_>) -> Option<Act> {
    widgets::top_bar(ui, scene.palette, scene.site, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        let language = scene.texts.language().name;
        let button = Button::secondary(scene.palette, icons::GLOBE, language);
        let spoken = ui.add(button).clicked().then_some(Act::NextLanguage);
        let muted = scene.muted.and_then(|muted| sound(ui, scene, muted));
        muted.or(spoken)
    })
}

/// Whether cues are heard; F8 does the same everywhere.
fn sound(ui: &mut Ui, scene: &Scene<'_>, muted: bool) -> Option<Act> {
    let (icon, key) = if muted {
        (icons::SOUND_OFF, "home-sound-off")
    } else {
        (icons::SOUND, "home-sound-on")
    };
    let words = scene.texts.get(key);
    let button = Button::secondary(scene.palette, icon, &words);
    ui.add(button).clicked().then_some(Act::Mute(!muted))
}

/// The greeting; who is `invited` is told what to do, too.
fn greeting(ui: &mut Ui, scene: &Scene<'_>, room: Room, invited: bool) {
    let palette = scene.palette;
    let texts = scene.texts;
    let date = local_date(scene);
    ui.ctx().request_repaint_after(until_next_minute(scene.now));
    widgets::label(ui, &date, theme::regular(theme::LEAD), palette.muted);
    ui.add_space(GRID);
    let greeting = texts.get(greeting_key(scene.now));
    widgets::title(ui, &greeting, room.display(), palette.text);
    if !invited {
        return;
    }
    let invitation = texts.get("home-invitation");
    widgets::title(ui, &invitation, room.display(), palette.text);
    ui.add_space(GRID);
    let explanation = texts.get("home-explanation");
    let font = theme::regular(theme::BODY + 2.0);
    widgets::paragraph(ui, &explanation, font, palette.muted);
}

/// The greeting of the hour (ours: morning from 4, afternoon from 12, evening
/// from 18 o'clock).
fn greeting_key(now: &Zoned) -> &'static str {
    match now.hour() {
        4..12 => "home-good-morning",
        12..18 => "home-good-afternoon",
        _ => "home-good-evening",
    }
}

/// How long the time on the screen is right.
fn until_next_minute(now: &Zoned) -> Duration {
    let passed = u64::try_from(now.second()).unwrap_or_default();
    Duration::from_secs(60_u64.saturating_sub(passed))
}

fn local_date(scene: &Scene<'_>) -> String {
    let now = scene.now;
    scene.texts.with(
        "home-date",
        &[
            ("weekday", now.weekday().to_monday_one_offset().into()),
            ("day", now.day().into()),
            ("month", now.month().into()),
            ("time", now.strftime("%H:%M").to_string().into()),
        ],
    )
}

fn actions(ui: &mut Ui, scene: &Scene<'_>) -> Option<Act> {
    let mut act = None;
    let texts = scene.texts;
    let badge = texts.get("home-use-badge");
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(2.0, 1.5) * GRID;
        if scene.snapshot.one_to_many == OneToMany::Offered {
            let verify = texts.get("home-verify");
            if ui
                .add(Button::primary(scene.palette, icons::USER_FOCUS, &verify))
                .clicked()
            {
                act = Some(Act::Send(Intent::Verify { claim: None }));
            }
            let button = Button::secondary(scene.palette, icons::BADGE, &badge);
            if ui.add(button.min_size(vec2(0.0, 11.0 * GRID))).clicked() {
                act = Some(Act::Open(Page::Badge));
            }
        } else if ui
            .add(Button::primary(scene.palette, icons::BADGE, &badge))
            .clicked()
        {
            act = Some(Act::Open(Page::Badge));
        }
    });
    act
}

/// The way to the other ways, wherever anybody is enrolled: they work without
/// camera and analysis.
fn other_ways(ui: &mut Ui, scene: &Scene<'_>) -> Option<Act> {
    if !scene.snapshot.has_operators {
        return None;
    }
    ui.add_space(GRID);
    let question = scene.texts.get("other-question");
    let link = scene.texts.get("other-link");
    let icon = icons::QUESTION;
    widgets::soft_link(ui, scene.palette, icon, &question, &link)
        .clicked()
        .then_some(Act::Open(Page::Desk(DeskPage::OtherWays)))
}

/// The same where it is the one thing to do.
fn the_other_ways(ui: &mut Ui, scene: &Scene<'_>) -> Option<Act> {
    ui.add_space(2.0 * GRID);
    let words = scene.texts.get("other-link");
    ui.add(Button::primary(scene.palette, icons::QUESTION, &words))
        .clicked()
        .then_some(Act::Open(Page::Desk(DeskPage::OtherWays)))
}

/// Where nobody is enrolled, the one thing to do is to enrol somebody: staff
/// sign in for that.
fn first_enrolment(ui: &mut Ui, scene: &Scene<'_>) -> Option<Act> {
    let (icon, key, page) = match &scene.snapshot.operator {
        None => (icons::LOCK, "home-staff", Page::SignIn),
        Some(operator) if operator.role.holds(Role::FrontDesk) => {
            (icons::USER_PLUS, "home-enrol", Page::EnrolForm)
        }
        Some(_) => return None,
    };
    ui.add_space(2.0 * GRID);
    let words = scene.texts.get(key);
    ui.add(Button::primary(scene.palette, icon, &words))
        .clicked()
        .then_some(Act::Open(page))
}

fn say_notice(ui: &mut Ui, scene: &Scene<'_>, icon: &str, title: &str, advice: &str) {
    let palette = scene.palette;
    widgets::card(ui, palette, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_top(|ui| {
            widgets::icon(ui, icon, theme::LEAD, palette.warning);
            ui.add_space(GRID);
            ui.vertical(|ui| {
                widgets::wrapping(ui, title, theme::semibold(theme::LEAD), palette.text);
            });
        });
        if !advice.is_empty() {
            ui.add_space(GRID);
            widgets::paragraph(ui, advice, theme::regular(theme::BODY), palette.muted);
        }
    });
}

/// The dark card with the turning face.
fn stage(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, mesh: &mut MeshView) {
    let corner = CornerRadius::same(theme::RADIUS);
    ui.painter().rect_filled(rect, corner, theme::mesh::STAGE);
    let caption = rect.with_min_y(rect.bottom() - 9.0 * GRID);
    let key = if mesh.is_set() {
        "home-mesh-caption"
    } else {
        "mesh-missing"
    };
    let text = scene.texts.get(key);
    let font = theme::regular(theme::BODY);
    let colour = theme::mesh::CAPTION;
    let place = caption.shrink2(vec2(2.0 * GRID, 0.0));
    widgets::said_in(ui, place, Align::Center, &text, font, colour);
    let place = rect.with_max_y(caption.top()).shrink(2.0 * GRID);
    let said = MeshSaid {
        label: &scene.texts.get("home-mesh"),
        keys: &scene.texts.get("mesh-keys"),
        // The card is dark in either theme.
        ring: colour,
    };
    mesh.show(ui, place, said);
}

/// What a scanner has typed so far, whatever has the focus. It may have sent
/// its Enter already.
fn scanned(ui: &Ui, forms: &mut HomeForms<'_>) -> Option<Act> {
    forms.badge.take(forms.scan.take(ui.ctx())?);
    let ended = super::scan::take_enter(ui.ctx());
    match forms.badge.claim() {
        Some(claim) if ended => Some(Act::Send(Intent::Verify { claim: Some(claim) })),
        _ => {
            BadgeForm::take_cursor(ui.ctx());
            Some(Act::Open(Page::Badge))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greeting_is_that_of_the_hour() {
        let midnight = jiff::civil::date(2026, 11, 22)
            .to_zoned(jiff::tz::TimeZone::UTC)
            .unwrap();
        for (hour, key) in [
            (0, "home-good-evening"),
            (4, "home-good-morning"),
            (11, "home-good-morning"),
            (12, "home-good-afternoon"),
            (18, "home-good-evening"),
        ] {
            let now = midnight.with().hour(hour).build().unwrap();
            assert_eq!(greeting_key(&now), key, "{hour}");
        }
    }
}
