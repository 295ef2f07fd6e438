//! Bodies of the media type `multipart/form-data`, as RFC 7578 has them.

use std::hash::{BuildHasher, RandomState};

use reqwest::header::HeaderValue;
use serde_json::Value;

use super::payload::Payload;
use crate::runtime::error::invalid_argument::InvalidArgument;
use crate::runtime::values::byte_source::ByteSource;
use crate::runtime::values::file_part::FilePart;

/// The media types that an API asks for, by the names of the parts.
pub(crate) type PartTypes = &'static [(&'static str, &'static str)];

/// The media type of what says nothing else about itself.
const BYTES: &str = "application/octet-stream";

/// A body that is made of parts, in the order in which they were first set.
#[derive(Clone)]
pub(crate) struct Multipart {
    types: PartTypes,
    fields: Vec<(String, Field)>,
}

#[derive(Clone)]
enum Field {
    Value(Value),
    Files(Vec<FilePart>),
}

/// The media type of a body, and its bytes.
pub(super) type Written = (HeaderValue, Payload);

impl Multipart {
    pub(super) fn new(types: PartTypes) -> Self {
        Self {
            types,
            fields: Vec::new(),
        }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|(name, _)| name.as_str())
    }

    /// Sets a field, replacing what was set under its name before.
    pub(super) fn set_value(&mut self, name: &str, value: Value) {
        self.set(name, Field::Value(value));
    }

    /// The same with files, each of which is a part.
    pub(super) fn set_files(&mut self, name: &str, files: Vec<FilePart>) {
        self.set(name, Field::Files(files));
    }

    fn set(&mut self, name: &str, field: Field) {
        match self.fields.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = field,
            None => self.fields.push((name.to_owned(), field)),
        }
    }

    /// Whether it has a stream that has been sent.
    pub(super) fn is_consumed(&self) -> bool {
        let files = self.fields.iter().filter_map(|(_, field)| match field {
            Field::Files(files) => Some(files),
            Field::Value(_) => None,
        });
        files.flatten().any(|file| file.source.is_consumed())
    }

    pub(super) fn write(&self) -> Result<Written, InvalidArgument> {
        self.write_with(&boundary())
    }

    fn write_with(&self, boundary: &str) -> Result<Written, InvalidArgument> {
        let mut payload = Payload::default();
        for (name, field) in &self.fields {
            for part in self.parts(name, field)? {
                payload.push(format!("--{boundary}\r\n{}\r\n\r\n", part.head(name)));
                payload.push(part.source);
                payload.push("\r\n");
            }
        }
        payload.push(format!("--{boundary}--\r\n"));
        let media_type = format!("multipart/form-data; boundary={boundary}");
        let media_type = HeaderValue::try_from(media_type)
            .map_err(|error| InvalidArgument::caused_by("the body has no media type", error))?;
        Ok((media_type, payload))
    }

    /// A list is a part for each item; what holds nothing is refused, as it would not be sent at all.
    fn parts(&self, name: &str, field: &Field) -> Result<Vec<Part>, InvalidArgument> {
        let parts = match field {
            Field::Files(files) => files.iter().map(|file| self.file(name, file)).collect(),
            Field::Value(Value::Array(items)) => {
                items.iter().map(|item| self.value(name, item)).collect()
            }
            Field::Value(value) => Ok(vec![self.value(name, value)?]),
        };
        parts.and_then(|parts: Vec<Part>| match parts.is_empty() {
            true => Err(InvalidArgument::new(format!(
                "the body field `{name}` can't hold an empty list"
            ))),
            false => Ok(parts),
        })
    }

    fn file(&self, name: &str, file: &FilePart) -> Result<Part, InvalidArgument> {
        let media_type = match &file.media_type {
            Some(media_type) => checked(name, media_type)?,
            None => self.asked_for(name).unwrap_or(BYTES),
        };
        Ok(Part {
            file_name: Some(file.file_name.clone().unwrap_or_else(|| name.to_owned())),
            media_type: Some(media_type.to_owned()),
            source: file.source.clone(),
        })
    }

    /// Objects are JSON, and so is all that the API asks to have as JSON; everything else is its text.
    fn value(&self, name: &str, value: &Value) -> Result<Part, InvalidArgument> {
        let asked_for = self.asked_for(name);
        let is_json = asked_for.is_some_and(|asked_for| asked_for.ends_with("json"));
        let json = Some("application/json");
        let (text, media_type) = match value {
            Value::Array(_) => {
                return Err(InvalidArgument::new(format!(
                    "the body field `{name}` can't hold a list of lists"
                )));
            }
            Value::Object(_) => (value.to_string(), asked_for.or(json)),
            value if is_json => (value.to_string(), asked_for),
            Value::String(text) => (text.clone(), asked_for),
            Value::Null => (String::new(), asked_for),
            value => (value.to_string(), asked_for),
        };
        Ok(Part {
            file_name: None,
            media_type: media_type.map(str::to_owned),
            source: text.into(),
        })
    }

    fn asked_for(&self, name: &str) -> Option<&'static str> {
        let mut types = self.types.iter();
        types.find(|(known, _)| *known == name).map(|(_, it)| *it)
    }
}

/// One part.
struct Part {
    file_name: Option<String>,
    media_type: Option<String>,
    source: ByteSource,
}

