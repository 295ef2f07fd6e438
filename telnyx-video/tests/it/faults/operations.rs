//! The operations that faults are tested on: one for each method, and two for POST.

use telnyx_video::{Client, Error, RequestOptions, Response, Selection};

pub(crate) const ROOM: &str = "3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4";

/// A response body that all of these operations can decode.
pub(crate) const SUCCESS: &str =
    r#"{"data":{"id":"3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4","result":"ok"}}"#;

/// An operation of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    /// GET that returns a room.
    Retrieve,
    /// POST that returns a room.
    Create,
    /// POST that returns a result without required fields.
    Kick,
    /// Idempotent PATCH that returns a room.
    Update,
    /// DELETE that returns nothing.
    Delete,
    /// DELETE of one page of recordings, which deletes the next page if it is repeated.
    DeletePage,
}

pub(crate) const OPERATIONS: [Operation; 6] = [
    Operation::Retrieve,
    Operation::Create,
    Operation::Kick,
    Operation::Update,
    Operation::Delete,
    Operation::DeletePage,
];

impl Operation {
    /// Makes the call and returns the number of attempts.
    pub(crate) async fn call(self, client: &Client) -> Result<u32, Error> {
        self.call_with(client, RequestOptions::new()).await
    }

    pub(crate) async fn call_with(
        self,
        client: &Client,
        options: RequestOptions,
    ) -> Result<u32, Error> {
        fn attempts<T>(response: Response<T>) -> u32 {
            response.attempts()
        }
        let rooms = client.rooms();
        match self {
            Self::Retrieve => {
                let request = rooms.retrieve(ROOM).options(options);
                request.send_with_response().await.map(attempts)
            }
            Self::Create => {
                let request = rooms.create().unique_name("a").options(options);
                request.send_with_response().await.map(attempts)
            }
            Self::Kick => {
                let request = rooms.sessions().actions().kick(ROOM).options(options);
                request.send_with_response().await.map(attempts)
            }
            Self::Update => {
                let request = rooms.update(ROOM).max_participants(7).options(options);
                request.send_with_response().await.map(attempts)
            }
            Self::Delete => {
                let request = rooms.delete(ROOM).options(options);
                request.send_with_response().await.map(attempts)
            }
            Self::DeletePage => {
                let recordings = client.room_recordings();
                let request = recordings.delete_bulk(Selection::Everything).page_size(3);
                request
                    .options(options)
                    .send_with_response()
                    .await
                    .map(attempts)
            }
        }
    }

    pub(crate) fn method(self) -> &'static str {
        match self {
            Self::Retrieve => "GET",
            Self::Create | Self::Kick => "POST",
            Self::Update => "PATCH",
            Self::Delete | Self::DeletePage => "DELETE",
        }
    }

    /// Returns whether the operation is idempotent.
    pub(crate) fn is_idempotent(self) -> bool {
        !matches!(self, Self::Create | Self::Kick | Self::DeletePage)
    }
}
