//! Compares the CPU time, the allocations and the peak memory of the SDK with those of bare reqwest and hand-written
//! serde models.
//!
//! Equivalent functions run alternately, so that changes in the speed of the machine affect both. The server runs in
//! another thread, whose time and allocations do not count.
//!
//! To count instructions, run the benchmark with `retrieve-sdk` or `retrieve-bare` and a number of calls as arguments
//! under `valgrind --tool=callgrind --separate-threads=yes`. The difference between two numbers excludes the setup.

#![allow(
    clippy::unwrap_used,
    reason = "a benchmark should panic on unexpected results"
)]

use std::convert::Infallible;
use std::hint::black_box;
use std::net::SocketAddr;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use allocation_counter::measure;
use cpu_time::ThreadTime;
use futures_util::TryStreamExt;
use futures_util::future::try_join_all;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use serde_json::{Value, json};
use telnyx_video::models::Room;
use telnyx_video::{Client, RequestOptions, reqwest};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

const ROOM: &str = "3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4";
const ROUNDS: usize = 31;

/// A hand-written model of a room.
#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "decoded for comparison with the SDK's models")]
struct HandWrittenRoom {
    id: uuid::Uuid,
    active_session_id: Option<uuid::Uuid>,
    created_at: Option<chrono::DateTime<chrono::Utc>>,
    enable_recording: Option<bool>,
    max_participants: Option<i64>,
    record_type: Option<String>,
    sessions: Option<Vec<HandWrittenSession>>,
    unique_name: Option<String>,
    updated_at: Option<chrono::DateTime<chrono::Utc>>,
    webhook_event_failover_url: Option<String>,
    webhook_event_url: Option<String>,
    webhook_timeout_secs: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "decoded for comparison with the SDK's models")]
struct HandWrittenSession {
    id: uuid::Uuid,
    active: Option<bool>,
    created_at: Option<chrono::DateTime<chrono::Utc>>,
    ended_at: Option<chrono::DateTime<chrono::Utc>>,
    participants: Option<Vec<Value>>,
    record_type: Option<String>,
    room_id: Option<uuid::Uuid>,
    updated_at: Option<chrono::DateTime<chrono::Utc>>,
}

#[derive(Deserialize)]
struct Envelope<T> {
    data: T,
}

fn main() {
    // `cargo test` runs benchmarks without `--bench`.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let server = start_server();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let arguments: Vec<String> = std::env::args().collect();
    let argument = |name: &str| {
        let index = arguments.iter().position(|argument| argument == name)?;
        arguments.get(index + 1)?.parse::<usize>().ok()
    };
    let (client, http) = client(server);
    if let Some(count) = argument("retrieve-sdk") {
        return runtime.block_on(retrieve(&client, count));
    }
    if let Some(count) = argument("retrieve-bare") {
        return runtime.block_on(retrieve_with_reqwest(&http, server, count));
    }
    println!(
        "{:<44} {:>9} {:>9} {:>7}",
        "CPU time, median of rounds", "SDK", "bare", "ratio"
    );
    compare_retrieve(&runtime, server);
    compare_decode("decode 250 rooms", &page(1, 1, false));
    compare_decode("decode 250 rooms with sessions", &page(1, 1, true));
    compare_pagination(&runtime, server);
    compare_concurrent_calls(&runtime, server);
    println!(
        "{:<44} {:>9} {:>9} {:>7}",
        "allocations and peak memory", "SDK", "bare", "ratio"
    );
    compare_allocations(&runtime, server);
    compare_body_memory(&runtime, server);
    compare_pagination_memory(&runtime, server);
}

fn client(server: SocketAddr) -> (Client, reqwest::Client) {
    let http = || reqwest::Client::builder().no_proxy().build().unwrap();
    let client = Client::builder()
        .api_key("KEY0123")
        .base_url(format!("http://{server}"))
        .http_client(http());
    (client.build().unwrap(), http())
}

async fn get_with_reqwest(http: &reqwest::Client, url: &str) -> Bytes {
    let request = http
        .get(url)
        .bearer_auth("KEY0123")
        .timeout(Duration::from_secs(60));
    request
        .send()
        .await
        .unwrap()
        .error_for_status()
        .unwrap()
        .bytes()
        .await
        .unwrap()
}

fn compare_retrieve(runtime: &Runtime, server: SocketAddr) {
    let (client, http) = client(server);
    compare(
        "retrieve a room, connection kept alive",
        || runtime.block_on(retrieve(&client, 200)),
        || runtime.block_on(retrieve_with_reqwest(&http, server, 200)),
    );
}

