//! A session as one HTML file that needs nothing else: its numbers as tables,
//! its course as curves, and the face as a mesh that is turned with the mouse.
//! The charts are Plotly's, whose script is part of the file.

use serde_json::{Value, json};

use crate::domain::{
    Component, Cue, Measure, Millis, Reconstruction, Replay, Session, SessionKind, ShapeDifference,
    Tolerance,
};

use super::document::{Row, Verdict};
use super::session_document::verdict;

/// What a report is made of.
pub struct SessionReport<'a> {
    /// The session.
    pub session: &'a Session,
    /// The badge, where it was asked for.
    pub badge: Option<&'a str>,
    /// When it began, as it is written.
    pub started_at: &'a str,
    /// The profile it was judged by.
    pub tolerance: Option<&'a Tolerance>,
    /// The measured face.
    pub face: Option<&'a Reconstruction>,
    /// Where it differs from the enrolment's.
    pub difference: Option<&'a ShapeDifference>,
    /// Its course.
    pub replay: Option<&'a Replay>,
    /// What reviewers said that it was; empty where nobody did.
    pub marked: &'a str,
    /// What the audit says, in a sentence.
    pub audit: &'a str,
    /// Plotly's script.
    pub script: &'a str,
}

pub(super) const STYLE: &str = "body{font:16px/1.5 Inter,system-ui,sans-serif;margin:2rem auto;\
max-width:72rem;padding:0 1.5rem;color:#111820;background:#f5f7fa}h1{font-size:1.6rem}\
h2{font-size:1.15rem;margin-top:2rem}section,table{background:#fff;border:1px solid #dfe4ea;\
border-radius:12px}section{padding:1rem 1.5rem}table{border-collapse:collapse;width:100%;\
border-spacing:0;overflow:hidden}th,td{text-align:left;padding:.4rem .9rem;\
border-bottom:1px solid #dfe4ea}th{font-weight:600;color:#56616d}.no{color:#b91c1c}\
.yes{color:#15803d}.chart{height:30rem}small{color:#56616d}";

