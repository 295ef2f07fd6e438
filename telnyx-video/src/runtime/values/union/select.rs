//! Selects the variant of a union by the JSON value:
//!
//! 1. Some variants list the values of the discriminator that select them (`tag_values`). Exclude such a variant if the
//!    JSON lacks the discriminator or has another value. Exclude a variant without `tag_values` if the discriminator
//!    selects another variant, or if the JSON has another value for one of its constant properties. If one variant
//!    remains, and the discriminator or a constant property selects it, that variant is the result.
//! 2. Find the variants whose shape the value fits, including those that step 1 excluded. An object fits a model even
//!    if members are invalid or missing. Drop each variant that doesn't declare a member of the value if another of
//!    these variants declares it, because decoding would lose the member. For a variant that the discriminator or a
//!    constant property selects, only the variants that step 1 didn't exclude count as others. Then drop the excluded
//!    variants, and those that the value can't be decoded as. If no variant remains, the value stays JSON.
//! 3. Sort the remaining variants by `Fit`. Of several equal ones, the first is the best.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use crate::runtime::values::{Keys, Rank, Shape};

/// The values that a variant accepts.
pub struct Variant {
    /// The shape of the content.
    pub shape: Shape,
    /// The key of the discriminator, or `""`.
    pub tag: &'static str,
    /// One function for each value of the discriminator that selects the variant. Empty if none does, or if the union
    /// has no discriminator.
    pub tag_values: &'static [EqualsConstant],
    /// The keys of constant properties, each with the function that recognises its value.
    pub constants: &'static [(&'static str, EqualsConstant)],
    /// Whether the API description forbids undeclared keys (`additionalProperties: false`), which then make the fit
    /// worse.
    pub is_closed: bool,
}

/// Returns whether the JSON equals a constant of the API description: one string, boolean or integer.
pub type EqualsConstant = fn(&Value) -> bool;

/// How well a value fits a variant. The least value is the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// Whether neither the discriminator nor a constant property selects the variant.
    is_unselected: bool,
    /// Whether a closed object has undeclared keys.
    has_undeclared_keys: bool,
    /// Whether a key that is required and nullable is missing.
    lacks_key: bool,
    rank: Rank,
}

impl Fit {
    fn new(rank: Rank) -> Self {
        Self {
            is_unselected: true,
            has_undeclared_keys: false,
            lacks_key: false,
            rank,
        }
    }

    /// Returns how well an array or object fits after adding a member with the fit `member`.
    fn and_member(self, member: Self) -> Self {
        let rank = match member.rank {
            // The member is decoded as `Unknown`, which loses nothing.
            Rank::Unknown => Rank::Lenient,
            rank => rank,
        };
        Self {
            has_undeclared_keys: self.has_undeclared_keys || member.has_undeclared_keys,
            lacks_key: self.lacks_key || member.lacks_key,
            rank: self.rank.max(rank),
            ..self
        }
    }
}

/// The members of a value that a type doesn't declare, by address. Omits nulls, which mean the same as missing members.
type UndeclaredMembers = HashSet<*const Value>;

/// The results of comparing values with nested unions, by the addresses of both. Several variants may have the same
/// nested union: without the cache, the time would grow exponentially with the depth of the value.
type Cache = HashMap<(*const Variant, *const Value), (Fit, UndeclaredMembers)>;

/// A variant whose shape the value fits, and how well.
struct Candidate {
    index: usize,
    is_excluded: bool,
    fit: Fit,
    undeclared: UndeclaredMembers,
}

/// Whether a value has the discriminator and the constant properties of a variant.
#[derive(Clone, Copy, PartialEq)]
enum Match {
    /// The discriminator is missing, has another value or selects another variant, or a constant property has another
    /// value.
    Excluded,
    /// The variant has no discriminator values, and the value contains none of its constant properties.
    Possible,
    /// The discriminator or a constant property has the right value.
    Selected,
}

