use std::iter;

use super::Dispatch;
use super::progress::Progress;
use crate::batch::{self, Rules, Summary};
use crate::cli::arguments::{DispatchArguments, Login};
use crate::cli::terminal::ask;
use crate::cli::terminal::screen::{DIM, say, styled};
use crate::deliver::{NoServer, Smtp, Transport};
use crate::ledger::Run;
use crate::letter::Pending;
use crate::source::Problem;

impl Dispatch<'_> {
    /// Hands letters over, on as many connections as so many letters need, and tells of each.
    pub(super) fn hand_over<I: Iterator<Item = Result<Pending, Problem>>>(
        &self,
        run: &mut Run,
        rules: Rules,
        letters: usize,
        login: Option<Login>,
        pass: impl FnMut() -> Result<I, Problem>,
    ) -> Result<Summary, Problem> {
        let DispatchArguments { pace, without_refused_copies, dry_run, .. } = self.arguments;
        let Some(Login { account, credential }) = login else {
            return self.send(run, rules, letters, vec![NoServer], pass);
        };
        let transport = || {
            Smtp::new(account.clone(), credential.clone())
                .without_refused_copies(*without_refused_copies)
                .with_letters_per_connection(pace.letters_per_connection())
        };
        if self.context.asks && !dry_run {
            say(styled(DIM, format_args!("connecting to {account} …")));
        }
        let transports = iter::repeat_with(transport).take(pace.connections(letters, *dry_run)).collect();
        self.send(run, rules, letters, transports, pass)
    }

    fn send<T: Transport + Send + 'static, I: Iterator<Item = Result<Pending, Problem>>>(
        &self,
        run: &mut Run,
        rules: Rules,
        letters: usize,
        transports: Vec<T>,
        pass: impl FnMut() -> Result<I, Problem>,
    ) -> Result<Summary, Problem> {
        let mut progress = Progress::new(letters, self.batch.is_of_several(), self.arguments.json);
        let summary = ask::while_sending(|| {
            batch::send(pass, transports, run, rules, ask::stop_was_asked, |event| progress.tell(event))
        });
        progress.finish();
        summary
    }
}
