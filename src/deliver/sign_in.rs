//! From an account to a session that takes letters: a connection, the greeting, and the login.

use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::extension::ClientId;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::connect::{EHLO_NAME, connect};
use super::greeting::Greeting;
use super::log_in::log_in;
use super::login_error::LoginError;
use super::mechanism::Mechanism;
use super::reply::{clean, in_words, is_nonsense};
use super::session::Session;
use super::wire_state::WireState;
use super::{ConnectError, Reply, Smtp};
use crate::config::{Credential, Provider, Secret, Tls, Token};
use crate::source::Problem;

/// Why there is no session.
enum NoSession {
    /// The server cannot be given letters.
    Unreached(ConnectError),
    /// It did not let the user in.
    LoggedOut {
        error: LoginError,
        /// Whether it offers another mechanism.
        has_another: bool,
    },
}

impl Smtp {
    /// Begins a session. An access token that is refused is asked for once more, and a password that the server knows only
    /// as it is goes by another mechanism.
    pub(super) async fn sign_in(&mut self) -> Result<Session, ConnectError> {
        let mut shown = self.credential.as_ref().map(Credential::current);
        let mut was_renewed = false;
        loop {
            let (error, has_another) = match self.session(shown.as_ref()).await {
                Ok(session) => return Ok(session),
                Err(NoSession::Unreached(error)) => return Err(error),
                Err(NoSession::LoggedOut { error, has_another }) => (error, has_another),
            };
            let LoginError::Refused { mechanism, reply, .. } = &error else {
                return Err(self.not_let_in(&error, None));
            };
            let refused = shown.as_ref().filter(|_| !reply.is_transient());
            match (&self.credential, refused) {
                (Some(Credential::Token(token)), Some(refused)) if !was_renewed => {
                    was_renewed = true;
                    shown = renewed(token, refused).await?;
                    if shown.is_none() {
                        return Err(self.not_let_in(&error, Some("the token command printed the same token again")));
                    }
                }
                (_, Some(_)) if *mechanism == Mechanism::ScramSha256 && has_another => {
                    self.without_scram = true;
                }
                _ => return Err(self.not_let_in(&error, None)),
            }
        }
    }

    /// A session in which that was shown to be let in.
    async fn session(&mut self, shown: Option<&Secret>) -> Result<Session, NoSession> {
        let patience = self.timeouts.command;
        let connecting = timeout(patience, self.session_in_time(shown)).await;
        connecting.unwrap_or_else(|_| {
            let problem =
                Problem::error(format!("{} did not answer within {} s", self.account, patience.as_secs_f32()));
            // A server that waits for TLS says nothing before.
            let hint = match (self.account.tls, self.account.port) {
                (Tls::Implicit, _) => "try again later",
                (_, 465) => "port 465 wants smtps://",
                _ => "try again later; a server that waits for encryption says nothing first, and wants smtps://",
            };
            Err(NoSession::Unreached(ConnectError::for_now(problem.hint(hint))))
        })
    }

    async fn session_in_time(&mut self, shown: Option<&Secret>) -> Result<Session, NoSession> {
        let (mut connection, state) = self.greeted().await.map_err(NoSession::Unreached)?;
        if let (Some(user), Some(credential), Some(shown)) = (&self.account.user, &self.credential, shown) {
            let offered = state.mechanisms();
            let is_offered = |mechanism: &Mechanism| offered.iter().any(|name| name == mechanism.name());
            let is_tried = |mechanism: &Mechanism| !self.without_scram || *mechanism != Mechanism::ScramSha256;
            let mut fitting = Mechanism::of(credential).iter().copied().filter(is_offered).filter(is_tried);
            let Some(mechanism) = fitting.next() else {
                return Err(NoSession::Unreached(self.no_mechanism(user, credential, &offered)));
            };
            let has_another = fitting.next().is_some();
            let login = log_in(&mut connection, mechanism, &self.account, user, shown).await;
            login.map_err(|error| NoSession::LoggedOut { error, has_another })?;
        }
        Ok(Session::new(connection, state, self.timeouts))
    }

    /// A connection on which the server was greeted.
    async fn greeted(&mut self) -> Result<(AsyncSmtpConnection, WireState), ConnectError> {
        let (mut connected, mut state) = self.greet(self.greeting).await?;
        let is_without_esmtp = state.was_written_to() && connected.as_ref().is_err_and(Error::is_permanent);
        // Encrypting with STARTTLS and logging in are extensions.
        let needs_esmtp = self.account.tls == Tls::StartTls || self.account.user.is_some();
        if is_without_esmtp && !needs_esmtp && self.greeting == Greeting::Ehlo {
            // On a connection of its own: some servers leave after a command that they do not know.
            let (by_helo, state_of_helo) = self.greet(Greeting::Helo).await?;
            if by_helo.is_ok() {
                self.greeting = Greeting::Helo;
            }
            (connected, state) = (by_helo, state_of_helo);
        }
        let account = &self.account;
        let connection = connected.map_err(|error| match (Reply::in_error(&error), &account.user) {
            (Some(reply), Some(_)) if is_without_esmtp => {
                let problem = format!("{account} does not take EHLO, without which nobody can log in");
                ConnectError::refused(
                    Problem::error(problem).hint("leave the user out if the server asks for none"),
                    &reply,
                )
            }
            (Some(reply), _) => {
                ConnectError::refused(Problem::error(format!("{account} does not take letters now")), &reply)
            }
            (None, _) => ConnectError {
                problem: Problem::error(format!("{account} does not speak SMTP as expected"))
                    .because(in_words(&error))
                    .hint("check the port: 465 wants smtps://, 587 smtp://"),
                // A line that broke may be mended; a server that says something else is the wrong one.
                may_pass: !is_nonsense(&error) && !error.is_client(),
                was_said: false,
            },
        })?;
        Ok((connection, state))
    }

