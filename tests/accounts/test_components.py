"""What the components draw: pure rendering, no database."""

from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from crispy_forms.bootstrap import FormActions
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Row, Submit
from django import forms
from django.template import Context, Template
from django.utils import translation

from accounts.templatetags import components, drawing


def draw(source: str, **context) -> str:
    return Template(source).render(Context(context))


def test_an_icon_is_mute_and_well_formed():
    svg = components.icon("house", 18)

    assert 'aria-hidden="true"' in svg
    assert ET.fromstring(svg).get("width") == "18"
    assert "stroke-width" not in svg


def test_rings_say_in_words_how_far_they_are_filled():
    svg = ET.fromstring(components.rings(0.8, 0.4))

    assert svg.get("role") == "img"
    assert svg.findtext("title") == "Rhythm: exchanges 80%, meetings with top executives 40%"


def test_a_ring_says_when_it_is_too_early_to_say():
    svg = ET.fromstring(components.rings(None, 0))

    tracks = [one.get("class") for one in svg.iter("circle")][:2]
    assert tracks == ["track early", "track"]
    assert (
        svg.findtext("title")
        == "Rhythm: exchanges too early to say, meetings with top executives 0%"
    )


def test_rings_take_words_of_their_own():
    assert "<title>Nothing planned</title>" in components.rings(0, 0, 32, "Nothing planned")


@pytest.mark.parametrize(
    ("value", "drawn"), [(0, "0.00"), (0.5, "31.42"), (1, "62.83"), (7, "62.83"), (None, "0.00")]
)
def test_a_ring_is_filled_from_nothing_to_all(value, drawn):
    assert drawing.arc(value, radius=10)[0] == drawn


def test_columns_stand_below_their_figures_and_targets():
    rows = [
        {"label": "2025", "value": 50, "target": 100},
        {"label": "2026", "value": 80, "provisional": True},
    ]

    final, open_year = drawing.columns(rows, 1)

    assert final["kind"] == "last"
    assert open_year["kind"] == "provisional"
    assert float(final["text_y"]) < float(final["target_y"]) < float(final["y"])


def test_a_chart_says_the_same_as_a_table():
    rows = [{"label": "2025", "value": Decimal(17_201_421), "target": Decimal(18_000_000)}]

    page = draw("{% bar_chart rows 'Revenue' 'EUR' 1000000 %}", rows=rows)

    assert ">17.2</text>" in page
    assert "17,201,421</td>" in page
    assert "18,000,000</td>" in page
    assert "Not final" not in page


def test_a_chart_without_figures_is_drawn_all_the_same():
    page = draw("{% bar_chart rows 'Revenue' %}", rows=[{"label": "2025", "value": None}])

    assert ">–</text>" in page


def test_goalposts_clip_what_lies_outside_and_leave_out_what_is_missing():
    assert 'width="100.00%"' in draw("{% goalposts 1.4 label='Growth' %}")
    assert 'class="value"' not in draw("{% goalposts value label='Growth' %}", value=None)
    assert 'class="past" cx="30.00%"' in draw("{% goalposts 0.5 0.3 label='Growth' %}")


def test_a_sparkline_runs_from_left_to_right_and_skips_gaps():
    assert drawing.line([1, None, 3], 96, 24) == ["2.0,22.0", "94.0,2.0"]
    assert drawing.line([], 96, 24) == []
    assert 'aria-label="Exchanges a month"' in draw(
        "{% sparkline values 'Exchanges a month' %}", values=[1, 2]
    )


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", ["82%", "\N{MINUS SIGN}1.9%", "17,201,421", "17.2M"]),
        ("fr", ["82\u202f%", "\N{MINUS SIGN}1,9\u202f%", "17\u202f201\u202f421", "17,2\u202fM"]),
    ],
)
def test_figures_are_written_as_the_language_does(language, written):
    with translation.override(language):
        assert [
            components.percent(0.82),
            components.signed_percent(Decimal("-0.019")),
            components.money(17_201_421),
            components.millions(17_201_421),
        ] == written


@pytest.mark.parametrize("write", ["percent", "signed_percent", "money", "millions"])
def test_a_missing_figure_is_written_as_nothing(write):
    assert getattr(components, write)(None) == ""


class Wish(forms.Form):
    what = forms.CharField(help_text="In one line.")
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    sure = forms.BooleanField(required=False)


def test_the_pack_ties_help_and_faults_to_their_field():
    page = draw("{% load crispy_forms_filters %}{{ form|crispy }}", form=Wish({}))

    assert 'href="#div_id_what"' in page
    assert 'aria-describedby="id_what_helptext id_what_error"' in page
    assert 'aria-invalid="true"' in page
    assert "<legend>Kind</legend>" in page
    assert "(optional)" not in page.split('id="div_id_sure"')[0]


def helper() -> FormHelper:
    helper = FormHelper()
    helper.layout = Layout(
        Fieldset("Wishes", Row("what", "kind"), Div("sure")), FormActions(Submit("keep", "Save"))
    )
    return helper


def test_the_pack_draws_layouts_buttons_and_formsets():
    formset = forms.formset_factory(Wish)()

    page = draw(
        "{% load crispy_forms_tags %}{% crispy form helper %}{{ formset|crispy }}{{ formset|as_crispy_errors }}",
        form=Wish(),
        helper=helper(),
        formset=formset,
        csrf_token="token",
    )

    assert 'class="fields ' in page
    assert "<legend>Wishes</legend>" in page
    assert '<button class="button primary" type="submit" name="keep" value="Save"' in page
    assert 'name="csrfmiddlewaretoken"' in page
    assert 'name="form-TOTAL_FORMS"' in page
