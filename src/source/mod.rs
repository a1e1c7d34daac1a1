//! Text files and what is wrong with them.
//!
//! Everything that a person writes for the program arrives through this room: it is read with a limit on its size,
//! decoded with the place of the first bad byte, and walked key by key, so that one run reports every mistake with its
//! line and column instead of the first alone.

mod fields;
mod library;
mod nearest;
mod path;
mod place;
mod private_file;
mod problem;
mod report;
mod text_file;
mod unfit;
mod value;

pub use fields::Fields;
pub use library::Library;
pub use nearest::{nearest, one_of};
pub use path::{is_id, is_name};
pub use place::Place;
pub use private_file::{
    create_new_private, create_private_folder, open_private, read_private, to_toml, toml_string, write_new_private,
    write_private, write_public,
};
pub use problem::{Problem, Problems, Severity};
pub use report::Report;
pub use text_file::{TextFile, cannot_read, is_clean, read_bytes, signature_path};
pub use unfit::Unfit;
pub use value::{FromValue, Value};
