//! The report of `evaluate` as a table for people.

use crate::report::accuracy::OperatingPoint;
use crate::report::det::{grouped, percent};
use crate::report::trials::{PROBE_PHOTOS, TEMPLATES};

use super::Report;

/// The report for people.
pub(super) fn table(report: &Report) -> String {
    let mut lines = vec![format!(
        "{} people, {} photos, {} faces found ({:.1} s)",
        report.people, report.photos, report.faces_found, report.seconds
    )];
    for (count, what) in [
        (report.unreadable_photos, "files could not be read"),
        (
            report.repeated_photos,
            "photos were there twice and count once",
        ),
    ] {
        if count > 0 {
            lines.push(format!("{count} {what}"));
        }
    }
    lines.extend(section(
        "One photo with one photo",
        (report.genuine_pairs, report.impostor_pairs, report.eer),
        &report.at,
    ));
    match &report.fused {
        Some(fused) => lines.extend(section(
            "Three photos fused with the nearest of five templates, as the kiosk compares",
            (
                fused.accuracy.genuine,
                fused.accuracy.impostor,
                fused.accuracy.eer,
            ),
            &fused.accuracy.at,
        )),
        None => lines.push(format!(
            "\nFused scores need two people with {} photos or more each.",
            PROBE_PHOTOS + TEMPLATES
        )),
    }
    lines.push(
        "\nHow to read it: with a row's threshold no more strangers than its first column match on this set, \
         and the third column is the share of people who are not recognised, with the range it lies in at 95 % \
         if comparisons were independent."
            .to_owned(),
    );
    lines.join("\n") + "\n"
}

fn section(
    title: &str,
    (own, strangers, eer): (u64, u64, f64),
    at: &[OperatingPoint],
) -> Vec<String> {
    let mut lines = vec![
        format!("\n{title}"),
        format!(
            "  {} comparisons of a person with themselves, {} of strangers; equal error rate {}",
            grouped(own),
            grouped(strangers),
            percent(eer)
        ),
        "  strangers matched   threshold   not recognised".to_owned(),
    ];
    lines.extend(at.iter().map(|point| {
        let [low, high] = point.fnmr_ci95.map(percent);
        format!(
            "  at most {:<10}  {:<9.4}   {} ({low} to {high})",
            percent(point.fmr),
            point.threshold,
            percent(point.fnmr),
        )
    }));
    lines
}