/// Returns the indices of the variants that a value can be decoded as, the best first. If step 1 has a result, returns
/// it even if the value doesn't fit its shape: the error of its decoder then says why.
pub fn select(variants: &[Variant], json: &Value) -> Vec<usize> {
    let matches = matches(variants, json);
    let mut remaining = matches
        .iter()
        .zip(0..)
        .filter(|((_, it), _)| *it != Match::Excluded);
    match (remaining.next(), remaining.next()) {
        (Some(((_, Match::Selected), index)), None) => vec![index],
        _ => candidates(&matches, json, &mut Cache::new())
            .into_iter()
            .map(|it| it.index)
            .collect(),
    }
}

/// Compares a value with the discriminator and the constant properties of each variant.
fn matches<'a>(variants: &'a [Variant], json: &Value) -> Vec<(&'a Variant, Match)> {
    let matches = variants
        .iter()
        .map(|variant| (variant, match_variant(variant, json)));
    let mut matches: Vec<_> = matches.collect();
    let has_tag = |variant: &Variant| !variant.tag_values.is_empty();
    let mut tagged = matches.iter().filter(|(variant, _)| has_tag(variant));
    if tagged.any(|(_, it)| *it == Match::Selected) {
        // The discriminator selects a variant, so variants without values of the discriminator are excluded.
        let untagged = matches.iter_mut().filter(|(variant, _)| !has_tag(variant));
        untagged.for_each(|(_, it)| *it = Match::Excluded);
    }
    matches
}

fn match_variant(variant: &Variant, json: &Value) -> Match {
    if !variant.tag_values.is_empty() {
        let tag = json.get(variant.tag);
        return match tag.is_some_and(|tag| variant.tag_values.iter().any(|is| is(tag))) {
            true => Match::Selected,
            false => Match::Excluded,
        };
    }
    let mut result = Match::Possible;
    for (key, is_constant) in variant.constants {
        match json.get(key) {
            None | Some(Value::Null) => {}
            Some(value) if is_constant(value) => result = Match::Selected,
            Some(_) => return Match::Excluded,
        }
    }
    result
}

/// Returns the variants that the value can be decoded as without losing members, the best first.
fn candidates(matches: &[(&Variant, Match)], json: &Value, cache: &mut Cache) -> Vec<Candidate> {
    let candidates = matches.iter().enumerate();
    let candidates =
        candidates.filter_map(|(index, (variant, it))| candidate(index, variant, *it, json, cache));
    let mut candidates: Vec<Candidate> = candidates.collect();
    let undeclared_by_all = count_undeclared(candidates.iter());
    let undeclared_by_remaining = count_undeclared(candidates.iter().filter(|it| !it.is_excluded));
    candidates.retain(|candidate| {
        let undeclared = match candidate.fit.is_unselected {
            true => undeclared_by_all,
            false => undeclared_by_remaining,
        };
        !candidate.is_excluded
            && candidate.fit.rank != Rank::Undecodable
            // Members that no variant declares are in each of these sets, so equal numbers mean equal sets.
            && candidate.undeclared.len() == undeclared
    });
    candidates.sort_by_key(|candidate| candidate.fit);
    candidates
}

/// Returns the number of members that no candidate declares.
fn count_undeclared<'a>(candidates: impl Iterator<Item = &'a Candidate>) -> usize {
    let undeclared = candidates.map(|candidate| candidate.undeclared.clone());
    let by_all = undeclared.reduce(|by_all, undeclared| &by_all & &undeclared);
    by_all.map_or(0, |members| members.len())
}

fn candidate(
    index: usize,
    variant: &Variant,
    matched: Match,
    json: &Value,
    cache: &mut Cache,
) -> Option<Candidate> {
    let mut undeclared = UndeclaredMembers::new();
    let fit = fit(variant.shape, json, &mut undeclared, cache)?;
    // A nested union would keep the value as `Unknown`, so this variant doesn't fit.
    if fit.rank == Rank::Unknown {
        return None;
    }
    let fit = Fit {
        is_unselected: fit.is_unselected && matched != Match::Selected,
        has_undeclared_keys: fit.has_undeclared_keys || variant.is_closed && !undeclared.is_empty(),
        ..fit
    };
    Some(Candidate {
        index,
        is_excluded: matched == Match::Excluded,
        fit,
        undeclared,
    })
}

