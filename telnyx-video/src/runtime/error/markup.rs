use super::sanitize::prefix;

/// The number of bytes at the start of a page that are searched.
const MAX_PAGE: usize = 64 * 1024;

/// Elements whose content browsers don't show.
const HIDDEN: [&str; 2] = ["script", "style"];

/// Returns the title of an HTML page, or else the text of the page. XML has no title.
pub(super) fn title_or_text(page: &str) -> String {
    let page = prefix(page, MAX_PAGE);
    let title = title(page).map(text).unwrap_or_default();
    if title.is_empty() { text(page) } else { title }
}

fn title(page: &str) -> Option<&str> {
    let (_, rest) = split_once_ignoring_case(page, "<title")?;
    let (_, content) = rest.split_once('>')?;
    Some(split_once_ignoring_case(content, "</title")?.0)
}

/// Removes tags and comments, and decodes character references.
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
    decode_references(&words.join(" "))
}

fn decode_references(text: &str) -> String {
    let (mut decoded, mut rest) = (String::new(), text);
    while let Some((before, reference)) = rest.split_once('&') {
        decoded.push_str(before);
        let (character, after) = referenced(reference).unwrap_or(('&', reference));
        decoded.push(character);
        rest = after;
    }
    decoded + rest
}

/// Returns the character of the reference at the start of a text, which lacks its `&`, and the rest of the text. Knows
/// numeric references and the names of common characters.
fn referenced(reference: &str) -> Option<(char, &str)> {
    // The longest references, such as `&#x10ffff;`, have 8 bytes before the semicolon.
    let end = reference.bytes().take(9).position(|byte| byte == b';')?;
    let (name, after) = (reference.get(..end)?, reference.get(end + 1..)?);
    let character = match name {
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "amp" => '&',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((character, after))
}

/// Returns the text after the tag or comment at the start of `tag`, which lacks its `<`. For `script` and `style`,
/// returns the text after the end tag.
fn after_tag(tag: &str) -> &str {
    if let Some(comment) = tag.strip_prefix("!--") {
        return comment.split_once("-->").unwrap_or_default().1;
    }
    let hidden = HIDDEN.into_iter().find(|name| {
        let start = tag.get(..name.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(name))
    });
    let last_tag = hidden.map_or(tag, |name| {
        let content_and_end_tag = split_once_ignoring_case(tag, &format!("</{name}"));
        content_and_end_tag.unwrap_or_default().1
    });
    last_tag.split_once('>').unwrap_or_default().1
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
            ("<p>&apos;&#x27;&#X2b;&#x10ffff;", "''+\u{10ffff}"),
            (
                "<p>&é; &#xd800; &unknown; &;&",
                "&é; &#xd800; &unknown; &;&",
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
