//! All operations, for tests of rules that apply to each of them.

use std::future::Future;

use futures_util::future::BoxFuture;
use futures_util::{FutureExt, TryFutureExt};
use serde_json::Value;
use telnyx_video::{Client, Error, RequestOptions, Response, Selection};

use crate::support::Reply;

/// A call that has not been awaited. It is boxed as `Send + 'static`.
pub(crate) type Call = BoxFuture<'static, Result<u16, Error>>;

/// An operation of the contract.
pub(crate) struct Operation {
    /// The call, such as `rooms.list`.
    pub(crate) name: &'static str,
    /// The operationId.
    pub(crate) id: &'static str,
    pub(crate) method: &'static str,
    /// The path, with at most one parameter.
    pub(crate) path: &'static str,
    /// The JSON body that is sent without optional values.
    body: Option<&'static str>,
    status: u16,
    response: &'static str,
    /// Calls the operation with this path argument, if it has one, and returns the status of the response.
    pub(crate) call: fn(&Client, &str, RequestOptions) -> Call,
}

impl Operation {
    pub(crate) fn has_path_parameter(&self) -> bool {
        self.path.contains('{')
    }

    /// Returns the encoded path and query for this encoded path argument.
    pub(crate) fn target(&self, encoded_id: &str) -> String {
        match self.path.split_once('{') {
            Some((before, rest)) => {
                let (_, after) = rest.split_once('}').unwrap();
                format!("/v2{before}{encoded_id}{after}")
            }
            None => format!("/v2{}", self.path),
        }
    }

    /// Returns how an error names the operation.
    pub(crate) fn label(&self) -> String {
        format!("{} ({} {})", self.name, self.method, self.path)
    }

    pub(crate) fn body(&self) -> Option<Value> {
        self.body.map(|body| serde_json::from_str(body).unwrap())
    }

    /// Returns the success status in the contract.
    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    /// Returns a minimal success response.
    pub(crate) fn reply(&self) -> Reply {
        Reply::json(self.status, self.response)
    }
}

const PAGE: &str = r#"{"data":[]}"#;
const RESOURCE: &str = r#"{"data":{"id":"3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4"}}"#;
const ACTION_RESULT: &str = r#"{"data":{}}"#;
const EMPTY: &str = "";

/// Maps a response to its status, so that all calls have the same type.
fn status<T: 'static>(
    call: impl Future<Output = Result<Response<T>, Error>> + Send + 'static,
) -> Call {
    call.map_ok(|response| response.status().as_u16()).boxed()
}

