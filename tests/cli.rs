//! The command line, end to end: what is printed, where, and with which exit status.

#![allow(clippy::unwrap_used)]
#![allow(clippy::needless_raw_string_hashes, reason = "snapbox writes snapshots so")]

#[path = "cli/attached.rs"]
mod attached;
#[path = "cli/home.rs"]
mod home;
#[path = "publish/html.rs"]
mod html;
#[path = "cli/output.rs"]
mod output;
#[path = "cli/server.rs"]
mod server;
#[cfg(unix)]
#[path = "cli/terminal.rs"]
mod terminal;

#[cfg(unix)]
#[path = "cli/appearance.rs"]
mod appearance;
#[path = "cli/check.rs"]
mod check;
#[path = "cli/completions.rs"]
mod completions;
#[path = "cli/disclosure.rs"]
mod disclosure;
#[path = "cli/draft.rs"]
mod draft;
#[path = "cli/dry_run.rs"]
mod dry_run;
#[path = "cli/faxes.rs"]
mod faxes;
#[path = "cli/generated.rs"]
mod generated;
#[path = "cli/hostile.rs"]
mod hostile;
#[path = "cli/hostile_texts.rs"]
mod hostile_texts;
#[path = "cli/import.rs"]
mod import;
#[path = "cli/in_hand.rs"]
mod in_hand;
#[path = "cli/joint.rs"]
mod joint;
#[path = "cli/ledger.rs"]
mod ledger;
#[cfg(unix)]
#[path = "cli/left_behind.rs"]
mod left_behind;
#[path = "cli/list_and_show.rs"]
mod list_and_show;
#[cfg(target_os = "linux")]
#[path = "cli/mail_program.rs"]
mod mail_program;
#[path = "cli/many.rs"]
mod many;
#[path = "cli/messages.rs"]
mod messages;
#[path = "cli/mock_smtp.rs"]
mod mock_smtp;
#[path = "cli/new.rs"]
mod new;
#[path = "cli/offices.rs"]
mod offices;
#[path = "cli/overview.rs"]
mod overview;
#[path = "cli/pace.rs"]
mod pace;
#[path = "cli/paper.rs"]
mod paper;
#[path = "cli/password.rs"]
mod password;
#[cfg(unix)]
#[path = "cli/pictures.rs"]
mod pictures;
#[path = "cli/post.rs"]
mod post;
#[path = "cli/proxy.rs"]
mod proxy;
#[path = "cli/publish.rs"]
mod publish;
#[cfg(unix)]
#[path = "cli/questions.rs"]
mod questions;
#[path = "cli/refused.rs"]
mod refused;
#[path = "cli/report.rs"]
mod report;
#[path = "cli/returns.rs"]
mod returns;
#[path = "cli/roll.rs"]
mod roll;
#[path = "cli/send.rs"]
mod send;
#[cfg(unix)]
#[path = "cli/setup.rs"]
mod setup;
#[path = "cli/signatures.rs"]
mod signatures;
#[path = "cli/tokens.rs"]
mod tokens;
