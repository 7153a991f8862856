//! The rules of a figure's output, which keep it whole in a trusted and an untrusted notebook, in
//! both themes, and in every export.

mod gallery;
mod parse;

use std::cell::Cell;
use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use descent_notebook::Error;
use descent_notebook::prelude::*;

use parse::{Block, blocks, elements, frames, is_well_formed, shown};

/// A figure and all that it emits.
struct Output {
    name: &'static str,
    figure: Figure,
    bundle: String,
    html: String,
    png: Vec<u8>,
    text: String,
    svg: String,
}

/// Every figure of the gallery, drawn once for all tests.
static OUTPUTS: LazyLock<Vec<Output>> = LazyLock::new(|| {
    let output = |(name, figure): (&'static str, Figure)| {
        let bundle = figure.bundle().expect("it can be drawn");
        let blocks = blocks(&bundle);
        let mimes: Vec<&str> = blocks.iter().map(|block| block.mime.as_str()).collect();
        assert_eq!(mimes, ["text/html", "image/png", "text/plain"], "{name}");
        let bodies: Vec<String> = blocks.into_iter().map(|Block { body, .. }| body).collect();
        let [html, png, text] = bodies.try_into().expect("three blocks");
        let png = STANDARD.decode(&png).expect("base64");
        let svg = figure.svg().expect("it can be drawn");
        Output {
            name,
            figure,
            bundle,
            html,
            png,
            text,
            svg,
        }
    };
    gallery::figures().into_iter().map(output).collect()
});

#[test]
fn a_bundle_has_html_png_and_text_and_nothing_else() {
    for o in OUTPUTS.iter() {
        assert!(!o.bundle.contains("image/svg+xml;"), "{}", o.name);
        assert!(o.png == o.figure.png().expect("a PNG"), "{}", o.name);
        assert!(
            o.html.contains(&STANDARD.encode(&o.png)),
            "{}: the same picture",
            o.name
        );
        assert!(
            o.text.contains(o.figure.caption()),
            "{}: {}",
            o.name,
            o.text
        );
        assert!(o.text.contains(o.figure.alt()), "{}: {}", o.name, o.text);
    }
}

#[test]
fn the_html_keeps_to_what_a_sanitiser_and_a_page_with_other_figures_allow() {
    for Output {
        name, figure, html, ..
    } in OUTPUTS.iter()
    {
        assert!(
            html.lines().all(|line| !line.trim().is_empty()),
            "{name}: Markdown ends at those"
        );
        let elements = elements(html);
        let tags: Vec<&str> = elements.iter().map(|e| e.tag.as_str()).collect();
        let answers = name.starts_with("player") || *name == "explorer";
        let expected: &[&str] = match answers {
            true => &["figure", "img", "figcaption", "script"],
            false => &["figure", "img", "figcaption"],
        };
        assert_eq!(tags, expected, "{name}");
        for (attribute, value) in elements.iter().flat_map(|element| &element.attributes) {
            // No id, which another figure may have too, no event, no link.
            let allowed = ["class", "style", "src", "alt", "width", "height", "lang"];
            let is_data = attribute.starts_with("data-descent-");
            assert!(
                allowed.contains(&attribute.as_str()) || is_data,
                "{name}: {attribute}"
            );
            assert!(
                !value.contains("://"),
                "{name}: {attribute} loads something"
            );
        }
        let (frame, picture, caption) = (&elements[0], &elements[1], &elements[2]);
        let class = frame.attribute("class").expect("a class");
        assert!(
            class.contains("mathjax_ignore") && class.contains("tex2jax_ignore"),
            "{name}"
        );
        let (width, height) = figure.size();
        assert_eq!(
            picture.attribute("width"),
            Some(width.to_string().as_str()),
            "{name}"
        );
        assert_eq!(
            picture.attribute("height"),
            Some(height.to_string().as_str()),
            "{name}"
        );
        assert_eq!(picture.attribute("alt"), Some(figure.alt()), "{name}");
        assert!(
            !figure.alt().trim().is_empty() && !figure.caption().trim().is_empty(),
            "{name}"
        );
        assert!(
            picture
                .attribute("style")
                .is_some_and(|s| s.contains("background:#fff")),
            "{name}"
        );
        assert_eq!(caption.text, figure.caption(), "{name}");
        for (element, text) in [(picture, figure.alt()), (caption, figure.caption())] {
            let is_chinese = text.contains(|c| ('一'..='龥').contains(&c));
            let language = is_chinese.then_some("zh-Hans");
            assert_eq!(element.attribute("lang"), language, "{name}");
        }
    }
}

