//! Descriptions of many special characters.

use serde_json::json;

use super::documents::with_schema;
use super::{Sample, Shape, shape};

/// Declares a shape whose description repeats a text.
macro_rules! repeated {
    ($($name:literal: $text:literal),* $(,)?) => {
        &[
            $(shape(concat!("description: ", $name), 20_000, |size| described($text.repeat(size / $text.len()))),)*
            LENGTHENED, NESTED_QUOTES, NESTED_LISTS, NESTED_ITEMS, LAZY_LINES, LAZY_ITEMS, DISTINCT_LINKS
        ]
    };
}

pub(crate) const SHAPES: &[Shape] = repeated! {
    "words": "word ",
    "one word": "x",
    "backticks": "`",
    "backticks between words": "a ` b `` c ",
    "backticks in brackets": "[`",
    "tildes": "~",
    "asterisks": "*",
    "asterisks before words": " *a",
    "asterisks and underscores": "*_a",
    "underscores": "_",
    "underscores between words": "a_",
    "opening brackets": "[",
    "closing brackets": "]",
    "brackets": "[a] ",
    "links": "[a](",
    "links to names": "[a][",
    "images": "![",
    "opening angle brackets": "<",
    "tags": "<a>",
    "open tags": "<a ",
    "open comments": "<!--",
    "open declarations": "<!A ",
    "open instructions": "<?",
    "open CDATA": "<![CDATA[",
    "number signs": "#",
    "headings": "# a\n",
    "backslashes": "\\",
    "backslashes before brackets": "\\[",
    "double quotes": "\"",
    "single quotes": "'",
    "ampersands": "&",
    "entities": "&a;",
    "pipes": "|",
    "table rows": "a|b\n-|-\n",
    "table cells": "a|",
    "URLs": "https://a.b ",
    "joined URLs": "https://",
    "parentheses in URLs": "https://a(",
    "colons": ":",
    "exclamation marks": "!",
    "spaces": "a    ",
    "tabs": "\t",
    "line breaks": "a\n",
    "empty lines": "a\n\n",
    "hyphens": "-",
    "hyphens between spaces": "- ",
    "equals signs": "=",
    "numbers of lists": "1. ",
    "lists": "- a\n",
    "quotes": "> a\n",
    "code blocks": "```\na\n```\n",
    "indented code": "    a\n\na\n\n",
    "definitions": "[a]: b\n",
    "footnotes": "[^a] ",
    "HTML blocks": "<div>\n\n",
    "letters that aren't ASCII": "é",
    "invisible characters": "\u{202e}",
};

fn described(description: String) -> Sample {
    let property = json!({"type": "string", "description": description});
    with_schema(
        json!({"type": "object", "description": description, "properties": {"a": property}}),
    )
    .into()
}

/// Runs of backticks, each longer than the one before, so none closes another.
const LENGTHENED: Shape = shape(
    "description: runs of backticks of all lengths",
    20_000,
    |size| {
        let runs = (1..).take_while(|length| length * length < 2 * size);
        described(
            runs.map(|length| format!("a{}", "`".repeat(length)))
                .collect(),
        )
    },
);

const NESTED_QUOTES: Shape = shape("description: nested quotes", 20_000, |size| {
    described(">".repeat(size) + "a\nb")
});

const NESTED_LISTS: Shape = shape("description: nested lists", 20_000, |size| {
    let depths = (0..).take_while(|depth| depth * depth < size);
    described(
        depths
            .map(|depth| format!("{}- a\n", "  ".repeat(depth)))
            .collect(),
    )
});

const NESTED_ITEMS: Shape = shape("description: lines of nested quotes", 20_000, |size| {
    let depths = (0..).take_while(|depth| depth * depth < 2 * size);
    described(
        depths
            .map(|depth| format!("{}a\n", ">".repeat(depth)))
            .collect(),
    )
});

/// Lines that continue a deeply nested quote without its markers.
const LAZY_LINES: Shape = shape(
    "description: lines that continue nested quotes",
    2_000,
    |size| described(">".repeat(size / 2) + &"a\n".repeat(size / 4)),
);

const LAZY_ITEMS: Shape = shape(
    "description: lines that continue nested lists",
    2_000,
    |size| described("- ".repeat(size / 4) + &"a\n".repeat(size / 4)),
);

const DISTINCT_LINKS: Shape = shape(
    "description: definitions of distinct links",
    20_000,
    |size| {
        let links =
            (0..size / 30).map(|index| format!("[a{index}]\n\n[a{index}]: https://a.b\n\n"));
        described(links.collect())
    },
);
