//! Webhooks, taken by a receiver that verifies them.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

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

use super::server;

/// A receiver that keeps what it has verified, and answers with a status of its own.
struct Receiver {
    address: String,
    events: Arc<Mutex<Vec<WebhookEvent>>>,
}

impl Receiver {
    async fn start(verifier: Verifier, status: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/hook", listener.local_addr().unwrap());
        let events = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&events);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (verifier, kept) = (verifier.clone(), Arc::clone(&kept));
                let service = service_fn(move |request: Request<Incoming>| {
                    let (verifier, kept) = (verifier.clone(), Arc::clone(&kept));
                    async move {
                        let (parts, body) = request.into_parts();
                        let body = body.collect().await.unwrap().to_bytes();
                        let event = verifier.event(&parts.headers, &body).unwrap();
                        kept.lock().unwrap().push(event);
                        let mut response = Response::new(Full::new(Bytes::new()));
                        *response.status_mut() = status.try_into().unwrap();
                        Ok::<_, Infallible>(response)
                    }
                });
                let server = hyper::server::conn::http1::Builder::new();
                tokio::spawn(server.serve_connection(TokioIo::new(stream), service));
            }
        });
        Self { address, events }
    }

    fn kinds(&self) -> Vec<String> {
        let events = self.events.lock().unwrap();
        let kinds = events
            .iter()
            .map(|event| event.event_type().unwrap().to_owned());
        kinds.collect()
    }
}

async fn receiver(server: &MockServer, status: u16) -> Receiver {
    Receiver::start(server.verifier().unwrap(), status).await
}

#[tokio::test]
async fn what_happens_in_a_room_is_sent_to_its_webhook_in_order() {
    let server = server().await;
    let receiver = receiver(&server, 200).await;
    let client = server.client();
    let room = client
        .rooms()
        .create()
        .webhook_event_url(receiver.address.as_str());
    let room = room.send().await.unwrap().id;
    let quiet = client.rooms().create().send().await.unwrap().id;
    server.join(quiet, "Nobody").unwrap();
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
    server.webhooks_sent().await;
    let expected = [
        "video.room.session.started",
        "video.room.participant.joined",
        "video.room.recording.started",
        "video.room.participant.left",
        "video.room.session.ended",
        "video.room.recording.completed",
        "video.room.composition.completed",
    ];
    assert_eq!(receiver.kinds(), expected);
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
async fn the_failover_gets_what_the_webhook_does_not_take() {
    let server = server().await;
    let (broken, spare) = (receiver(&server, 500).await, receiver(&server, 200).await);
    let room = server.client().rooms().create();
    let room = room
        .webhook_event_url(broken.address.as_str())
        .webhook_event_failover_url(spare.address.as_str());
    let room = room.send().await.unwrap().id;
    server.join(room, "Ann").unwrap();
    server.webhooks_sent().await;
    assert_eq!(broken.kinds().len(), 2);
    assert_eq!(spare.kinds(), broken.kinds());
}

#[tokio::test]
async fn a_composition_has_a_webhook_of_its_own() {
    let server = server().await;
    let (of_room, own) = (receiver(&server, 200).await, receiver(&server, 200).await);
    let client = server.client();
    let room = client
        .rooms()
        .create()
        .webhook_event_url(of_room.address.as_str());
    let room = room.send().await.unwrap().id;
    let session = server.join(room, "Ann").unwrap().session_id.unwrap();
    let create = client.room_compositions().create().session_id(session);
    create
        .webhook_event_url(own.address.as_str())
        .send()
        .await
        .unwrap();
    server.advance(Duration::from_secs(5));
    server.webhooks_sent().await;
    assert_eq!(own.kinds(), ["video.room.composition.completed"]);
    assert_eq!(of_room.kinds().len(), 2);
}

#[tokio::test]
async fn a_test_delivers_events_of_its_own() {
    let server = server().await;
    let receiver = receiver(&server, 202).await;
    let event = json!({"event_type": "video.room.session.started", "payload": {}});
    let status = server.deliver(&receiver.address, &event).await.unwrap();
    assert_eq!(status.as_u16(), 202);
    assert_eq!(receiver.kinds(), ["video.room.session.started"]);
    let body = br#"{"data":{"event_type":"x"}}"#;
    let verifier = server.verifier().unwrap();
    verifier.event(server.webhook_headers(body), body).unwrap();
    assert!(verifier.event(server.webhook_headers(b"{}"), body).is_err());
}
