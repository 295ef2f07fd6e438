//! Error responses: validation against the contract, authentication and unknown resources.

use serde_json::{Value, json};
use telnyx_video::mock::MockServer;
use telnyx_video::reqwest::{Method, StatusCode};

use super::start_server;
use crate::support::http_without_tls;

const UNKNOWN_ID: &str = "11111111-1111-4111-8111-111111111111";

/// Sends a request that the SDK cannot send, and returns the status and body of the response.
async fn send(server: &MockServer, method: Method, path: &str, body: Value) -> (u16, Value) {
    let http = http_without_tls().build().unwrap();
    let mut request = http
        .request(method, format!("{}{path}", server.base_url()))
        .bearer_auth(server.api_key());
    if !body.is_null() {
        let body = serde_json::to_vec(&body).unwrap();
        request = request
            .header("content-type", "application/json")
            .body(body);
    }
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let body = response.bytes().await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

#[tokio::test]
async fn body_over_limit_is_rejected_and_not_logged() {
    let builder = MockServer::builder().max_body_size(20);
    let server = builder.max_logged_requests(1).start().await.unwrap();
    let rooms = server.client().rooms();
    rooms.create().unique_name("ab").send().await.unwrap();
    let error = rooms.create().unique_name("abc").send().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::PAYLOAD_TOO_LARGE));
    assert_eq!(error.detail(), Some("the body is longer than 20 bytes"));
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    assert!(requests[0].body.is_empty());
    // The contract documents the form of 4XX responses of this operation.
    let path = format!("/room_sessions/{UNKNOWN_ID}/actions/kick");
    let body = json!({"participants": "all", "exclude": []});
    let (status, response) = send(&server, Method::POST, &path, body).await;
    assert_eq!(status, 413);
    let message = "the body is longer than 20 bytes";
    assert_eq!(response, json!({"success": false, "message": message}));
}

#[tokio::test]
async fn invalid_body_is_rejected_with_pointer() {
    let server = start_server().await;
    let cases = [
        (json!({"max_participants": 51}), "/max_participants"),
        (json!({"max_participants": "many"}), "/max_participants"),
        (json!({"unique_nam": "a"}), "/unique_nam"),
        (
            json!({"webhook_event_url": "no address"}),
            "/webhook_event_url",
        ),
        (json!({"webhook_timeout_secs": 31}), "/webhook_timeout_secs"),
        (json!([]), ""),
    ];
    for (body, pointer) in cases {
        let (status, response) = send(&server, Method::POST, "/rooms", body.clone()).await;
        assert_eq!(status, 422, "{body}");
        assert_eq!(
            response["errors"][0]["source"]["pointer"], pointer,
            "{response}"
        );
    }
    let unknown = json!({"max_participant": 1, "unique_nam": "a"});
    let (_, response) = send(&server, Method::POST, "/rooms", unknown).await;
    let problems = response["errors"].as_array().unwrap().iter();
    let pointers: Vec<_> = problems.map(|it| &it["source"]["pointer"]).collect();
    assert_eq!(pointers, ["/max_participant", "/unique_nam"]);
    let layout = json!({"video_layout": {"a": {"width": 15}}});
    let (_, response) = send(&server, Method::POST, "/room_compositions", layout).await;
    assert_eq!(
        response["errors"][0]["source"]["pointer"],
        "/video_layout/a/width"
    );
    let path = format!("/rooms/{UNKNOWN_ID}/actions/refresh_client_token");
    let (status, response) = send(&server, Method::POST, &path, json!({})).await;
    assert_eq!(status, 422);
    assert_eq!(response["errors"][0]["source"]["pointer"], "/refresh_token");
}

