//! Webhooks, received and verified over HTTP.

use std::convert::Infallible;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, UNIX_EPOCH};

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::json;
use telnyx_video::mock::MockServer;
use telnyx_video::models::{RoomRecordingType, WebhookEvent};
use telnyx_video::webhook::Verifier;
use tokio::net::TcpListener;

use super::start_server;

/// A webhook receiver that verifies and records events, and always responds with the same status.
struct Receiver {
    url: String,
    events: Arc<Mutex<Vec<WebhookEvent>>>,
}

impl Receiver {
    async fn start(verifier: Verifier, status: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let events = Arc::new(Mutex::new(Vec::new()));
        let recorded = Arc::clone(&events);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (verifier, recorded) = (verifier.clone(), Arc::clone(&recorded));
                let service = service_fn(move |request: Request<Incoming>| {
                    let (verifier, recorded) = (verifier.clone(), Arc::clone(&recorded));
                    async move {
                        let (parts, body) = request.into_parts();
                        let body = body.collect().await.unwrap().to_bytes();
                        let event = verifier.event(&parts.headers, &body).unwrap();
                        recorded.lock().unwrap().push(event);
                        let mut response = Response::new(Full::new(Bytes::new()));
                        *response.status_mut() = status.try_into().unwrap();
                        Ok::<_, Infallible>(response)
                    }
                });
                let server = hyper::server::conn::http1::Builder::new();
                tokio::spawn(server.serve_connection(TokioIo::new(stream), service));
            }
        });
        Self { url, events }
    }

    fn event_types(&self) -> Vec<String> {
        let events = self.events.lock().unwrap();
        let event_types = events
            .iter()
            .map(|event| event.event_type().unwrap().to_owned());
        event_types.collect()
    }
}

async fn start_receiver(server: &MockServer, status: u16) -> Receiver {
    Receiver::start(server.verifier().unwrap(), status).await
}

#[tokio::test]
async fn room_events_are_delivered_in_order() {
    let server = start_server().await;
    let receiver = start_receiver(&server, 200).await;
    let client = server.client();
    let rooms = client.rooms();
    let create = rooms.create().webhook_event_url(&*receiver.url);
    let room = create.send().await.unwrap().id;
    let room_without_webhook = client.rooms().create().send().await.unwrap().id;
    server.join(room_without_webhook, "Nobody").unwrap();
    let ann = server.join(room, "Ann").unwrap();
    let session = ann.session_id.unwrap();
    let recording = server
        .start_recording(ann.id, RoomRecordingType::Audio)
        .unwrap()
        .id;
    server.advance(Duration::from_secs(30));
    client
        .rooms()
        .sessions()
        .actions()
        .end(session)
        .send()
        .await
        .unwrap();
    server.finish_recording(recording).unwrap();
    client
        .room_compositions()
        .create()
        .session_id(session)
        .send()
        .await
        .unwrap();
    server.advance(Duration::from_secs(5));
    server.wait_for_webhooks().await;
    let expected = [
        "video.room.session.started",
        "video.room.participant.joined",
        "video.room.recording.started",
        "video.room.participant.left",
        "video.room.session.ended",
        "video.room.recording.completed",
        "video.room.composition.completed",
    ];
    assert_eq!(receiver.event_types(), expected);
    let events = receiver.events.lock().unwrap();
    let WebhookEvent::ParticipantLeft(left) = &events[3] else {
        panic!("{:?}", events[3]);
    };
    let payload = left.payload.as_ref().unwrap();
    assert_eq!(payload.participant_id, Some(ann.id));
    assert_eq!(payload.duration_secs, Some(30));
    assert_eq!(payload.left_reason.as_deref(), Some("session_ended"));
    assert_eq!(payload.room_id, Some(room));
    let WebhookEvent::RecordingCompleted(completed) = &events[5] else {
        panic!("{:?}", events[5]);
    };
    let payload = completed.payload.as_ref().unwrap();
    assert_eq!(payload.recording_id, Some(recording));
    assert!(payload.download_url.is_some());
}

