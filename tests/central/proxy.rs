//! A line between a kiosk and its centre that breaks as a test wants it to.
//! What goes over it is TLS: only bytes can be counted, and a cut hits
//! anything: a login, a batch on its way, an answer after its commit.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What happens to the next connection.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// Nothing.
    None,
    /// It is cut when so many bytes went over it, both ways together.
    CutAfter(u64),
    /// What the server answers is lost from this many of its bytes on, and
    /// then the connection is cut: what was committed isn't heard of.
    AnswerLostAfter(u64),
    /// It is taken, and nobody ever answers.
    BlackHole,
    /// It is closed at once.
    Refused,
    /// Each piece of it takes so long.
    Slow(Duration),
}

/// The line. It ends with the test.
pub struct Proxy {
    pub port: u16,
    draw: Arc<Mutex<Box<dyn FnMut() -> Fault + Send>>>,
    pub cuts: Arc<AtomicU64>,
}

impl Proxy {
    /// A line to a port of this machine; `draw` says what happens to each
    /// connection.
    pub fn new(to: u16, draw: impl FnMut() -> Fault + Send + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let proxy = Self {
            port: listener.local_addr().unwrap().port(),
            draw: Arc::new(Mutex::new(Box::new(draw))),
            cuts: Arc::new(AtomicU64::new(0)),
        };
        let (draw, cuts) = (Arc::clone(&proxy.draw), Arc::clone(&proxy.cuts));
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let fault = draw.lock().unwrap()();
                let cuts = Arc::clone(&cuts);
                thread::spawn(move || serve(client, to, fault, &cuts));
            }
        });
        proxy
    }

    /// Does something else from the next connection on.
    pub fn set(&self, draw: impl FnMut() -> Fault + Send + 'static) {
        *self.draw.lock().unwrap() = Box::new(draw);
    }
}

fn serve(client: TcpStream, to: u16, fault: Fault, cuts: &Arc<AtomicU64>) {
    match fault {
        Fault::Refused => return,
        Fault::BlackHole => {
            thread::sleep(Duration::from_secs(600));
            return;
        }
        _ => {}
    }
    let Ok(server) = TcpStream::connect(("127.0.0.1", to)) else {
        return;
    };
    let carried = Arc::new(AtomicU64::new(0));
    let up = {
        let (from, to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
        let (carried, cuts) = (Arc::clone(&carried), Arc::clone(cuts));
        thread::spawn(move || carry(from, to, fault, false, &carried, &cuts))
    };
    carry(server, client, fault, true, &carried, cuts);
    let _ = up.join();
}

fn carry(
    mut from: TcpStream,
    mut to: TcpStream,
    fault: Fault,
    answers: bool,
    carried: &AtomicU64,
    cuts: &AtomicU64,
) {
    let mut piece = [0_u8; 4096];
    let mut own = 0;
    while let Ok(length @ 1..) = from.read(&mut piece) {
        if let Fault::Slow(pause) = fault {
            thread::sleep(pause);
        }
        let before = carried.fetch_add(length as u64, Ordering::Relaxed);
        own += length as u64;
        let cut = match fault {
            Fault::CutAfter(most) => before + length as u64 > most,
            Fault::AnswerLostAfter(most) => answers && own > most,
            _ => false,
        };
        if cut {
            cuts.fetch_add(1, Ordering::Relaxed);
            break;
        }
        if to.write_all(&piece[..length]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}
