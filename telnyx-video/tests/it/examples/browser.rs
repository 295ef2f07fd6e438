//! A browser without a window, driven by WebDriver.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};

use serde_json::{Value, json};
use telnyx_video::reqwest::{self, Method};

use crate::support::plain_http;

/// Nothing of the machine's own browser, and nothing fetched in the background.
const FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// How long the browser waits for what a test expects, in milliseconds.
const PATIENCE: u64 = 30_000;

/// The name under which WebDriver hands out elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Answers once the expression is true: at once, or after a change of the page.
const WAIT: &str = "
    const done = arguments[arguments.length - 1];
    const holds = () => Boolean(EXPRESSION);
    if (holds()) return done();
    const look = (_, observer) => { if (holds()) { observer.disconnect(); done(); } };
    const changes = { attributes: true, characterData: true, childList: true, subtree: true };
    new MutationObserver(look).observe(document, changes);
";

/// A browser with an empty profile. It ends when it is dropped.
pub(crate) struct Browser {
    driver: Driver,
    session: String,
}

impl Browser {
    /// Starts a browser, or says why there is none.
    pub(crate) async fn start() -> Result<Self, String> {
        let driver = Driver::start()?;
        let profile = format!("--user-data-dir={}", driver.profile.display());
        let mut flags: Vec<String> = FLAGS.map(str::to_owned).to_vec();
        flags.push(profile);
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"args": flags},
            "timeouts": {"script": PATIENCE},
        }}});
        let session = match driver.call(Method::POST, "/session", &wanted).await {
            Ok(session) => session,
            Err(error) if error.contains("cannot find") => return Err(error),
            Err(error) => panic!("{error}"),
        };
        let session = session.get("sessionId").and_then(Value::as_str).unwrap();
        let session = format!("/session/{session}");
        Ok(Self { driver, session })
    }

    pub(crate) async fn open(&self, url: &str) {
        self.post("/url", &json!({"url": url})).await;
    }

    /// Types into the element that a CSS selector finds.
    pub(crate) async fn enter(&self, selector: &str, text: &str) {
        let element = self.element(selector).await;
        let typed = json!({"text": text});
        self.post(&format!("/element/{element}/value"), &typed)
            .await;
    }

    pub(crate) async fn click(&self, selector: &str) {
        let element = self.element(selector).await;
        self.post(&format!("/element/{element}/click"), &json!({}))
            .await;
    }

    /// What an expression of JavaScript is.
    pub(crate) async fn value(&self, expression: &str) -> Value {
        let script = json!({"script": format!("return {expression}"), "args": []});
        self.post("/execute/sync", &script).await
    }

    /// Waits until an expression of JavaScript is true.
    pub(crate) async fn wait(&self, expression: &str) {
        let script = WAIT.replace("EXPRESSION", expression);
        let script = json!({"script": script, "args": []});
        let path = format!("{}/execute/async", self.session);
        let waited = self.driver.call(Method::POST, &path, &script).await;
        if let Err(error) = waited {
            let page = self.value("document.body.innerText").await;
            panic!("waited in vain for {expression}: {error}\nthe page says: {page}");
        }
    }

    async fn element(&self, selector: &str) -> String {
        let search = json!({"using": "css selector", "value": selector});
        let found = self.post("/element", &search).await;
        found
            .get(ELEMENT)
            .and_then(Value::as_str)
            .unwrap()
            .to_owned()
    }

    async fn post(&self, path: &str, body: &Value) -> Value {
        let path = format!("{}{path}", self.session);
        self.driver.call(Method::POST, &path, body).await.unwrap()
    }
}

/// The program that drives the browser.
struct Driver {
    child: Child,
    address: String,
    http: reqwest::Client,
    profile: PathBuf,
}

impl Driver {
    fn start() -> Result<Self, String> {
        let program = env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
        let mut child = Command::new(&program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("{program} cannot be run: {error}"))?;
        let said = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut ports = said.map_while(Result::ok).filter_map(|line| {
            let port = line.split("successfully on port ").nth(1)?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        let port = ports.next().unwrap();
        let name = format!("browser-{}", process::id());
        Ok(Self {
            child,
            address: format!("127.0.0.1:{port}"),
            http: plain_http().build().unwrap(),
            profile: Path::new(env!("CARGO_TARGET_TMPDIR")).join(name),
        })
    }

    /// The value of a WebDriver command, or its error.
    async fn call(&self, method: Method, path: &str, body: &Value) -> Result<Value, String> {
        let url = format!("http://{}{path}", self.address);
        let request = self.http.request(method, url).body(body.to_string());
        let request = request.header("content-type", "application/json");
        let response = request.send().await.unwrap();
        let status = response.status();
        let body = response.bytes().await.unwrap();
        let mut body: Value = serde_json::from_slice(&body).unwrap();
        let value = body.get_mut("value").map(Value::take).unwrap_or_default();
        match status.is_success() {
            true => Ok(value),
            false => Err(value.to_string()),
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The driver takes the browser along only when it is told to end.
        if let Ok(mut stream) = TcpStream::connect(&self.address) {
            let request = format!("GET /shutdown HTTP/1.1\r\nhost: {}\r\n\r\n", self.address);
            let _ = stream.write_all(request.as_bytes());
            let _ = stream.read_to_end(&mut Vec::new());
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = fs::remove_dir_all(&self.profile);
    }
}
