//! A connection that asks the service again and again.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

/// An open connection.
pub(super) struct Line {
    stream: BufReader<TcpStream>,
}

impl Line {
    pub(super) fn to(address: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream: BufReader::new(stream),
        })
    }

    /// Asks, and reads the whole answer.
    pub(super) fn ask(&mut self, request: &[u8]) -> std::io::Result<()> {
        self.stream.get_mut().write_all(request)?;
        let (mut line, mut length, mut good) = (String::new(), 0_u64, false);
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            good |= line.starts_with("HTTP/1.1 200");
            let lower = line.to_ascii_lowercase();
            if let Some(value) = lower.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
            if line == "\r\n" || line.is_empty() {
                break;
            }
        }
        let mut body = Vec::new();
        self.stream.by_ref().take(length).read_to_end(&mut body)?;
        // A token that counts and its claims, or a page with rows.
        match good && body.len() > 100 {
            true => Ok(()),
            false => Err(std::io::Error::other("the service answered otherwise")),
        }
    }
}
