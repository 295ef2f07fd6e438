//! Selects the variant of a union by the JSON value.
//!
//! A value can be a variant if its discriminator and constant properties have the right values, and its JSON type and
//! required keys fit. Decoding must not lose members, so a variant is considered only if it keeps every member that
//! some variant of this JSON type declares. Variants that can't be decoded also determine these members. So do
//! variants that constants exclude, unless a constant property selects the considered variant. The best variant is the
//! one that the value fits best by [`Rank`], and the first of several equals.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::runtime::values::decode::form::{Form, Keys, Rank};

/// The values that a variant accepts.
pub struct Choice {
    /// The form of the content.
    pub form: Form,
    /// The key of the discriminator, or `""`.
    pub tag: &'static str,
    /// The values of the discriminator that select the variant. Empty in a union without discriminator.
    pub tag_values: &'static [&'static dyn Constant],
    /// The keys and values of constant properties.
    pub constants: &'static [(&'static str, &'static dyn Constant)],
    /// Whether the object has no other keys than the declared ones.
    pub is_closed: bool,
}

/// A string, boolean or integer that is compared with JSON.
pub trait Constant {
    /// Whether the JSON is this value.
    fn is(&self, json: &Value) -> bool;
}

impl<T: 'static> Constant for T
where
    Value: PartialEq<T>,
{
    fn is(&self, json: &Value) -> bool {
        json == self
    }
}

/// How well a value fits a choice. The least is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// Whether neither the discriminator nor a constant property selects the choice.
    is_unselected: bool,
    /// Whether a closed object has other keys.
    has_other_keys: bool,
    /// Whether a required nullable key is missing.
    lacks_key: bool,
    rank: Rank,
}

impl Fit {
    fn new(rank: Rank) -> Self {
        Self {
            is_unselected: true,
            has_other_keys: false,
            lacks_key: false,
            rank,
        }
    }

    /// Returns how well an array or object fits, if one of its members fits like `member`. A member whose rank is
    /// between `Specific` and `Any` makes the rank no worse than `worst`. `Unknown` counts as `Lenient`; other ranks
    /// are kept.
    fn with_member(self, member: Self, worst: Rank) -> Self {
        let rank = match member.rank {
            Rank::Unknown => Rank::Lenient,
            rank @ (Rank::Lenient | Rank::Truncated | Rank::Undecodable) => rank,
            rank => rank.min(worst),
        };
        Self {
            is_unselected: true,
            has_other_keys: self.has_other_keys || member.has_other_keys,
            lacks_key: self.lacks_key || member.lacks_key,
            rank: self.rank.max(rank),
        }
    }
}

/// The members of a value that a type doesn't know, by address. Without nulls, which mean the same as a missing member.
type UnknownMembers = HashSet<*const Value>;

/// A choice that a value fits.
struct Candidate {
    index: usize,
    /// Whether the value contradicts the discriminator or a constant property of the choice, or the discriminator
    /// selects another choice.
    is_excluded: bool,
    fit: Fit,
    unknown: UnknownMembers,
}

/// Returns the indices of the choices that a value can be decoded as, the best first.
pub fn select(choices: &[Choice], json: &Value) -> Vec<usize> {
    let selections = selections(choices, json);
    let mut selected = selections
        .iter()
        .enumerate()
        .filter_map(|(index, selection)| Some((index, (*selection)?)));
    match (selected.next(), selected.next()) {
        (None, _) => Vec::new(),
        (Some((index, true)), None) => vec![index],
        _ => candidates(choices, &selections, json)
            .into_iter()
            .map(|candidate| candidate.index)
            .collect(),
    }
}

/// Returns for each choice whether the discriminator or a constant property selects it, or `None` if it is excluded.
fn selections(choices: &[Choice], json: &Value) -> Vec<Option<bool>> {
    let mut selections: Vec<_> = choices
        .iter()
        .map(|choice| is_selected(choice, json))
        .collect();
    let is_tagged = |(choice, selection): (&Choice, &Option<bool>)| {
        !choice.tag_values.is_empty() && selection.is_some()
    };
    if choices.iter().zip(&selections).any(is_tagged) {
        // A choice without values of the discriminator is selected only if there is no other.
        for (choice, selection) in choices.iter().zip(&mut selections) {
            *selection = selection.filter(|_| !choice.tag_values.is_empty());
        }
    }
    selections
}

/// Returns whether the discriminator or a constant property selects a choice, or `None` if one of them excludes it.
fn is_selected(choice: &Choice, json: &Value) -> Option<bool> {
    if !choice.tag_values.is_empty() {
        let tag = json.get(choice.tag)?;
        return choice
            .tag_values
            .iter()
            .any(|value| value.is(tag))
            .then_some(true);
    }
    let mut is_selected = false;
    for (key, constant) in choice.constants {
        match json.get(key) {
            None | Some(Value::Null) => {}
            Some(value) if constant.is(value) => is_selected = true,
            Some(_) => return None,
        }
    }
    Some(is_selected)
}

