//! Arguments that several commands share, each with what it comes to.

mod account;
mod appearance;
mod choice;
mod dispatch;
mod in_language;
mod ledger;
mod pace;
mod page;
mod relay;
mod roll;
mod signer;
mod unrepeated;

pub(super) use account::{AccountArguments, Login, credential, no_account};
pub(super) use appearance::AppearanceArguments;
pub(super) use choice::ChoiceArguments;
pub(super) use dispatch::{DispatchArguments, warn_of};
pub(super) use ledger::LedgerArguments;
pub(super) use pace::PaceArguments;
pub(super) use page::PageArguments;
pub(super) use relay::RelayArguments;
pub(super) use roll::RollArguments;
pub(super) use signer::SignerArguments;
pub(super) use unrepeated::Unrepeated;