#[tokio::test]
async fn webhooks_queued_before_advance_are_valid() {
    let server = start_server().await;
    let receiver = start_receiver(&server, 200).await;
    let rooms = server.client().rooms();
    let create = rooms.create().webhook_event_url(&*receiver.url);
    let room = create.send().await.unwrap().id;
    let ann = server.join(room, "Ann").unwrap();
    server.advance(Duration::from_secs(3_600));
    server.leave(ann.id).unwrap();
    server.wait_for_webhooks().await;
    let expected = [
        "video.room.session.started",
        "video.room.participant.joined",
        "video.room.participant.left",
        "video.room.session.ended",
    ];
    assert_eq!(receiver.event_types(), expected);
}

#[tokio::test]
async fn failover_url_receives_rejected_webhooks() {
    let server = start_server().await;
    let (failing, failover) = (
        start_receiver(&server, 500).await,
        start_receiver(&server, 200).await,
    );
    let rooms = server.client().rooms();
    let create = rooms
        .create()
        .webhook_event_url(failing.url.as_str())
        .webhook_event_failover_url(failover.url.as_str());
    let room = create.send().await.unwrap().id;
    server.join(room, "Ann").unwrap();
    server.wait_for_webhooks().await;
    assert_eq!(failing.event_types().len(), 2);
    assert_eq!(failover.event_types(), failing.event_types());
}

#[tokio::test]
async fn composition_webhook_takes_precedence_over_room_webhook() {
    let server = start_server().await;
    let (room_receiver, composition_receiver) = (
        start_receiver(&server, 200).await,
        start_receiver(&server, 200).await,
    );
    let client = server.client();
    let rooms = client.rooms();
    let create = rooms.create().webhook_event_url(&*room_receiver.url);
    let room = create.send().await.unwrap().id;
    let session = server.join(room, "Ann").unwrap().session_id.unwrap();
    let create = client.room_compositions().create().session_id(session);
    create
        .webhook_event_url(composition_receiver.url.as_str())
        .send()
        .await
        .unwrap();
    server.advance(Duration::from_secs(5));
    server.wait_for_webhooks().await;
    assert_eq!(
        composition_receiver.event_types(),
        ["video.room.composition.completed"]
    );
    assert_eq!(room_receiver.event_types().len(), 2);
}

#[tokio::test]
async fn wait_for_webhooks_includes_compositions_completed_since_last_request() {
    let seconds = Arc::new(AtomicU64::new(0));
    let clock_seconds = Arc::clone(&seconds);
    let builder = MockServer::builder()
        .clock(move || UNIX_EPOCH + Duration::from_secs(clock_seconds.load(Ordering::Relaxed)));
    let server = builder.start().await.unwrap();
    let receiver = start_receiver(&server, 200).await;
    let client = server.client();
    let room = client.rooms().create().send().await.unwrap().id;
    let session = server.join(room, "Ann").unwrap().session_id.unwrap();
    let create = client.room_compositions().create().session_id(session);
    let create = create.webhook_event_url(receiver.url.as_str());
    create.send().await.unwrap();
    seconds.store(5, Ordering::Relaxed);
    server.wait_for_webhooks().await;
    let expected = ["video.room.composition.completed"];
    assert_eq!(receiver.event_types(), expected);
}

#[tokio::test]
async fn deliver_and_webhook_headers_sign_custom_events() {
    let server = start_server().await;
    let receiver = start_receiver(&server, 202).await;
    let event = json!({"event_type": "video.room.session.started", "payload": {}});
    let status = server.deliver(&receiver.url, &event).await.unwrap();
    assert_eq!(status.as_u16(), 202);
    assert_eq!(receiver.event_types(), ["video.room.session.started"]);
    let body = br#"{"data":{"event_type":"x"}}"#;
    let verifier = server.verifier().unwrap();
    verifier.event(server.webhook_headers(body), body).unwrap();
    assert!(verifier.event(server.webhook_headers(b"{}"), body).is_err());
}
