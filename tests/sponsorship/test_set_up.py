"""What stands between a fresh clone and a server: environment, catalogue, font, static files."""

import gettext
import os

import pytest
from django.core.management import call_command
from fontTools.ttLib import TTFont

from sponsorship.management.commands import prepare, subset_font
from sponsorship.management.commands.compile_catalogue import compile_if_newer
from sponsorship.ops import setup

CATALOGUE = r"""
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n > 1);\n"

msgid "Sponsor"
msgstr "Parrain"

#, fuzzy
msgid "Tension"
msgstr "Extension"
"""


@pytest.fixture
def catalogue(tmp_path):
    path = tmp_path / "django.po"
    path.write_text(CATALOGUE, encoding="utf-8")
    return path


def test_a_catalogue_is_compiled_without_its_doubtful_words(catalogue):
    assert compile_if_newer(catalogue)

    with catalogue.with_suffix(".mo").open("rb") as compiled:
        words = gettext.GNUTranslations(compiled)
    assert words.gettext("Sponsor") == "Parrain"
    assert words.gettext("Tension") == "Tension"


def test_a_catalogue_is_compiled_again_only_when_it_changed(catalogue):
    compile_if_newer(catalogue)

    assert not compile_if_newer(catalogue)
    later = catalogue.with_suffix(".mo").stat().st_mtime + 5
    os.utime(catalogue, (later, later))
    assert compile_if_newer(catalogue)


def test_the_font_is_small_and_writes_french(tmp_path):
    target = tmp_path / "fonts" / "inter.woff2"

    subset_font.subset_inter(target, subset_font.LATIN)

    assert target.stat().st_size < 25_000
    font = TTFont(target)
    assert {ord(sign) for sign in "ÀÇÉÊÎÔŒœ«»’…€–→≥\u202f"} <= set(font.getBestCmap())
    assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in font["fvar"].axes] == [
        ("wght", 400, 600)
    ]


def test_the_second_font_writes_the_names_of_other_europeans(tmp_path):
    target = tmp_path / "fonts" / "inter-more.woff2"

    subset_font.subset_inter(target, subset_font.MORE_LATIN)

    assert {ord(sign) for sign in "ŠŁȘőř"} <= set(TTFont(target).getBestCmap())


def test_static_files_are_collected_again_only_when_they_changed(settings, tmp_path):
    source, collected = tmp_path / "source", tmp_path / "static"
    source.mkdir()
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [source], collected
    (source / "a.css").write_text("a{}")
    prepare.collect_static_if_changed()
    (collected / "trace").touch()

    prepare.collect_static_if_changed()
    assert (collected / "trace").exists()

    (source / "b.css").write_text("b{}")
    prepare.collect_static_if_changed()
    assert not (collected / "trace").exists()
    assert (collected / "b.css").exists()


@pytest.mark.django_db
def test_nothing_is_left_to_migrate():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_environment_of_another_python_is_made_anew(monkeypatch, tmp_path):
    monkeypatch.setattr(setup, "VENV", tmp_path)
    monkeypatch.setattr(setup, "VENV_PYTHON", tmp_path / "bin" / "python")
    (tmp_path / "bin").mkdir()
    setup.VENV_PYTHON.touch()

    (tmp_path / "pyvenv.cfg").write_text("version = 3.1.4\n")
    assert not setup.venv_fits()

    major, minor = setup.sys.version_info[:2]
    (tmp_path / "pyvenv.cfg").write_text(f"version_info = {major}.{minor}.1\n")
    assert setup.venv_fits()


def test_what_a_developer_installed_serves_the_demo_too(monkeypatch, tmp_path):
    stamp = tmp_path / "stamp.json"
    stamp.write_text(setup.json.dumps(setup.wanted_stamp(dev=True)))
    monkeypatch.setattr(setup, "STAMP", stamp)
    monkeypatch.setattr(setup, "venv_fits", lambda: True)

    assert setup.wanted_stamp(dev=False).items() <= setup.stamped().items()
