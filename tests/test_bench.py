"""The benchmarks' arithmetic and tables, and that their three lessons are one lesson."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy
import pytest

import bench
from benchmarks import (
    classroom,
    compute,
    contestants,
    forms,
    machine,
    memory,
    notebook,
    numpy_original,
    report,
)
from benchmarks.classroom import Class
from benchmarks.forms import Cell
from benchmarks.kernel import Run
from benchmarks.report import Part, Ratio, Row
from benchmarks.samples import median, quantile, summary
from descent_lab.environment import ROOT

NOTEBOOK = ROOT / "notebooks" / contestants.NOTEBOOK


@pytest.mark.parametrize(
    "samples", [[3.0], [4.0, 1.0], [5.0, 1.0, 3.0], [0.1, 9.0, 2.0, 7.5, 2.0, 3.25]]
)
@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 0.95, 1.0])
def test_a_quantile_is_numpys(samples: list[float], share: float) -> None:
    assert quantile(samples, share) == pytest.approx(float(numpy.quantile(samples, share)))


def test_the_median_does_not_mind_one_wild_sample() -> None:
    assert median([2.0, 1.0, 3.0, 2.5, 1000.0]) == 2.5


def test_a_summary_has_the_quartiles() -> None:
    found = summary([5.0, 1.0, 2.0, 4.0, 3.0])
    assert (found.count, found.lower, found.median, found.upper) == (5, 2.0, 3.0, 4.0)


def test_nothing_measured_has_no_quantile() -> None:
    with pytest.raises(ValueError, match="no sample"):
        median([])


def row(ours: list[float], stock: list[float], bound: float | None = 1 / 12) -> Row:
    return Row("first plot", "s", {"stock": stock, "ours": ours}, [Ratio("ours", "stock", bound)])


@pytest.mark.parametrize(
    ("ours", "reached"), [([1.0, 1.0, 9.0], True), ([1.1, 1.1, 0.1], False), ([], None)]
)
def test_a_bound_is_judged_by_the_medians(ours: list[float], reached: bool | None) -> None:
    found = row(ours, [12.0, 12.0, 99.0])
    assert found.reached(found.ratios[0]) is reached


def test_the_table_says_what_was_reached_and_what_was_not() -> None:
    rows = [
        row([2.0] * 5, [48.0] * 5),
        row([6.0] * 5, [48.0] * 5),
        row([6.0] * 5, [48.0] * 5, None),
        Row("memory", "B", {"stock": [7e8] * 5, "ours": []}, [Ratio("ours", "stock", 0.6)]),
    ]
    part = Part("notebook: one kernel", rows, failures=["ours: died"], load_before=0.25)
    lines = report.table(part).splitlines()
    assert lines[1].split() == ["stock", "ours", "ours", "/", "stock", "to", "reach"]
    cells = [line.split("  ") for line in lines[3:7]]
    found = [[cell.strip() for cell in line if cell.strip()] for line in cells]
    assert found == [
        ["first plot", "48.0 s [48.0–48.0]", "2.00 s [2.00–2.00]", "1/24", "≤ 1/12", "reached"],
        ["first plot", "48.0 s [48.0–48.0]", "6.00 s [6.00–6.00]", "1/8", "≤ 1/12", "NOT REACHED"],
        ["first plot", "48.0 s [48.0–48.0]", "6.00 s [6.00–6.00]", "1/8"],
        ["memory", "700 MB [700–700]", "–", "–", "≤ 0.6"],
    ]
    assert "prove little" not in report.table(part)
    assert lines[-1] == "FAILED: ours: died"


def test_few_repetitions_are_called_few() -> None:
    assert "prove little" in report.table(Part("", [row([1.0] * 5, [1.0] * 4)]))


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(41.04, "41.0 s"), (0.25, "250 ms"), (3.456e-5, "34.6 µs"), (9.0e-8, "90.0 ns")],
)
def test_a_time_is_shown_in_the_unit_that_fits(seconds: float, shown: str) -> None:
    table = report.table(Part("", [Row("", "s", {"ours": [seconds]})]))
    assert shown in table


def test_the_file_holds_every_sample_and_every_verdict(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    part = Part("notebook", [row([1.0, 3.0, 2.0], [48.0])], load_before=0.5)
    report.write_json(file, {"cores": "2"}, [part])
    content = json.loads(file.read_text(encoding="utf-8"))
    assert content["machine"] == {"cores": "2"}
    found = content["parts"][0]["rows"][0]
    assert found["contestants"]["ours"]["samples"] == [1.0, 3.0, 2.0]
    assert found["contestants"]["ours"]["median"] == 2.0
    assert found["ratios"][0]["reached"] is True
    assert found["ratios"][0]["ratio"] == pytest.approx(1 / 24)


LESSON = [
    Cell("02 dependencies", ":dep ndarray", False),
    Cell("05", "", False),
    Cell("11", "", True),
    Cell("17", "", False),
    Cell("23", "", True),
    Cell("25", "", False),
]
SECONDS = [40.0, 2.0, 3.0, 0.25, 1.5, 0.75]


def run(contestant: str, factor: float, **fields: object) -> Run:
    given: dict[str, object] = {
        "ready": 4.0,
        "first_plot": 49.0,
        "end": 51.5,
        "ending": 0.5,
        "memory": 700,
    }
    seconds = [second * factor for second in SECONDS]
    return Run(contestant, cells=seconds, **{**given, **fields})  # type: ignore[arg-type]


def test_only_cells_after_the_first_plot_are_later_cells() -> None:
    assert notebook.later_cells(LESSON, SECONDS, draws=True) == [1.5]
    assert notebook.later_cells(LESSON, SECONDS, draws=False) == [0.25, 0.75]


def test_a_run_gives_one_sample_to_each_row() -> None:
    rows = notebook.rows([run("stock", 1.0), run("ours", 0.5)], {"stock": LESSON, "ours": LESSON})
    found = {row.name: row.samples for row in rows}
    assert found["dependencies"] == {"stock": [40.0], "ours": [20.0]}
    assert found["later cell with a plot, median"] == {"stock": [1.5], "ours": [0.75]}
    assert found["later cell without, median"] == {"stock": [0.5], "ours": [0.25]}
    assert found["restart and run all"]["stock"] == [52.0]
    assert found["memory after the notebook"]["ours"] == [700]


def test_a_failed_run_gives_no_sample() -> None:
    failed = run("ours", 1.0, failures=["ours: cell 05: Error"])
    unfinished = run("ours", 1.0, end=None)
    rows = notebook.rows([failed, unfinished], {"ours": LESSON})
    assert all(row.samples == {"ours": []} for row in rows)


def test_the_bounds_of_the_notebook_and_of_eight_kernels() -> None:
    lessons = {"stock": LESSON, "ours": LESSON}
    rows = notebook.rows([], lessons) + classroom.rows(
        [Class("stock", [run("stock", 1.0)]), Class("ours", [run("ours", 1.0)])], 8
    )
    bounds = {
        row.name: ratio.at_most for row in rows for ratio in row.ratios if ratio.at_most is not None
    }
    assert bounds == {
        "first plot since launch": 1 / 12,
        "later cell with a plot, median": 1 / 3,
        "later cell without, median": 0.9,
        "memory after the notebook": 0.6,
        "first plot since launch, worst": 1 / 15,
    }


def test_a_class_is_as_slow_as_its_last_kernel() -> None:
    runs = [run("ours", 1.0, first_plot=seconds, end=seconds + 9) for seconds in (3.0, 4.0, 8.0)]
    found = {row.name: row.samples["ours"] for row in classroom.rows([Class("ours", runs)], 3)}
    assert found["first plot since launch, median"] == [4.0]
    assert found["first plot since launch, worst"] == [8.0]
    assert found["end of the notebook, worst"] == [17.0]
    assert found["memory in all"] == [2100.0]
    assert found["kernels that failed"] == [0]


def test_a_class_with_a_failure_counts_it_and_gives_no_time() -> None:
    failed = Class("ours", [run("ours", 1.0), run("ours", 1.0, failures=["ours: died"])])
    found = {row.name: row.samples["ours"] for row in classroom.rows([failed], 2)}
    assert found["kernels that failed"] == [1]
    assert found["first plot since launch, worst"] == []


def test_the_bounds_of_the_mathematics() -> None:
    bounds = {case.ours: (case.against_numpy, case.against_by_hand) for case in compute.CASES}
    assert bounds["function_2_100_steps/descent"] == (1 / 200, 1.5)
    assert bounds["simple_net_100_steps/descent"] == (1 / 300, 2.5)
    assert bounds["simple_net_swapped_100_steps/descent"] == (1 / 300, 2.5)
    assert all(case.numpy in numpy_original.CASES for case in compute.CASES)


def test_criterions_nanoseconds_become_seconds() -> None:
    estimates = '{"mean": {"point_estimate": 9e9}, "median": {"point_estimate": 2500.0}}'
    assert compute.median_seconds(estimates) == pytest.approx(2.5e-6)


def test_the_timed_numpy_code_gives_the_originals_numbers() -> None:
    end = numpy_original.descend_function_2()
    assert end.tolist() == pytest.approx([-0.39785867, 0.53047822], abs=5e-9)
    x, t = numpy.array([0.6, 0.9]), numpy.array([0, 0, 1])
    net = numpy_original.SimpleNet(
        numpy.array(numpy_original.WEIGHTS), numpy_original.swapped_cross_entropy_error
    )
    assert net.loss(x, t) == pytest.approx(6.806251848789094, abs=1e-7)
    swapped = numpy_original.train(numpy_original.swapped_cross_entropy_error)
    assert swapped.loss(x, t) == pytest.approx(0.6904824838232374, abs=1e-11)


@pytest.mark.parametrize("file", [forms.STOCK, forms.PYTHON])
def test_the_other_lessons_have_the_notebooks_cells(file: Path) -> None:
    lesson = forms.from_notebook(NOTEBOOK)
    ours = [(cell.name[:2], cell.draws) for cell in lesson]
    other = [
        (cell.name[:2], cell.draws) for cell in forms.from_file(file) if cell.name != "02 names"
    ]
    assert other == ours
    assert [cell.name for cell in lesson if cell.loads] == ["02 dependencies"]


def test_a_notebook_that_was_not_executed_is_refused(tmp_path: Path) -> None:
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
    (tmp_path / "02.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    with pytest.raises(ValueError, match="execute it first"):
        forms.from_notebook(tmp_path / "02.ipynb")


def test_a_cell_ends_where_the_next_one_begins(tmp_path: Path) -> None:
    file = tmp_path / "lesson.rs"
    file.write_text("// %% 05\nlet a = 1;\n\na\n\n// %% 11 draws\nfigure()\n")
    assert forms.from_file(file) == [
        Cell("05", "let a = 1;\n\na", False),
        Cell("11", "figure()", True),
    ]


def test_dependencies_become_lines_of_a_manifest() -> None:
    lesson = [Cell("", ':dep ndarray\n:dep plotters = { version = "0.3" }\nlet x = 1;', False)]
    assert contestants.dependencies(lesson) == [
        'ndarray = "*"',
        'plotters = { version = "0.3" }',
    ]


def test_the_newest_of_several_locked_versions_is_told(tmp_path: Path) -> None:
    packages = [("rand", "0.9.4"), ("rand", "0.10.4"), ("other", "1.0.0"), ("ndarray", "0.17.2")]
    lock = tmp_path / "Cargo.lock"
    text = [f'[[package]]\nname = "{name}"\nversion = "{version}"\n' for name, version in packages]
    lock.write_text("\n".join(text))
    found = machine.locked_crates(("ndarray", "rand"), lock)
    assert found == [("ndarray", "0.17.2"), ("rand", "0.10.4")]


def test_a_session_is_measured_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for process, session, kilobytes in [(70, 70, 100), (71, 70, 20), (80, 80, 4000)]:
        folder = tmp_path / str(process)
        folder.mkdir()
        (folder / "stat").write_text(f"{process} (a kernel) x) S 1 {process} {session} 0 -1")
        (folder / "smaps_rollup").write_text(f"Rss: 9999 kB\nPss: {kilobytes} kB\nPss_Anon: 1 kB\n")
    monkeypatch.setattr(memory, "PROC", tmp_path)
    assert memory.pss_of_session(70) == 120 * 1024
    assert memory.pss_of_session(99) is None


def test_without_a_part_everything_is_measured() -> None:
    plan = bench.planned([])
    assert plan.parts == ("notebook", "compute", "classroom")
    assert (plan.kernels, plan.rounds, plan.stock, plan.installed) == (8, 5, True, False)


def test_a_number_behind_classroom_is_its_number_of_kernels() -> None:
    plan = bench.planned(["classroom", "3", "compute", "--no-stock", "--rounds", "2"])
    assert plan.parts == ("compute", "classroom")
    assert (plan.kernels, plan.rounds, plan.stock) == (3, 2, False)


def test_an_installed_lab_is_measured_beside_the_checkout() -> None:
    plan = bench.planned(["classroom", "30", "--installed"])
    assert (plan.parts, plan.kernels, plan.installed) == (("classroom",), 30, True)
    assert bench.minutes(plan) > bench.minutes(replace(plan, installed=False))
    classes = [Class("ours", [run("ours", 1.0)]), Class("hub", [run("hub", 1.0, first_plot=98.0)])]
    worst = next(
        row for row in classroom.rows(classes, 30) if row.name == "first plot since launch, worst"
    )
    assert [(ratio.name, worst.ratio(ratio)) for ratio in worst.ratios] == [("hub / ours", 2.0)]


@pytest.mark.parametrize(
    "wrong", [["lecture"], ["8"], ["notebook", "8"], ["classroom", "0"], ["--rounds", "0"]]
)
def test_what_is_no_part_is_refused(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench.planned(wrong)
    assert capsys.readouterr().err
