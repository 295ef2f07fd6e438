//! Draws time and memory by size of the document as an SVG.

use crate::measure::Cost;

const WIDTH: f64 = 920.0;
const HEIGHT: f64 = 400.0;
/// The left edges of the panels, their top edge and their size.
const LEFT: [f64; 2] = [66.0, 528.0];
const TOP: f64 = 88.0;
const PANEL: (f64, f64) = (360.0, 226.0);
/// The range of the axis of operations.
const FEWEST: f64 = 15.0;
const MOST: f64 = 50_000.0;
const TICKS: [usize; 4] = [25, 250, 2_500, 25_000];

const INK: &str = "#1f2328";
const FAINT: &str = "#59636e";
const GRID: &str = "#d8dee4";
const REPEATED: &str = "#0969da";
const PUBLISHED: &str = "#bc4c00";
const PAPER: &str = "#ffffff";
/// The colours above, and those that replace them on a dark page.
const DARK: [(&str, &str); 6] = [
    (INK, "#f0f6fc"),
    (FAINT, "#9198a1"),
    (GRID, "#3d444d"),
    (REPEATED, "#4493f8"),
    (PUBLISHED, "#f0883e"),
    (PAPER, "#0d1117"),
];

/// One of the two panels.
struct Panel<'a> {
    left: f64,
    title: &'a str,
    unit: &'a str,
    value: fn(&Cost) -> f64,
    /// The upper end of the axis, and the distance of its grid lines.
    end: f64,
    step: f64,
}

/// Draws the costs of repeated documents as a line, and those of published ones as points.
pub(crate) fn draw(repeated: &[Cost], published: &[Cost]) -> String {
    let panels = [
        (
            "CPU time per operation",
            "ms",
            Cost::milliseconds_each as fn(&Cost) -> f64,
        ),
        ("Peak memory per operation", "kB", Cost::kilobytes_each),
    ];
    let panels = panels
        .into_iter()
        .zip(LEFT)
        .map(|((title, unit, value), left)| {
            let highest = repeated
                .iter()
                .chain(published)
                .map(value)
                .fold(0.0, f64::max);
            let step = round_step(highest / 4.0);
            let end = (highest * 1.1 / step).ceil() * step;
            let panel = Panel {
                left,
                title,
                unit,
                value,
                end,
                step,
            };
            panel.axes() + &panel.series(repeated, published)
        });
    let panels: String = panels.collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" \
         font-family=\"system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Arial, sans-serif\" font-size=\"13\" fill=\"{INK}\">\n\
         <title>Cost of generating per operation, by size of the document</title>\n{}\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"{PAPER}\"/>\n{}{panels}</svg>\n",
        dark_style(),
        legend(!published.is_empty()),
    )
}

/// Returns the style that replaces the colours on a dark page.
fn dark_style() -> String {
    let rules = DARK.map(|(light, dark)| {
        format!("[fill=\"{light}\"]{{fill:{dark}}}[stroke=\"{light}\"]{{stroke:{dark}}}")
    });
    let rules = rules.concat();
    format!("<style>@media (prefers-color-scheme:dark){{{rules}}}</style>")
}

fn legend(with_published: bool) -> String {
    let y = HEIGHT - 20.0;
    let mut legend = format!(
        "<path d=\"M{} {y}h28\" stroke=\"{REPEATED}\" stroke-width=\"2\"/>{}{}",
        LEFT[0],
        circle(LEFT[0] + 14.0, y),
        label(
            LEFT[0] + 38.0,
            y + 4.5,
            "start",
            FAINT,
            "the video API, repeated"
        ),
    );
    if with_published {
        let left = LEFT[0] + 220.0;
        legend += &diamond(left, y);
        legend += &label(
            left + 12.0,
            y + 4.5,
            "start",
            FAINT,
            "whole documents that Telnyx published",
        );
    }
    legend + "\n"
}

impl Panel<'_> {
    fn x(&self, operations: usize) -> f64 {
        let part = (operations as f64 / FEWEST).ln() / (MOST / FEWEST).ln();
        self.left + part * PANEL.0
    }

    fn y(&self, value: f64) -> f64 {
        TOP + PANEL.1 * (1.0 - value / self.end)
    }

    fn axes(&self) -> String {
        let Self {
            left,
            title,
            unit,
            step,
            end,
            ..
        } = *self;
        let (right, bottom) = (left + PANEL.0, TOP + PANEL.1);
        let mut axes = format!(
            "<text x=\"{left}\" y=\"34\" font-size=\"17\" font-weight=\"600\">{title}</text>\n{}\n",
            label(
                left,
                56.0,
                "start",
                FAINT,
                &format!("{unit}, from the text of a document to the text of all files")
            ),
        );
        let steps = (end / step).round() as usize;
        for number in 0..=steps {
            let value = step * number as f64;
            let y = self.y(value);
            let colour = if number == 0 { FAINT } else { GRID };
            axes += &format!("<path d=\"M{left} {y:.1}H{right}\" stroke=\"{colour}\"/>");
            axes += &label(left - 8.0, y + 4.5, "end", FAINT, &rounded(value, step));
        }
        for tick in TICKS {
            let x = self.x(tick);
            axes += &format!("<path d=\"M{x:.1} {bottom}v5\" stroke=\"{FAINT}\"/>");
            axes += &label(x, bottom + 20.0, "middle", FAINT, &thousands(tick));
        }
        axes += &label(
            (left + right) / 2.0,
            bottom + 41.0,
            "middle",
            FAINT,
            "operations in the document, logarithmic",
        );
        axes + "\n"
    }

    fn series(&self, repeated: &[Cost], published: &[Cost]) -> String {
        let at = |cost: &Cost| (self.x(cost.operations), self.y((self.value)(cost)));
        let points = repeated.iter().map(at);
        let points = points
            .map(|(x, y)| format!("{x:.1},{y:.1}"))
            .collect::<Vec<_>>();
        let mut series = format!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{REPEATED}\" stroke-width=\"2\"/>",
            points.join(" ")
        );
        for (x, y) in published.iter().map(at) {
            series += &diamond(x, y);
        }
        for cost in repeated {
            let (x, y) = at(cost);
            let value = (self.value)(cost);
            series += &circle(x, y);
            series += &label(x, y + 22.0, "middle", INK, &rounded(value, value / 10.0));
        }
        series + "\n"
    }
}

fn label(x: f64, y: f64, anchor: &str, colour: &str, text: &str) -> String {
    format!(
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"{colour}\">{text}</text>"
    )
}

fn circle(x: f64, y: f64) -> String {
    format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"{REPEATED}\"/>")
}

fn diamond(x: f64, y: f64) -> String {
    format!(
        "<path d=\"M{x:.1} {:.1}l5 5l-5 5l-5 -5z\" fill=\"{PUBLISHED}\"/>",
        y - 5.0
    )
}

/// Rounds up to 1, 2 or 5 times a power of ten.
fn round_step(value: f64) -> f64 {
    let power = 10_f64.powf(value.log10().floor());
    let factors = [1.0, 2.0, 5.0, 10.0];
    let factor = factors.into_iter().find(|factor| factor * power >= value);
    factor.unwrap_or(10.0) * power
}

/// Formats a number with enough digits to distinguish it from one that is a step away.
fn rounded(value: f64, step: f64) -> String {
    let digits = (-step.log10().floor()).max(0.0) as usize;
    format!("{value:.digits$}")
}

fn thousands(number: usize) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{},{:03}", number / 1_000, number % 1_000),
    }
}