impl SessionReport<'_> {
    /// The whole file.
    #[must_use]
    pub fn html(&self) -> String {
        let title = self.title();
        let mut page = format!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><title>{0}</title>\
             <style>{STYLE}</style></head><body><h1>{0}</h1>\n",
            escaped(&title)
        );
        let facts = self
            .facts()
            .into_iter()
            .filter(|(_, says)| !says.is_empty());
        let facts = facts
            .map(|(name, says)| format!("<tr><th>{name}</th><td>{}</td></tr>", escaped(&says)));
        page.push_str(&format!("<table>{}</table>", facts.collect::<String>()));
        page.push_str(&table("Comparison", &self.scores()));
        page.push_str(&table("Is it a living face?", &self.cues()));
        page.push_str(&table("Quality of the best picture", &self.quality()));
        page.push_str(&self.charts());
        page.push_str("</body></html>\n");
        page
    }

    /// What it is of.
    #[must_use]
    pub fn title(&self) -> String {
        format!(
            "Session of {}: {} ({})",
            self.started_at,
            self.session.decision.as_str().replace('_', " "),
            self.session.reason.as_str().replace('_', " "),
        )
    }

    pub(super) fn facts(&self) -> Vec<(&'static str, String)> {
        let session = self.session;
        let seconds = Millis(session.timings.total_millis).seconds();
        let model = session.model.map(|model| model.to_string());
        let profile = format!(
            "{}, version {}",
            session.tolerance, session.tolerance_version
        );
        vec![
            ("Session", session.id.to_string()),
            ("Badge", self.badge.unwrap_or_default().to_owned()),
            ("For", session.kind.as_str().to_owned()),
            ("Pictures from", session.source.as_str().to_owned()),
            ("Camera", session.camera.clone()),
            ("Profile", profile),
            (
                "Took",
                format!("{seconds:.1} s, {} frames", session.timings.frames_analysed),
            ),
            ("Marked", self.marked.to_owned()),
            ("Audit", self.audit.to_owned()),
            ("Model", model.unwrap_or_default()),
            ("Program", session.program.clone()),
        ]
    }

    pub(super) fn scores(&self) -> Vec<Row> {
        let scores = &self.session.scores;
        let row = |name: &str, value: Option<f32>, bound: Option<f32>| {
            let value = value?;
            let passed = bound.is_none_or(|bound| value >= bound);
            let bound = bound.map_or(String::new(), |bound| format!("at least {bound:.2}"));
            Some(verdict(name, format!("{value:.3}"), bound, passed))
        };
        let consistency = self.tolerance.map(|profile| profile.consistency_threshold);
        let rows = [
            row("Likeness of the face", scores.score, scores.threshold),
            row(
                "Least likeness of two of its pictures",
                scores.consistency,
                consistency,
            ),
        ];
        rows.into_iter().flatten().collect()
    }

    pub(super) fn cues(&self) -> Vec<Row> {
        let row = |cue: &Cue| {
            let value = cue
                .value
                .map_or("-".to_owned(), |value| format!("{value:.2}"));
            let name = match cue.advisory {
                true => format!("{} (only shown)", cue.name),
                false => cue.name.clone(),
            };
            let seconds = Millis(cue.at_millis).seconds();
            let bound = format!("against {:.2}, at {seconds:.1} s", cue.threshold);
            verdict(&name, value, bound, cue.passed)
        };
        self.session.liveness.cues.iter().map(row).collect()
    }

    pub(super) fn quality(&self) -> Vec<Row> {
        let bounds = self.tolerance.map(|profile| match self.session.kind {
            SessionKind::Enrolment => &profile.enrol_quality,
            SessionKind::Verification | SessionKind::SelfTest => &profile.verify_quality,
        });
        let row = |(component, value): (Component, f32)| {
            let told = format!("{value:.0}");
            match bounds.and_then(|bounds| bounds.0.get(&component)) {
                Some(bound) => {
                    let asked = format!("at least {bound:.0}");
                    verdict(component.name(), told, asked, value >= *bound)
                }
                None => Row {
                    cells: vec![
                        component.name().to_owned(),
                        told,
                        String::new(),
                        String::new(),
                    ],
                    verdict: Verdict::None,
                },
            }
        };
        self.session.quality.iter().map(row).collect()
    }

    fn charts(&self) -> String {
        let mut plots = Vec::new();
        let mut page = String::new();
        if let Some(replay) = self.replay {
            page.push_str("<h2>Course</h2><section><div class=\"chart\" id=\"course\"></div>");
            let asked = replay.asked().iter().map(|one| {
                let seconds = Millis(one.at_millis.into()).seconds();
                format!("{seconds:.1} s {}", one.word.replace('_', " "))
            });
            let asked: Vec<String> = asked.collect();
            page.push_str(&format!(
                "<small>Asked: {}</small></section>",
                escaped(&asked.join(" · "))
            ));
            plots.push(("course", course(replay)));
        }
        match self.face {
            Some(face) => {
                page.push_str("<h2>Face</h2><section><div class=\"chart\" id=\"face\"></div>");
                let said = match self.difference {
                    Some(difference) => format!(
                        "Coloured by how far it lies outside (more) or inside (less) the \
                         enrolment's, in millimetres: half within {:.1}, nearly all within {:.1}.",
                        difference.typical(),
                        difference.largest()
                    ),
                    None => "Coloured by depth.".to_owned(),
                };
                page.push_str(&format!("<small>{said}</small></section>"));
                plots.push(("face", mesh(face, self.difference)));
            }
            None => page.push_str(
                "<h2>Face</h2><section>None is kept: only of people who were identified, and \
                 not for ever.</section>",
            ),
        }
        if plots.is_empty() {
            return page;
        }
        page.push_str("<script>");
        page.push_str(self.script);
        page.push_str("</script><script>");
        for (id, plot) in plots {
            // No text of a session can end the script.
            let plot = plot.to_string().replace("</", "<\\/");
            page.push_str(&format!("Plotly.newPlot('{id}',...{plot});"));
        }
        page.push_str("</script>");
        page
    }
}

fn table(title: &str, rows: &[Row]) -> String {
    if rows.is_empty() {
        return format!("<h2>{title}</h2><section>Nothing was measured.</section>");
    }
    let row = |row: &Row| {
        let class = match row.verdict {
            Verdict::Failed => "no",
            Verdict::Passed => "yes",
            Verdict::None => "",
        };
        let last = row.cells.len().saturating_sub(1);
        let cells = row.cells.iter().enumerate().map(|(at, cell)| {
            let class = if at == last {
                format!(" class=\"{class}\"")
            } else {
                String::new()
            };
            format!("<td{class}>{}</td>", escaped(cell))
        });
        format!("<tr>{}</tr>", cells.collect::<String>())
    };
    let rows: String = rows.iter().map(row).collect();
    format!("<h2>{title}</h2><table>{rows}</table>")
}

