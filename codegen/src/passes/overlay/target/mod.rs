//! The target of an action: a JSONPath that may follow references.

mod json_path;
mod mismatch;
mod segments;
mod selection;
mod step;

use std::collections::HashMap;
use std::mem;

use serde_json::Value;
use serde_json_path::{JsonPath, ParseError};

use self::mismatch::mismatch;
use self::segments::{Segment, SegmentKind};
pub(super) use self::selection::{FollowedReferences, Selection};
use self::step::Step;
use crate::diagnostics::Pointer;

#[derive(Debug)]
pub(super) struct Target {
    pub(super) text: String,
    path: JsonPath,
    segments: Vec<Segment>,
}

impl Target {
    pub(super) fn parse(text: &str) -> Result<Self, ParseError> {
        Ok(Self {
            text: text.to_owned(),
            path: JsonPath::parse(text)?,
            segments: segments::split(text),
        })
    }

    /// Whether the target is `$`.
    pub(super) fn is_document(&self) -> bool {
        self.segments.is_empty()
    }

    /// Selects values of the document. If plain JSONPath selects nothing, or fewer values than the target names,
    /// applies the segments one by one and follows references.
    ///
    /// # Errors
    ///
    /// Returns the reason why the target matches nothing.
    pub(super) fn select(&self, document: &Value, is_removal: bool) -> Result<Selection, String> {
        let matches = json_path::query(&self.path, document);
        let is_complete = match self.named_count() {
            Some(count) => matches.len() == count,
            None => !matches.is_empty(),
        };
        match is_complete {
            true => Ok(Selection::new(matches)),
            false => self.select_through_references(document, is_removal),
        }
    }

    /// Returns the number of values that the target names, or `None` if it has other segments, such as wildcards.
    fn named_count(&self) -> Option<usize> {
        self.segments
            .iter()
            .try_fold(1_usize, |count, segment| match &segment.kind {
                SegmentKind::Names(selectors) | SegmentKind::Indices(selectors) => {
                    Some(count.saturating_mul(selectors.len()))
                }
                SegmentKind::Filter | SegmentKind::Other => None,
            })
    }

    /// Selects values segment by segment. A segment that selects nothing in a Reference Object applies to the
    /// referenced object. If a filter matches only a referenced object, selects this object or, if the filter is the
    /// last segment of a removal, the Reference Object.
    fn select_through_references(
        &self,
        document: &Value,
        is_removal: bool,
    ) -> Result<Selection, String> {
        let mut selection = Selection::new([Pointer::root()]);
        for (depth, segment) in self.segments.iter().enumerate() {
            let is_last = depth + 1 == self.segments.len();
            let values = mem::take(&mut selection.values);
            let mut step = Step {
                document,
                segment,
                depth,
                selects_references: is_last && is_removal,
                selection: &mut selection,
                applied: HashMap::new(),
                filtered: HashMap::new(),
            };
            for value in &values {
                step.select(value);
            }
            if selection.values.is_empty() {
                let before = self.segments.get(..depth).unwrap_or_default();
                return Err(mismatch(document, before, segment, &values));
            }
        }
        Ok(selection)
    }

    /// Returns a target that selects the same values, but starts at `object`. The first `skipped` segments reach
    /// `object` through a reference.
    pub(super) fn starting_at(&self, document: &Value, object: &Pointer, skipped: usize) -> String {
        let rest = self.segments.iter().skip(skipped);
        let start = json_path::from_pointer(document, object);
        start + &rest.map(|segment| &*segment.text).collect::<String>()
    }
}
