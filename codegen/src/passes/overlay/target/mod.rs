//! The target of an action: a JSONPath that follows references if it needs to.

mod json_path;
mod mismatch;
mod segments;
mod step;

use indexmap::IndexMap;
use serde_json::Value;
use serde_json_path::{JsonPath, ParseError};

pub(super) use self::mismatch::Mismatch;
use self::segments::{Segment, SegmentKind};
use self::step::Step;
use crate::diagnostics::Pointer;

/// A JSONPath that selects values of a document.
#[derive(Debug)]
pub(super) struct Target {
    text: String,
    path: JsonPath,
    segments: Vec<Segment>,
}

/// The locations of the selected values, each with the references that the target follows to it.
pub(super) type Selection = IndexMap<Pointer, Vec<Followed>>;

/// A reference that a target follows.
#[derive(Clone, Debug)]
pub(super) struct Followed {
    /// The location of the object that has the `$ref`.
    pub(super) location: Pointer,
    /// The location of the object that the reference refers to.
    pub(super) object: Pointer,
    /// The target that starts at this object.
    pub(super) direct_target: String,
}

impl Target {
    pub(super) fn parse(text: &str) -> Result<Self, ParseError> {
        Ok(Self {
            text: text.to_owned(),
            path: JsonPath::parse(text)?,
            segments: segments::split(text),
        })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Selects values of the document. With `is_removal`, a Reference Object in a list matches for the object that it
    /// refers to.
    ///
    /// # Errors
    ///
    /// Returns the segment that matches nothing.
    pub(super) fn select(&self, document: &Value, is_removal: bool) -> Result<Selection, Mismatch> {
        let matches = json_path::query(&self.path, document);
        let is_complete = match self.named_count() {
            Some(count) => matches.len() == count,
            None => !matches.is_empty(),
        };
        match is_complete {
            true => Ok(matches.into_iter().map(|it| (it, Vec::new())).collect()),
            false => self.select_through_references(document, is_removal),
        }
    }

    /// Returns the number of values that the target names, unless it has wildcards or filters.
    fn named_count(&self) -> Option<usize> {
        self.segments
            .iter()
            .try_fold(1_usize, |count, segment| match &segment.kind {
                SegmentKind::Named(names) => Some(count.saturating_mul(names.len())),
                SegmentKind::Filter | SegmentKind::Other => None,
            })
    }

    fn select_through_references(
        &self,
        document: &Value,
        is_removal: bool,
    ) -> Result<Selection, Mismatch> {
        let mut selection = Selection::from([(Pointer::root(), Vec::new())]);
        for (index, segment) in self.segments.iter().enumerate() {
            let is_last = index + 1 == self.segments.len();
            let mut step = Step::new(document, segment, self.rest(index), is_last && is_removal);
            for (pointer, followed) in &selection {
                step.select(pointer, followed);
            }
            let selected = step.into_selection();
            if selected.is_empty() {
                return Err(self.mismatch(document, index, &selection));
            }
            selection = selected;
        }
        Ok(selection)
    }

    /// Returns the text of the segment and those after it.
    fn rest(&self, index: usize) -> String {
        let rest = self.segments.iter().skip(index);
        rest.map(|segment| segment.text.as_str()).collect()
    }
}
