//! The text of error responses that are not JSON.

use super::sanitize::prefix;

/// The maximum size of the part of a page that is searched, in bytes.
const MAX_PAGE: usize = 64 * 1024;

/// Elements whose content is not shown to readers of a page.
const HIDDEN: [&str; 2] = ["script", "style"];

/// Returns the title of an HTML page, or else its text. Tags of other markup are removed as well.
pub(super) fn of_markup(page: &str) -> String {
    let page = prefix(page, MAX_PAGE);
    let title = element(page, "title").map(readable).unwrap_or_default();
    if title.is_empty() {
        readable(page)
    } else {
        title
    }
}

/// Returns the content of the first element with this name.
fn element<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = split_at(page, &format!("<{name}"))?;
    let (_, content) = rest.split_once('>')?;
    Some(split_at(content, &format!("</{name}"))?.0)
}

/// Removes tags and comments, and replaces entities.
fn readable(markup: &str) -> String {
    let mut text = String::new();
    let mut rest = markup;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        text.push(' ');
        rest = after_tag(tag);
    }
    text.push_str(rest);
    let words: Vec<_> = text.split_whitespace().collect();
    words
        .join(" ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
}

/// Returns the text after a tag or a comment that starts with `<` before `tag`.
fn after_tag(tag: &str) -> &str {
    if let Some(comment) = tag.strip_prefix("!--") {
        return comment.split_once("-->").unwrap_or_default().1;
    }
    let is_start_of = |name: &&str| {
        let start = tag.get(..name.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(name))
    };
    let end = match HIDDEN.iter().find(|name| is_start_of(name)) {
        Some(name) => split_at(tag, &format!("</{name}")).unwrap_or_default().1,
        None => tag,
    };
    end.split_once('>').unwrap_or_default().1
}

/// Splits a string at the first occurrence of `separator` in lower or upper case.
fn split_at<'a>(text: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
    // Changing the case of ASCII letters doesn't change offsets.
    let start = text.to_ascii_lowercase().find(separator)?;
    let before = text.get(..start)?;
    let after = text.get(start.checked_add(separator.len())?..)?;
    Some((before, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_markup_with_title_returns_title() {
        for page in [
            "<html><head><title>Bad &amp; gone</title></head><body>x</body></html>",
            "<!DOCTYPE html><HTML><TITLE lang=en>\n Bad &amp;\tgone\n</TITLE>x",
        ] {
            assert_eq!(of_markup(page), "Bad & gone");
        }
    }

    #[test]
    fn of_markup_without_title_returns_text() {
        for (page, text) in [
            (
                "<h1>Bad</h1><p>The <b>server</b> failed.</p>",
                "Bad The server failed.",
            ),
            ("<title> </title><p>a</p>", "a"),
            (
                "<style>p{}</style><SCRIPT src=x>if (a<b) c()</script>a<!-- b<c> -->d",
                "a d",
            ),
            (
                "<p>&lt;a&gt; &quot;b&quot; &#39;c&#39;&nbsp;&amp;lt;</p>",
                "<a> \"b\" 'c' &lt;",
            ),
            (
                "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Expired</Message></Error>",
                "AccessDenied Expired",
            ),
            ("<script>a", ""),
            ("<!-- a", ""),
            ("a <p", "a"),
            ("<é>a", "a"),
            ("<", ""),
        ] {
            assert_eq!(of_markup(page), text, "{page}");
        }
    }
}
