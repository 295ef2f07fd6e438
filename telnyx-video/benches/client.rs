//! What the SDK costs beside bare reqwest and hand-written serde, as ratios of CPU time and of peak memory.
//!
//! Two programs of one meaning run in turn, block by block, so that a machine whose speed drifts slows both. The
//! server answers from another thread, whose time does not count.

#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that meets something unexpected should stop at once"
)]

use std::convert::Infallible;
use std::hint::black_box;
use std::net::SocketAddr;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use cpu_time::ThreadTime;
use futures_util::TryStreamExt;
use futures_util::future::try_join_all;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use peak_alloc::PeakAlloc;
use serde::Deserialize;
use serde_json::{Value, json};
use telnyx_video::models::Room;
use telnyx_video::{Client, RequestOptions, reqwest};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const ROOM: &str = "3b8f6c1e-9d24-4a57-8e63-0f7a2c5d91b4";
const BLOCKS: usize = 31;

/// What somebody would write who needs rooms alone.
#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "read by the decoder, as the SDK's fields are")]
struct PlainRoom {
    id: uuid::Uuid,
    active_session_id: Option<uuid::Uuid>,
    created_at: Option<chrono::DateTime<chrono::Utc>>,
    enable_recording: Option<bool>,
    max_participants: Option<i64>,
    record_type: Option<String>,
    sessions: Option<Vec<PlainSession>>,
    unique_name: Option<String>,
    updated_at: Option<chrono::DateTime<chrono::Utc>>,
    webhook_event_failover_url: Option<String>,
    webhook_event_url: Option<String>,
    webhook_timeout_secs: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "read by the decoder, as the SDK's fields are")]
struct PlainSession {
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
struct Enveloped<T> {
    data: T,
}

fn main() {
    // `cargo test` runs benchmarks as well, to see that they build.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let server = serve();
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    println!(
        "{:<44} {:>9} {:>9} {:>7}",
        "CPU time, median of blocks", "SDK", "bare", "ratio"
    );
    retrieve(&runtime, server);
    decode("decode 250 rooms", &page(1, 1, false));
    decode("decode 250 rooms with sessions", &page(1, 1, true));
    pages(&runtime, server);
    at_once(&runtime, server);
    println!(
        "{:<44} {:>9} {:>9} {:>7}",
        "peak memory", "SDK", "bare", "ratio"
    );
    body_memory(&runtime, server);
    paging_memory(&runtime, server);
}

fn client(server: SocketAddr) -> (Client, reqwest::Client) {
    let http = || reqwest::Client::builder().no_proxy().build().unwrap();
    let client = Client::builder()
        .api_key("KEY0123")
        .base_url(format!("http://{server}"))
        .http_client(http());
    (client.build().unwrap(), http())
}

async fn bare_get(http: &reqwest::Client, url: &str) -> Bytes {
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

fn retrieve(runtime: &Runtime, server: SocketAddr) {
    let (client, http) = client(server);
    let url = format!("http://{server}/rooms/{ROOM}");
    compare(
        "retrieve a room, connection kept alive",
        || {
            runtime.block_on(async {
                for _ in 0..200 {
                    black_box(client.rooms().retrieve(ROOM).send().await.unwrap());
                }
            })
        },
        || {
            runtime.block_on(async {
                for _ in 0..200 {
                    let body = bare_get(&http, &url).await;
                    black_box(
                        serde_json::from_slice::<Enveloped<PlainRoom>>(&body)
                            .unwrap()
                            .data,
                    );
                }
            })
        },
    );
}

fn decode(name: &str, body: &str) {
    compare(
        name,
        || {
            for _ in 0..10 {
                black_box(
                    serde_json::from_str::<Enveloped<Vec<Room>>>(body)
                        .unwrap()
                        .data,
                );
            }
        },
        || {
            for _ in 0..10 {
                black_box(
                    serde_json::from_str::<Enveloped<Vec<PlainRoom>>>(body)
                        .unwrap()
                        .data,
                );
            }
        },
    );
}

fn pages(runtime: &Runtime, server: SocketAddr) {
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
                    let body = bare_get(&http, &url).await;
                    count += serde_json::from_slice::<Enveloped<Vec<PlainRoom>>>(&body)
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

fn at_once(runtime: &Runtime, server: SocketAddr) {
    let (client, http) = client(server);
    let url = format!("http://{server}/rooms/{ROOM}");
    compare(
        "32 calls at once",
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
                        let body = bare_get(&http, &url).await;
                        serde_json::from_slice::<Enveloped<PlainRoom>>(&body).map(|room| room.data)
                    });
                    black_box(try_join_all(calls).await.unwrap());
                }
            })
        },
    );
}

