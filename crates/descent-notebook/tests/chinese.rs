//! Figures, values and errors in Chinese.

#[path = "../../descent-language/tests/chinese/mod.rs"]
mod chinese;
mod gallery;

use chinese::assert_says_the_same;
use descent_language::{Language, speaking};
use descent_notebook::prelude::*;
use descent_notebook::{LossCurve, Plot, Readable};

/// How titles of the gallery's figures begin.
const TITLES: [&str; 9] = [
    "learning rate ",
    "three learning rates",
    "four learning rates",
    "error of two differences",
    "points and lines",
    "where descents end",
    "down a saddle",
    "Himmelblau",
    "Rosenbrock",
];

/// The words of labels, and of a panel's title, that the gallery gives.
fn words_of_the_caller(figure: &str) -> &'static [&'static str] {
    match figure {
        "contour_runs" | "player_runs" => &["learning", "rate"],
        "chinese_lines" => &["Momentum", "epoch"],
        "heatmap" => &["class"],
        "lines" => &["forward", "central", "error"],
        "lines_points" => &["measured", "again"],
        "panels_2" => &["value"],
        _ => &[],
    }
}

/// The texts in a picture, each with its parts in either face.
fn texts(figure: &Figure) -> Vec<String> {
    let svg = figure.svg().expect("it can be drawn");
    let document = roxmltree::Document::parse(&svg).expect("it is XML");
    let texts = document.descendants().filter(|n| n.has_tag_name("text"));
    let whole = |text: roxmltree::Node<'_, '_>| {
        let parts = text.descendants().filter(roxmltree::Node::is_text);
        parts.filter_map(|part| part.text()).collect::<String>()
    };
    texts.map(whole).collect()
}

#[test]
fn each_kind_of_figure_is_told_in_chinese_with_the_same_numbers() {
    let english = speaking(Language::English, gallery::figures);
    let chinese = speaking(Language::Chinese, gallery::figures);
    for ((name, english), (_, chinese)) in english.iter().zip(&chinese) {
        let words = words_of_the_caller(name);
        for (english, chinese) in [
            (english.caption(), chinese.caption()),
            (english.alt(), chinese.alt()),
        ] {
            assert!(chinese.contains('。'), "{name}: {chinese}");
            assert_says_the_same(english, chinese, words);
        }
        let english = speaking(Language::English, || texts(english));
        let chinese = speaking(Language::Chinese, || texts(chinese));
        assert_eq!(english.len(), chinese.len(), "{name}");
        for (english, chinese) in english.iter().zip(&chinese) {
            let is_title = |text: &str| TITLES.iter().any(|title| text.starts_with(title));
            if english != chinese || !is_title(english) {
                assert_says_the_same(english, chinese, words);
            }
        }
    }
}

/// What both languages say when the figure cannot be drawn.
fn refusal<P: Plot>(plot: impl Fn() -> P) -> [String; 2] {
    [Language::English, Language::Chinese].map(|language| {
        let error = speaking(language, || plot().figure().map(|_| ()));
        let told = speaking(language, || error.map_err(|error| error.to_string()));
        told.expect_err("it cannot be drawn")
    })
}

#[test]
fn what_cannot_be_drawn_is_told_in_chinese() {
    let nan = f64::NAN;
    let bowl = || contour(function_2);
    let line = || lines().line("data", [(1.0, 2.0), (10.0, 20.0)]);
    let three = gradient_descent(|x: &Array1<f64>| x.sum(), &array![1.0, 2.0, 3.0], 0.1, 1);
    let (one, three) = (
        gradient_descent(function_2, &array![1.0], 0.1, 3).expect("a good start"),
        three.expect("a good start"),
    );
    let matrix = array![[1.0, 2.0], [3.0, 4.0]];
    let none: Array2<f64> = Array2::zeros((0, 2));
    let stay = |start: &Array1<f64>| gradient_descent(function_2, start, 0.0, 1);
    for [english, chinese] in [
        refusal(|| bowl().levels(0)),
        refusal(|| bowl().x_range(2.0, 1.0)),
        refusal(|| bowl().x_range(nan, 1.0)),
        refusal(|| bowl().y_range(1.0, nan)),
        refusal(|| bowl().y_range(1.0, 1.0 + 1e-15)),
        refusal(|| bowl().size(10, 3000)),
        refusal(|| bowl().run("way", &one)),
        refusal(|| bowl().run("way", &three)),
        refusal(|| bowl().minimum(0.0, nan)),
        refusal(|| contour(|_: &Array1<f64>| nan)),
        refusal(|| quiver(|_| nan)),
        refusal(|| curve(|_: f64| nan)),
        refusal(|| curve(|x| x).tangent_at(nan)),
        refusal(|| curve(f64::ln).tangent_at(-1.0).x_range(-2.0, 2.0)),
        refusal(|| surface(function_2).angle(0.0, 100.0)),
        refusal(|| basins(&[], stay)),
        refusal(|| basins(&[[0.0, 0.0]; 7], stay)),
        refusal(|| heatmap(&none)),
        refusal(|| heatmap(&matrix).rows(["way"])),
        refusal(|| heatmap(&matrix).columns(["way", "way", "way"])),
        refusal(|| heatmap(&matrix).limit(-1.0)),
        refusal(|| images(&none, 1)),
        refusal(|| images(&matrix, 3)),
        refusal(|| images(&matrix, 2).labels([1])),
        refusal(lines),
        refusal(|| line().points("way", [1.0, 2.0], [1.0])),
        refusal(|| line().vertical("way", nan)),
        refusal(|| line().x_scale(Scale::Log).star(-1.0, 0.0)),
        refusal(|| lines().line("way", [(1.0, -1.0)]).y_scale(Scale::Log)),
        refusal(|| line().y_scale(Scale::SymLog { linear_below: 0.0 })),
        refusal(|| panels(Vec::<LossCurve>::new())),
        refusal(|| panels([bowl()]).columns(0)),
        refusal(|| player(function_2)),
        refusal(|| player(function_2).path(&one).minimum(0.0, 0.0)),
    ] {
        assert_says_the_same(
            &english,
            &chinese,
            &["NaN", "way", "basins", "panels", "player"],
        );
        assert!(!chinese.is_ascii(), "{chinese}");
    }
}

