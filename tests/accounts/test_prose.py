"""Text from a large box, set as a page sets it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.templatetags.prose import prose

TAGS = {f"<{end}{tag}>" for tag in ("p", "b", "ul", "ol", "li") for end in ("", "/")} | {"<br>"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("One.\nTwo.\n\nThree.", "<p>One.<br>Two.</p><p>Three.</p>"),
        ("The KAM\n- owns\n- writes", "<p><b>The KAM</b></p><ul><li>owns</li><li>writes</li></ul>"),
        ("1. First\n2) Then", "<ol><li>First</li><li>Then</li></ol>"),
        ("- <b>x</b>", "<ul><li>&lt;b&gt;x&lt;/b&gt;</li></ul>"),
        ("2026 was good", "<p>2026 was good</p>"),
    ],
)
def test_plain_text_becomes_a_page(text, html):
    assert prose(text) == html


@given(st.text(alphabet="<>&'\"-1. \nab", max_size=60))
def test_nothing_that_is_typed_becomes_a_tag(text):
    drawn = prose(text)

    assert set(re.findall(r"<[^>]*>", drawn)) <= TAGS
    assert re.sub("|".join(TAGS), "", drawn).count("<") == 0
