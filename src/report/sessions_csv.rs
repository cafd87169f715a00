//! Sessions as a table for other programs (RFC 4180): a row each, without names.

use crate::domain::Timestamp;

use super::sessions_table::{Cell, Sessions};

/// The whole table; `time` writes a moment.
#[must_use]
pub fn csv(sessions: &Sessions<'_>, time: impl Fn(Timestamp) -> String) -> String {
    let mut table = line(sessions.columns().into_iter().map(str::to_owned));
    for row in sessions.rows() {
        table.push_str(&line(row.into_iter().map(|cell| written(cell, &time))));
    }
    table
}

fn written(cell: Cell, time: &impl Fn(Timestamp) -> String) -> String {
    match cell {
        Cell::Text(text) => text.unwrap_or_default(),
        Cell::Single(value) => value.map_or(String::new(), |value| value.to_string()),
        Cell::Double(value) => value.map_or(String::new(), |value| {
            let written = format!("{value:.4}");
            written
                .trim_end_matches('0')
                .trim_end_matches('.')
                .to_owned()
        }),
        Cell::Whole(count) => count.to_string(),
        Cell::Time(at) => time(at),
    }
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let mut line = String::new();
    for (number, cell) in cells.enumerate() {
        if number > 0 {
            line.push(',');
        }
        line.push_str(&quoted(cell));
    }
    line.push_str("\r\n");
    line
}

/// In quotes where it must be; what a spreadsheet would take for a formula is
/// kept from it.
fn quoted(cell: String) -> String {
    let formula = cell.starts_with(['=', '+', '@', '\t']);
    let cell = if formula { format!("'{cell}") } else { cell };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_break_a_table_is_quoted() {
        for (cell, written) in [
            ("plain", "plain"),
            ("a, b", "\"a, b\""),
            ("say \"so\"", "\"say \"\"so\"\"\""),
            ("=SUM(A1)", "'=SUM(A1)"),
            ("-0.25", "-0.25"),
        ] {
            assert_eq!(quoted(cell.to_owned()), written);
        }
        let cells = ["a", "b,c"].map(str::to_owned).into_iter();
        assert_eq!(line(cells), "a,\"b,c\"\r\n");
    }
}
