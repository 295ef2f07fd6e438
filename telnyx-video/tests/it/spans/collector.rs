//! A subscriber that writes down everything it is told.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Dispatch, Event, Metadata, Subscriber};
use tracing_subscriber::Registry;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

/// Subscribers that are there for good, so that there is never only one.
///
/// Whether anybody listens to a span is kept for the whole process, and found out when the span is
/// first met. As long as there is only one subscriber, `tracing` asks that of the thread that meets
/// it: a test without a subscriber would answer for the one that has it. Where there are several,
/// all are asked.
static OTHERS: LazyLock<[Dispatch; 2]> =
    LazyLock::new(|| [(); 2].map(|()| Dispatch::new(Registry::default())));

/// A subscriber that writes down everything it is told, by whatever crate.
#[derive(Clone, Default)]
pub(crate) struct Collector {
    log: Arc<Mutex<Log>>,
}

#[derive(Default)]
struct Log {
    spans: Vec<Seen>,
    events: Vec<Seen>,
}

/// A span or an event.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) name: String,
    pub(crate) target: String,
    pub(crate) level: String,
    /// The name of the span it is in.
    pub(crate) parent: Option<String>,
    pub(crate) fields: BTreeMap<String, String>,
}

/// Where in the log a span is.
struct Place(usize);

impl Collector {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Listens to this thread until the guard is dropped.
    pub(crate) fn listen(&self) -> DefaultGuard {
        LazyLock::force(&OTHERS);
        tracing::subscriber::set_default(tracing_subscriber::registry().with(self.clone()))
    }

    /// The spans that the crate and its user made, in the order in which they began.
    pub(crate) fn spans(&self) -> Vec<Seen> {
        ours(&self.log.lock().unwrap().spans)
    }

    /// The events of the crate.
    pub(crate) fn events(&self) -> Vec<Seen> {
        ours(&self.log.lock().unwrap().events)
    }

    /// All that was told by anyone, as text.
    pub(crate) fn everything(&self) -> String {
        let log = self.log.lock().unwrap();
        format!("{:?} {:?}", log.spans, log.events)
    }
}

/// Those of the crate and of these tests; the crates below tell things as well.
fn ours(seen: &[Seen]) -> Vec<Seen> {
    let (tests, _) = module_path!().rsplit_once("::").unwrap();
    let is_ours =
        |seen: &&Seen| seen.target.starts_with("telnyx_video") || seen.target.starts_with(tests);
    seen.iter().filter(is_ours).cloned().collect()
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Collector {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let span = context.span(id).unwrap();
        let parent = span.parent().map(|parent| parent.name().to_owned());
        let mut seen = Seen::new(attributes.metadata(), parent);
        attributes.record(&mut Fields(&mut seen.fields));
        let mut log = self.log.lock().unwrap();
        span.extensions_mut().insert(Place(log.spans.len()));
        log.spans.push(seen);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let span = context.span(id).unwrap();
        let extensions = span.extensions();
        let place = extensions.get::<Place>().unwrap().0;
        let mut log = self.log.lock().unwrap();
        values.record(&mut Fields(&mut log.spans[place].fields));
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let parent = context.event_span(event).map(|span| span.name().to_owned());
        let mut seen = Seen::new(event.metadata(), parent);
        event.record(&mut Fields(&mut seen.fields));
        self.log.lock().unwrap().events.push(seen);
    }
}

impl Seen {
    fn new(metadata: &Metadata<'_>, parent: Option<String>) -> Self {
        Self {
            name: metadata.name().to_owned(),
            target: metadata.target().to_owned(),
            level: metadata.level().to_string(),
            parent,
            fields: BTreeMap::new(),
        }
    }
}

struct Fields<'a>(&'a mut BTreeMap<String, String>);

impl Visit for Fields<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}