async fn retrieve(client: &Client, count: usize) {
    for _ in 0..count {
        black_box(client.rooms().retrieve(ROOM).send().await.unwrap());
    }
}

async fn retrieve_with_reqwest(http: &reqwest::Client, server: SocketAddr, count: usize) {
    for _ in 0..count {
        let url = format!("http://{server}/rooms/{ROOM}");
        let body = get_with_reqwest(http, &url).await;
        black_box(
            serde_json::from_slice::<Envelope<HandWrittenRoom>>(&body)
                .unwrap()
                .data,
        );
    }
}

/// The number of allocations of one call.
fn compare_allocations(runtime: &Runtime, server: SocketAddr) {
    let (client, http) = client(server);
    let allocations = |calls: &dyn Fn()| {
        // Opens a connection.
        calls();
        measure(calls).count_total as f64 / 200.0
    };
    print_row(
        "retrieve a room (allocations)",
        allocations(&|| runtime.block_on(retrieve(&client, 200))),
        allocations(&|| runtime.block_on(retrieve_with_reqwest(&http, server, 200))),
    );
}

fn compare_decode(name: &str, body: &str) {
    compare(
        name,
        || {
            for _ in 0..10 {
                black_box(
                    serde_json::from_str::<Envelope<Vec<Room>>>(body)
                        .unwrap()
                        .data,
                );
            }
        },
        || {
            for _ in 0..10 {
                black_box(
                    serde_json::from_str::<Envelope<Vec<HandWrittenRoom>>>(body)
                        .unwrap()
                        .data,
                );
            }
        },
    );
}

fn compare_pagination(runtime: &Runtime, server: SocketAddr) {
    let (client, http) = client(server);
    compare(
        "40 pages of 250 through .stream()",
        || {
            let count = runtime.block_on(read_all(&client, 40));
            assert_eq!(count, 40 * 250);
        },
        || {
            let count = runtime.block_on(async {
                let mut count = 0;
                for number in 1..=40 {
                    let url = format!("http://{server}/rooms?total=40&page%5Bnumber%5D={number}");
                    let body = get_with_reqwest(&http, &url).await;
                    count += serde_json::from_slice::<Envelope<Vec<HandWrittenRoom>>>(&body)
                        .unwrap()
                        .data
                        .len();
                }
                count
            });
            assert_eq!(count, 40 * 250);
        },
    );
}

async fn read_all(client: &Client, pages: u64) -> usize {
    let options = RequestOptions::new().query("total", pages);
    let rooms = client.rooms().list().options(options).stream();
    rooms
        .try_fold(0, |count, room| async move {
            black_box(room);
            Ok(count + 1)
        })
        .await
        .unwrap()
}

fn compare_concurrent_calls(runtime: &Runtime, server: SocketAddr) {
    let (client, http) = client(server);
    let url = format!("http://{server}/rooms/{ROOM}");
    compare(
        "32 concurrent calls",
        || {
            runtime.block_on(async {
                for _ in 0..5 {
                    black_box(
                        try_join_all((0..32).map(|_| client.rooms().retrieve(ROOM).send()))
                            .await
                            .unwrap(),
                    );
                }
            })
        },
        || {
            runtime.block_on(async {
                for _ in 0..5 {
                    let calls = (0..32).map(|_| async {
                        let body = get_with_reqwest(&http, &url).await;
                        serde_json::from_slice::<Envelope<HandWrittenRoom>>(&body)
                            .map(|room| room.data)
                    });
                    black_box(try_join_all(calls).await.unwrap());
                }
            })
        },
    );
}

/// The memory overhead must not depend on the length of the body.
fn compare_body_memory(runtime: &Runtime, server: SocketAddr) {
    let (client, http) = client(server);
    for kilobytes in [1, 1_024, 8_192] {
        let path = format!("/string/{kilobytes}");
        let sdk = peak(|| {
            let request = client.request(reqwest::Method::GET, path.clone());
            black_box(
                runtime
                    .block_on(request.send::<serde::de::IgnoredAny>())
                    .unwrap(),
            );
        });
        let bare = peak(|| {
            let body = runtime.block_on(get_with_reqwest(&http, &format!("http://{server}{path}")));
            black_box(serde_json::from_slice::<serde::de::IgnoredAny>(&body).unwrap());
        });
        print_row(
            &format!("body of {kilobytes} KiB (KiB)"),
            sdk / 1024.0,
            bare / 1024.0,
        );
    }
}

