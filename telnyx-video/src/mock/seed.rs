use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::contract::{Schema, child_pointer};
use super::error::Result;
use super::resource::{LISTS, with_defaults};
use super::{Contract, MockError, Resource, State, media, object, to_json};
use crate::models::{Room, RoomComposition, RoomParticipant, RoomRecording, RoomSession};

/// The fields that contain the ID of another resource, each with the list of that resource.
const REFERENCES: [(&str, &str); 3] = [
    ("participant_id", "participants"),
    ("room_id", "rooms"),
    ("session_id", "sessions"),
];

/// The fields by which a seed can refer to a resource, in addition to `id`. A resource has at most one of them.
const LABELS: [&str; 2] = ["context", "unique_name"];

/// Adds the rooms, sessions, participants, recordings and compositions of a seed. An invalid seed changes nothing.
pub(super) fn apply(state: &mut State, contract: &Contract, seed: &Value) -> Result<()> {
    let mut seeded = state.clone();
    add(&mut seeded, contract, seed)?;
    *state = seeded;
    Ok(())
}

fn add(state: &mut State, contract: &Contract, seed: &Value) -> Result<()> {
    let Value::Object(lists) = seed else {
        return Err(MockError::seed("", "expected an object"));
    };
    if let Some(other) = lists.keys().find(|name| !LISTS.contains(&name.as_str())) {
        let cause = format!("unknown list; expected one of {}", LISTS.join(", "));
        return Err(MockError::seed(child_pointer("", other), cause));
    }
    let items = lists.values().filter_map(Value::as_array).flatten();
    let ids = items.filter_map(|item| parsed_id(item.get("id")?));
    state.seeded_ids.extend(ids);
    let mut reader = SeedReader {
        lists,
        contract,
        state,
        ids: BTreeMap::new(),
    };
    // The items of a list may only refer to items that are already read.
    reader.read_list::<Room>()?;
    reader.read_list::<RoomSession>()?;
    reader.read_list::<RoomParticipant>()?;
    reader.read_list::<RoomRecording>()?;
    reader.read_list::<RoomComposition>()?;
    for recording in &mut state.recordings {
        media::attach_recording_file(recording, &state.media_url);
    }
    for composition in &mut state.compositions {
        media::attach_composition_file(composition, &state.media_url);
    }
    Ok(())
}

struct SeedReader<'a> {
    lists: &'a Map<String, Value>,
    contract: &'a Contract,
    state: &'a mut State,
    /// The IDs of the items in the state, by their list and by each value that refers to them. `None` if the value
    /// refers to several items.
    ids: References,
}

type References = BTreeMap<(&'static str, String), Option<Uuid>>;

impl SeedReader<'_> {
    fn read_list<T: Resource>(&mut self) -> Result<()> {
        for existing in T::list(self.state) {
            add_references(&mut self.ids, existing, None);
        }
        let pointer = child_pointer("", T::KIND.list);
        let items = match self.lists.get(T::KIND.list) {
            None | Some(Value::Null) => return Ok(()),
            Some(Value::Array(items)) => items,
            Some(_) => return Err(MockError::seed(pointer, "expected an array")),
        };
        let schema = self.contract.definition(T::KIND.schema);
        for (index, item) in items.iter().enumerate() {
            let pointer = child_pointer(&pointer, &index.to_string());
            let resource: T = self.read_item(&schema, item, &pointer)?;
            add_references(&mut self.ids, &resource, Some(index));
            T::list_mut(self.state).push(resource);
        }
        Ok(())
    }

    fn read_item<T: Resource>(
        &mut self,
        schema: &Schema,
        item: &Value,
        pointer: &str,
    ) -> Result<T> {
        let error =
            |name: &str, cause: String| MockError::seed(child_pointer(pointer, name), cause);
        let Value::Object(mut item) = item.clone() else {
            return Err(MockError::seed(pointer, "expected an object"));
        };
        let fields = self.contract.resolve(&schema.value).get("properties");
        let fields = fields.and_then(Value::as_object).into_iter();
        let mut fields: Vec<&str> = fields.flat_map(Map::keys).map(String::as_str).collect();
        fields.retain(|name| !T::KIND.computed.contains(name));
        if let Some(name) = item.keys().find(|name| !fields.contains(&name.as_str())) {
            let fields = fields.join(", ");
            let cause = format!("unknown or computed field; a {} has {fields}", T::KIND.name);
            return Err(error(name, cause));
        }
        for (name, list) in REFERENCES {
            if fields.contains(&name) {
                let id = self.referenced_id(list, item.get(name).unwrap_or(&Value::Null));
                let id = id.map_err(|cause| error(name, cause))?;
                item.insert(name.to_owned(), json!(id));
            }
        }
        if !item.contains_key("id") {
            item.insert("id".to_owned(), json!(self.state.next_id()));
        }
        let item = Value::Object(item);
        if let Some(violation) = self.contract.violations(schema, &item).into_iter().next() {
            let pointer = format!("{pointer}{}", violation.pointer);
            return Err(MockError::seed(pointer, violation.message));
        }
        let resource: T = with_defaults(object(item), self.state.now)
            .map_err(|error| MockError::seed(pointer, error.to_string()))?;
        let list = T::KIND.list;
        if self.ids.contains_key(&key(list, &json!(resource.id()))) {
            let cause = format!("another item in `{list}` has this id");
            return Err(error("id", cause));
        }
        Ok(resource)
    }

    /// Returns the ID of the item in a list that a value refers to.
    fn referenced_id(&self, list: &'static str, reference: &Value) -> Result<Uuid, String> {
        // Ids may be in upper case.
        let id = parsed_id(reference);
        let key = key(list, &id.map_or_else(|| reference.clone(), |id| json!(id)));
        match self.ids.get(&key) {
            Some(Some(id)) => Ok(*id),
            Some(None) if reference.is_null() => Err(format!(
                "`{list}` has several items; refer to one by its id or index"
            )),
            Some(None) => Err(format!(
                "several items in `{list}` match {reference}; use the id or index"
            )),
            None if reference.is_null() => Err(format!("`{list}` has no item; add one")),
            None => Err(format!(
                "no item in `{list}` has the id, index or name {reference}"
            )),
        }
    }
}

/// Adds the values that refer to an item: its ID, its label, its index in the seed, and null. Null is a reference that
/// the seed omits; it refers to an item only if the list has no other item.
fn add_references<T: Resource>(references: &mut References, resource: &T, index: Option<usize>) {
    let id = resource.id();
    let members = to_json(resource);
    let label = LABELS.iter().find_map(|name| members.get(name).cloned());
    // A participant whose seed omits `context` has `""`, which is no label.
    let label = label.filter(|it| it != "");
    let index = index.map(|index| json!(index));
    let values = [Some(json!(id)), Some(Value::Null), label, index];
    for value in values.into_iter().flatten() {
        references
            .entry(key(T::KIND.list, &value))
            .and_modify(|other| *other = other.filter(|other| *other == id))
            .or_insert(Some(id));
    }
}

fn parsed_id(value: &Value) -> Option<Uuid> {
    value.as_str()?.parse().ok()
}

fn key(list: &'static str, reference: &Value) -> (&'static str, String) {
    (list, reference.to_string())
}
