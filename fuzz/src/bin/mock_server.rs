//! What a client says to the mock server, which leaves nobody without a word.

#![no_main]

use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use protest_letter::mock_smtp::{MockSmtp, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

/// Ends a mail, and the session, wherever the input stops.
const END: &[u8] = b"\r\n.\r\nQUIT\r\n";

thread_local!(static RUNTIME: Runtime = Builder::new_current_thread().enable_all().start_paused(true).build().unwrap());

fuzz_target!(|bytes: &[u8]| RUNTIME.with(|runtime| runtime.block_on(talk(bytes))));

async fn talk(bytes: &[u8]) {
    let server = MockSmtp::start(Settings::default()).await.unwrap();
    let mut stream = TcpStream::connect(server.address()).await.unwrap();
    let (mut reader, mut writer) = stream.split();
    let (input, mut heard) = ([bytes, END].concat(), String::new());
    let (written, read) =
        tokio::join!(writer.write_all(&input), timeout(Duration::from_mins(1), reader.read_to_string(&mut heard)));
    written.unwrap();
    read.expect("it closes the connection").unwrap();
    let lines: Vec<_> = heard.strip_suffix("\r\n").expect("the last line ends").split("\r\n").collect();
    for line in &lines {
        let (code, text) = line.split_at_checked(3).expect("a line has a code");
        assert!(code.bytes().all(|byte| byte.is_ascii_digit()) && text.starts_with([' ', '-']), "{line}");
        assert!(line.len() <= 510 && !line.contains(char::is_control), "{line}");
    }
    let last = lines.last().expect("it greets");
    assert!(last.starts_with("221 ") || last.starts_with("421 "), "{heard}");
    let accepted = lines.iter().filter(|line| **line == "250 2.0.0 accepted").count();
    assert_eq!(server.received_count(), accepted, "{heard}");
    server.stop().await.unwrap();
}
