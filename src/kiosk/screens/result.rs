//! What was decided, and the one thing to do next. No scores.

use eframe::egui::{Align, Align2, Sense, Ui, vec2};
use jiff::Timestamp;

use crate::domain::{Badge, Decision, Reason, SessionKind};
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Button, Room};
use crate::kiosk::{icons, words};
use crate::pipeline::{Finished, Intent};

use super::{Act, DeskPage, Page, Scene};

/// A result on the screen.
pub struct ResultView<'a> {
    /// The decision.
    pub finished: &'a Finished,
    /// The badge that was claimed, for another try.
    pub claim: Option<&'a Badge>,
    /// How much of the time before home is left, 0 to 1.
    pub time_left: f32,
    /// Seconds of a pause that are left, if there is one.
    pub paused_seconds: Option<u64>,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Home,
    TryAgain,
    Badge,
    /// The front desk, or another way in.
    Help,
}

impl ResultView<'_> {
    /// Whether nobody has the badge that was claimed: it may be mistyped.
    fn is_unknown_badge(&self) -> bool {
        self.finished.kind == SessionKind::Verification
            && self.finished.reason == Reason::NotEnrolled
            && self.claim.is_some()
    }

    /// Whether no waiting helps: somebody has to look at the badge first.
    fn is_shut(&self) -> bool {
        self.finished.reason == Reason::Locked && self.finished.paused_seconds.is_none()
    }

    fn next(&self) -> Next {
        let finished = self.finished;
        if finished.decision == Decision::Verified {
            return Next::Home;
        }
        match finished.reason {
            Reason::BadgeRequired => Next::Badge,
            Reason::DuplicateSuspected | Reason::Enrolled => Next::Home,
            _ if finished.kind == SessionKind::Enrolment => Next::TryAgain,
            Reason::NotEnrolled if self.is_unknown_badge() && finished.tries_left > 0 => {
                Next::Badge
            }
            Reason::NotEnrolled | Reason::Disabled => Next::Help,
            _ if self.is_shut() => Next::Help,
            _ if self.paused_seconds.is_some() => Next::Help,
            _ if finished.tries_left == 0 => Next::Help,
            _ => Next::TryAgain,
        }
    }
}

/// Draws the result. Its palette is chosen by the caller: the verified screen
/// has its own.
pub fn result_screen(ui: &mut Ui, scene: &Scene<'_>, view: &ResultView<'_>) -> Option<Act> {
    let palette = scene.palette;
    let texts = scene.texts;
    let next = view.next();
    let enter = super::entered(ui.ctx(), &[]);
    let room = Room::of(ui);
    let whole = ui.max_rect().shrink2(room.margin());
    let pressed = super::in_the_middle(ui, whole, 880.0, Align::Center, |ui| {
        badge_of_decision(ui, scene, view);
        ui.add_space(if room.low { 1.5 * GRID } else { 3.0 * GRID });
        let (title, advice) = said(scene, view);
        let font = theme::bold(room.display());
        widgets::centred_paragraph(ui, &title, font, palette.text, 1.1);
        ui.add_space(GRID);
        let font = theme::regular(theme::LEAD);
        widgets::centred_paragraph(ui, &advice, font, palette.muted, 1.45);
        ui.add_space(if room.low { 2.0 * GRID } else { 4.0 * GRID });
        let (icon, key) = match next {
            Next::Home => (icons::CHECK, "action-done"),
            Next::TryAgain => (icons::USER_FOCUS, "action-try-again"),
            Next::Badge if view.is_unknown_badge() => (icons::BADGE, "badge-again"),
            Next::Badge => (icons::BADGE, "home-use-badge"),
            Next::Help => (icons::CALL, "other-call"),
        };
        let words = texts.get(key);
        let mut act = None;
        let salt = (texts.language().code, key);
        super::choices_in_the_middle(ui, salt, |ui| {
            if ui.add(Button::primary(palette, icon, &words)).clicked() || enter {
                act = Some(way_on(scene, view, next));
            }
            for (icon, key, other) in beside(scene, view, next).into_iter().flatten() {
                let words = texts.get(key);
                let button = Button::secondary(palette, icon, &words);
                if ui.add(button.min_size(vec2(0.0, 11.0 * GRID))).clicked() {
                    act = Some(other);
                }
            }
        });
        ui.add_space(if room.low { GRID } else { 3.0 * GRID });
        footnote(ui, scene, view, next);
        act
    });
    super::time_bar(ui, scene, view.time_left);
    let pressed = pressed.or(super::language_corner(ui, scene));
    pressed.or_else(|| super::escaped(ui.ctx()).then_some(Act::Send(Intent::Home)))
}