#[tokio::test]
async fn invalid_parameter_is_rejected_with_name() {
    let server = start_server().await;
    let cases = [
        ("page[size]=251", "page[size]"),
        ("page[number]=0", "page[number]"),
        ("page[number]=x", "page[number]"),
        ("page=2", "page"),
        ("page_size=2", "page_size"),
        ("filter[unique_nam]=a", "filter[unique_nam]"),
        (
            "filter[date_created_at][gte]=today",
            "filter[date_created_at][gte]",
        ),
        (
            "filter[date_created_at][gt]=2026-03-14",
            "filter[date_created_at][gt]",
        ),
        (
            "filter[unique_name]=a&filter[unique_name]=b",
            "filter[unique_name]",
        ),
        ("include_sessions=yes", "include_sessions"),
    ];
    for (query, name) in cases {
        let (status, response) = send(
            &server,
            Method::GET,
            &format!("/rooms?{query}"),
            Value::Null,
        )
        .await;
        assert_eq!(status, 422, "{query}");
        assert_eq!(response["success"], false);
        let message = response["message"].as_str().unwrap();
        assert!(
            message.starts_with(&format!("{name}: ")),
            "{query}: {message}"
        );
    }
    let path = "/rooms?filter[x]=1&filter[y]=2";
    let (_, response) = send(&server, Method::GET, path, Value::Null).await;
    assert_eq!(
        response["message"],
        "filter[x]: unknown query parameter; filter[y]: unknown query parameter"
    );
    let (status, response) = send(&server, Method::GET, "/rooms/no-uuid", Value::Null).await;
    assert_eq!(status, 422);
    assert_eq!(response["errors"][0]["source"]["parameter"], "room_id");
}

#[tokio::test]
async fn body_that_is_not_json_is_rejected() {
    let server = start_server().await;
    let http = http_without_tls().build().unwrap();
    let cases = [
        ("", "application/json", 400),
        ("{", "application/json", 400),
        ("a=b", "text/plain", 415),
    ];
    for (body, media_type, status) in cases {
        let request = http
            .post(format!("{}/rooms", server.base_url()))
            .bearer_auth(server.api_key())
            .header("content-type", media_type)
            .body(body);
        assert_eq!(
            request.send().await.unwrap().status().as_u16(),
            status,
            "{body}"
        );
    }
}