impl Part {
    fn head(&self, name: &str) -> String {
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", quoted(name));
        if let Some(file_name) = &self.file_name {
            head += &format!("; filename=\"{}\"", quoted(file_name));
        }
        if let Some(media_type) = &self.media_type {
            head += &format!("\r\nContent-Type: {media_type}");
        }
        head
    }
}

/// What can stand in quotes without ending them or the line, in the way that browsers write it.
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A media type of the caller's, which must not end its line.
fn checked<'a>(name: &str, media_type: &'a str) -> Result<&'a str, InvalidArgument> {
    let is_plain = media_type
        .chars()
        .all(|character| character.is_ascii_graphic() || character == ' ');
    if is_plain && media_type.contains('/') {
        return Ok(media_type);
    }
    Err(InvalidArgument::new(format!(
        "the media type of the file in `{name}` can't be sent; it has to look like `image/png`"
    )))
}

/// A line that stands in no content, since nobody can guess it: 128 bits of the randomness that the standard library
/// seeds its hash maps with.
fn boundary() -> String {
    let number = || RandomState::new().hash_one(());
    format!("{:016x}{:016x}", number(), number())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn written(body: &Multipart) -> Result<String, String> {
        let (media_type, payload) = body.write_with("B").map_err(|error| error.reason)?;
        assert_eq!(media_type, "multipart/form-data; boundary=B");
        Ok(payload.text())
    }

    #[test]
    fn values_are_text_lists_repeat_and_objects_are_json() {
        let mut body = Multipart::new(&[("count", "application/json"), ("note", "text/markdown")]);
        body.set_value("to", json!("old"));
        body.set_value("tags", json!(["a", 2]));
        body.set_value("meta", json!({"a": [1]}));
        body.set_value("count", json!("7"));
        body.set_value("note", json!("*x*"));
        body.set_value("none", json!(null));
        body.set_value("to", json!("é \r\n"));
        assert_eq!(
            written(&body).unwrap(),
            "--B\r\nContent-Disposition: form-data; name=\"to\"\r\n\r\né \r\n\r\n\
             --B\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\na\r\n\
             --B\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\n2\r\n\
             --B\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{\"a\":[1]}\r\n\
             --B\r\nContent-Disposition: form-data; name=\"count\"\r\nContent-Type: application/json\r\n\r\n\"7\"\r\n\
             --B\r\nContent-Disposition: form-data; name=\"note\"\r\nContent-Type: text/markdown\r\n\r\n*x*\r\n\
             --B\r\nContent-Disposition: form-data; name=\"none\"\r\n\r\n\r\n\
             --B--\r\n"
        );
        assert_eq!(written(&Multipart::new(&[])).unwrap(), "--B--\r\n");
    }

    #[test]
    fn files_say_what_they_are() {
        let mut body = Multipart::new(&[("loa", "application/pdf")]);
        let named = FilePart::new("2")
            .file_name("b.txt")
            .media_type("text/plain");
        body.set_files("loa", vec!["1".into(), named]);
        body.set_files("other", vec![b"3".into()]);
        assert_eq!(
            written(&body).unwrap(),
            "--B\r\nContent-Disposition: form-data; name=\"loa\"; filename=\"loa\"\r\nContent-Type: application/pdf\r\n\r\n1\r\n\
             --B\r\nContent-Disposition: form-data; name=\"loa\"; filename=\"b.txt\"\r\nContent-Type: text/plain\r\n\r\n2\r\n\
             --B\r\nContent-Disposition: form-data; name=\"other\"; filename=\"other\"\r\nContent-Type: application/octet-stream\r\n\r\n3\r\n\
             --B--\r\n"
        );
    }

    #[test]
    fn no_name_breaks_out_of_its_line() {
        let mut body = Multipart::new(&[]);
        let file = FilePart::new("").file_name("a\"; x=\"\r\nX-Evil: 1");
        body.set_files("f\"\r\n", vec![file]);
        assert_eq!(
            written(&body).unwrap(),
            "--B\r\nContent-Disposition: form-data; name=\"f%22%0D%0A\"; filename=\"a%22; x=%22%0D%0AX-Evil: 1\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n\r\n--B--\r\n"
        );
        for media_type in ["text/plain\r\nX-Evil: 1", "é/é", "", "png"] {
            let file = FilePart::new("").media_type(media_type);
            body.set_files("f", vec![file]);
            assert_eq!(
                written(&body).unwrap_err(),
                "the media type of the file in `f` can't be sent; it has to look like `image/png`"
            );
        }
    }

    #[test]
    fn what_a_part_cannot_hold_is_refused() {
        let mut body = Multipart::new(&[]);
        body.set_value("a", json!([[1]]));
        assert_eq!(
            written(&body).unwrap_err(),
            "the body field `a` can't hold a list of lists"
        );
        body.set_value("a", json!([]));
        let empty = "the body field `a` can't hold an empty list";
        assert_eq!(written(&body).unwrap_err(), empty);
        body.set_files("a", Vec::new());
        assert_eq!(written(&body).unwrap_err(), empty);
    }

    #[test]
    fn no_two_bodies_have_one_boundary() {
        let boundaries: std::collections::HashSet<String> = (0..64).map(|_| boundary()).collect();
        assert_eq!(boundaries.len(), 64);
        assert!(boundaries.iter().all(|boundary| boundary.len() == 32));
    }
}