#[test]
fn nothing_refers_to_another_place_but_for_the_name_of_svg() {
    for o in OUTPUTS.iter() {
        let mut texts = vec![o.bundle.clone(), o.svg.clone()];
        if let Some(shown) = shown(&o.html) {
            texts.push(shown["svg"].as_str().expect("a picture").to_owned());
        }
        if o.name.starts_with("player")
            && let Some(player) = frames(&o.html)
        {
            texts.extend(
                player
                    .runs
                    .into_iter()
                    .flat_map(|run| run.steps)
                    .map(|s| s.layer),
            );
        }
        for text in texts {
            let without_name = text.replace("http://www.w3.org/2000/svg", "");
            assert!(
                !without_name.contains("http:") && !without_name.contains("https:"),
                "{}",
                o.name
            );
            // Two figures on one page would fight over them.
            assert!(
                !without_name.contains(" id=") && !without_name.contains("url("),
                "{}",
                o.name
            );
        }
        assert!(is_well_formed(&o.svg), "{}", o.name);
    }
}

#[test]
fn a_picture_is_opaque_white_and_has_two_pixels_for_each_nominal_one() {
    for Output {
        name, figure, png, ..
    } in OUTPUTS.iter()
    {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().expect("a PNG");
        let mut pixels = vec![0; reader.output_buffer_size().expect("it fits in memory")];
        let info = reader.next_frame(&mut pixels).expect("pixels");
        assert_eq!(
            info.color_type,
            png::ColorType::Rgb,
            "{name}: no transparency"
        );
        let (width, height) = figure.size();
        assert_eq!((info.width, info.height), (2 * width, 2 * height), "{name}");
        let corners = [0, info.width as usize - 1, pixels.len() / 3 - 1];
        for corner in corners {
            assert_eq!(pixels[3 * corner..][..3], [255, 255, 255], "{name}");
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for (first, (name, second)) in OUTPUTS.iter().zip(gallery::figures()) {
        assert_eq!(
            first.bundle,
            second.bundle().expect("it can be drawn"),
            "{name}"
        );
        assert!(
            first.svg == second.svg().expect("it can be drawn"),
            "{name}"
        );
    }
}

#[test]
fn a_static_figure_of_640_by_480_is_at_most_40_kilobytes() {
    let mut sizes = Vec::new();
    for (name, figure) in gallery::figures_of_size(640, 480) {
        assert_eq!(figure.size(), (640, 480));
        sizes.push((figure.png().expect("it can be drawn").len(), name));
    }
    sizes.sort();
    assert!(sizes.iter().all(|(size, _)| *size <= 40_000), "{sizes:?}");
}

#[test]
fn a_player_of_twenty_runs_of_a_hundred_steps_stays_below_400_kilobytes() {
    let figure = gallery::sweep_player(20, 100)
        .figure()
        .expect("it can be drawn");
    let size = figure.bundle().expect("it can be drawn").len();
    assert!(size < 400_000, "{size} bytes");
}

#[test]
fn an_explorer_stays_below_300_kilobytes() {
    for plot in [
        explore(rosenbrock).title("curved"),
        explore(himmelblau).minima(&descent::HIMMELBLAU_MINIMA),
        explore(|x| x[0].sin() * x[1].cos()),
    ] {
        let figure = plot.figure().expect("it can be drawn");
        let size = figure.bundle().expect("it can be drawn").len();
        assert!(size < 300_000, "{size} bytes");
    }
}

#[test]
fn an_explorer_knows_the_function_at_each_point_of_its_grid() {
    let output = OUTPUTS.iter().find(|o| o.name == "explorer");
    let json = shown(&output.expect("it is in the gallery").html).expect("a script");
    assert!(is_well_formed(json["svg"].as_str().expect("a picture")));
    let numbers = |value: &serde_json::Value| -> Vec<f64> {
        let list = value.as_array().expect("a list").iter();
        list.map(|n| n.as_f64().expect("a number")).collect()
    };
    assert_eq!(numbers(&json["start"]), [-1.5, 2.0]);
    assert_eq!(
        (json["rate"].as_f64(), json["momentum"].as_f64()),
        (Some(0.001), Some(0.8))
    );
    assert_eq!(json["steps"], 200);
    assert_eq!(numbers(&json["decades"]), [-6.0, -1.0]);
    let map = &json["map"];
    let (x, y) = (numbers(&map["x"]), numbers(&map["y"]));
    assert_eq!(
        (x.as_slice(), y.as_slice()),
        (&[-2.2, 2.2][..], &[-0.5, 3.7][..])
    );
    let grid = &json["grid"];
    let size = |name: &str| grid[name].as_u64().expect("a number") as usize;
    let (columns, rows) = (size("columns"), size("rows"));
    let bytes = STANDARD
        .decode(grid["values"].as_str().expect("a text"))
        .expect("base64");
    let (values, []) = bytes.as_chunks::<4>() else {
        panic!("four bytes each");
    };
    assert_eq!(values.len(), columns * rows);
    let share = |range: &[f64], k: usize, count: usize| {
        range[0] + (range[1] - range[0]) * k as f64 / (count - 1) as f64
    };
    for (k, value) in values.iter().enumerate() {
        let (x, y) = (
            share(&x, k % columns, columns),
            share(&y, k / columns, rows),
        );
        let expected = rosenbrock(&array![x, y]);
        let value = f64::from(f32::from_le_bytes(*value));
        assert!(
            (value - expected).abs() <= 1e-6 * expected,
            "{value} at ({x}, {y})"
        );
    }
}

#[test]
fn frames_differ_only_in_the_layers_of_their_steps() {
    let figure = gallery::sweep_player(6, 20)
        .figure()
        .expect("it can be drawn");
    let player = frames(&figure.html().expect("it can be drawn")).expect("a player");
    assert!(is_well_formed(&player.svg));
    let base = roxmltree::Document::parse(&player.svg).expect("XML");
    let drawn = base.descendants().filter(|node| node.is_element()).count();
    assert!(drawn > 50, "{drawn} elements below all steps");
    // What a step may draw: on each of the two planes the way to it and a dot.
    let is_a_step = |layer: &str| {
        let document = format!("<g xmlns='http://www.w3.org/2000/svg'>{layer}</g>");
        let document = roxmltree::Document::parse(&document).expect("XML");
        let elements = document.root_element().children();
        let tags: Vec<&str> = elements.map(|e| e.tag_name().name()).collect();
        tags.len() <= 4 && tags.iter().all(|tag| ["path", "circle"].contains(tag))
    };
    assert_eq!(player.runs.len(), 6);
    for (number, run) in player.runs.iter().enumerate() {
        let rate = 1.1 * (number + 1) as f64 / 6.0;
        assert_eq!(run.label, format!("learning rate {rate:.3}"));
        assert_eq!(run.steps.len(), 21, "a layer for each point");
        assert!(run.steps.iter().all(|step| is_a_step(&step.layer)));
        let layers: Vec<&str> = run.steps.iter().map(|step| step.layer.as_str()).collect();
        assert!(
            !layers.contains(&""),
            "all of these are inside the picture of the values"
        );
    }
    let start = &player.runs[0].steps[0];
    assert_eq!(
        (start.point.as_str(), start.value.as_str()),
        ("(−3, 4)", "25")
    );
    assert_eq!(start.gradient, "(−6, 8)");
}

#[test]
fn every_class_of_a_layer_has_its_style_in_the_base() {
    let figure = gallery::sweep_player(20, 100)
        .figure()
        .expect("it can be drawn");
    let player = frames(&figure.html().expect("it can be drawn")).expect("a player");
    for layer in player
        .runs
        .iter()
        .flat_map(|run| &run.steps)
        .map(|step| &step.layer)
    {
        for class in layer
            .split("class='")
            .skip(1)
            .filter_map(|rest| rest.split('\'').next())
        {
            assert!(
                player.svg.contains(&format!(".{class}{{")),
                "{class} in {layer}"
            );
        }
    }
}

#[test]
fn two_players_on_one_page_have_names_of_their_own() {
    let name = |steps: usize| {
        let html = gallery::sweep_player(2, steps)
            .figure()
            .and_then(|f| f.html());
        let html = html.expect("it can be drawn");
        elements(&html)[0]
            .attribute("data-descent-player")
            .expect("a name")
            .to_owned()
    };
    assert_ne!(name(10), name(11));
    assert_eq!(name(10), name(10));
}

#[test]
fn a_contour_calls_its_function_at_most_once_a_grid_point() {
    let calls = Cell::new(0);
    let f = |x: &Array1<f64>| {
        calls.set(calls.get() + 1);
        function_2(x)
    };
    let figure = contour(f)
        .path(&gallery::bowl(0.1, 100))
        .figure()
        .expect("it can be drawn");
    assert!(calls.get() <= 161 * 121, "{} calls", calls.get());
    let before = calls.get();
    figure.bundle().expect("it can be drawn");
    figure.svg().expect("it can be drawn");
    assert_eq!(calls.get(), before, "a finished figure calls nothing");
}

#[test]
fn a_figure_is_saved_by_the_extension_of_its_file() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("saved figures");
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    let plot = gallery::contour_with_path();
    let figure = plot.figure().expect("it can be drawn");
    for name in ["a.png", "b.PNG"] {
        plot.save(folder.join(name)).expect("it can be saved");
        let bytes = std::fs::read(folder.join(name)).expect("it was written");
        assert_eq!(bytes, figure.png().expect("a PNG"));
    }
    figure.save(folder.join("c.svg")).expect("it can be saved");
    let svg = std::fs::read_to_string(folder.join("c.svg")).expect("it was written");
    assert!(is_well_formed(&svg));
    assert!(svg.starts_with("<svg xmlns='http://www.w3.org/2000/svg' viewBox="));
}

#[test]
fn a_file_that_cannot_be_written_is_an_error_that_names_it() {
    let figure = gallery::weights().figure().expect("it can be drawn");
    for name in ["picture", "picture.jpeg", ".png", "picture.png.txt"] {
        let error = figure.save(name).expect_err("no such format");
        assert!(matches!(error, Error::Extension { .. }), "{error}");
        let expected = format!("cannot tell the format of '{name}'; end the name in .png or .svg");
        assert_eq!(error.to_string(), expected);
    }
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("no such folder");
    let error = figure
        .save(folder.join("picture.png"))
        .expect_err("no such folder");
    assert!(matches!(error, Error::Save { .. }), "{error}");
    assert!(error.to_string().starts_with("cannot write '"), "{error}");
    assert!(error.to_string().contains("picture.png"), "{error}");
}

#[test]
fn no_text_is_smaller_than_11_pixels() {
    for Output { name, svg, .. } in OUTPUTS.iter() {
        let document = roxmltree::Document::parse(svg).expect("XML");
        let view: Vec<f64> = document
            .root_element()
            .attribute("viewBox")
            .expect("a view box")
            .split(' ')
            .map(|number| number.parse().expect("a number"))
            .collect();
        let nominal: f64 = document
            .root_element()
            .attribute("width")
            .expect("a width")
            .parse()
            .expect("a number");
        let units = view[2] / nominal;
        for size in svg.split("font-size:").skip(1) {
            let size: f64 = size
                .split("px")
                .next()
                .expect("a size")
                .parse()
                .expect("a number");
            assert!(
                size / units >= 11.0,
                "{name}: {size} of {units} units a pixel"
            );
        }
    }
}