#[test]
fn a_sentence_is_put_together_in_the_order_of_chinese() {
    let [_, chinese] = refusal(|| contour(function_2).levels(50));
    assert_eq!(chinese, "等高线的条数是 50，但应当在 1 到 40 之间");
    let [_, chinese] = refusal(|| heatmap(&array![[1.0], [2.0]]).rows(["x"]));
    assert_eq!(
        chinese,
        "行的名称只有 1 个，而要标的有 2 个；每个都要有一个"
    );
    let figure = speaking(Language::Chinese, || {
        let figure = gallery::contour_with_path().figure();
        figure.expect("it can be drawn")
    });
    assert_eq!(
        figure.caption(),
        "学习率 0.1：20 步，从 (−3, 4) 到 (−0.0346, 0.0461)，那里的值是 0.00332。\
         ○ 起点，● 终点，★ 极小点。每条线连接值相等的点；相邻两条的值相差 5。"
    );
    assert!(
        figure.alt().starts_with("等高线图：x₀（"),
        "{}",
        figure.alt()
    );
}

#[test]
fn a_label_that_looks_like_a_place_or_a_marker_stays_what_it_is() {
    let label = "{value}\nEVCXR_END_CONTENT\n<b>}{{";
    let path = gradient_descent(function_2, &array![-3.0, 4.0], 0.1, 2).expect("a good start");
    let figure = speaking(Language::Chinese, || {
        let figure = contour(function_2).run(label, &path).figure();
        figure.expect("it can be drawn")
    });
    assert!(
        figure
            .caption()
            .starts_with(&format!("{label}：2 步，从 (−3, 4) "))
    );
    let bundle = speaking(Language::Chinese, || figure.bundle()).expect("it can be drawn");
    let ends = bundle.lines().filter(|line| *line == "EVCXR_END_CONTENT");
    assert_eq!(ends.count(), 3, "one for each form of the figure");
    let html = figure.html().expect("it can be drawn");
    assert!(!html.contains("<b>"));
}

#[test]
fn values_are_shown_in_chinese_and_their_table_is_aligned() {
    let path = gradient_descent(function_2, &array![-3.0, 4.0], 0.1, 1).expect("a good start");
    let net = SimpleNet::from_weights(array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.5]]);
    let [table, net, deep, digits] = speaking(Language::Chinese, || {
        [
            path.blocks(),
            net.text(),
            TwoLayerNet::random(64, 50, 10, 1).text(),
            Digits::load().text(),
        ]
    });
    let plain = table.split("text/plain\n").nth(1).unwrap_or_default();
    assert!(
        plain.starts_with(
            "1 步，学习率 0.1\n步  x            f(x)\n 0  [-3., 4.]    25.\n 1  [-2.4, 3.2]  16."
        ),
        "{plain}"
    );
    assert!(table.contains("<th scope=\"col\">步</th>"), "{table}");
    assert!(
        net.starts_with("SimpleNet，2 个输入 × 3 个输出\nw = [["),
        "{net}"
    );
    assert_eq!(
        deep,
        "TwoLayerNet，64 个输入 × 50 个隐藏单元 × 10 个输出\nw1 的形状是 [64, 50]，b1 的形状是 [50]，\
         w2 的形状是 [50, 10]，b2 的形状是 [10]"
    );
    assert!(
        digits.starts_with("Digits，1797 张 8 × 8 像素的图像\nlabels = ["),
        "{digits}"
    );
}
