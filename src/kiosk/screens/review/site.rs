//! The site: is our threshold right? Scores of those who came beside those of
//! strangers, what the threshold does to both, what another one would do, and
//! how the days went.

use eframe::egui::{Align, Layout, Rect, Sense, Ui, pos2, vec2};

use crate::domain::ToleranceName;
use crate::kiosk::icons;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Room, Tone};
use crate::pipeline::{ReviewIntent, SiteView};
use crate::report::site::{BARS, HIGHEST, Histogram, LOWEST};

use super::what_if::{bounds, bounds_one_in, one_in, percent, what_if};
use super::{Act, ReviewForm, Scene, ask, charts, det, grouped, marked, site_parts};

/// How many days are looked at.
const SPANS: [(u32, &str); 3] = [(30, "review-month"), (7, "audit-week"), (1, "audit-day")];
/// Between thresholds that one key goes on by.
const STEP: f32 = 0.005;
/// Thresholds that may be tried; what may be kept the profile says itself.
const RANGE: (f32, f32) = (0.3, 0.95);
/// A threshold this near to the one in force is that one.
const SAME: f32 = 0.002;
const HISTOGRAM: f32 = 30.0 * GRID;

/// What was chosen on the page.
#[derive(Default)]
pub struct SiteForm {
    days: Option<u32>,
    /// Of how many days the figures were asked for, after how many marks.
    asked: Option<(u32, u64)>,
    /// The threshold that is tried; none is the one in force.
    pub(super) tried: Option<f32>,
    pub(super) why: String,
    /// Whether the version before is to be gone back to.
    pub(super) goes_back: bool,
    /// The version that was sent to be kept, until it is seen among the profiles.
    pub(super) saving: Option<(ToleranceName, u32)>,
}

/// Draws the page below the bar.
pub fn site_pane(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, form: &mut ReviewForm) -> Option<Act> {
    let form = &mut form.site;
    let mut profiles = scene.snapshot.desk.profiles.iter();
    let kept = form.saving.as_ref().is_some_and(|(name, version)| {
        profiles.any(|one| one.name == *name && one.version >= *version)
    });
    if kept {
        // What is in force now is another profile.
        (form.saving, form.asked, form.tried) = (None, None, None);
        form.goes_back = false;
        form.why.clear();
    }
    let days = form.days.unwrap_or(SPANS[0].0);
    let wanted = (days, scene.snapshot.review.marks);
    if form.asked != Some(wanted) {
        form.asked = Some(wanted);
        return Some(ask(ReviewIntent::Site(days)));
    }
    let review = &scene.snapshot.review;
    let site = review.site.as_deref().filter(|site| site.days == days);
    widgets::region(ui, rect, Layout::top_down(Align::Min), |ui| {
        if let Some(why) = &review.trouble {
            let words = scene.told(why).line();
            widgets::banner(ui, scene.palette, Tone::Bad, None, &words, None);
            return None;
        }
        let Some(site) = site else {
            let words = scene.texts.get("instruction-one-moment");
            let font = theme::regular(theme::BODY);
            widgets::paragraph(ui, &words, font, scene.palette.muted);
            return None;
        };
        widgets::scrolled(ui, "site", |ui| {
            ui.spacing_mut().item_spacing.y = 1.5 * GRID;
            let act = head(ui, scene, form, site);
            act.or(parts(ui, scene, form, site))
        })
    })
}

/// Which days, and how far the work is.
fn head(ui: &mut Ui, scene: &Scene<'_>, form: &mut SiteForm, site: &SiteView) -> Option<Act> {
    let texts = scene.texts;
    let layout = Layout::left_to_right(Align::Center).with_main_wrap(true);
    ui.with_layout(layout, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (days, key) in SPANS {
            let words = texts.get(key);
            let button = Button::choice(scene.palette, "", &words, site.days == days);
            if ui.add(button).clicked() {
                form.days = Some(days);
            }
        }
        let (done, all) = site.progress?;
        let percent = done * 100 / all.max(1);
        let values = [("percent", percent.into())];
        let words = texts.with("site-progress", &values);
        ui.add_space(2.0 * GRID);
        let font = theme::regular(theme::BODY - 1.0);
        widgets::label(ui, &words, font, scene.palette.muted);
        let stop = texts.get("site-stop");
        let button = Button::quiet(scene.palette, icons::CROSS, &stop);
        ui.add(button)
            .clicked()
            .then(|| ask(ReviewIntent::StopSite))
    })
    .inner
}

fn parts(ui: &mut Ui, scene: &Scene<'_>, form: &mut SiteForm, site: &SiteView) -> Option<Act> {
    let beside = !Room::of(ui).narrow && !Room::of(ui).tall;
    let gap = 2.0 * GRID;
    let act = if beside {
        let width = ui.available_width();
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            let left = (width - gap) * 0.6;
            column(ui, left, |ui| scores(ui, scene, form, site));
            column(ui, width - gap - left, |ui| answers(ui, scene, form, site))
        })
        .inner
    } else {
        scores(ui, scene, form, site);
        answers(ui, scene, form, site)
    };
    rates(ui, scene, form, site, beside);
    let figures = &site.figures;
    site_parts::multiples(ui, scene, site);
    site_parts::hours(ui, scene, site);
    site_parts::reasons(ui, scene, figures);
    site_parts::cues(ui, scene, figures);
    site_parts::quality(ui, scene, figures);
    let cameras = figures.places.iter().map(|(name, of)| (name.as_str(), of));
    site_parts::places(ui, scene, "site-cameras", cameras);
    act
}