/// What a body costs beyond itself must not depend on its length.
fn body_memory(runtime: &Runtime, server: SocketAddr) {
    let (client, http) = client(server);
    for kilobytes in [1, 1_024, 8_192] {
        let path = format!("/text/{kilobytes}");
        let sdk = peak(|| {
            let request = client.request(reqwest::Method::GET, path.clone());
            black_box(
                runtime
                    .block_on(request.send::<serde::de::IgnoredAny>())
                    .unwrap(),
            );
        });
        let bare = peak(|| {
            let body = runtime.block_on(bare_get(&http, &format!("http://{server}{path}")));
            black_box(serde_json::from_slice::<serde::de::IgnoredAny>(&body).unwrap());
        });
        print_row(
            &format!("body of {kilobytes} KiB (KiB)"),
            sdk / 1024.0,
            bare / 1024.0,
        );
    }
}

/// How many pages there are must not show.
fn paging_memory(runtime: &Runtime, server: SocketAddr) {
    let (client, _) = client(server);
    let few = peak(|| assert_eq!(runtime.block_on(read_all(&client, 2)), 2 * 250));
    let many = peak(|| assert_eq!(runtime.block_on(read_all(&client, 80)), 80 * 250));
    print_row(
        "80 pages beside 2, both the SDK's (KiB)",
        many / 1024.0,
        few / 1024.0,
    );
}

/// Runs two programs in turn, and prints the CPU time of this thread that each takes.
fn compare(name: &str, mut sdk: impl FnMut(), mut bare: impl FnMut()) {
    let (mut times, mut bare_times, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for block in 0..=BLOCKS {
        let (time, bare_time) = if block % 2 == 0 {
            let time = cpu_time(&mut sdk);
            (time, cpu_time(&mut bare))
        } else {
            let bare_time = cpu_time(&mut bare);
            (cpu_time(&mut sdk), bare_time)
        };
        // The first block opens connections and warms caches.
        if block > 0 {
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

fn cpu_time(program: &mut impl FnMut()) -> f64 {
    let start = ThreadTime::now();
    program();
    start.elapsed().as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The most memory in use at a time, beyond what was in use before; the second of two runs, so that what is set up
/// once does not count.
fn peak(mut program: impl FnMut()) -> f64 {
    program();
    MEMORY.reset_peak_usage();
    #[allow(clippy::cast_precision_loss, reason = "no machine has so much memory")]
    let before = MEMORY.current_usage() as f64;
    program();
    #[allow(clippy::cast_precision_loss, reason = "no machine has so much memory")]
    let peak = MEMORY.peak_usage() as f64;
    peak - before
}

fn print_row(name: &str, sdk: f64, bare: f64) {
    println!("{name:<44} {sdk:>9.1} {bare:>9.1} {:>7.3}", sdk / bare);
}

/// Serves from a thread of its own: one room, a page of 250, or a JSON text of some length.
fn serve() -> SocketAddr {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let answer = service_fn(|request: Request<_>| async move {
                    Ok::<_, Infallible>(answer(&request))
                });
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), answer));
            }
        });
    });
    receiver.recv().unwrap()
}

fn answer<B>(request: &Request<B>) -> Response<Full<Bytes>> {
    let path = request.uri().path();
    let body = match path
        .strip_prefix("/text/")
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
        .map(|place| room(number * 1_000 + place, with_sessions))
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