#[tokio::test]
async fn unknown_path_and_method_are_rejected() {
    let server = start_server().await;
    for path in ["/room", "/rooms/", "/rooms/a/b/c", ""] {
        let (status, response) = send(&server, Method::GET, path, Value::Null).await;
        assert_eq!(status, 404, "{path}");
        assert_eq!(response["errors"][0]["code"], "10005");
    }
    let (_, response) = send(&server, Method::GET, "x/rooms", Value::Null).await;
    let detail = &response["errors"][0]["detail"];
    assert_eq!(detail, "the API has no path `/v2x/rooms`");
    let http = http_without_tls().build().unwrap();
    let put = http
        .put(format!("{}/rooms", server.base_url()))
        .send()
        .await
        .unwrap();
    assert_eq!(put.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(put.headers()["allow"], "GET, POST");
}

#[tokio::test]
async fn missing_or_wrong_key_is_rejected() {
    let server = start_server().await;
    let http = http_without_tls().build().unwrap();
    let url = format!("{}/rooms", server.base_url());
    for request in [http.get(&url), http.get(&url).bearer_auth("KEY_OF_ANOTHER")] {
        assert_eq!(
            request.send().await.unwrap().status(),
            StatusCode::UNAUTHORIZED
        );
    }
    let client = telnyx_video::Client::builder()
        .api_key("x")
        .base_url(server.base_url());
    let client = client.http_client(http).build().unwrap();
    let error = client.rooms().create().send().await.unwrap_err();
    assert!(error.is_unauthorized(), "{error}");
    let rooms = server.client().rooms().list().send().await.unwrap();
    assert!(rooms.data.is_empty());
}

#[tokio::test]
async fn unique_name_of_other_room_is_rejected() {
    let server = start_server().await;
    let rooms = server.client().rooms();
    let first = rooms.create().unique_name("a").send().await.unwrap();
    let second = rooms.create().unique_name("b").send().await.unwrap();
    let taken = [
        rooms.create().unique_name("a").send().await.unwrap_err(),
        rooms
            .update(second.id)
            .unique_name("a")
            .send()
            .await
            .unwrap_err(),
    ];
    for error in taken {
        assert!(error.is_unprocessable(), "{error}");
        assert_eq!(error.pointer(), Some("/unique_name"));
    }
    rooms
        .update(first.id)
        .unique_name("a")
        .send()
        .await
        .unwrap();
    rooms.delete(first.id).send().await.unwrap();
    rooms
        .update(second.id)
        .unique_name("a")
        .send()
        .await
        .unwrap();
}

/// The operations on a single resource.
const ON_RESOURCE: [(&str, &str, &str); 17] = [
    ("GET", "/rooms/ID", ""),
    ("PATCH", "/rooms/ID", "{}"),
    ("DELETE", "/rooms/ID", ""),
    ("POST", "/rooms/ID/actions/generate_join_client_token", "{}"),
    (
        "POST",
        "/rooms/ID/actions/refresh_client_token",
        r#"{"refresh_token":"x"}"#,
    ),
    ("GET", "/rooms/ID/sessions", ""),
    ("GET", "/room_sessions/ID", ""),
    ("GET", "/room_sessions/ID/participants", ""),
    ("POST", "/room_sessions/ID/actions/end", ""),
    ("POST", "/room_sessions/ID/actions/kick", "{}"),
    ("POST", "/room_sessions/ID/actions/mute", "{}"),
    ("POST", "/room_sessions/ID/actions/unmute", "{}"),
    ("GET", "/room_participants/ID", ""),
    ("GET", "/room_recordings/ID", ""),
    ("DELETE", "/room_recordings/ID", ""),
    ("GET", "/room_compositions/ID", ""),
    ("DELETE", "/room_compositions/ID", ""),
];

/// The other operations.
const ON_COLLECTION: [(&str, &str, &str); 8] = [
    ("GET", "/rooms", ""),
    ("POST", "/rooms", "{}"),
    ("GET", "/room_sessions", ""),
    ("GET", "/room_participants", ""),
    ("GET", "/room_recordings", ""),
    ("DELETE", "/room_recordings", ""),
    ("GET", "/room_compositions", ""),
    ("POST", "/room_compositions", "{}"),
];

/// Returns whether a body has exactly one of the three error shapes of the contract.
fn is_error(body: &Value) -> bool {
    let has_only = |value: &Value, names: &[&str]| {
        let members = value.as_object();
        members.is_some_and(|members| members.keys().all(|name| names.contains(&name.as_str())))
    };
    let is_problem = |value: &Value| {
        has_only(value, &["code", "title", "detail", "source", "meta"])
            && value["code"].is_string()
            && value["title"].is_string()
    };
    let problems = body["errors"].as_array();
    is_problem(body)
        || (has_only(body, &["errors"])
            && problems.is_some_and(|all| !all.is_empty() && all.iter().all(is_problem)))
        || (has_only(body, &["message", "success"])
            && body["message"].is_string()
            && body["success"] == false)
}

#[tokio::test]
async fn errors_of_every_operation_have_shape_of_contract() {
    let server = start_server().await;
    let http = http_without_tls().build().unwrap();
    for (method, path, body) in ON_RESOURCE.into_iter().chain(ON_COLLECTION) {
        let is_on_resource = path.contains("ID");
        let path = path.replace("ID", UNKNOWN_ID);
        let with_unknown_parameter = format!("{path}?nonsense=1");
        let cases = [
            (path.as_str(), "x", 401),
            (with_unknown_parameter.as_str(), server.api_key(), 422),
            (path.as_str(), server.api_key(), 404),
        ];
        for (path, key, expected) in cases {
            if expected == 404 && !is_on_resource {
                continue;
            }
            let request = http
                .request(
                    method.parse().unwrap(),
                    format!("{}{path}", server.base_url()),
                )
                .header("content-type", "application/json")
                .bearer_auth(key)
                .body(body);
            let response = request.send().await.unwrap();
            assert_eq!(response.status().as_u16(), expected, "{method} {path}");
            let body = response.bytes().await.unwrap();
            let body = serde_json::from_slice(&body).unwrap();
            assert!(is_error(&body), "{method} {path}: {body}");
        }
    }
}
