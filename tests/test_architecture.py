"""The floors: no relation points upward, and no module hides behind a name that says nothing."""

from django.apps import apps
from django.conf import settings

FLOORS = ["accounts", "sponsors", "reviews", "sponsorship"]
UNNAMED = {"utils", "helpers", "common", "misc"}


def own_models():
    return [model for floor in FLOORS for model in apps.get_app_config(floor).get_models()]


def test_no_relation_points_upward():
    relations = [
        (model, field)
        for model in own_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model._meta.app_label in FLOORS
    ]
    upward = [
        f"{model._meta.label}.{field.name}"
        for model, field in relations
        if FLOORS.index(field.related_model._meta.app_label) > FLOORS.index(model._meta.app_label)
    ]

    assert len(relations) > 50
    assert upward == []


def test_every_module_has_a_name():
    modules = [
        path for floor in [*FLOORS, "tests"] for path in (settings.BASE_DIR / floor).rglob("*.py")
    ]

    assert len(modules) > 200
    assert [path for path in modules if {path.stem, path.parent.name} & UNNAMED] == []


def test_documents_name_no_file_that_is_not_there():
    """A path in backquotes exists: in the project, below one of the floors, or among the templates."""
    folders = [*FLOORS, "templates"]
    places = [settings.BASE_DIR, *(settings.BASE_DIR / folder for folder in folders)]
    named = [
        (document.name, word)
        for document in [
            *(settings.BASE_DIR / "docs").rglob("*.md"),
            settings.BASE_DIR / "README.md",
        ]
        for word in document.read_text(encoding="utf-8").split("`")[1::2]
        if word.endswith((".py", ".html")) and " " not in word and "<" not in word
    ]

    missing = [
        (document, word)
        for document, word in named
        if not any((place / word).exists() for place in places)
    ]

    assert len(named) > 10
    assert missing == []
