use krilla::geom::{PathBuilder, Point, Rect};
use krilla::surface::Surface;
use krilla::tagging::Artifact;
use krilla::tagging::{ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::text::{GlyphId, KrillaGlyph};

use super::faces::Faces;
use super::plan::{Page, Part, Role, Rule};
use super::setter::is_direction_mark;
use super::text::Text;

/// Draws a page; what belongs to a part is handed on with its number.
pub(super) fn page(
    surface: &mut Surface<'_>,
    page: &Page,
    parts: &[Part],
    faces: &mut Faces,
    mut tagged: impl FnMut(usize, Identifier),
) {
    for piece in &page.pieces {
        let Some(part) = parts.get(piece.part) else { continue };
        let tag = match part.role {
            Role::Aside => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Header)),
            _ => ContentTag::Span(SpanTag::empty()),
        };
        let identifier = surface.start_tagged(tag);
        for (number, line) in piece.lines.clone().enumerate() {
            draw_line(surface, &part.text, line, (piece.x, piece.y + part.text.height_of(number)), faces);
        }
        surface.end_tagged();
        if part.role != Role::Aside {
            tagged(piece.part, identifier);
        }
    }
    if !page.rules.is_empty() {
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        for rule in &page.rules {
            draw_rule(surface, rule);
        }
        surface.end_tagged();
    }
}

fn draw_rule(surface: &mut Surface<'_>, rule: &Rule) {
    let mut path = PathBuilder::new();
    if let Some(rect) = Rect::from_xywh(rule.x, rule.y - rule.thickness / 2.0, rule.length, rule.thickness) {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

/// Draws a line whose upper left corner is at a point.
fn draw_line(surface: &mut Surface<'_>, text: &Text, line: usize, (x, y): (f32, f32), faces: &mut Faces) {
    let Some(line) = text.layout.get(line) else { return };
    let metrics = line.metrics();
    let baseline = y + metrics.baseline - metrics.block_min_coord;
    let mut x = x + metrics.inline_min_coord + metrics.offset;
    for run in line.runs() {
        let start = x;
        let size = run.font_size();
        let mut glyphs: Vec<KrillaGlyph> = Vec::new();
        for cluster in run.visual_clusters() {
            if cluster.is_ligature_continuation() {
                // A ligature stands for the text of all its clusters, wherever in it the run begins.
                if let Some(glyph) = glyphs.last_mut() {
                    let range = cluster.text_range();
                    glyph.text_range = glyph.text_range.start.min(range.start)..glyph.text_range.end.max(range.end);
                }
                continue;
            }
            // It has done its work, and whoever copies the text would find a space in its place.
            if text.content.get(cluster.text_range()).is_some_and(|text| text.chars().all(is_direction_mark)) {
                continue;
            }
            for glyph in cluster.glyphs() {
                x += glyph.advance;
                // The layout counts y from the top, the PDF from the baseline up.
                let (advance, dx, dy) = (glyph.advance / size, glyph.x / size, -glyph.y / size);
                let id = GlyphId::new(glyph.id);
                glyphs.push(KrillaGlyph::new(id, advance, dx, dy, 0.0, cluster.text_range(), None));
            }
        }
        if let Some(font) = faces.of(&run)
            && !glyphs.is_empty()
        {
            surface.draw_glyphs(Point::from_xy(start, baseline), &glyphs, font, &text.content, size, false);
        }
    }
}
