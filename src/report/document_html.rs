//! A report as one HTML file that needs nothing else; its figures are Plotly's,
//! whose script is part of the file.

use serde_json::{Value, json};

use super::document::{Block, Document, Drawn, Figure, Mark, Series, Tone, Verdict};
use super::session_html::{STYLE, escaped};

/// The whole file; `script` is Plotly's.
#[must_use]
pub fn html(document: &Document, script: &str) -> String {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{0}</title>\
         <style>{STYLE}</style></head><body><h1>{0}</h1>\n",
        escaped(&document.title)
    );
    let mut plots = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Table {
                title,
                columns,
                rows,
            } => {
                page.push_str(&format!("<h2>{}</h2><table>", escaped(title)));
                if !columns.is_empty() {
                    let heads = columns
                        .iter()
                        .map(|head| format!("<th>{}</th>", escaped(head)));
                    page.push_str(&format!("<tr>{}</tr>", heads.collect::<String>()));
                }
                for row in rows {
                    let class = match row.verdict {
                        Verdict::Passed => " class=\"yes\"",
                        Verdict::Failed => " class=\"no\"",
                        Verdict::None => "",
                    };
                    let last = row.cells.len().saturating_sub(1);
                    let cells = row.cells.iter().enumerate().map(|(at, cell)| {
                        let class = if at == last { class } else { "" };
                        format!("<td{class}>{}</td>", escaped(cell))
                    });
                    page.push_str(&format!("<tr>{}</tr>", cells.collect::<String>()));
                }
                page.push_str("</table>");
            }
            Block::Text { text } => {
                page.push_str(&format!("<section>{}</section>", escaped(text)));
            }
            Block::Figure(figure) => {
                let id = format!("figure-{}", plots.len());
                page.push_str(&format!(
                    "<h2>{}</h2><section><div class=\"chart\" id=\"{id}\"></div><small>{}</small></section>",
                    escaped(&figure.title),
                    escaped(&figure.note)
                ));
                plots.push((id, plot(figure)));
            }
        }
    }
    page.push_str(&format!(
        "<p><small>{}</small></p>",
        escaped(&document.foot)
    ));
    if !plots.is_empty() {
        page.push_str("<script>");
        page.push_str(script);
        page.push_str("</script><script>");
        for (id, plot) in plots {
            // No text of a report can end the script.
            let plot = plot.to_string().replace("</", "<\\/");
            page.push_str(&format!("Plotly.newPlot('{id}',...{plot});"));
        }
        page.push_str("</script>");
    }
    page.push_str("</body></html>\n");
    page
}

fn colour(tone: Tone) -> &'static str {
    match tone {
        Tone::Accent => "#0d9488",
        Tone::Muted => "#94a3b8",
        Tone::Good => "#15803d",
        Tone::Doubtful => "#b45309",
        Tone::Bad => "#b91c1c",
    }
}

/// A figure as Plotly takes it: traces, layout, settings.
fn plot(figure: &Figure) -> Value {
    let (below, left, right) = &figure.axes;
    let mut layout = json!({
        "margin": {"t": 10, "l": 60, "r": 60, "b": 50},
        "xaxis": {"title": {"text": below}},
        "yaxis": {"title": {"text": left}, "automargin": true},
        "yaxis2": {"overlaying": "y", "side": "right", "title": {"text": right}},
        "legend": {"orientation": "h", "y": -0.2},
        "hovermode": "x unified",
        "barmode": "overlay",
    });
    let mut set = |name: &str, value: Value| {
        if let Some(fields) = layout.as_object_mut() {
            fields.insert(name.to_owned(), value);
        }
    };
    let traces: Vec<Value> = match &figure.drawn {
        Drawn::Lines {
            x,
            logarithmic,
            series,
            marks,
            spots,
            range,
        } => {
            if *logarithmic {
                let axis = |text: &String| json!({"type": "log", "title": {"text": text}, "tickformat": ".3~%"});
                set("xaxis", axis(below));
                set("yaxis", axis(left));
                set("hovermode", json!("closest"));
            }
            if let Some((low, high)) = range {
                set(
                    "yaxis",
                    json!({"range": [low, high], "title": {"text": left}}),
                );
            }
            set("shapes", lines(marks));
            let curves = series.iter().map(|one| {
                json!({
                    "x": x, "y": one.values, "name": one.name, "mode": "lines",
                    "line": {"color": colour(one.tone)},
                    "yaxis": if one.right { "y2" } else { "y" },
                })
            });
            let spots = spots.iter().map(|spot| {
                let (at, ((left, right), (below, above))) = (spot.at, spot.bounds);
                json!({
                    "x": [at.0], "y": [at.1], "name": spot.name, "mode": "markers",
                    "marker": {"size": 10, "color": "#111820"},
                    "error_x": {"type": "data", "symmetric": false, "array": [right - at.0], "arrayminus": [at.0 - left]},
                    "error_y": {"type": "data", "symmetric": false, "array": [above - at.1], "arrayminus": [at.1 - below]},
                })
            });
            curves.chain(spots).collect()
        }
        Drawn::Bars {
            x,
            stacked,
            series,
            marks,
        } => {
            set("shapes", lines(marks));
            set("bargap", json!(0.05));
            if *stacked {
                set("barmode", json!("stack"));
            }
            let bars = series.iter().map(|one: &Series| {
                json!({
                    "type": "bar", "x": x, "y": one.values, "name": one.name,
                    "marker": {"color": colour(one.tone)}, "opacity": if *stacked { 1.0 } else { 0.75 },
                    "yaxis": if one.right { "y2" } else { "y" },
                })
            });
            bars.collect()
        }
        Drawn::Named { names, series } => {
            set("barmode", json!("stack"));
            set("hovermode", json!("closest"));
            set(
                "yaxis",
                json!({"autorange": "reversed", "automargin": true}),
            );
            let bars = series.iter().map(|one| {
                json!({
                    "type": "bar", "orientation": "h", "y": names, "x": one.values,
                    "name": one.name, "marker": {"color": colour(one.tone)},
                })
            });
            bars.collect()
        }
        Drawn::Surface { .. } => Vec::new(),
    };
    json!([traces, layout, {"responsive": true, "displaylogo": false}])
}

fn lines(marks: &[Mark]) -> Value {
    marks
        .iter()
        .map(|mark| {
            json!({
                "type": "line", "x0": mark.x, "x1": mark.x, "yref": "paper", "y0": 0, "y1": 1,
                "line": {"color": "#111820", "width": 2},
                "label": {"text": mark.name, "textposition": "start"},
            })
        })
        .collect()
}
