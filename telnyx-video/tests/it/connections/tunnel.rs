//! A proxy for `CONNECT`, which leads all to one server and reads along.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A proxy of one test. It ends with the runtime of the test.
pub(crate) struct Tunnel {
    address: SocketAddr,
    overheard: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Tunnel {
    /// A proxy that leads to this server, whatever server is asked for.
    pub(crate) async fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let overheard = Arc::default();
        tokio::spawn(accept(listener, server, Arc::clone(&overheard)));
        Self { address, overheard }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// What the client sent, by connection.
    pub(crate) fn overheard(&self) -> Vec<Vec<u8>> {
        self.overheard.lock().unwrap().clone()
    }

    /// What the client sent on its only connection before the tunnel was there.
    pub(crate) fn only_request(&self) -> String {
        let overheard = self.overheard();
        assert_eq!(overheard.len(), 1);
        let end = end_of_head(&overheard[0]).unwrap();
        String::from_utf8(overheard[0][..end].to_vec()).unwrap()
    }
}

async fn accept(listener: TcpListener, server: SocketAddr, overheard: Arc<Mutex<Vec<Vec<u8>>>>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let number = {
            let mut overheard = overheard.lock().unwrap();
            overheard.push(Vec::new());
            overheard.len() - 1
        };
        let overheard = Arc::clone(&overheard);
        let hear = move |bytes: &[u8]| {
            let mut overheard = overheard.lock().unwrap();
            overheard[number].extend_from_slice(bytes);
            end_of_head(&overheard[number]).is_some()
        };
        tokio::spawn(lead(stream, server, hear));
    }
}

/// A connection that breaks is the client's to report.
async fn lead(
    mut client: TcpStream,
    server: SocketAddr,
    hear: impl Fn(&[u8]) -> bool,
) -> std::io::Result<()> {
    let mut buffer = [0; 4096];
    // A client says no more than the head before it is answered.
    loop {
        let read = client.read(&mut buffer).await?;
        if read == 0 {
            return Ok(());
        }
        if hear(&buffer[..read]) {
            break;
        }
    }
    let mut server = TcpStream::connect(server).await?;
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await?;
    let (mut from_client, mut to_client) = client.split();
    let (mut from_server, mut to_server) = server.split();
    let there = async {
        loop {
            match from_client.read(&mut buffer).await? {
                0 => return to_server.shutdown().await,
                read => {
                    hear(&buffer[..read]);
                    to_server.write_all(&buffer[..read]).await?;
                }
            }
        }
    };
    let back = tokio::io::copy(&mut from_server, &mut to_client);
    tokio::try_join!(there, back).map(drop)
}

fn end_of_head(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|window| window == b"\r\n\r\n")
}
