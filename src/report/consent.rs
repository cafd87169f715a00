//! A person's consent as a page of its own: what they were shown, when they
//! agreed, how they signed, and the kiosk's signature under all of it.

use std::fmt::Write as _;

use crate::domain::{Drawing, PAD_WIDTH};

/// What divides the page from the signature under it.
const MARK: &str = "\n<!-- signature -->\n";
/// What stands around the signature.
const BEFORE: &str = "<p class=\"signature\">";
const AFTER: &str = "</p>\n</body>\n</html>\n";
/// How wide a drawn pen is, in the pad's units (ours).
const PEN: u16 = 40;

/// What the page says, in the words of a language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsentWords {
    /// The language (BCP 47).
    pub language: String,
    /// The title of the page.
    pub title: String,
    /// Lines of what, and how it is.
    pub facts: Vec<(String, String)>,
    /// The notice's title and paragraphs, an empty line between two.
    pub notice: (String, String),
    /// How the signature under it can be checked.
    pub check: String,
}

/// The page before its signature.
#[must_use]
pub fn page(words: &ConsentWords, drawing: Option<&Drawing>) -> String {
    let mut html = String::new();
    let title = escaped(&words.title);
    // Writing into a text never fails.
    let _ = write!(
        html,
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<dl>\n",
        escaped(&words.language)
    );
    for (what, how) in &words.facts {
        let (what, how) = (escaped(what), escaped(how));
        let _ = writeln!(html, "<dt>{what}</dt><dd>{how}</dd>");
    }
    html.push_str("</dl>\n");
    if let Some(drawing) = drawing {
        picture(&mut html, drawing);
    }
    let (title, text) = &words.notice;
    let _ = writeln!(html, "<h2>{}</h2>", escaped(title));
    for paragraph in text.split("\n\n") {
        let _ = writeln!(html, "<p>{}</p>", escaped(paragraph.trim()));
    }
    let _ = writeln!(html, "<p class=\"check\">{}</p>", escaped(&words.check));
    html
}

const STYLE: &str = "body{font:16px/1.5 sans-serif;max-width:42em;margin:2em auto;padding:0 1em}dt{float:left;clear:left;width:14em;color:#555}dd{margin-left:15em}svg{width:20em;border:1px solid #999}.signature{font:10px/1.3 monospace;word-break:break-all;color:#555}.check{color:#555}";

/// The strokes of a drawn signature.
fn picture(html: &mut String, drawing: &Drawing) {
    let points = drawing.strokes().iter().flatten();
    let height = points
        .map(|[_, y]| *y)
        .max()
        .unwrap_or(0)
        .saturating_add(PEN);
    let _ = write!(
        html,
        "<svg viewBox=\"0 0 {PAD_WIDTH} {height}\" fill=\"none\" stroke=\"#000\" stroke-width=\"{PEN}\" stroke-linecap=\"round\" stroke-linejoin=\"round\">"
    );
    for stroke in drawing.strokes() {
        html.push_str("<polyline points=\"");
        for [x, y] in stroke {
            let _ = write!(html, "{x},{y} ");
        }
        html.push_str("\"/>");
    }
    html.push_str("</svg>\n");
}

/// The page with the signature under it.
#[must_use]
pub fn signed(page: &str, signature: &str) -> String {
    format!("{page}{MARK}{BEFORE}{signature}{AFTER}")
}

/// The page and the signature of what `signed` made.
#[must_use]
pub fn parts(text: &str) -> Option<(&str, &str)> {
    let (page, rest) = text.rsplit_once(MARK)?;
    let signature = rest.strip_prefix(BEFORE)?.strip_suffix(AFTER)?;
    Some((page, signature))
}

/// Text as HTML shows it: no name becomes a tag.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str) -> ConsentWords {
        ConsentWords {
            language: "en".to_owned(),
            title: "Consent".to_owned(),
            facts: vec![("Name".to_owned(), name.to_owned())],
            notice: ("What we keep".to_owned(), "One.\n\nTwo.".to_owned()),
            check: "Checked by its kiosk.".to_owned(),
        }
    }

    #[test]
    fn a_page_is_whole_in_itself_and_no_name_becomes_a_tag() {
        let html = page(&words("<script>alert('x')</script> & Sons"), None);
        assert!(html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; Sons"));
        assert!(html.contains("<p>One.</p>\n<p>Two.</p>"));
        for from_elsewhere in ["http", "src=", "href=", "<script", "@import", "url("] {
            assert!(!html.contains(from_elsewhere), "{from_elsewhere}");
        }
        assert!(!html.contains("<svg"));
        let drawing = Drawing::try_from(vec![vec![[0, 10], [900, 500]]]).unwrap();
        let html = page(&words("Ada"), Some(&drawing));
        assert!(
            html.contains("<polyline points=\"0,10 900,500 \"/>"),
            "{html}"
        );
    }

    #[test]
    fn the_signature_is_found_under_the_page_it_was_put_under() {
        let html = page(&words("Ada"), None);
        let whole = signed(&html, "a.b.c");
        assert!(whole.ends_with("</html>\n"));
        assert_eq!(parts(&whole), Some((html.as_str(), "a.b.c")));
        // Whatever is added behind it, or taken off, isn't such a page.
        assert_eq!(parts(&format!("{whole} ")), None);
        assert_eq!(parts(&html), None);
    }
}