/// Both errors against each other, and what reviewers marked.
fn rates(ui: &mut Ui, scene: &Scene<'_>, form: &SiteForm, site: &SiteView, beside: bool) {
    let at = threshold(form, site);
    if !beside {
        det::det(ui, scene, site, at);
        marked::marked(ui, scene, site, at);
        return;
    }
    let gap = 2.0 * GRID;
    let width = ui.available_width();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = gap;
        let left = (width - gap) * 0.6;
        column(ui, left, |ui| det::det(ui, scene, site, at));
        column(ui, width - gap - left, |ui| {
            marked::marked(ui, scene, site, at)
        });
    });
}

fn column<R>(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let layout = Layout::top_down(Align::Min);
    ui.allocate_ui_with_layout(vec2(width, 0.0), layout, |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 1.5 * GRID;
        add(ui)
    })
    .inner
}

/// The threshold that is looked at.
fn threshold(form: &SiteForm, site: &SiteView) -> f32 {
    form.tried.unwrap_or(site.tolerance.match_threshold)
}

/// The scores, and the threshold to be dragged.
fn scores(ui: &mut Ui, scene: &Scene<'_>, form: &mut SiteForm, site: &SiteView) {
    let texts = scene.texts;
    let palette = scene.palette;
    widgets::card(ui, palette, |ui| {
        ui.set_width(ui.available_width());
        let title = texts.get("site-scores");
        let font = theme::semibold(theme::BODY + 2.0);
        widgets::label(ui, &title, font, palette.text);
        let strangers = &site.strangers;
        let sampled = strangers.scores.impostor() < strangers.ways && site.progress.is_none();
        let values = [
            ("people", grouped(strangers.people.into()).into()),
            ("scores", grouped(strangers.scores.impostor()).into()),
            ("ways", grouped(strangers.ways).into()),
            ("visits", grouped(visits(site)).into()),
        ];
        let key = if sampled {
            "site-scores-sampled"
        } else {
            "site-scores-full"
        };
        let font = theme::regular(theme::SMALL + 1.0);
        widgets::wrapping(ui, &texts.with(key, &values), font, palette.muted);
        let size = vec2(ui.available_width(), HISTOGRAM);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let at = threshold(form, site);
        charts::histograms(ui, scene, rect, site, at);
        charts::at_pointer(ui, &response, |pointer| {
            let share = ((pointer.x - rect.left()) / rect.width()).clamp(0.0, 1.0);
            let bar = charts::place_among(share, BARS);
            let count = |bars: &Histogram| bars.0.get(bar).copied().unwrap_or_default();
            let score = LOWEST + (HIGHEST - LOWEST) * share;
            let values = [
                ("score", texts.decimal(score, 2).into()),
                (
                    "strangers",
                    grouped(count(&site.strangers.histogram)).into(),
                ),
                ("visits", grouped(count(&site.figures.histogram)).into()),
            ];
            let words = texts.with("site-bar", &values);
            Some((pos2(pointer.x, rect.bottom() - 6.0 * GRID), words))
        });
        let (low, high) = RANGE;
        let mut share = (at - low) / (high - low);
        let values = [("threshold", scene.texts.decimal(at, 3).into())];
        let spoken = texts.with("site-threshold", &values);
        let step = STEP / (high - low);
        if widgets::scrubber(ui, palette, &mut share, step, &spoken).changed() {
            let tried = low + share * (high - low);
            let in_force = site.tolerance.match_threshold;
            form.goes_back = false;
            form.tried = ((tried - in_force).abs() > SAME).then_some(tried);
        }
        let font = theme::regular(theme::BODY - 1.0);
        widgets::wrapping(ui, &spoken, font, palette.text);
    });
}

fn visits(site: &SiteView) -> u64 {
    u64::try_from(site.figures.visits.len()).unwrap_or(u64::MAX)
}

/// What the threshold in force does, and what the one that is tried would do.
fn answers(ui: &mut Ui, scene: &Scene<'_>, form: &mut SiteForm, site: &SiteView) -> Option<Act> {
    let in_force = site.tolerance.match_threshold;
    figure(
        ui,
        scene,
        "site-stranger",
        &one_in(scene, site.strangers.let_in(in_force)),
        &bounds_one_in(scene, site.strangers.let_in(in_force)),
    );
    let again = site.figures.asked_again(in_force);
    figure(
        ui,
        scene,
        "site-again",
        &match again.all {
            0 => scene.texts.get("site-nobody-compared"),
            _ => percent(scene, again.rate),
        },
        &match again.all {
            0 => scene.texts.get("site-no-visits"),
            _ => bounds(scene, again),
        },
    );
    what_if(ui, scene, form, site)
}

fn figure(ui: &mut Ui, scene: &Scene<'_>, key: &str, value: &str, below: &str) {
    let palette = scene.palette;
    widgets::card(ui, palette, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        let name = scene.texts.get(key);
        widgets::wrapping(ui, &name, theme::regular(theme::BODY - 1.0), palette.muted);
        widgets::title(ui, value, theme::LEAD + 4.0, palette.text);
        widgets::wrapping(ui, below, theme::regular(theme::SMALL + 1.0), palette.muted);
    });
}
