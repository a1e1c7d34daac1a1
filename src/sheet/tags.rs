use std::num::NonZeroU16;

use krilla::tagging::{Identifier, ListNumbering, Node, Tag, TagGroup};

use super::plan::{Part, Role};
use crate::vocabulary::Language;

/// What a letter is made of, in the order in which it is read.
pub(super) fn letter(parts: &[Part], identifiers: Vec<Vec<Identifier>>, language: Language) -> TagGroup {
    let mut letter = TagGroup::new(Tag::Part.with_lang(Some(language.code().to_owned())));
    let mut list = Vec::new();
    let mut label = None;
    for (part, identifiers) in parts.iter().zip(identifiers) {
        if identifiers.is_empty() {
            continue;
        }
        let content: Vec<Node> = identifiers.into_iter().map(Node::from).collect();
        if !matches!(part.role, Role::Label | Role::ItemBody) {
            letter.children.extend(close(&mut list));
        }
        match part.role {
            Role::Label => label = Some(TagGroup::with_children(Tag::Lbl, content)),
            Role::ItemBody => {
                let mut item = TagGroup::new(Tag::LI);
                item.children.extend(label.take().map(Node::from));
                item.push(TagGroup::with_children(Tag::LBody, content));
                list.push(Node::from(item));
            }
            Role::Heading => {
                let title = part.text.content.clone();
                letter.push(TagGroup::with_children(Tag::Hn(NonZeroU16::MIN, Some(title)), content));
            }
            Role::Paragraph | Role::Aside => letter.push(TagGroup::with_children(Tag::P, content)),
        }
    }
    letter.children.extend(close(&mut list));
    letter
}

/// The items so far as a list, where there are any. Its labels are written out, so it counts nothing itself.
fn close(items: &mut Vec<Node>) -> Option<Node> {
    let items = std::mem::take(items);
    (!items.is_empty()).then(|| TagGroup::with_children(Tag::L(ListNumbering::None), items).into())
}