pub(crate) const OPERATIONS: [Operation; 25] = [
    Operation {
        name: "rooms.list",
        id: "ListRooms",
        method: "GET",
        path: "/rooms",
        body: None,
        status: 200,
        response: PAGE,
        call: |client, _, options| {
            status(client.rooms().list().options(options).send_with_response())
        },
    },
    Operation {
        name: "rooms.create",
        id: "CreateRoom",
        method: "POST",
        path: "/rooms",
        body: Some("{}"),
        status: 201,
        response: RESOURCE,
        call: |client, _, options| {
            status(
                client
                    .rooms()
                    .create()
                    .options(options)
                    .send_with_response(),
            )
        },
    },
    Operation {
        name: "rooms.retrieve",
        id: "ViewRoom",
        method: "GET",
        path: "/rooms/{room_id}",
        body: None,
        status: 200,
        response: RESOURCE,
        call: |client, id, options| {
            let call = client.rooms().retrieve(id).options(options);
            status(call.send_with_response())
        },
    },
    Operation {
        name: "rooms.update",
        id: "UpdateRoom",
        method: "PATCH",
        path: "/rooms/{room_id}",
        body: Some("{}"),
        status: 200,
        response: RESOURCE,
        call: |client, id, options| {
            let call = client.rooms().update(id).options(options);
            status(call.send_with_response())
        },
    },
    Operation {
        name: "rooms.delete",
        id: "DeleteRoom",
        method: "DELETE",
        path: "/rooms/{room_id}",
        body: None,
        status: 204,
        response: EMPTY,
        call: |client, id, options| {
            let call = client.rooms().delete(id).options(options);
            status(call.send_with_response())
        },
    },
    Operation {
        name: "rooms.actions.generate_join_client_token",
        id: "CreateRoomClientToken",
        method: "POST",
        path: "/rooms/{room_id}/actions/generate_join_client_token",
        body: Some("{}"),
        status: 201,
        response: ACTION_RESULT,
        call: |client, id, options| {
            let call = client.rooms().actions().generate_join_client_token(id);
            status(call.options(options).send_with_response())
        },
    },
    Operation {
        name: "rooms.actions.refresh_client_token",
        id: "RefreshRoomClientToken",
        method: "POST",
        path: "/rooms/{room_id}/actions/refresh_client_token",
        body: Some(r#"{"refresh_token":"refresh.token"}"#),
        status: 201,
        response: ACTION_RESULT,
        call: |client, id, options| {
            let actions = client.rooms().actions();
            let call = actions.refresh_client_token(id, "refresh.token");
            status(call.options(options).send_with_response())
        },
    },
    Operation {
        name: "rooms.sessions.list_for_room",
        id: "RetrieveListRoomSessions",
        method: "GET",
        path: "/rooms/{room_id}/sessions",
        body: None,
        status: 200,
        response: PAGE,
        call: |client, id, options| {
            let call = client.rooms().sessions().list_for_room(id);
            status(call.options(options).send_with_response())
        },
    },
    Operation {
        name: "rooms.sessions.list",
        id: "ListRoomSessions",
        method: "GET",
        path: "/room_sessions",
        body: None,
        status: 200,
        response: PAGE,
        call: |client, _, options| {
            let call = client.rooms().sessions().list().options(options);
            status(call.send_with_response())
        },
    },
    Operation {
        name: "rooms.sessions.retrieve",
        id: "ViewRoomSession",
        method: "GET",
        path: "/room_sessions/{room_session_id}",
        body: None,
        status: 200,
        response: RESOURCE,
        call: |client, id, options| {
            let call = client.rooms().sessions().retrieve(id).options(options);
            status(call.send_with_response())
        },
    },
    Operation {
        name: "rooms.sessions.list_participants",
        id: "RetrieveListRoomParticipants",
        method: "GET",
        path: "/room_sessions/{room_session_id}/participants",
        body: None,
        status: 200,
        response: PAGE,
        call: |client, id, options| {
            let call = client.rooms().sessions().list_participants(id);
            status(call.options(options).send_with_response())
        },
    },
    Operation {
        name: "rooms.sessions.actions.end",
        id: "EndSession",
        method: "POST",
        path: "/room_sessions/{room_session_id}/actions/end",
        body: None,
        status: 200,
        response: ACTION_RESULT,
        call: |client, id, options| {
            let call = client.rooms().sessions().actions().end(id);
            status(call.options(options).send_with_response())
        },
    },
    Operation {
        name: "rooms.sessions.actions.kick",
        id: "KickParticipantInSession",
        method: "POST",
        path: "/room_sessions/{room_session_id}/actions/kick",
        body: Some("{}"),
        status: 200,
        response: ACTION_RESULT,
        call: |client, id, options| {
            let call = client.rooms().sessions().actions().kick(id);
            status(call.options(options).send_with_response())
        },
    },
    Operation {
        name: "rooms.sessions.actions.mute",
        id: "MuteParticipantInSession",
        method: "POST",
        path: "/room_sessions/{room_session_id}/actions/mute",
        body: Some("{}"),
        status: 200,
        response: ACTION_RESULT,
        call: |client, id, options| {
            let call = client.rooms().sessions().actions().mute(id);
            status(call.options(options).send_with_response())
        },
    },
    Operation {
        name: "rooms.sessions.actions.unmute",
        id: "UnmuteParticipantInSession",
        method: "POST",
        path: "/room_sessions/{room_session_id}/actions/unmute",
        body: Some("{}"),
        status: 200,
        response: ACTION_RESULT,
        call: |client, id, options| {
            let call = client.rooms().sessions().actions().unmute(id);
            status(call.options(options).send_with_response())
        },
    },
    Operation {
        name: "room_participants.list",
        id: "ListRoomParticipants",
        method: "GET",
        path: "/room_participants",
        body: None,
        status: 200,
        response: PAGE,
        call: |client, _, options| {
            let call = client.room_participants().list().options(options);
            status(call.send_with_response())
        },
    },
    Operation {
        name: "room_participants.retrieve",
        id: "ViewRoomParticipant",
        method: "GET",
        path: "/room_participants/{room_participant_id}",
        body: None,
        status: 200,
        response: RESOURCE,
        call: |client, id, options| {
            let call = client.room_participants().retrieve(id).options(options);
            status(call.send_with_response())
        },
    },
    Operation {
        name: "room_recordings.list",
        id: "ListRoomRecordings",
        method: "GET",
        path: "/room_recordings",
        body: None,
        status: 200,
        response: PAGE,
        call: |client, _, options| {
            let call = client.room_recordings().list().options(options);
            status(call.send_with_response())
        },
    },
    Operation {
        name: "room_recordings.retrieve",
        id: "ViewRoomRecording",
        method: "GET",
        path: "/room_recordings/{room_recording_id}",
        body: None,
        status: 200,
        response: RESOURCE,
        call: |client, id, options| {
            let call = client.room_recordings().retrieve(id).options(options);
            status(call.send_with_response())
        },
    },
    Operation {
        name: "room_recordings.delete",
        id: "DeleteRoomRecording",
        method: "DELETE",
        path: "/room_recordings/{room_recording_id}",
        body: None,
        status: 204,
        response: EMPTY,
        call: |client, id, options| {
            let call = client.room_recordings().delete(id).options(options);
            status(call.send_with_response())
        },
    },
    Operation {
        name: "room_recordings.delete_bulk",
        id: "DeleteRoomRecordings",
        method: "DELETE",
        path: "/room_recordings",
        body: None,
        status: 201,
        response: ACTION_RESULT,
        call: |client, _, options| {
            let call = client.room_recordings().delete_bulk(Selection::Everything);
            status(call.options(options).send_with_response())
        },
    },
    Operation {
        name: "room_compositions.list",
        id: "ListRoomCompositions",
        method: "GET",
        path: "/room_compositions",
        body: None,
        status: 200,
        response: PAGE,
        call: |client, _, options| {
            let call = client.room_compositions().list().options(options);
            status(call.send_with_response())
        },
    },
    Operation {
        name: "room_compositions.create",
        id: "CreateRoomComposition",
        method: "POST",
        path: "/room_compositions",
        body: Some("{}"),
        status: 202,
        response: RESOURCE,
        call: |client, _, options| {
            let call = client.room_compositions().create().options(options);
            status(call.send_with_response())
        },
    },
    Operation {
        name: "room_compositions.retrieve",
        id: "ViewRoomComposition",
        method: "GET",
        path: "/room_compositions/{room_composition_id}",
        body: None,
        status: 200,
        response: RESOURCE,
        call: |client, id, options| {
            let call = client.room_compositions().retrieve(id).options(options);
            status(call.send_with_response())
        },
    },
    Operation {
        name: "room_compositions.delete",
        id: "DeleteRoomComposition",
        method: "DELETE",
        path: "/room_compositions/{room_composition_id}",
        body: None,
        status: 204,
        response: EMPTY,
        call: |client, id, options| {
            let call = client.room_compositions().delete(id).options(options);
            status(call.send_with_response())
        },
    },
];
