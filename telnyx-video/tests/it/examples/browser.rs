//! A headless browser, controlled by WebDriver.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};

use serde_json::{Value, json};
use telnyx_video::reqwest::{self, Method};

use crate::support::http_without_tls;

/// Runs without a window, sandbox and background downloads.
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

/// The timeout of [`Browser::wait`], in milliseconds.
const SCRIPT_TIMEOUT: u64 = 30_000;

/// The key of element ids in WebDriver responses.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A script that returns once an expression is true, which it evaluates after every change of the page.
const WAIT_SCRIPT: &str = "
    const done = arguments[arguments.length - 1];
    const isTrue = () => Boolean(EXPRESSION);
    if (isTrue()) return done();
    const onChange = (_, observer) => { if (isTrue()) { observer.disconnect(); done(); } };
    const changes = { attributes: true, characterData: true, childList: true, subtree: true };
    new MutationObserver(onChange).observe(document, changes);
";

/// A browser with an empty profile. Dropping it closes the browser.
pub(crate) struct Browser {
    driver: Driver,
    session: String,
}

impl Browser {
    /// Starts a browser, or returns the reason why there is none.
    pub(crate) async fn start() -> Result<Self, String> {
        let driver = Driver::start()?;
        let mut flags: Vec<String> = FLAGS.map(str::to_owned).to_vec();
        flags.push(format!("--user-data-dir={}", driver.profile.display()));
        let capabilities = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"args": flags},
            "timeouts": {"script": SCRIPT_TIMEOUT},
        }}});
        let session = match driver.call(Method::POST, "/session", &capabilities).await {
            Ok(session) => session,
            Err(error) if error.contains("cannot find") => return Err(error),
            Err(error) => panic!("{error}"),
        };
        let id = session.get("sessionId").and_then(Value::as_str).unwrap();
        Ok(Self {
            driver,
            session: format!("/session/{id}"),
        })
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

    /// Returns the value of a JavaScript expression.
    pub(crate) async fn evaluate(&self, expression: &str) -> Value {
        let script = json!({"script": format!("return {expression}"), "args": []});
        self.post("/execute/sync", &script).await
    }

    /// Waits until a JavaScript expression is true.
    pub(crate) async fn wait(&self, expression: &str) {
        let script = WAIT_SCRIPT.replace("EXPRESSION", expression);
        let body = json!({"script": script, "args": []});
        let path = format!("{}/execute/async", self.session);
        if let Err(error) = self.driver.call(Method::POST, &path, &body).await {
            let page = self.evaluate("document.body.innerText").await;
            panic!("{expression} did not become true: {error}\ntext of the page: {page}");
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

/// The WebDriver server.
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
            .map_err(|error| format!("cannot run {program}: {error}"))?;
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut ports = lines.map_while(Result::ok).filter_map(|line| {
            let port = line.split("successfully on port ").nth(1)?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        let port = ports.next().unwrap();
        let name = format!("browser-{}-{port}", process::id());
        Ok(Self {
            child,
            address: format!("127.0.0.1:{port}"),
            http: http_without_tls().build().unwrap(),
            profile: Path::new(env!("CARGO_TARGET_TMPDIR")).join(name),
        })
    }

    /// Runs a WebDriver command and returns its value or its error.
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
        // The driver closes the browser only if it is shut down by a request.
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
