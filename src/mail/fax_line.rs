use crate::config::FaxGateway;

/// How faxes go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum FaxLine {
    /// Over a provider that sends mails on.
    Gateway(FaxGateway),
    /// Over `sendfax`, on this machine.
    Sendfax,
    /// A person has a fax.
    #[default]
    ByHand,
}
