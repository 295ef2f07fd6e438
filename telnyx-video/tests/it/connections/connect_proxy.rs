//! A proxy for `CONNECT` that tunnels everything to one server and records what it receives.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A proxy that stops with the runtime of its test.
pub(crate) struct ConnectProxy {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl ConnectProxy {
    /// Starts a proxy to this server, whatever server a client requests.
    pub(crate) async fn start(server: SocketAddr) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let received = Arc::default();
        tokio::spawn(accept(listener, server, Arc::clone(&received)));
        Self { address, received }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the bytes that clients have sent, by connection.
    pub(crate) fn received(&self) -> Vec<Vec<u8>> {
        self.received.lock().unwrap().clone()
    }

    /// Returns the CONNECT request of the only connection.
    pub(crate) fn only_request(&self) -> String {
        let received = self.received();
        assert_eq!(received.len(), 1);
        let end = end_of_head(&received[0]).unwrap();
        String::from_utf8(received[0][..end].to_vec()).unwrap()
    }
}

async fn accept(listener: TcpListener, server: SocketAddr, received: Arc<Mutex<Vec<Vec<u8>>>>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let index = {
            let mut received = received.lock().unwrap();
            received.push(Vec::new());
            received.len() - 1
        };
        let received = Arc::clone(&received);
        // Returns whether the CONNECT request is complete.
        let record = move |bytes: &[u8]| {
            let mut received = received.lock().unwrap();
            received[index].extend_from_slice(bytes);
            end_of_head(&received[index]).is_some()
        };
        tokio::spawn(tunnel(stream, server, record));
    }
}

/// Serves a connection. Errors are left for the client to report.
async fn tunnel(
    mut client: TcpStream,
    server: SocketAddr,
    record: impl Fn(&[u8]) -> bool,
) -> std::io::Result<()> {
    let mut buffer = [0; 4096];
    // A client sends nothing after the request head until it has the response.
    loop {
        let read = client.read(&mut buffer).await?;
        if read == 0 {
            return Ok(());
        }
        if record(&buffer[..read]) {
            break;
        }
    }
    let mut server = TcpStream::connect(server).await?;
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
    let (mut from_client, mut to_client) = client.split();
    let (mut from_server, mut to_server) = server.split();
    let upload = async {
        loop {
            match from_client.read(&mut buffer).await? {
                0 => return to_server.shutdown().await,
                read => {
                    record(&buffer[..read]);
                    to_server.write_all(&buffer[..read]).await?;
                }
            }
        }
    };
    let download = tokio::io::copy(&mut from_server, &mut to_client);
    tokio::try_join!(upload, download).map(drop)
}

fn end_of_head(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|window| window == b"\r\n\r\n")
}
