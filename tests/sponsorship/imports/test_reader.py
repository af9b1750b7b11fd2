"""Whatever a file holds: it is read, or refused with the line and the reason."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from sponsorship.imports.reader import UnreadableFileError, read_file

ROWS = "Nom;Prénom\nMüller;Éric\n"


def read(tmp_path, content, name="file.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    header, rows = read_file(path)
    return header, list(rows)


def fault(tmp_path, content):
    with pytest.raises(UnreadableFileError) as refusal:
        read(tmp_path, content)
    return refusal.value.code


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_every_usual_encoding_is_recognised(tmp_path, encoding):
    assert read(tmp_path, ROWS.encode(encoding)) == (["Nom", "Prénom"], [(2, ["Müller", "Éric"])])


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_every_usual_delimiter_is_recognised(tmp_path, delimiter):
    assert read(tmp_path, ROWS.replace(";", delimiter).encode())[0] == ["Nom", "Prénom"]


def test_blank_lines_are_left_out_and_counted(tmp_path):
    assert read(tmp_path, b"a,b\n\n1,2\n,\n3,4\n")[1] == [(3, ["1", "2"]), (5, ["3", "4"])]


def test_signs_that_hide_or_turn_text_are_taken_out(tmp_path):
    _header, rows = read(tmp_path, "a,b\nx\u202ey\u200b,e\u0301\n".encode())

    assert rows == [(2, ["xy", "é"])]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"a,b\n", "only_a_header"),
        (b"a,A\n1,2\n", "twin_headers"),
        (b",".join(b"c%d" % n for n in range(10_000)) + b"\n1\n", "too_many_columns"),
        (b'a,b\n"open,2\n3,4\n', "open_quote"),
        (b"a,b\n" + b"x" * 1_000_000 + b",2\n", "cell_too_long"),
        (b"a,b\n1,\x00\n", "nul_bytes"),
        ("a,b\né,ü\n".encode() + "é,ü\n".encode("cp1252"), "mixed_encoding"),
        (b"PK\x03\x04 nothing", "broken_workbook"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(tmp_path, content, code):
    assert fault(tmp_path, content) == code


def test_a_workbook_gives_days_numbers_and_text(tmp_path):
    book, buffer = Workbook(), io.BytesIO()
    book.active.append(["Name", "Year", "Formula"])
    book.active.append(["Ève", 2025, "=1+1"])
    book.save(buffer)

    _header, rows = read(tmp_path, buffer.getvalue(), "file.bin")

    assert rows == [(2, ["Ève", "2025", ""])]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)

    assert fault(tmp_path, buffer.getvalue()) == "bomb"


def test_macros_are_refused(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/vbaProject.bin", "x")

    assert fault(tmp_path, buffer.getvalue()) == "macros"
