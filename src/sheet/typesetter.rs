use std::collections::BTreeSet;

use jiff::civil::Date;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder, ValidationError};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::Point;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{TagGroup, TagTree};
use krilla::{Document, SerializeSettings};

use super::draw;
use super::faces::Faces;
use super::geometry::Geometry;
use super::plan::Plan;
use super::setter::Setter;
use super::tags;
use super::{Paper, Sheet};
use crate::source::Problem;

/// Makes pages of sheets. It loads its fonts once, and is to be used for many.
pub struct Typesetter {
    setter: Setter,
    faces: Faces,
}

/// What became of sheets.
#[derive(Debug, Clone)]
pub struct Made {
    /// A PDF (PDF/A-2a, PDF/UA-1).
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// The characters that no font has; each is printed as `�`.
    pub missing: BTreeSet<char>,
}

impl Default for Typesetter {
    fn default() -> Self {
        Self::new()
    }
}

impl Typesetter {
    /// With the bundled fonts, and for scripts that they lack with those of the system.
    pub fn new() -> Self {
        Self { setter: Setter::new(true), faces: Faces::default() }
    }

    /// With the bundled fonts alone: Latin, Greek, Cyrillic. It makes the same bytes everywhere.
    pub fn bundled() -> Self {
        Self { setter: Setter::new(false), faces: Faces::default() }
    }

    /// How many pages a sheet takes.
    pub fn pages(&mut self, sheet: &Sheet, paper: Paper) -> usize {
        Plan::of(sheet, Geometry::of(paper), &mut self.setter).pages.len()
    }

    /// Makes one PDF of all sheets; they share its fonts. Its date is the one given, in UTC.
    ///
    /// # Errors
    ///
    /// Where there are no sheets, and where a font of the system cannot be embedded.
    pub fn pdf(
        &mut self,
        sheets: impl IntoIterator<Item = Sheet>,
        paper: Paper,
        title: &str,
        made_on: Date,
    ) -> Result<Made, Problem> {
        let geometry = Geometry::of(paper);
        let mut pdf = Pdf::new(geometry)?;
        self.setter.missing.clear();
        for sheet in sheets {
            let plan = Plan::of(&sheet, geometry, &mut self.setter);
            pdf.add(&sheet, &plan, &mut self.faces);
        }
        let missing = std::mem::take(&mut self.setter.missing);
        let (bytes, pages) = pdf.finish(title, made_on)?;
        Ok(Made { bytes, pages, missing })
    }
}

/// A PDF in the making.
struct Pdf {
    document: Document,
    page: PageSettings,
    pages: usize,
    letters: Vec<TagGroup>,
    outline: Outline,
    /// That of its first letter.
    language: Option<String>,
}

impl Pdf {
    fn new(geometry: &Geometry) -> Result<Self, Problem> {
        let standards = ConfigurationBuilder::new()
            .with_archival_validator(Archival::A2_A)
            .with_accessibility_validator(Accessibility::UA1)
            .finish();
        let configuration = standards.map_err(|why| Problem::error("cannot make a PDF").because(format!("{why:?}")))?;
        let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
        let page = PageSettings::from_wh(geometry.width, geometry.height);
        Ok(Self {
            document: Document::new_with(settings),
            page: page.ok_or_else(|| Problem::error("there is no such paper"))?,
            pages: 0,
            letters: Vec::new(),
            outline: Outline::new(),
            language: None,
        })
    }

    fn add(&mut self, sheet: &Sheet, plan: &Plan, faces: &mut Faces) {
        let bookmark = [sheet.addressee.first(), Some(&sheet.subject)].into_iter().flatten();
        let bookmark: Vec<_> = bookmark.map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
        let destination = XyzDestination::new(self.pages, Point::from_xy(0.0, 0.0));
        let number = (self.letters.len() + 1).to_string();
        let name = if bookmark.is_empty() { number } else { bookmark.join(" · ") };
        self.outline.push_child(OutlineNode::new(name, destination));
        self.language.get_or_insert_with(|| sheet.language.code().to_owned());

        let mut identifiers = vec![Vec::new(); plan.parts.len()];
        for planned in &plan.pages {
            let mut page = self.document.start_page_with(self.page.clone());
            let mut surface = page.surface();
            draw::page(&mut surface, planned, &plan.parts, faces, |part, identifier| {
                identifiers[part].push(identifier);
            });
            surface.finish();
            page.finish();
            self.pages += 1;
        }
        self.letters.push(tags::letter(&plan.parts, identifiers, sheet.language));
    }

    fn finish(mut self, title: &str, made_on: Date) -> Result<(Vec<u8>, usize), Problem> {
        let Some(language) = self.language else {
            return Err(Problem::error("there is no letter to put on paper"));
        };
        let mut tree = TagTree::new();
        for letter in self.letters {
            tree.push(letter);
        }
        let part = |part: i8| u8::try_from(part).unwrap_or(1);
        let date = DateTime::new(u16::try_from(made_on.year()).unwrap_or(0))
            .month(part(made_on.month()))
            .day(part(made_on.day()));
        let title = if title.trim().is_empty() { "–" } else { title.trim() };
        self.document.set_tag_tree(tree);
        self.document.set_outline(self.outline);
        self.document.set_metadata(Metadata::new().title(title.to_owned()).language(language).creation_date(date));
        let bytes = self.document.finish().map_err(|why| cannot_make(&why))?;
        Ok((bytes, self.pages))
    }
}

/// The bundled fonts can be embedded, so a font that cannot is one of the system.
fn cannot_make(why: &KrillaError) -> Problem {
    let (why, is_of_a_font) = match why {
        KrillaError::Validation(errors) => {
            let error = errors.first().map(|(error, _)| error);
            (error.map(|error| format!("{error:?}")).unwrap_or_default(), error.is_some_and(is_of_a_font))
        }
        KrillaError::Font(..) => (why.to_string(), true),
        why => (why.to_string(), false),
    };
    let problem = Problem::error("cannot make a PDF").because(why);
    problem.hint(if is_of_a_font {
        "a font of the system cannot be embedded; install the Noto fonts, or keep to Latin, Greek and Cyrillic"
    } else {
        "--print and --save give the letter without a page; please report which letter it was"
    })
}

fn is_of_a_font(error: &ValidationError) -> bool {
    use ValidationError::{
        ContainsNotDefGlyph, InvalidCodepointMapping, NoCodepointMapping, RestrictedLicense, UnicodePrivateArea,
    };
    matches!(
        error,
        ContainsNotDefGlyph(..)
            | NoCodepointMapping(..)
            | InvalidCodepointMapping(..)
            | UnicodePrivateArea(..)
            | RestrictedLicense(_)
    )
}
