//! The query of a request.

mod style;

pub(crate) use style::{Pair, deep_object, form};

use crate::encoding::percent_encode;

/// The parameters of a query, in the order in which they were first set.
#[derive(Clone, Default)]
pub(crate) struct Query {
    parameters: Vec<(String, Vec<Pair>)>,
}

impl Query {
    /// Sets a parameter to the pairs it puts on the wire, replacing what it put there before.
    pub(crate) fn set(&mut self, parameter: &str, pairs: Vec<Pair>) {
        match self
            .parameters
            .iter_mut()
            .find(|(name, _)| name == parameter)
        {
            Some((_, old)) => *old = pairs,
            None => self.parameters.push((parameter.to_owned(), pairs)),
        }
    }

    pub(crate) fn pairs(&self) -> impl Iterator<Item = &Pair> {
        self.parameters.iter().flat_map(|(_, pairs)| pairs)
    }

    /// The names as they stand on the wire, before encoding.
    pub(crate) fn names(&self) -> Vec<&str> {
        self.pairs().map(|(name, _)| name.as_str()).collect()
    }

    /// The first value sent under this name.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.pairs()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The encoded query, or `None` if there is nothing in it.
pub(crate) fn encode<'a>(pairs: impl Iterator<Item = &'a Pair>) -> Option<String> {
    let encoded: Vec<String> = pairs
        .map(|(name, value)| format!("{}={}", percent_encode(name), percent_encode(value)))
        .collect();
    (!encoded.is_empty()).then(|| encoded.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn setting_again_replaces_in_place() {
        let mut query = Query::default();
        query.set("a", form("a", ["1", "2"]).unwrap());
        query.set("page[size]", form("page[size]", 250).unwrap());
        query.set("a", form("a", 3).unwrap());
        assert_eq!(encode(query.pairs()).unwrap(), "a=3&page%5Bsize%5D=250");
        assert_eq!(query.names(), ["a", "page[size]"]);
        assert_eq!(query.value("page[size]"), Some("250"));
        assert_eq!(query.value("page[number]"), None);
    }

    #[test]
    fn everything_reserved_is_encoded() {
        let mut query = Query::default();
        query.set("q", form("q", "a b+c&d=é").unwrap());
        assert_eq!(encode(query.pairs()).unwrap(), "q=a%20b%2Bc%26d%3D%C3%A9");
        assert_eq!(encode(Query::default().pairs()), None);
    }
}
