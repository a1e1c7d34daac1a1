//! A PDF read back: what stands where, in millimetres from the upper left corner of the page.

use std::collections::BTreeMap;

use lopdf::content::Operation;
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId};

/// Text that stands on one line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub page: usize,
    pub x: f32,
    /// What its letters stand on.
    pub y: f32,
    pub size: f32,
    pub text: String,
}

/// A filled rectangle.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    pub page: usize,
    pub x: f32,
    pub y: f32,
    pub length: f32,
}

pub struct Pdf {
    pub document: Document,
    pub lines: Vec<Line>,
    pub rules: Vec<Rule>,
}

const MM: f32 = 25.4 / 72.0;

impl Pdf {
    pub fn read(bytes: &[u8]) -> Self {
        let document = Document::load_mem(bytes).unwrap();
        let (mut lines, mut rules) = (Vec::new(), Vec::new());
        for (number, id) in document.get_pages() {
            let page = usize::try_from(number).unwrap();
            read_page(&document, page, id, &mut lines, &mut rules);
        }
        Self { document, lines, rules }
    }

    pub fn pages(&self) -> usize {
        self.document.get_pages().len()
    }

    /// The line that says something.
    pub fn line(&self, text: &str) -> &Line {
        let says = |line: &&Line| line.text.contains(text);
        self.lines.iter().find(says).unwrap_or_else(|| panic!("{text}: {:#?}", self.lines))
    }

    /// The last line that says something.
    pub fn last(&self, text: &str) -> &Line {
        self.lines.iter().rfind(|line| line.text.contains(text)).unwrap()
    }

    /// All that is said, in the order in which it is said.
    pub fn text(&self) -> String {
        self.lines.iter().map(|line| line.text.trim().to_owned() + "\n").collect()
    }

    /// Its dictionaries that have a name under `/Type` or `/S`.
    pub fn dictionaries(&self, key: &[u8], name: &[u8]) -> Vec<&Dictionary> {
        let dictionaries = self.document.objects.values().filter_map(|object| match object {
            Object::Dictionary(dictionary) => Some(dictionary),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        });
        dictionaries
            .filter(|dictionary| dictionary.get(key).and_then(Object::as_name).is_ok_and(|is| is == name))
            .collect()
    }
}

fn read_page<'a>(document: &'a Document, page: usize, id: ObjectId, lines: &mut Vec<Line>, rules: &mut Vec<Rule>) {
    let fonts = document.get_page_fonts(id).unwrap();
    let encoding = |(name, font): (Vec<u8>, &'a Dictionary)| (name, font.get_font_encoding(document).unwrap());
    let encodings: BTreeMap<_, Encoding<'_>> = fonts.into_iter().map(encoding).collect();
    let (mut font, mut size, mut at) = (Vec::new(), 0.0, (0.0, 0.0));
    let mut path: Vec<(f32, f32)> = Vec::new();
    let mut same = false;
    for Operation { operator, operands } in document.get_and_decode_page_content(id).unwrap().operations {
        let number = |index: usize| operands[index].as_float().unwrap();
        match operator.as_str() {
            "BDC" | "BMC" => same = false,
            "Tf" => (font, size) = (operands[0].as_name().unwrap().to_vec(), number(1)),
            // The page is turned upside down first, so that y counts from the top.
            "Tm" => at = (number(4) * MM, number(5) * MM),
            "Tj" | "TJ" => {
                let text: String = strings(&operands).iter().map(|bytes| decoded(&encodings[&font], bytes)).collect();
                match lines.last_mut() {
                    Some(last) if same && (last.y - at.1).abs() < 0.01 => last.text += &text,
                    _ => lines.push(Line { page, x: at.0, y: at.1, size, text }),
                }
                same = true;
            }
            "re" => path.extend([(number(0), number(1)), (number(0) + number(2), number(1) + number(3))]),
            "m" | "l" => path.push((number(0), number(1))),
            "f" => rules.extend(rule(page, &std::mem::take(&mut path))),
            _ => {}
        }
    }
}

fn strings<'a>(operands: &'a [Object]) -> Vec<&'a [u8]> {
    let each = |object: &'a Object| match object {
        Object::Array(items) => strings(items),
        object => object.as_str().into_iter().collect(),
    };
    operands.iter().flat_map(each).collect()
}

fn decoded(encoding: &Encoding<'_>, bytes: &[u8]) -> String {
    Document::decode_text(encoding, bytes).unwrap()
}

fn rule(page: usize, path: &[(f32, f32)]) -> Option<Rule> {
    let edge = |at: fn(&(f32, f32)) -> f32, pick: fn(f32, f32) -> f32| path.iter().map(at).reduce(pick);
    let (left, right) = (edge(|p| p.0, f32::min)?, edge(|p| p.0, f32::max)?);
    let (top, bottom) = (edge(|p| p.1, f32::min)?, edge(|p| p.1, f32::max)?);
    Some(Rule { page, x: left * MM, y: f32::midpoint(top, bottom) * MM, length: (right - left) * MM })
}