/// Returns how well a value fits a shape, or `None` if it doesn't. Every value fits a union, with the rank `Unknown` if
/// it fits no variant. An object with invalid or missing members fits a model, with the rank `Undecodable`. Adds the
/// members that the shape doesn't declare to `undeclared`.
fn fit(
    shape: Shape,
    json: &Value,
    undeclared: &mut UndeclaredMembers,
    cache: &mut Cache,
) -> Option<Fit> {
    match shape {
        Shape::Any => Some(Fit::new(Rank::Any)),
        Shape::Scalar(rank) => rank(json).map(Fit::new),
        Shape::Nullable(_) | Shape::Optional(_) if json.is_null() => Some(Fit::new(Rank::Specific)),
        Shape::Optional(content @ (Shape::Scalar(_) | Shape::Nullable(Shape::Scalar(_)))) => {
            fit(*content, json, undeclared, cache)
                .or_else(|| (json == "").then_some(Fit::new(Rank::Lenient)))
        }
        Shape::Nullable(shape) | Shape::Optional(shape) => fit(*shape, json, undeclared, cache),
        Shape::Array(shape) => {
            let mut items = json.as_array()?.iter();
            items.try_fold(Fit::new(Rank::Specific), |sum, item| {
                Some(sum.and_member(fit(*shape, item, undeclared, cache)?))
            })
        }
        Shape::Map(shape) => {
            let mut values = json.as_object()?.values();
            values.try_fold(Fit::new(Rank::Map), |sum, value| {
                Some(sum.and_member(fit(*shape, value, undeclared, cache)?))
            })
        }
        Shape::Model(keys) => Some(fit_model(keys(), json.as_object()?, undeclared, cache)),
        Shape::Union(variants) => {
            let variants = variants();
            let key = (variants.as_ptr(), std::ptr::from_ref(json));
            if !cache.contains_key(&key) {
                let candidates = candidates(&matches(variants, json), json, cache);
                let best = candidates.into_iter().next();
                let unknown = || (Fit::new(Rank::Unknown), UndeclaredMembers::new());
                cache.insert(key, best.map_or_else(unknown, |it| (it.fit, it.undeclared)));
            }
            let (fit, members) = cache.get(&key)?;
            undeclared.extend(members);
            Some(*fit)
        }
    }
}

fn fit_model(
    Keys { known, additional }: Keys,
    members: &Map<String, Value>,
    undeclared: &mut UndeclaredMembers,
    cache: &mut Cache,
) -> Fit {
    let mut sum = Fit::new(Rank::Specific);
    for key in known.iter().filter(|key| !members.contains_key(key.name)) {
        match key.shape {
            Shape::Optional(_) => sum.lacks_key |= key.is_required_and_nullable,
            _ => sum.rank = Rank::Undecodable,
        }
    }
    for (name, value) in members {
        match known.iter().find(|key| key.name == name) {
            Some(key) => {
                let member = fit(key.shape, value, undeclared, cache);
                let mut member = member.unwrap_or(Fit::new(Rank::Undecodable));
                if member.rank <= Rank::Any {
                    // An object fits a model better than a map, even if the declared key can have any value.
                    member.rank = member.rank.min(Rank::General);
                }
                sum = sum.and_member(member);
            }
            None if value.is_null() || is_additional(additional, value, cache) => {}
            None => {
                undeclared.insert(value);
            }
        }
    }
    sum
}

/// Returns whether a value can be decoded as an additional property.
fn is_additional(additional: Option<Shape>, value: &Value, cache: &mut Cache) -> bool {
    match additional {
        Some(Shape::Map(shape)) => fit(*shape, value, &mut UndeclaredMembers::new(), cache)
            .is_some_and(|fit| fit.rank < Rank::Undecodable),
        _ => false,
    }
}
