import re
from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from lapor.ui.charts import WIDTH, BarChart, LineChart, Mark
from tests.html import problems


def bars(*values: float) -> BarChart:
    marks = [Mark(f"Baris {index}", value) for index, value in enumerate(values)]
    return BarChart("b", "Judul", "Baris", "Laporan", marks)


def line(*values: float) -> LineChart:
    return LineChart("g", "Judul", "Bulan", "Laporan", [Mark(str(i), v) for i, v in enumerate(values)])


@pytest.mark.parametrize("values", [(), (0,), (0, 0), (412, 371.5, 0), (10**9, 1)])
def test_bars_stay_in_their_box(values: tuple[float, ...]) -> None:
    for row in bars(*values).rows:
        assert float(row.x) + float(row.width) < WIDTH
        assert float(row.width) >= 1


def test_the_longest_bar_is_the_greatest_value() -> None:
    rows = bars(100, 50).rows
    assert float(rows[0].width) == pytest.approx(2 * float(rows[1].width), abs=0.2)


@pytest.mark.parametrize("values", [(5,), (0, 0, 0), (1, 9, 3), tuple(range(40))])
def test_points_stay_in_their_box(values: tuple[float, ...]) -> None:
    chart = line(*values)
    for point in chart.points:
        assert 0 <= float(point.x) <= WIDTH
        assert 0 <= float(point.y) <= 208
    assert sum(point.label_shown for point in chart.points) <= 8


@pytest.mark.parametrize("values", [(0, 60, 0), (0, 1, 60, 1), (1, 60, 30, 0), (0, 2, 60, 2, 1), (9, 9, 9)])
def test_no_line_crosses_its_first_or_last_figure(values: tuple[float, ...]) -> None:
    points = line(*values).points
    for point, beside, inward in ((points[0], points[1], 1), (points[-1], points[-2], -1)):
        edge = float(point.words_x)
        for x in (edge, edge + inward * 7.4 * len(point.words)):  # where the figure begins and ends
            along = (x - float(point.x)) / (float(beside.x) - float(point.x))
            y = float(point.y) + along * (float(beside.y) - float(point.y))
            baseline = float(point.words_y)
            assert y >= baseline or y <= baseline - 10, (point, y)


@pytest.mark.parametrize("reference", [0, 0.5, 4, 5, 6, 9.5, 10])
@pytest.mark.parametrize("values", [(1, 9, 5), (9, 1, 5.5), (0, 10), (10, 0)])
def test_the_name_of_the_dashed_line_covers_no_figure(values: tuple[float, ...], reference: float) -> None:
    chart = replace(line(*values), top=10, reference=Mark("semua instansi", reference))
    assert chart.reference_at
    _line_y, x, y, _anchor, _words = chart.reference_at
    beside = chart.points[-1] if x == chart.right else chart.points[0]
    assert abs(float(beside.words_y) - float(y)) >= 16
    assert 0 < float(y) < 190


@pytest.mark.parametrize("chart", [bars(), bars(1.5, 2.5), line(0.5, 1.5, 1)])
def test_a_chart_has_title_description_and_table(chart: BarChart | LineChart) -> None:
    html = render_to_string("ui/chart.html", {"chart": chart, "heading": "Lama"})
    assert problems(html) == []
    if not chart.marks:
        assert "Belum ada angka" in html
        return
    assert "<desc" in html
    assert html.count("<tr>") == len(chart.marks) + 1
    coordinates = re.findall(r' (?:x|y|cx|cy|width)="([^"]*)"', html)
    assert coordinates
    assert all("," not in each for each in coordinates)
