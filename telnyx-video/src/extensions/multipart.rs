//! Request bodies with the media type `multipart/form-data` (RFC 7578).

use reqwest::header::HeaderValue;
use serde_json::Value;

use super::payload::Payload;
use super::random_uuid::random_uuid;
use super::{ByteSource, FilePart};
use crate::runtime::encoding::Parameter;
use crate::runtime::error::{ArgumentResult, InvalidArgument};
use crate::runtime::transport::{EncodedBody, RequestBody};

/// The name of each field with a media type in the API description, and that media type.
pub type PartTypes = &'static [(&'static str, &'static str)];

const DEFAULT_FILE_TYPE: &str = "application/octet-stream";

/// A body of several parts, in the order in which their fields were first set.
#[derive(Clone)]
pub(super) struct Multipart {
    types: PartTypes,
    fields: Vec<(String, Field)>,
}

/// A field of a multipart body. A list becomes one part for each item; any other value becomes one part.
#[derive(Clone)]
pub(super) enum Field {
    Value(Value),
    Files(Vec<FilePart>),
}

impl RequestBody for Multipart {
    fn field_names(&self) -> Vec<&str> {
        self.fields.iter().map(|(name, _)| name.as_str()).collect()
    }

    fn set_field(&mut self, name: &str, value: Value) -> ArgumentResult<()> {
        self.set(name, Field::Value(value));
        Ok(())
    }

    fn encode(&self) -> ArgumentResult<EncodedBody> {
        let (media_type, payload) = self.encode_with(&boundary())?;
        Ok((media_type, payload.into_body()?))
    }

    fn is_consumed(&self) -> bool {
        self.fields.iter().any(|(_, field)| match field {
            Field::Files(files) => files.iter().any(|file| file.source.is_consumed()),
            Field::Value(_) => false,
        })
    }

    fn clone_box(&self) -> Box<dyn RequestBody> {
        Box::new(self.clone())
    }
}

impl Multipart {
    pub(super) fn new(types: PartTypes) -> Self {
        Self {
            types,
            fields: Vec::new(),
        }
    }

    pub(super) fn set(&mut self, name: &str, field: Field) {
        let mut fields = self.fields.iter_mut();
        match fields.find(|(existing, _)| existing == name) {
            Some((_, existing)) => *existing = field,
            None => self.fields.push((name.to_owned(), field)),
        }
    }

    fn encode_with(&self, boundary: &str) -> ArgumentResult<(HeaderValue, Payload)> {
        let mut payload = Payload::default();
        for (name, field) in &self.fields {
            for part in self.parts(name, field)? {
                payload.push(format!("--{boundary}\r\n{}\r\n\r\n", part.head(name)));
                payload.push(part.source);
                payload.push("\r\n");
            }
        }
        payload.push(format!("--{boundary}--\r\n"));
        let media_type = HeaderValue::try_from(format!("multipart/form-data; boundary={boundary}"))
            .map_err(|error| InvalidArgument::caused_by("the boundary is not valid", error))?;
        Ok((media_type, payload))
    }

    fn parts(&self, name: &str, field: &Field) -> ArgumentResult<Vec<Part>> {
        let parts: Vec<Part> = match field {
            Field::Files(files) => {
                let parts = files.iter().map(|file| self.file_part(name, file));
                parts.collect::<Result<_, _>>()?
            }
            Field::Value(Value::Array(items)) => {
                let parts = items.iter().map(|item| self.value_part(name, item));
                parts.collect::<Result<_, _>>()?
            }
            Field::Value(value) => vec![self.value_part(name, value)?],
        };
        if parts.is_empty() {
            // An empty list would be omitted.
            return Err(Parameter::body_field(name).cannot_be("an empty list"));
        }
        Ok(parts)
    }

    fn file_part(&self, name: &str, file: &FilePart) -> ArgumentResult<Part> {
        let media_type = match &file.media_type {
            Some(media_type) => {
                check_media_type(name, media_type)?;
                media_type
            }
            None => self.media_type(name).unwrap_or(DEFAULT_FILE_TYPE),
        };
        Ok(Part {
            file_name: Some(file.file_name.clone().unwrap_or_else(|| name.to_owned())),
            media_type: Some(media_type.to_owned()),
            source: file.source.clone(),
        })
    }

    /// Encodes a value as JSON if it is an object or the media type of the field is JSON. Encodes other values as text.
    fn value_part(&self, name: &str, value: &Value) -> ArgumentResult<Part> {
        let media_type = self.media_type(name);
        let is_json = media_type.is_some_and(is_json);
        let (text, media_type) = match value {
            Value::Array(_) => return Err(Parameter::body_field(name).cannot_be("a list of lists")),
            Value::Object(_) => (value.to_string(), media_type.or(Some("application/json"))),
            Value::String(text) if !is_json => (text.clone(), media_type),
            Value::Null if !is_json => (String::new(), media_type),
            value => (value.to_string(), media_type),
        };
        Ok(Part {
            file_name: None,
            media_type: media_type.map(str::to_owned),
            source: text.into(),
        })
    }

    fn media_type(&self, name: &str) -> Option<&'static str> {
        let (_, media_type) = self.types.iter().find(|(field, _)| *field == name)?;
        Some(media_type)
    }
}

struct Part {
    file_name: Option<String>,
    media_type: Option<String>,
    source: ByteSource,
}

impl Part {
    fn head(&self, name: &str) -> String {
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", escape(name));
        if let Some(file_name) = &self.file_name {
            head += &format!("; filename=\"{}\"", escape(file_name));
        }
        if let Some(media_type) = &self.media_type {
            head += &format!("\r\nContent-Type: {media_type}");
        }
        head
    }
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    essence.ends_with("/json") || essence.ends_with("+json")
}