/// What else can be chosen, each with icon and name.
fn beside(
    scene: &Scene<'_>,
    view: &ResultView<'_>,
    next: Next,
) -> [Option<(&'static str, &'static str, Act)>; 2] {
    let leave = |page| Act::LeaveFor(Page::Desk(page));
    let alone = scene.snapshot.operator.is_none();
    let help = if next == Next::Help || view.is_unknown_badge() {
        Some((icons::QUESTION, "other-link", leave(DeskPage::OtherWays)))
    } else if next == Next::TryAgain && alone {
        // Nobody has to fail three times before somebody comes.
        Some((icons::CALL, "other-call", leave(DeskPage::Call)))
    } else {
        None
    };
    let home = (icons::CROSS, "action-stop", Act::Send(Intent::Home));
    [help, (next != Next::Home).then_some(home)]
}

fn way_on(scene: &Scene<'_>, view: &ResultView<'_>, next: Next) -> Act {
    match (next, view.finished.kind) {
        // A trial has no result of its own.
        (Next::Home, _) | (_, SessionKind::SelfTest) => Act::Send(Intent::Home),
        (Next::Badge, _) => Act::LeaveFor(Page::Badge),
        (Next::Help, _) => Act::LeaveFor(Page::Desk(DeskPage::Call)),
        (Next::TryAgain, _) if view.finished.reason == Reason::PinWrong => {
            Act::LeaveFor(Page::Desk(DeskPage::Pin))
        }
        // What was allowed is asked for again, by whoever stands beside.
        (Next::TryAgain, SessionKind::Verification) if view.finished.attended => {
            Act::LeaveFor(Page::Desk(match scene.snapshot.operator {
                Some(_) => DeskPage::Attend,
                None => DeskPage::OtherWays,
            }))
        }
        (Next::TryAgain, SessionKind::Enrolment) => Act::LeaveFor(Page::EnrolForm),
        (Next::TryAgain, SessionKind::Verification) => Act::Send(Intent::Verify {
            claim: view.claim.cloned(),
        }),
    }
}

/// The round sign: an icon in the decision's colour.
pub(super) fn badge_of_decision(ui: &mut Ui, scene: &Scene<'_>, view: &ResultView<'_>) {
    let palette = scene.palette;
    let (fill, ink) = match view.finished.decision {
        Decision::Verified => (palette.success, palette.on_accent),
        Decision::NotVerified => (palette.danger_soft, palette.danger),
        Decision::Inconclusive => (palette.warning_soft, palette.warning),
    };
    // Of a pause the sign is what is left of it; the words below say it too.
    match view.paused_seconds {
        Some(seconds) if view.finished.reason == Reason::Locked => {
            let (rect, _) = ui.allocate_exact_size(vec2(super::SIGN, super::SIGN), Sense::hover());
            let painter = ui.painter();
            painter.circle_filled(rect.center(), super::SIGN / 2.0, fill);
            let font = theme::bold(theme::TITLE);
            let left = countdown(seconds);
            painter.text(rect.center(), Align2::CENTER_CENTER, left, font, ink);
        }
        _ if view.is_unknown_badge() => super::round_sign(ui, icons::BADGE, fill, ink),
        _ => super::round_sign(ui, words::reason(view.finished.reason).icon, fill, ink),
    }
}