/// Returns the choices that a value fits and that keep all members that any of the choices knows, the best first. If a
/// constant selects a choice, the choices that constants exclude don't matter.
fn candidates(choices: &[Choice], selections: &[Option<bool>], json: &Value) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = choices
        .iter()
        .zip(selections)
        .enumerate()
        .filter_map(|(index, (choice, selection))| candidate(index, choice, *selection, json))
        .collect();
    let unknown_to_all = count_unknown(candidates.iter());
    let unknown_to_not_excluded = count_unknown(candidates.iter().filter(|it| !it.is_excluded));
    candidates.retain(|candidate| {
        let unknown = match candidate.fit.is_unselected {
            true => unknown_to_all,
            false => unknown_to_not_excluded,
        };
        !candidate.is_excluded
            && candidate.fit.rank < Rank::Unknown
            && candidate.unknown.len() == unknown
    });
    candidates.sort_by_key(|candidate| candidate.fit);
    candidates
}

/// Returns the number of members that no candidate knows.
fn count_unknown<'a>(mut candidates: impl Iterator<Item = &'a Candidate> + Clone) -> usize {
    let Some(first) = candidates.next() else {
        return 0;
    };
    let is_unknown_to_others = |member: &&*const Value| {
        candidates
            .clone()
            .all(|candidate| candidate.unknown.contains(*member))
    };
    first.unknown.iter().filter(is_unknown_to_others).count()
}

fn candidate(
    index: usize,
    choice: &Choice,
    selection: Option<bool>,
    json: &Value,
) -> Option<Candidate> {
    let mut unknown = UnknownMembers::new();
    let fit = fit(choice.form, json, &mut unknown).filter(|it| it.rank != Rank::Unknown)?;
    let fit = Fit {
        is_unselected: fit.is_unselected && selection != Some(true),
        has_other_keys: fit.has_other_keys || choice.is_closed && !unknown.is_empty(),
        ..fit
    };
    Some(Candidate {
        index,
        is_excluded: selection.is_none(),
        fit,
        unknown,
    })
}

/// Returns how well a value fits a form, or `None` if it has another JSON type. Adds the members that the form doesn't
/// know.
fn fit(form: Form, json: &Value, unknown: &mut UnknownMembers) -> Option<Fit> {
    match form {
        Form::Any => Some(Fit::new(Rank::Any)),
        Form::Scalar(rank) => rank(json).map(Fit::new),
        Form::Nullable(_) | Form::Optional(_) if json.is_null() => Some(Fit::new(Rank::Specific)),
        Form::Nullable(form) => fit(*form, json, unknown),
        Form::Optional(form) => {
            fit(*form, json, unknown).or_else(|| (json == "").then_some(Fit::new(Rank::Lenient)))
        }
        Form::Array(form) => {
            let mut items = json.as_array()?.iter();
            items.try_fold(Fit::new(Rank::Specific), |sum, item| {
                Some(sum.with_member(fit(*form, item, unknown)?, Rank::Any))
            })
        }
        Form::Map(form) => {
            let mut values = json.as_object()?.values();
            values.try_fold(Fit::new(Rank::Map), |sum, value| {
                Some(sum.with_member(fit(*form, value, unknown)?, Rank::Any))
            })
        }
        Form::Model(keys) => Some(fit_model(keys(), json.as_object()?, unknown)),
        Form::Union(choices) => {
            let choices = choices();
            let candidates = candidates(choices, &selections(choices, json), json);
            match candidates.into_iter().next() {
                Some(best) => {
                    unknown.extend(best.unknown);
                    Some(best.fit)
                }
                None => Some(Fit::new(Rank::Unknown)),
            }
        }
    }
}

fn fit_model(
    Keys { known, additional }: Keys,
    members: &Map<String, Value>,
    unknown: &mut UnknownMembers,
) -> Fit {
    let mut sum = Fit::new(Rank::Specific);
    for key in known.iter().filter(|key| !members.contains_key(key.name)) {
        match key.form {
            Form::Optional(_) => sum.lacks_key |= key.is_required_nullable,
            _ => sum.rank = Rank::Undecodable,
        }
    }
    for (name, value) in members {
        match known.iter().find(|key| key.name == name) {
            Some(key) => {
                let member = fit(key.form, value, unknown);
                let member = member.unwrap_or(Fit::new(Rank::Undecodable));
                sum = sum.with_member(member, Rank::General);
            }
            None if value.is_null() || is_additional(additional, value) => {}
            None => {
                unknown.insert(value);
            }
        }
    }
    sum
}

/// Whether a value can be decoded as an additional property.
fn is_additional(additional: Option<Form>, value: &Value) -> bool {
    match additional {
        Some(Form::Map(form)) => fit(*form, value, &mut UnknownMembers::new())
            .is_some_and(|fit| fit.rank < Rank::Undecodable),
        _ => false,
    }
}
