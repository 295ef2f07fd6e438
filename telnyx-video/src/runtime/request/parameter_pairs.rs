//! Parameters that are sent as pairs: in a query or in cookies.

use reqwest::Url;

use crate::runtime::encoding::{Pair, percent_encode};

/// The pairs of parameters, in the order in which the parameters were first set.
#[derive(Clone, Default)]
pub struct ParameterPairs {
    parameters: Vec<(String, Vec<Pair>)>,
}

impl ParameterPairs {
    /// Sets the pairs of a parameter, replacing earlier ones.
    pub fn set(&mut self, parameter: &str, pairs: Vec<Pair>) {
        let mut parameters = self.parameters.iter_mut();
        match parameters.find(|(name, _)| name == parameter) {
            Some((_, existing)) => *existing = pairs,
            None => self.parameters.push((parameter.to_owned(), pairs)),
        }
    }

    pub(super) fn pairs(&self) -> impl Iterator<Item = &Pair> {
        self.parameters.iter().flat_map(|(_, pairs)| pairs)
    }

    pub(super) fn names(&self) -> Vec<&str> {
        self.pairs().map(|pair| pair.name.as_str()).collect()
    }

    pub(super) fn has_other_than(&self, parameter: &str) -> bool {
        self.parameters
            .iter()
            .any(|(name, pairs)| name != parameter && !pairs.is_empty())
    }

    /// Returns the value of the first pair with this name, encoded.
    pub fn encoded_value(&self, name: &str) -> Option<&str> {
        let pair = self.pairs().find(|pair| pair.name == name)?;
        Some(&pair.encoded_value)
    }
}

/// Adds pairs to the query of a URL, replacing existing pairs with the same names.
pub(super) fn set_query<'a>(url: &mut Url, pairs: impl Iterator<Item = &'a Pair>) {
    let pairs: Vec<&Pair> = pairs.collect();
    let is_replaced = |name: &str| pairs.iter().any(|pair| pair.name == name);
    let encoded_pairs = url.query().unwrap_or_default().split('&');
    let kept = encoded_pairs
        .filter(|text| !text.is_empty())
        .zip(url.query_pairs())
        .filter(|(_, (name, _))| !is_replaced(name))
        .map(|(text, _)| text.to_owned());
    let query: Vec<String> = kept.chain(join(pairs.iter().copied(), "&")).collect();
    let query = (!query.is_empty()).then(|| query.join("&"));
    url.set_query(query.as_deref());
}

/// Joins pairs: `a=1&b=2`. Returns `None` if there are no pairs.
pub fn join<'a>(pairs: impl Iterator<Item = &'a Pair>, separator: &str) -> Option<String> {
    let encode = |pair: &Pair| {
        let name = percent_encode(&pair.name);
        format!("{name}={}", pair.encoded_value)
    };
    let pairs: Vec<String> = pairs.map(encode).collect();
    (!pairs.is_empty()).then(|| pairs.join(separator))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::encoding::percent_encode;

    #[test]
    fn set_again_replaces_in_place() {
        let mut query = ParameterPairs::default();
        let pairs = |name: &str, values: &[&str]| -> Vec<Pair> {
            values
                .iter()
                .map(|value| Pair::new(name, value, percent_encode))
                .collect()
        };
        query.set("a", pairs("a", &["1", "2"]));
        query.set("page[size]", pairs("page[size]", &["250"]));
        query.set("a", pairs("a", &["3"]));
        assert_eq!(join(query.pairs(), "&").unwrap(), "a=3&page%5Bsize%5D=250");
        assert_eq!(query.names(), ["a", "page[size]"]);
        assert_eq!(query.encoded_value("page[size]"), Some("250"));
        assert_eq!(query.encoded_value("page[number]"), None);
    }

    #[test]
    fn set_query_replaces_pairs_of_url() {
        let mut url = Url::parse("https://a.example/?page%5Bsize%5D=1&&q=a+b&q=c").unwrap();
        set_query(&mut url, [].iter());
        assert_eq!(url.query(), Some("page%5Bsize%5D=1&q=a+b&q=c"));
        let pairs = [
            Pair::new("page[size]", "2", percent_encode),
            Pair::new("r", "3", percent_encode),
        ];
        set_query(&mut url, pairs.iter());
        assert_eq!(url.query(), Some("q=a+b&q=c&page%5Bsize%5D=2&r=3"));
        let mut url = Url::parse("https://a.example/?").unwrap();
        set_query(&mut url, [].iter());
        assert_eq!(url.query(), None);
    }

    #[test]
    fn join_encodes_reserved_characters() {
        let pairs = [Pair::new("q[é]", "a b+c&d=é", percent_encode)];
        assert_eq!(
            join(pairs.iter(), "&").unwrap(),
            "q%5B%C3%A9%5D=a%20b%2Bc%26d%3D%C3%A9"
        );
        assert_eq!(join(ParameterPairs::default().pairs(), "&"), None);
    }
}
