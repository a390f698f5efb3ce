//! Rectangles, words and a palette, and the PNG that they make.

use unifont::{Glyph, get_glyph};

/// Red, green and blue.
pub type Rgb = [u8; 3];

/// Stands for a character that has no glyph.
const MISSING: char = '\u{25a1}';

/// Of a line of text.
pub const LINE: usize = 16;

/// A picture whose dots are places in a palette.
pub struct Canvas {
    width: usize,
    height: usize,
    dots: Vec<u8>,
    palette: Vec<Rgb>,
}

/// A colour of the canvas it was mixed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ink(u8);

/// Which way a text runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    Right,
    /// From the bottom upwards.
    Up,
}

impl Canvas {
    /// A white one.
    pub fn new(width: usize, height: usize) -> Self {
        Self { width, height, dots: vec![0; width * height], palette: vec![[255; 3]] }
    }

    /// At most 255 colours beside white; of more the last one stays.
    pub fn ink(&mut self, colour: Rgb) -> Ink {
        let known = self.palette.iter().position(|known| *known == colour);
        let place = known.unwrap_or_else(|| {
            self.palette.truncate(255);
            self.palette.push(colour);
            self.palette.len() - 1
        });
        Ink(place as u8)
    }

    /// What lies outside is cut off.
    pub fn fill(&mut self, [x, y]: [usize; 2], [width, height]: [usize; 2], Ink(ink): Ink) {
        let (right, bottom) = ((x + width).min(self.width), (y + height).min(self.height));
        for row in y.min(bottom)..bottom {
            self.dots[row * self.width..][x.min(right)..right].fill(ink);
        }
    }

    /// The outline of a rectangle, inside of it.
    pub fn frame(&mut self, [x, y]: [usize; 2], [width, height]: [usize; 2], ink: Ink) {
        self.fill([x, y], [width, 1], ink);
        self.fill([x, (y + height).saturating_sub(1)], [width, 1], ink);
        self.fill([x, y], [1, height], ink);
        self.fill([(x + width).saturating_sub(1), y], [1, height], ink);
    }

    /// The place is the text's upper left corner as it stands in the picture.
    pub fn text(&mut self, [x, y]: [usize; 2], text: &str, run: Run, ink: Ink) {
        let length = width_of(text);
        let mut along = 0;
        for glyph in glyphs(text) {
            for (column, row) in
                (0..glyph.get_width()).flat_map(|column| (0..LINE).map(move |row| (column, row)))
            {
                if !glyph.get_pixel(column, row) {
                    continue;
                }
                match run {
                    Run::Right => self.fill([x + along + column, y + row], [1, 1], ink),
                    Run::Up => self.fill([x + row, y + length - 1 - along - column], [1, 1], ink),
                }
            }
            along += glyph.get_width();
        }
    }

    /// # Errors
    /// Never on a picture with at least one dot.
    pub fn png(&self) -> Result<Vec<u8>, png::EncodingError> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width as u32, self.height as u32);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_palette(self.palette.concat());
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.dots)?;
        writer.finish()?;
        Ok(bytes)
    }
}

/// How wide a text is, in dots.
pub fn width_of(text: &str) -> usize {
    glyphs(text).map(Glyph::get_width).sum()
}

fn glyphs(text: &str) -> impl Iterator<Item = &'static Glyph> {
    text.chars().filter_map(|c| get_glyph(c).or_else(|| get_glyph(MISSING)))
}

#[cfg(test)]
mod tests {
    use super::{Canvas, Run, width_of};

    #[test]
    fn texts_have_their_width_in_any_script() {
        let check = |text: &str, width: usize| {
            assert_eq!(width_of(text), width, "{text}");
            let [across, up] = [Run::Right, Run::Up].map(|run| {
                let mut canvas = Canvas::new(width.max(16), width.max(16));
                let ink = canvas.ink([0; 3]);
                canvas.text([0, 0], text, run, ink);
                canvas.dots.iter().filter(|dot| **dot > 0).count()
            });
            assert_eq!(across, up, "{text}");
            assert_eq!(across > 0, !text.trim().is_empty(), "{text}");
        };
        check("", 0);
        check("order.cancel", 96);
        check("查物流 A", 64);
        // No glyph: a square.
        check("\u{1f600}", 8);
    }

    #[test]
    fn what_lies_outside_is_cut_off() {
        let mut canvas = Canvas::new(3, 2);
        let ink = canvas.ink([1, 2, 3]);
        canvas.fill([2, 1], [9, 9], ink);
        canvas.fill([7, 7], [1, 1], ink);
        assert_eq!(canvas.dots, [0, 0, 0, 0, 0, 1]);
        assert_eq!(canvas.ink([1, 2, 3]), ink);
    }
}