/// Escapes the characters that would end the quoted string or the line, as browsers do.
fn escape(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Rejects invalid media types. A line break in one would end the header.
fn check_media_type(name: &str, media_type: &str) -> ArgumentResult<()> {
    let is_plain = media_type
        .bytes()
        .all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if is_plain && media_type.contains('/') {
        return Ok(());
    }
    Err(InvalidArgument::new(format!(
        "the media type of the file in `{name}` is not valid; it must look like `image/png`"
    )))
}

/// Returns a random string, which is so long that no content contains it in practice.
fn boundary() -> String {
    random_uuid().simple().to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn encoded(body: &Multipart) -> Result<String, String> {
        let (media_type, payload) = body.encode_with("B").map_err(|error| error.reason)?;
        assert_eq!(media_type, "multipart/form-data; boundary=B");
        Ok(payload.text())
    }

    #[test]
    fn encode_values_lists_and_objects() {
        let mut body = Multipart::new(&[("count", "application/json"), ("note", "text/markdown")]);
        body.set("to", Field::Value(json!("old")));
        body.set("tags", Field::Value(json!(["a", 2])));
        body.set("meta", Field::Value(json!({"a": [1]})));
        body.set("count", Field::Value(json!("7")));
        body.set("note", Field::Value(json!("*x*")));
        body.set("none", Field::Value(json!(null)));
        body.set("to", Field::Value(json!("é \r\n")));
        assert_eq!(
            encoded(&body).unwrap(),
            "--B\r\nContent-Disposition: form-data; name=\"to\"\r\n\r\né \r\n\r\n\
             --B\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\na\r\n\
             --B\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\n2\r\n\
             --B\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{\"a\":[1]}\r\n\
             --B\r\nContent-Disposition: form-data; name=\"count\"\r\nContent-Type: application/json\r\n\r\n\"7\"\r\n\
             --B\r\nContent-Disposition: form-data; name=\"note\"\r\nContent-Type: text/markdown\r\n\r\n*x*\r\n\
             --B\r\nContent-Disposition: form-data; name=\"none\"\r\n\r\n\r\n\
             --B--\r\n"
        );
        assert_eq!(encoded(&Multipart::new(&[])).unwrap(), "--B--\r\n");
    }

    #[test]
    fn value_part_of_json_media_type_is_json() {
        for (media_type, expected) in [
            ("application/json; charset=utf-8", "\"a\""),
            ("application/vnd.api+JSON", "\"a\""),
            ("application/x-ndjson", "a"),
        ] {
            let types = Box::leak(Box::new([("f", media_type)]));
            let part = Multipart::new(types).value_part("f", &json!("a")).unwrap();
            let content = part.source.in_memory().unwrap();
            assert_eq!(content, expected, "{media_type}");
        }
    }

    #[test]
    fn encode_files_have_name_and_media_type() {
        let mut body = Multipart::new(&[("loa", "application/pdf")]);
        let named = FilePart::new("2")
            .file_name("b.txt")
            .media_type("text/plain");
        body.set("loa", Field::Files(vec!["1".into(), named]));
        body.set("other", Field::Files(vec![b"3".into()]));
        assert_eq!(
            encoded(&body).unwrap(),
            "--B\r\nContent-Disposition: form-data; name=\"loa\"; filename=\"loa\"\r\nContent-Type: application/pdf\r\n\r\n1\r\n\
             --B\r\nContent-Disposition: form-data; name=\"loa\"; filename=\"b.txt\"\r\nContent-Type: text/plain\r\n\r\n2\r\n\
             --B\r\nContent-Disposition: form-data; name=\"other\"; filename=\"other\"\r\nContent-Type: application/octet-stream\r\n\r\n3\r\n\
             --B--\r\n"
        );
    }

    #[test]
    fn encode_escapes_names_and_rejects_media_types() {
        let mut body = Multipart::new(&[]);
        let file = FilePart::new("").file_name("a\"; x=\"\r\nX-Evil: 1");
        body.set("f\"\r\n", Field::Files(vec![file]));
        assert_eq!(
            encoded(&body).unwrap(),
            "--B\r\nContent-Disposition: form-data; name=\"f%22%0D%0A\"; filename=\"a%22; x=%22%0D%0AX-Evil: 1\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n\r\n--B--\r\n"
        );
        for media_type in ["text/plain\r\nX-Evil: 1", "é/é", "", "png"] {
            let file = FilePart::new("").media_type(media_type);
            body.set("f", Field::Files(vec![file]));
            assert_eq!(
                encoded(&body).unwrap_err(),
                "the media type of the file in `f` is not valid; it must look like `image/png`"
            );
        }
    }

    #[test]
    fn encode_rejects_empty_and_nested_lists() {
        let mut body = Multipart::new(&[]);
        body.set("a", Field::Value(json!([[1]])));
        assert_eq!(
            encoded(&body).unwrap_err(),
            "the body field `a` can't be a list of lists"
        );
        body.set("a", Field::Value(json!([])));
        let empty = "the body field `a` can't be an empty list";
        assert_eq!(encoded(&body).unwrap_err(), empty);
        body.set("a", Field::Files(Vec::new()));
        assert_eq!(encoded(&body).unwrap_err(), empty);
    }

    #[test]
    fn boundary_is_random() {
        let boundaries: std::collections::HashSet<String> = (0..64).map(|_| boundary()).collect();
        assert_eq!(boundaries.len(), 64);
        assert!(boundaries.iter().all(|boundary| boundary.len() == 32));
    }
}
