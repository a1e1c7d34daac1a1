use crate::config::{Account, Relay};
use crate::signer::Signer;
use crate::source::Problem;

/// Refuses a signer whose letters would claim to come from another domain than the account's: receivers would take it for
/// forged (DMARC, RFC 7489). Where a relay is settled, its domain is what the account may send for.
///
/// # Errors
///
/// When it does, with the explanation.
pub fn check_from(account: Option<&Account>, relay: Option<&Relay>, signer: &Signer) -> Result<(), Problem> {
    let from = relay.map(|relay| &relay.from).or(signer.email.as_ref());
    let Some(from) = from else {
        let problem = Problem::error(format!("no e-mail address of {} is known", signer.name));
        return Err(problem.hint("add `email` to the profile, or give --email"));
    };
    let relayed = relay.map(|relay| relay.from.domain());
    let Some(domain) = relayed.or(account.and_then(Account::domain)) else { return Ok(()) };
    if is_within(from.domain(), domain) || is_within(domain, from.domain()) {
        return Ok(());
    }
    let why = format!("receivers check that mail from {} comes from there, and would refuse it", from.domain());
    Err(Problem::error(format!("a letter from {from} is not sent with an account at {domain}"))
        .because(why)
        .hint("give the account that belongs to the address, or send for others: --from letters@your.domain"))
}

/// Whether a domain is another one or lies within it.
fn is_within(domain: &str, other: &str) -> bool {
    let (domain, other) = (domain.to_lowercase(), other.to_lowercase());
    domain == other || domain.strip_suffix(&other).is_some_and(|rest| rest.ends_with('.'))
}
