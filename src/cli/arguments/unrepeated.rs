use std::ffi::OsStr;
use std::marker::PhantomData;
use std::str::FromStr;

use clap::builder::TypedValueParser;
use clap::error::ErrorKind;
use clap::{Arg, Command};

use crate::source::Unfit;

/// Reads a value that may hold a password: what is wrong with it is told without repeating it, as clap would.
#[derive(Debug, Clone)]
pub(crate) struct Unrepeated<T>(PhantomData<T>);

impl<T> Unrepeated<T> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: FromStr<Err = Unfit> + Clone + Send + Sync + 'static> TypedValueParser for Unrepeated<T> {
    type Value = T;

    fn parse_ref(&self, _: &Command, argument: Option<&Arg>, value: &OsStr) -> Result<T, clap::Error> {
        let parsed = value.to_str().ok_or_else(|| Unfit::new("it is not UTF-8")).and_then(str::parse);
        let name = argument.and_then(Arg::get_long).unwrap_or_default();
        parsed.map_err(|error| clap::Error::raw(ErrorKind::ValueValidation, format!("--{name}: {error}\n")))
    }
}
