//! A terminal, and somebody at it who reads and presses keys.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::process::{Child, ExitStatus};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use anstream::adapter::strip_str;
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

use crate::home::Home;

pub const ENTER: &str = "\r";
pub const DOWN: &str = "\x1b[B";
/// Ctrl-H. What most keyboards send, DEL, a terminal keeps to itself where the program is between two keys.
pub const BACKSPACE: &str = "\x08";
/// What the program writes to show the cursor that a question hides.
pub const SHOW_CURSOR: &str = "\x1b[?25h";
pub const HIDE_CURSOR: &str = "\x1b[?25l";

pub struct Terminal {
    program: Child,
    keys: File,
    screen: Receiver<Vec<u8>>,
    /// All that was written to it.
    written: Vec<u8>,
    /// How much of that has been read, in bytes of the text without what steers the terminal.
    read: usize,
}

impl Terminal {
    /// Sits down and calls the program with these words as arguments.
    pub fn run(home: &Home, arguments: &str) -> Self {
        // High enough for every letter, so that no pager is called.
        Self::run_in(home, arguments, (500, 80), &[])
    }

    /// The same at a terminal of so many rows and columns, with these variables.
    pub fn run_in(home: &Home, arguments: &str, (rows, columns): (u16, u16), variables: &[(&str, &str)]) -> Self {
        let keys = File::from(openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap());
        grantpt(&keys).unwrap();
        unlockpt(&keys).unwrap();
        let size = Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&keys, size).unwrap();
        let name = ptsname(&keys, Vec::new()).unwrap();
        let terminal = OpenOptions::new().read(true).write(true).open(OsStr::from_bytes(name.as_bytes())).unwrap();
        let other = || terminal.try_clone().unwrap();
        let mut command = home.command();
        command
            .args(arguments.split_whitespace())
            .env("NO_COLOR", "1")
            .env("TERM", "xterm")
            .envs(variables.iter().copied());
        let program = command.stdin(other()).stdout(other()).stderr(other()).spawn().unwrap();
        let (write, screen) = mpsc::channel();
        let mut output = keys.try_clone().unwrap();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            // The end of a terminal is an error on Linux.
            while let Ok(length @ 1..) = output.read(&mut bytes) {
                if write.send(bytes[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self { program, keys, screen, written: Vec::new(), read: 0 }
    }

    /// Reads on until these words are there.
    pub fn until(&mut self, words: &str) -> &mut Self {
        loop {
            let text = strip_str(&String::from_utf8_lossy(&self.written)).to_string();
            let news = &text[self.read..];
            if let Some(at) = news.find(words) {
                self.read += at + words.len();
                return self;
            }
            let bytes = self.screen.recv_timeout(Duration::from_mins(1));
            self.written.extend(bytes.unwrap_or_else(|error| panic!("no {words:?} ({error}) in:\n{news}")));
        }
    }

    pub fn press(&mut self, keys: &str) -> &mut Self {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self
    }

    /// Types what is not shown, once the terminal shows nothing: what was typed before is lost.
    pub fn press_hidden(&mut self, keys: &str) -> &mut Self {
        while tcgetattr(&self.keys).unwrap().local_modes.contains(LocalModes::ECHO) {
            thread::sleep(Duration::from_millis(1));
        }
        self.press(keys).press(ENTER)
    }

    /// All that was written until now, to the end of these words.
    pub fn written_until(&self, words: &str) -> String {
        let written = String::from_utf8_lossy(&self.written).into_owned();
        written[..written.rfind(words).unwrap() + words.len()].to_owned()
    }

    pub fn escape(&mut self) -> &mut Self {
        self.press("\x1b")
    }

    /// Presses Ctrl-C while the program reads keys one by one; between two of them nothing would come of it.
    pub fn press_interrupt(&mut self) -> &mut Self {
        while self.program.try_wait().unwrap().is_none() {
            self.press("\x03");
            thread::sleep(Duration::from_millis(10));
        }
        self
    }

    /// Presses Ctrl-C, as a terminal tells a program that reads none.
    pub fn interrupt(&mut self) -> &mut Self {
        kill_process(Pid::from_child(&self.program), Signal::INT).unwrap();
        self
    }

    /// Waits for the end of the program; gives all that it wrote.
    pub fn end(&mut self) -> (ExitStatus, String) {
        let status = self.program.wait().unwrap();
        while let Ok(bytes) = self.screen.recv_timeout(Duration::from_mins(1)) {
            self.written.extend(bytes);
        }
        (status, String::from_utf8(self.written.clone()).unwrap())
    }
}