/// The curves, those of degrees on an axis of their own.
fn course(replay: &Replay) -> Value {
    let times: Vec<f64> = replay
        .moments()
        .iter()
        .map(|one| Millis(one.at_millis.into()).seconds())
        .collect();
    let traces: Vec<Value> = Measure::ALL
        .iter()
        .map(|measure| {
            let values: Vec<Option<f32>> = replay
                .moments()
                .iter()
                .map(|one| one.get(*measure))
                .collect();
            let degrees = matches!(measure, Measure::Yaw | Measure::Pitch);
            json!({
                "x": times, "y": values, "name": name(*measure), "mode": "lines",
                "connectgaps": *measure == Measure::Likeness,
                "yaxis": if degrees { "y2" } else { "y" },
            })
        })
        .collect();
    json!([
        traces,
        {
            "margin": {"t": 10, "l": 50, "r": 50, "b": 40},
            "hovermode": "x unified",
            "xaxis": {"title": {"text": "seconds"}},
            "yaxis": {"range": [0, 2]},
            "yaxis2": {"overlaying": "y", "side": "right", "title": {"text": "degrees"}},
            "legend": {"orientation": "h", "y": -0.2},
        },
        {"responsive": true, "displaylogo": false}
    ])
}

fn name(measure: Measure) -> &'static str {
    match measure {
        Measure::Yaw => "turned to the left, degrees",
        Measure::Pitch => "looked up, degrees",
        Measure::P => "depth P",
        Measure::G => "depth G",
        Measure::K => "foreshortening k",
        Measure::Eyes => "eyes open",
        Measure::Mouth => "mouth open",
        Measure::Quality => "worst quality over its bound",
        Measure::Likeness => "likeness to the first picture",
    }
}

fn mesh(face: &Reconstruction, difference: Option<&ShapeDifference>) -> Value {
    let axis = |at: usize, sign: f32| -> Vec<f32> {
        let values = face.vertices().iter();
        values
            .map(|point| sign * point.get(at).copied().unwrap_or_default())
            .collect()
    };
    let corner = |at: usize| -> Vec<u16> {
        let triangles = face.triangles().iter();
        triangles
            .map(|triangle| triangle.get(at).copied().unwrap_or_default())
            .collect()
    };
    let (intensity, scale): (Vec<f32>, Value) = match difference {
        Some(difference) => {
            let at_landmarks: Vec<[f32; 1]> = difference
                .millimetres()
                .iter()
                .map(|value| [*value])
                .collect();
            let spread = face.spread(&at_landmarks);
            let values = spread.iter().map(|[value]| *value).collect();
            let scale = json!({
                "cmin": -6, "cmax": 6,
                "colorscale": [[0, "#3b82f6"], [0.5, "#d6dce2"], [1, "#f59e0b"]],
            });
            (values, scale)
        }
        None => (axis(2, -1.0), json!({"colorscale": "Viridis"})),
    };
    let mut trace = json!({
        "type": "mesh3d", "hoverinfo": "skip", "flatshading": false,
        "x": axis(0, 1.0), "y": axis(1, -1.0), "z": axis(2, -1.0),
        "i": corner(0), "j": corner(1), "k": corner(2),
        "intensity": intensity,
    });
    if let (Some(fields), Value::Object(scale)) = (trace.as_object_mut(), scale) {
        fields.extend(scale);
    }
    let hidden = json!({"visible": false});
    json!([
        [trace],
        {
            "margin": {"t": 0, "l": 0, "r": 0, "b": 0},
            "scene": {
                "aspectmode": "data", "xaxis": hidden, "yaxis": hidden, "zaxis": hidden,
                "camera": {"up": {"x": 0, "y": 1, "z": 0}, "eye": {"x": 0.6, "y": 0.2, "z": 1.7}},
            },
        },
        {"responsive": true, "displaylogo": false}
    ])
}

/// Text within HTML.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
