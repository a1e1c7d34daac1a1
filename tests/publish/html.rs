//! Pages as a browser takes them: every tag and attribute, and every mistake that the parser of the HTML Standard finds.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, ExpandedName, ParseOpts, QualName, parse_document, tree_builder::TreeBuilderOpts};

/// What a parser found on a page.
#[derive(Debug, Default)]
pub struct Page {
    pub errors: Vec<String>,
    /// Each element with its attributes.
    pub elements: Vec<(String, Vec<(String, String)>)>,
}

impl Page {
    pub fn read(text: &str) -> Self {
        let options = ParseOpts {
            tokenizer: html5ever::tokenizer::TokenizerOpts { exact_errors: true, ..Default::default() },
            tree_builder: TreeBuilderOpts { exact_errors: true, ..Default::default() },
        };
        parse_document(Sink::default(), options).one(text)
    }

    /// The values of an attribute, wherever it stands.
    pub fn all(&self, attribute: &str) -> Vec<&str> {
        let attributes = self.elements.iter().flat_map(|(_, attributes)| attributes);
        attributes.filter(|(name, _)| name == attribute).map(|(_, value)| value.as_str()).collect()
    }
}

#[derive(Default)]
struct Sink {
    page: RefCell<Page>,
    names: RefCell<Vec<&'static QualName>>,
    next: Cell<usize>,
}

impl Sink {
    fn node(&self, name: QualName) -> usize {
        // A test reads few pages, and the names live as long as it does.
        self.names.borrow_mut().push(Box::leak(Box::new(name)));
        self.next.replace(self.next.get() + 1)
    }
}

impl TreeSink for Sink {
    type Handle = usize;
    type Output = Page;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Page {
        self.page.into_inner()
    }

    fn parse_error(&self, message: Cow<'static, str>) {
        self.page.borrow_mut().errors.push(message.into_owned());
    }

    fn get_document(&self) -> usize {
        usize::MAX
    }

    fn elem_name<'a>(&'a self, target: &'a usize) -> ExpandedName<'a> {
        self.names.borrow()[*target].expanded()
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> usize {
        let read = |attribute: &Attribute| (attribute.name.local.to_string(), attribute.value.to_string());
        let attributes = attributes.iter().map(read).collect();
        self.page.borrow_mut().elements.push((name.local.to_string(), attributes));
        self.node(name)
    }

    fn create_comment(&self, _: StrTendril) -> usize {
        usize::MAX
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> usize {
        usize::MAX
    }

    fn append(&self, _: &usize, _: NodeOrText<usize>) {}

    fn append_based_on_parent_node(&self, _: &usize, _: &usize, _: NodeOrText<usize>) {}

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &usize) -> usize {
        *target
    }

    fn same_node(&self, one: &usize, other: &usize) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        if mode != QuirksMode::NoQuirks {
            self.page.borrow_mut().errors.push("quirks mode".to_owned());
        }
    }

    fn append_before_sibling(&self, _: &usize, _: NodeOrText<usize>) {}

    fn add_attrs_if_missing(&self, _: &usize, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, _: &usize) {}

    fn reparent_children(&self, _: &usize, _: &usize) {}
}

#[test]
fn the_parser_finds_mistakes() {
    let page = "<!DOCTYPE html><html lang=en><head><title>x</title></head><body><p>a</div></body></html>";
    assert!(!Page::read(page).errors.is_empty());
}
