//! Parameters that are written as pairs, and the text of a query made of them.

use crate::runtime::encoding::percent::percent_encode;
use crate::runtime::encoding::style::Pair;

/// The pairs of parameters, in the order in which those were first set.
#[derive(Clone, Default)]
pub(crate) struct ParameterPairs {
    parameters: Vec<(String, Vec<Pair>)>,
}

impl ParameterPairs {
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
        self.pairs().map(|pair| pair.name.as_str()).collect()
    }

    /// The first value sent under this name, encoded.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.pairs()
            .find(|pair| pair.name == name)
            .map(|pair| pair.value.as_str())
    }
}

/// The encoded query, or `None` if there is nothing in it.
pub(crate) fn encode<'a>(pairs: impl Iterator<Item = &'a Pair>) -> Option<String> {
    let encoded: Vec<String> = pairs
        .map(|pair| format!("{}={}", percent_encode(&pair.name), pair.value))
        .collect();
    (!encoded.is_empty()).then(|| encoded.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn setting_again_replaces_in_place() {
        let mut query = ParameterPairs::default();
        let pairs = |name: &str, values: &[&str]| -> Vec<Pair> {
            let values = values.iter();
            values.map(|value| Pair::in_url(name, value)).collect()
        };
        query.set("a", pairs("a", &["1", "2"]));
        query.set("page[size]", pairs("page[size]", &["250"]));
        query.set("a", pairs("a", &["3"]));
        assert_eq!(encode(query.pairs()).unwrap(), "a=3&page%5Bsize%5D=250");
        assert_eq!(query.names(), ["a", "page[size]"]);
        assert_eq!(query.value("page[size]"), Some("250"));
        assert_eq!(query.value("page[number]"), None);
    }

    #[test]
    fn everything_reserved_is_encoded() {
        let pairs = [Pair::in_url("q[é]", "a b+c&d=é")];
        assert_eq!(
            encode(pairs.iter()).unwrap(),
            "q%5B%C3%A9%5D=a%20b%2Bc%26d%3D%C3%A9"
        );
        assert_eq!(encode(ParameterPairs::default().pairs()), None);
    }
}
