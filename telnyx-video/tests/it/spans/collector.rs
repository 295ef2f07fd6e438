//! A `tracing` subscriber that records spans and events.

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

/// Subscribers that are never dropped, so that there is always more than one.
///
/// `tracing` caches for the whole process whether a span is enabled. With a single subscriber, it
/// asks only the subscriber of the current thread, so a test without one would disable the span for
/// all tests. With several, it asks all of them.
static PERMANENT_SUBSCRIBERS: LazyLock<[Dispatch; 2]> =
    LazyLock::new(|| [(); 2].map(|()| Dispatch::new(Registry::default())));

/// Records the spans and events of all crates.
#[derive(Clone, Default)]
pub(crate) struct Collector {
    log: Arc<Mutex<Log>>,
}

#[derive(Default)]
struct Log {
    spans: Vec<Recorded>,
    events: Vec<Recorded>,
}

/// A span or an event.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub(crate) name: String,
    pub(crate) target: String,
    pub(crate) level: String,
    /// The name of the enclosing span.
    pub(crate) parent: Option<String>,
    pub(crate) fields: BTreeMap<String, String>,
}

/// The index of a span in the log.
struct Index(usize);

impl Collector {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Collects the spans and events of this thread until the guard is dropped.
    pub(crate) fn install(&self) -> DefaultGuard {
        LazyLock::force(&PERMANENT_SUBSCRIBERS);
        tracing::subscriber::set_default(tracing_subscriber::registry().with(self.clone()))
    }

    /// Returns the spans of this crate and of the tests, in order.
    pub(crate) fn spans(&self) -> Vec<Recorded> {
        ours(&self.log.lock().unwrap().spans)
    }

    /// Returns the events of this crate and of the tests, in order.
    pub(crate) fn events(&self) -> Vec<Recorded> {
        ours(&self.log.lock().unwrap().events)
    }

    /// Returns the debug output of all spans and events, including those of dependencies.
    pub(crate) fn debug_output(&self) -> String {
        let log = self.log.lock().unwrap();
        format!("{:?} {:?}", log.spans, log.events)
    }
}

/// Filters out the spans and events of dependencies.
fn ours(recorded: &[Recorded]) -> Vec<Recorded> {
    let (tests, _) = module_path!().rsplit_once("::").unwrap();
    let is_ours = |recorded: &&Recorded| {
        recorded.target.starts_with("telnyx_video") || recorded.target.starts_with(tests)
    };
    recorded.iter().filter(is_ours).cloned().collect()
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Collector {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let span = context.span(id).unwrap();
        let parent = span.parent().map(|parent| parent.name().to_owned());
        let mut recorded = Recorded::new(attributes.metadata(), parent);
        attributes.record(&mut Fields(&mut recorded.fields));
        let mut log = self.log.lock().unwrap();
        span.extensions_mut().insert(Index(log.spans.len()));
        log.spans.push(recorded);
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        let span = context.span(id).unwrap();
        let extensions = span.extensions();
        let index = extensions.get::<Index>().unwrap().0;
        let mut log = self.log.lock().unwrap();
        values.record(&mut Fields(&mut log.spans[index].fields));
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let parent = context.event_span(event).map(|span| span.name().to_owned());
        let mut recorded = Recorded::new(event.metadata(), parent);
        event.record(&mut Fields(&mut recorded.fields));
        self.log.lock().unwrap().events.push(recorded);
    }
}

impl Recorded {
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