/// Minutes and seconds.
fn countdown(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Title and advice.
pub(super) fn said(scene: &Scene<'_>, view: &ResultView<'_>) -> (String, String) {
    let texts = scene.texts;
    let finished = view.finished;
    let reason = words::reason(finished.reason).key;
    if let Some(claim) = view.claim.filter(|_| view.is_unknown_badge()) {
        let badge = claim.as_str().to_owned().into();
        let title = texts.with("reason-badge-unknown", &[("badge", badge)]);
        return (title, texts.advice("reason-badge-unknown"));
    }
    if view.is_shut() {
        return (texts.get("reason-shut"), texts.advice("reason-shut"));
    }
    if finished.decision != Decision::Verified {
        return (texts.get(reason), texts.advice(reason));
    }
    let local = Timestamp::from_millisecond(finished.at.0)
        .unwrap_or_default()
        .to_zoned(scene.now.time_zone().clone());
    let when = texts.with(
        "result-when",
        &[
            ("time", local.strftime("%H:%M:%S").to_string().into()),
            ("seconds", texts.decimal(finished.seconds, 1).into()),
        ],
    );
    let name = finished.first_name.clone().unwrap_or_default();
    let title = match (finished.kind, name.is_empty()) {
        (SessionKind::Verification, false) => {
            texts.with("result-welcome", &[("name", name.into())])
        }
        (SessionKind::Enrolment, false) => texts.with("result-enrolled", &[("name", name.into())]),
        (_, true) | (SessionKind::SelfTest, _) => texts.get(reason),
    };
    match (finished.kind, finished.reason) {
        (SessionKind::Verification, Reason::Matched) => (title, when),
        _ => (title, texts.advice(reason)),
    }
}

/// How long the pause lasts, or how many tries are left.
fn footnote(ui: &mut Ui, scene: &Scene<'_>, view: &ResultView<'_>, next: Next) {
    let texts = scene.texts;
    let finished = view.finished;
    let words = if finished.decision == Decision::Verified {
        return;
    } else if let Some(seconds) = view.paused_seconds {
        texts.with("result-paused", &[("seconds", seconds.into())])
    } else if finished.kind == SessionKind::Enrolment {
        return;
    } else if finished.tries_left == 0 {
        texts.get("result-front-desk")
    } else if next == Next::TryAgain {
        texts.with("result-tries", &[("tries", finished.tries_left.into())])
    } else {
        return;
    };
    let font = theme::regular(theme::BODY);
    widgets::centred_paragraph(ui, &words, font, scene.palette.muted, 1.4);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain;

    fn next(kind: SessionKind, reason: Reason, tries_left: u32, paused: Option<u64>) -> Next {
        let finished = Finished {
            kind,
            decision: Decision::Inconclusive,
            reason,
            first_name: None,
            at: domain::Timestamp(0),
            seconds: 1.0,
            tries_left,
            paused_seconds: None,
            attended: false,
        };
        ResultView {
            finished: &finished,
            claim: None,
            time_left: 1.0,
            paused_seconds: paused,
        }
        .next()
    }

    #[test]
    fn a_pause_counts_minutes_and_seconds() {
        assert_eq!(countdown(9), "0:09");
        assert_eq!(countdown(1800), "30:00");
    }

    #[test]
    fn the_next_thing_follows_from_the_reason() {
        use SessionKind::{Enrolment, Verification};
        for (kind, reason, tries, paused, expected) in [
            (Verification, Reason::TooDark, 2, None, Next::TryAgain),
            (Verification, Reason::TooDark, 0, None, Next::Help),
            (Verification, Reason::NoMatch, 2, Some(30), Next::Help),
            (Verification, Reason::PinWrong, 1, None, Next::TryAgain),
            (Verification, Reason::BadgeRequired, 2, None, Next::Badge),
            (Verification, Reason::NotEnrolled, 2, None, Next::Help),
            (Enrolment, Reason::TimedOut, 0, None, Next::TryAgain),
            (Enrolment, Reason::DuplicateSuspected, 0, None, Next::Home),
        ] {
            assert_eq!(next(kind, reason, tries, paused), expected, "{reason:?}");
        }
    }
}
