use super::sanitize::prefix;

/// The number of bytes at the start of a page that are searched.
const MAX_PAGE: usize = 64 * 1024;

/// Elements whose content browsers don't show.
const HIDDEN: [&str; 2] = ["script", "style"];

/// Returns the title of an HTML page, or else the text of the page. XML has no title.
pub(super) fn title_or_text(page: &str) -> String {
    let page = prefix(page, MAX_PAGE);
    let title = element(page, "title").map(text).unwrap_or_default();
    if title.is_empty() { text(page) } else { title }
}

fn element<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = split_once_ignoring_case(page, &format!("<{name}"))?;
    let (_, content) = rest.split_once('>')?;
    Some(split_once_ignoring_case(content, &format!("</{name}"))?.0)
}

/// Removes tags and comments, and decodes the entities of common characters.
fn text(markup: &str) -> String {
    let mut shown = String::new();
    let mut rest = markup;
    while let Some((before, tag)) = rest.split_once('<') {
        shown.push_str(before);
        shown.push(' ');
        rest = after_tag(tag);
    }
    shown.push_str(rest);
    let words: Vec<_> = shown.split_whitespace().collect();
    words
        .join(" ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
}

/// Returns the text after the tag or comment at the start of `tag`, which lacks its `<`. For `script` and `style`,
/// returns the text after the end tag.
fn after_tag(tag: &str) -> &str {
    if let Some(comment) = tag.strip_prefix("!--") {
        return comment.split_once("-->").unwrap_or_default().1;
    }
    let is_start_of = |name: &&&str| {
        let start = tag.get(..name.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(name))
    };
    let end = HIDDEN.iter().find(is_start_of).map_or(tag, |name| {
        let content_and_rest = split_once_ignoring_case(tag, &format!("</{name}"));
        content_and_rest.unwrap_or_default().1
    });
    end.split_once('>').unwrap_or_default().1
}

/// Splits a string at the first `separator`, ignoring case. `separator` must be in lower case.
fn split_once_ignoring_case<'a>(text: &'a str, separator: &str) -> Option<(&'a str, &'a str)> {
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
    fn title_or_text_with_title_returns_title() {
        for page in [
            "<html><head><title>Bad &amp; gone</title></head><body>x</body></html>",
            "<!DOCTYPE html><HTML><TITLE lang=en>\n Bad &amp;\tgone\n</TITLE>x",
        ] {
            assert_eq!(title_or_text(page), "Bad & gone");
        }
    }

    #[test]
    fn title_or_text_without_title_returns_text() {
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
            assert_eq!(title_or_text(page), text, "{page}");
        }
    }
}
