//! Where tokens are handed over to, and what stands in the way.

use eframe::egui::{Id, Ui};

use crate::access::HandOver;
use crate::kiosk::theme::{self, GRID};
use crate::kiosk::widgets::{self, Tone};
use crate::pipeline::CourierTrouble;

use super::super::Scene;

/// Names the field of the file.
pub fn file_id() -> Id {
    Id::unique("file of tokens")
}

/// Names the field of the address.
pub fn url_id() -> Id {
    Id::unique("address for tokens")
}

/// The choices, below what the page has besides.
pub fn hand_over(ui: &mut Ui, scene: &Scene<'_>, draft: &mut HandOver) {
    let palette = scene.palette;
    let texts = scene.texts;
    let plain = theme::regular(theme::BODY);
    super::heading(ui, scene, "hand-over");
    let advice = texts.advice("hand-over");
    widgets::paragraph(ui, &advice, plain.clone(), palette.muted);
    ui.add_space(GRID);
    trouble(ui, scene);
    let (title, advice) = (texts.get("hand-over-code"), texts.advice("hand-over-code"));
    widgets::switch(ui, palette, &mut draft.qr, &title, &advice);
    ui.add_space(2.0 * GRID);
    let typed = draft.file.as_ref();
    let mut file = typed.map_or_else(String::new, |file| file.display().to_string());
    let wrong = texts.get("hand-over-file-wrong");
    let only = HandOver {
        file: draft.file.clone(),
        ..HandOver::default()
    };
    let shown = only.validated().is_err().then_some(wrong.as_str());
    let name = texts.get("hand-over-file");
    widgets::field(ui, palette, file_id(), &name, &mut file, false, shown);
    draft.file = (!file.is_empty()).then(|| file.into());
    let mut url = draft.url.clone().unwrap_or_default();
    let wrong = texts.get("hand-over-url-wrong");
    let only = HandOver {
        file: None,
        ..draft.clone()
    };
    let shown = only.validated().is_err().then_some(wrong.as_str());
    let name = texts.get("hand-over-url");
    widgets::field(ui, palette, url_id(), &name, &mut url, false, shown);
    draft.url = (!url.is_empty()).then_some(url);
    let view = scene.snapshot.desk.hand_over;
    let brought: u64 = [view.file, view.url]
        .into_iter()
        .flatten()
        .map(|courses| courses.brought)
        .sum();
    if view.file.is_some() || view.url.is_some() {
        let words = texts.with("hand-over-brought", &[("count", brought.into())]);
        widgets::paragraph(ui, &words, plain, palette.muted);
    }
}

/// Says what stands in the way of handing over, to staff alone.
pub fn trouble(ui: &mut Ui, scene: &Scene<'_>) {
    for trouble in scene.snapshot.desk.hand_over.troubles() {
        let words = words(scene, trouble);
        widgets::banner(ui, scene.palette, Tone::Care, None, &words, None);
        ui.add_space(GRID);
    }
}

fn words(scene: &Scene<'_>, trouble: CourierTrouble) -> String {
    let texts = scene.texts;
    match trouble {
        CourierTrouble::File => texts.get("hand-over-trouble-file"),
        CourierTrouble::Unreachable => texts.get("hand-over-trouble-unreachable"),
        CourierTrouble::Slow => texts.get("hand-over-trouble-slow"),
        CourierTrouble::Refused { status } => {
            let status = status.to_string().into();
            texts.with("hand-over-trouble-refused", &[("status", status)])
        }
        CourierTrouble::TooMany => texts.get("hand-over-trouble-many"),
    }
}