/// The peak memory must not depend on the number of pages.
fn compare_pagination_memory(runtime: &Runtime, server: SocketAddr) {
    let (client, _) = client(server);
    let few = peak(|| assert_eq!(runtime.block_on(read_all(&client, 2)), 2 * 250));
    let many = peak(|| assert_eq!(runtime.block_on(read_all(&client, 80)), 80 * 250));
    print_row(
        "80 pages vs. 2 pages, both with the SDK (KiB)",
        many / 1024.0,
        few / 1024.0,
    );
}

/// Runs two functions alternately, and prints the median CPU time of each and of their ratio.
fn compare(name: &str, mut sdk: impl FnMut(), mut bare: impl FnMut()) {
    let (mut times, mut bare_times, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let (time, bare_time) = if round % 2 == 0 {
            let time = cpu_time(&mut sdk);
            (time, cpu_time(&mut bare))
        } else {
            let bare_time = cpu_time(&mut bare);
            (cpu_time(&mut sdk), bare_time)
        };
        // The first round opens connections and warms caches.
        if round > 0 {
            times.push(time);
            bare_times.push(bare_time);
            ratios.push(time / bare_time);
        }
    }
    let (time, bare_time, ratio) = (median(times), median(bare_times), median(ratios));
    println!(
        "{name:<44} {:>6.2} ms {:>6.2} ms {ratio:>7.3}",
        time * 1e3,
        bare_time * 1e3
    );
}

fn cpu_time(function: &mut impl FnMut()) -> f64 {
    let start = ThreadTime::now();
    function();
    start.elapsed().as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Returns the peak memory of a function in excess of the memory before, in its second run so that one-time setup does
/// not count.
fn peak(mut function: impl FnMut()) -> f64 {
    function();
    measure(function).bytes_max as f64
}

fn print_row(name: &str, sdk: f64, bare: f64) {
    println!("{name:<44} {sdk:>9.1} {bare:>9.1} {:>7.3}", sdk / bare);
}

/// Starts a server in another thread that returns a room, a page of 250 rooms, or a JSON string of some length.
fn start_server() -> SocketAddr {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let service = service_fn(|request: Request<_>| async move {
                    Ok::<_, Infallible>(respond(&request))
                });
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
    });
    receiver.recv().unwrap()
}

fn respond<B>(request: &Request<B>) -> Response<Full<Bytes>> {
    let path = request.uri().path();
    let body = match path
        .strip_prefix("/string/")
        .map(|length| length.parse::<usize>().unwrap())
    {
        Some(kilobytes) => format!("\"{}\"", "x".repeat(kilobytes * 1024)),
        None if path == "/rooms" => {
            let query = request.uri().query().unwrap_or_default();
            let number = |name: &str| {
                let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
                pairs
                    .find(|(key, _)| *key == name)
                    .and_then(|(_, value)| value.parse().ok())
            };
            page(
                number("page%5Bnumber%5D").unwrap_or(1),
                number("total").unwrap_or(1),
                false,
            )
        }
        None => json!({"data": room(7, false)}).to_string(),
    };
    Response::new(Full::new(Bytes::from(body)))
}

fn page(number: u64, total: u64, with_sessions: bool) -> String {
    let rooms: Vec<Value> = (0..250)
        .map(|index| room(number * 1_000 + index, with_sessions))
        .collect();
    let meta = json!({"page_number": number, "page_size": 250, "total_pages": total, "total_results": total * 250});
    json!({"data": rooms, "meta": meta}).to_string()
}

fn room(number: u64, with_sessions: bool) -> Value {
    let id = uuid::Uuid::from_u128(u128::from(number));
    let mut room = json!({
        "id": id,
        "active_session_id": id,
        "created_at": "2026-03-14T09:30:00.123456Z",
        "enable_recording": true,
        "max_participants": 25,
        "record_type": "room",
        "unique_name": format!("room {number}"),
        "updated_at": "2026-03-14T09:30:00.123456Z",
        "webhook_event_failover_url": "",
        "webhook_event_url": "https://example.com/webhooks",
        "webhook_timeout_secs": 25,
    });
    if with_sessions {
        let session = json!({
            "id": id,
            "active": false,
            "created_at": "2026-03-14T09:30:00.123456Z",
            "ended_at": "2026-03-14T10:30:00.123456Z",
            "participants": [],
            "record_type": "room_session",
            "room_id": id,
            "updated_at": "2026-03-14T09:30:00.123456Z",
        });
        let sessions = json!([session, session, session]);
        room.as_object_mut()
            .unwrap()
            .insert("sessions".to_owned(), sessions);
    }
    room
}