    /// Connects and greets the server.
    async fn greet(&self, greeting: Greeting) -> Result<(Result<AsyncSmtpConnection, Error>, WireState), ConnectError> {
        let state = WireState::default();
        let wire = connect(&self.account, greeting, state.clone(), self.timeouts.connect).await?;
        let name = ClientId::Ipv4(EHLO_NAME);
        Ok((AsyncSmtpConnection::connect_with_transport(Box::new(wire), &name).await, state))
    }

    /// The server offers nothing that takes what the user has.
    fn no_mechanism(&self, user: &str, credential: &Credential, offered: &[String]) -> ConnectError {
        let problem = Problem::error(format!("{} did not let {user} in", self.account));
        if offered.is_empty() {
            let problem = problem.because("the server offers no login (AUTH)");
            let hint = "leave the user out if the server asks for none; else check the port: 587 (smtp://) and 465 \
                        (smtps://) are for logging in";
            return ConnectError::for_good(problem.hint(hint));
        }
        let (have, hint) = match credential {
            Credential::Token(_) => {
                ("an access token", "name the source of a password instead of the token command: --password-command")
            }
            Credential::Password(_) => {
                ("a password", "name a command that prints an access token instead of the password: --token-command")
            }
        };
        let takers: Vec<_> = Mechanism::of(credential).iter().map(|mechanism| mechanism.name()).collect();
        let offered = clean(&offered.join(", "));
        let cause = format!("the server offers {offered}; {have} goes by {}", takers.join(", "));
        ConnectError::for_good(problem.because(cause).hint(hint))
    }

    fn not_let_in(&self, error: &LoginError, also: Option<&str>) -> ConnectError {
        let user = self.account.user.as_deref().unwrap_or_default();
        let mut problem = Problem::error(format!("{} did not let {user} in", self.account));
        if let Some(also) = also {
            problem = problem.because(also);
        }
        let leave_out = "leave the user out if the server asks for none";
        match error {
            LoginError::Refused { reply, of_token, .. } => {
                if let Some(refusal) = of_token {
                    problem = problem.because(refusal.in_words());
                }
                let hint = match &self.credential {
                    Some(Credential::Token(token)) => {
                        let scope = of_token.as_ref().and_then(|refusal| refusal.scope.as_ref());
                        let scope = scope.map(|scope| format!(" for the scope {scope}")).unwrap_or_default();
                        format!(
                            "check the user; then let the program that prints the token (`{}`) be authorised anew{scope}",
                            token.command()
                        )
                    }
                    _ => match Provider::of_account(&self.account) {
                        Some(Provider { name, first: Some(first), page, .. }) => {
                            let page = page.as_ref().map(|page| format!(" ({page})")).unwrap_or_default();
                            format!("check the user and the password; at {name}: {first}{page}")
                        }
                        _ => "check the user and the password; many providers want one made for programs".to_owned(),
                    },
                };
                ConnectError::refused(problem.hint(hint), reply)
            }
            LoginError::Unproved => ConnectError::for_good(
                problem
                    .because("the server did not prove that it knows the password (SCRAM)")
                    .hint("somebody may be in the line: nothing was sent; ask the provider"),
            ),
            LoginError::Senseless(why) => ConnectError::for_good(problem.because(why).hint(leave_out)),
            LoginError::TooLong => ConnectError::for_good(
                problem
                    .because("the password or token is longer than SMTP takes (RFC 4954)")
                    .hint("check what prints it"),
            ),
            LoginError::Broke(why) => ConnectError::for_now(problem.because(why).hint(leave_out)),
        }
    }
}

/// Another token than the one that was refused, if there is one.
async fn renewed(token: &Token, refused: &Secret) -> Result<Option<Secret>, ConnectError> {
    let (token, refused) = (token.clone(), refused.clone());
    let renewed = spawn_blocking(move || token.renew(&refused)).await;
    let renewed = renewed.unwrap_or_else(|error| Err(Problem::error("no access token was asked for").because(error)));
    // Whoever gives tokens may not be reached now.
    renewed.map_err(ConnectError::for_now)
}
