use std::collections::HashMap;
use std::sync::Arc;

use krilla::Data;
use krilla::text::{Font, Tag};
use parley::Run;

/// A font as the layout names it: its file, its number in it, and where it stands on its axes.
type Key = (u64, u32, Vec<([u8; 4], u32)>);

/// The fonts of the layout as the PDF embeds them.
#[derive(Default)]
pub(super) struct Faces(HashMap<Key, Option<Font>>);

impl Faces {
    /// The font of a run; none where it cannot be embedded.
    pub fn of(&mut self, run: &Run<'_, ()>) -> Option<Font> {
        let font = run.font();
        let synthesis = run.synthesis();
        let axes = synthesis.variation_settings();
        let named = axes.iter().map(|(tag, value)| (tag.into_bytes(), value.to_bits())).collect();
        let make = || {
            let (data, _) = font.data.clone().into_raw_parts();
            let data: Arc<dyn AsRef<[u8]> + Send + Sync> = data;
            let coordinates: Vec<_> = axes.iter().map(|(tag, value)| (Tag::new(&tag.into_bytes()), *value)).collect();
            Font::new_variable(Data::from(data), font.index, &coordinates)
        };
        self.0.entry((font.data.id(), font.index, named)).or_insert_with(make).clone()
    }
}
