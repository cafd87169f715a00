//! Review: what happened here, for reviewers. A list of sessions with what
//! they can be looked for by, and one session with all that is known of it.

mod chain;
mod charts;
mod cues;
mod curves;
mod det;
mod export;
mod faces;
mod facets;
mod line;
mod list;
mod marked;
mod marking;
mod player;
mod quality;
mod replay;
mod scores;
mod session;
mod site;
mod site_parts;
mod spreads;
mod what_if;

use eframe::egui::Ui;

use crate::domain::SessionId;
use crate::kiosk::icons;
use crate::kiosk::theme::GRID;
use crate::kiosk::widgets::{self, Button, Room};
use crate::pipeline::{Intent, ReviewIntent, SessionQuery, Snapshot};

use super::{Act, DeskPage, Page, Scene, escaped, language_button};

use export::ExportForm;
use faces::FacesCard;
use list::Scroll;
use marking::MarkForm;
use player::Player;
use site::SiteForm;

/// From this width on what stands in the bar has its words, in points.
const WITH_WORDS: f32 = 1180.0;

/// What was typed and chosen. It is forgotten when the page is left.
#[derive(Default)]
pub struct ReviewForm {
    query: SessionQuery,
    typed: String,
    /// What is typed, and since when it stands, by the window's clock.
    standing: (String, f64),
    /// What was listed last; nothing when the list is to be renewed.
    asked: Option<SessionQuery>,
    /// The page that was asked for last, of which list, and when.
    asked_page: Option<(u64, usize, f64)>,
    /// The line that the keys stand on.
    selected: Option<usize>,
    /// Whether a line has the focus, and whether the keys have just moved on.
    focused: bool,
    moved: bool,
    scroll: Scroll,
    faces: FacesCard,
    /// Whether the site is looked at, not its sessions.
    shows_site: bool,
    site: SiteForm,
    mark: MarkForm,
    /// What a choice of sessions is to be called.
    filter: String,
    player: Player,
    /// Whose replay that is.
    played: Option<SessionId>,
    /// What is to be written to a file, while that is asked.
    export: Option<ExportForm>,
}

impl ReviewForm {
    /// Forgets what was typed and chosen.
    pub fn clear(&mut self) {
        *self = Self {
            faces: std::mem::take(&mut self.faces),
            ..Self::default()
        };
    }

    /// Takes what is to be drawn of the session that is looked at.
    pub fn follow(&mut self, snapshot: &Snapshot) {
        let details = snapshot.review.details.as_ref();
        let shown = details.map(|details| details.session.id);
        if shown != self.played {
            self.played = shown;
            let replay = details.and_then(|details| details.replay.as_deref());
            self.player = replay.map_or_else(Player::default, Player::at_end);
        }
        self.faces.update(details, self.player.millis());
    }

    /// Whether faces stand still until somebody drags them.
    pub fn stand_still(&mut self, still: bool) {
        self.faces.stand_still(still);
    }
}

/// Draws the page.
pub fn review_screen(ui: &mut Ui, scene: &Scene<'_>, form: &mut ReviewForm) -> Option<Act> {
    let review = &scene.snapshot.review;
    if form.export.is_some() {
        return export::export_screen(ui, scene, form);
    }
    if review.details.is_some() || review.opening.is_some() {
        return session::session_screen(ui, scene, form);
    }
    let palette = scene.palette;
    let texts = scene.texts;
    let title = match form.shows_site {
        true if Room::of(ui).narrow || Room::of(ui).tall => "site-view",
        true => "site-title",
        false => "review-title",
    };
    let mut act = widgets::top_bar(ui, palette, &texts.get(title), |ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        let mut act = language_button(ui, scene);
        let little = ui.ctx().content_rect().width() < WITH_WORDS;
        for (site, icon, key) in [
            (false, icons::LIST_SEARCH, "review-title"),
            (true, icons::CHART, "site-view"),
        ] {
            let words = texts.get(key);
            let button = Button::choice(palette, icon, &words, form.shows_site == site);
            if ui.add(button.only_sign(little)).clicked() {
                form.shows_site = site;
            }
        }
        if !form.shows_site {
            act = act.or(export::export_button(ui, scene, form, None));
        }
        let again = texts.get("review-again");
        let button = Button::secondary(palette, icons::REFRESH, &again);
        if ui.add(button.only_sign(little)).clicked() {
            (form.asked, form.site) = (None, SiteForm::default());
        }
        let back = texts.get("action-back");
        let button = Button::secondary(palette, icons::ARROW_LEFT, &back);
        if ui.add(button).clicked() {
            act = Some(staff());
        }
        act
    });
    let body = widgets::body(ui);
    if form.shows_site {
        act = act.or(site::site_pane(ui, scene, body, form));
        if act.is_none() && escaped(ui.ctx()) {
            act = Some(staff());
        }
        return act;
    }
    let (left, right) = Room::of(ui).split(body, 0.56, 0.55, 3.0 * GRID);
    act = act.or(list::list_pane(ui, scene, left, form));
    act = act.or(facets::facets_pane(ui, scene, right, form));
    if act.is_none() && escaped(ui.ctx()) {
        act = Some(staff());
    }
    act.or_else(|| list::renew(ui, form))
}

fn staff() -> Act {
    Act::Open(Page::Desk(DeskPage::Staff))
}

fn ask(intent: ReviewIntent) -> Act {
    Act::Send(Intent::Review(intent))
}

fn open(id: SessionId) -> Act {
    ask(ReviewIntent::Open(id))
}

/// A count with its thousands set apart by a narrow space, which is read in
/// every language.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in (0..digits.len()).rev().zip(digits.chars()) {
        text.push(digit);
        if place > 0 && place % 3 == 0 {
            text.push('\u{202f}');
        }
    }
    text
}

fn count(number: usize) -> String {
    grouped(u64::try_from(number).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_by_thousands() {
        for (number, text) in [
            (7, "7"),
            (1_234, "1\u{202f}234"),
            (100_000, "100\u{202f}000"),
        ] {
            assert_eq!(count(number), text);
        }
    }
}
