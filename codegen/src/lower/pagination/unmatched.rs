//! Errors about a declared pagination that doesn't fit the operations.

use super::declared::{Declared, KEY};
use super::list::location;
use super::{DATA, PageParameter};
use crate::diagnostics::{Diagnostic, Pointer, UnmatchedDecision};
use crate::ir::{Operation, Output, Pagination};
use crate::lower::Lowering;
use crate::lower::resource::ResourceOperation;

impl Declared {
    /// Whether an operation has the declared pagination.
    fn is_used_by(&self, operation: &Operation) -> bool {
        let Output::Page { pagination, .. } = &operation.output else {
            return false;
        };
        match self {
            Self::Disabled => false,
            Self::Parameter(parameter) => {
                *pagination == Pagination::standard(parameter.number_parameter())
            }
            Self::Style { style, items } => {
                pagination.style == *style && (items.is_none() || pagination.items == *items)
            }
        }
    }

    /// Returns the name of the query parameter that selects a page.
    fn query_parameter(&self) -> Option<&str> {
        match self {
            Self::Disabled => None,
            Self::Parameter(parameter) => Some(&parameter.parameter),
            Self::Style { style, .. } => style.parameter(),
        }
    }
}

impl Lowering<'_> {
    /// Returns an unmatched decision if the document declares a pagination that no operation has.
    pub(in crate::lower) fn unmatched_pagination(
        &self,
        operations: &[ResourceOperation],
    ) -> Option<UnmatchedDecision> {
        let declared = self.pagination.as_ref()?;
        let mut all = operations.iter().map(|it| &it.operation);
        if matches!(declared, Declared::Disabled) || all.any(|it| declared.is_used_by(it)) {
            return None;
        }
        let has_own = |it: &&ResourceOperation| {
            let node = self.document.node(&it.operation.pointer);
            node.is_some_and(|node| node.get(KEY).is_some())
        };
        let exception = match operations.iter().any(|it| has_own(&it)) {
            true => format!("; operations with their own `{KEY}` don't count"),
            false => String::new(),
        };
        let mut others = operations.iter().filter(|it| !has_own(it));
        let mut has_parameter =
            |name: &str| others.any(|it| self.check_parameter(name, &it.operation.pointer).is_ok());
        let (problem, remedy) = match declared.query_parameter() {
            _ if matches!(declared, Declared::Parameter(_)) && self.envelope.is_none() => (
                format!("`{KEY}` without `style` has no effect without `x-sdk-envelope`"),
                "add `x-sdk-envelope` with the name of the property that contains the list, such as \
                 `x-sdk-envelope: data`",
            ),
            Some(name) if !has_parameter(name) => (
                format!(
                    "no operation has the query parameter `{name}`, which `{KEY}` names{exception}"
                ),
                "set `parameter` to the query parameter that selects the page, such as `offset`",
            ),
            parameter => {
                let with = parameter.map(|it| format!(" with the query parameter `{it}`"));
                let with = with.unwrap_or_default();
                let (list, remedy) = self.expected_list(declared);
                (
                    format!("no operation{with} has {list}, which `{KEY}` expects{exception}"),
                    remedy,
                )
            }
        };
        let help = format!("{remedy}, or delete `{KEY}`");
        let pointer = Pointer::root().child(KEY);
        Some(UnmatchedDecision::new(pointer, KEY, problem, help))
    }

    /// Describes the list that a declared pagination expects, and what to do if no operation has it.
    fn expected_list(&self, declared: &Declared) -> (String, &'static str) {
        let array = match declared {
            Declared::Parameter(parameter) => {
                return (
                    format!("a success response `{}`", self.envelope_of(parameter)),
                    "correct `x-sdk-envelope` and `meta`",
                );
            }
            Declared::Style { items, .. } => items.as_deref(),
            Declared::Disabled => None,
        };
        let array = array.map_or_else(
            || "a list".to_owned(),
            |items| format!("an array at {}", location(items)),
        );
        (
            format!("{array} in its only success response"),
            "set `items` to the JSON pointer of the array in the body",
        )
    }

    /// Creates the error about an operation that declares a page parameter, but doesn't return a list in the envelope.
    pub(in crate::lower) fn envelope_error(
        &self,
        operation: &Pointer,
        parameter: &PageParameter,
    ) -> Diagnostic {
        Diagnostic::at(
            &operation.child("responses"),
            format!(
                "`{KEY}` without `style` expects only success responses `{}`",
                self.envelope_of(parameter)
            ),
            format!(
                "if the response has a list and one other property, set `meta` to that property; otherwise, set `{KEY}` \
                 of the operation to an object with `style`, such as `{{style: page_number, parameter: '{}'}}`, or to \
                 `false`",
                parameter.number_parameter()
            ),
        )
    }

    /// Returns an outline of the envelope of a page.
    fn envelope_of(&self, parameter: &PageParameter) -> String {
        let data = self.envelope.as_deref().unwrap_or(DATA);
        format!("{{{data}: […], {}: {{…}}}}", parameter.meta)
    }
}
