"""Whatever a file holds: it is read, or refused with the line and the reason."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from sponsorship.imports.faults import UnreadableFileError
from sponsorship.imports.reader import read_file

ROWS = "Nom;Prénom\nMüller;Éric\n"


def read(tmp_path, content, name="file.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    sheet = read_file(path)
    return sheet.header, list(sheet.rows)


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
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 900, "old_workbook"),
        (b"a,b\n1,\xed\xa0\x80\n", "mixed_encoding"),
        (b"a,b\n" + b"x" * 1_000_000 + b",2\n", "cell_too_long"),
        (b"a,b\n1,\x00\n", "nul_bytes"),
        ("a,b\né,ü\n".encode() + "é,ü\n".encode("cp1252"), "mixed_encoding"),
        (b"PK\x03\x04 nothing", "broken_workbook"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(tmp_path, content, code):
    assert fault(tmp_path, content) == code


@pytest.mark.parametrize(
    ("content", "row"),
    [
        (b'a,b\n"x\ny",2\n1,\x00\n', 3),
        ('a,b\n"x\ny",é\n'.encode() + "ü,2\n".encode("cp1252"), 3),
        (b"\n\na,b\n1,2\n" + b"x" * 40_000 + b",2\n", 5),
        (b'a,b\n1,2\n"open,2\n' + b"3,4\n" * 50_000, 3),
    ],
)
def test_a_fault_names_the_row_that_a_spreadsheet_shows(tmp_path, content, row):
    with pytest.raises(UnreadableFileError) as refusal:
        read(tmp_path, content)

    assert refusal.value.facts["row"] == row


def test_blank_lines_above_the_header_are_counted(tmp_path):
    assert read(tmp_path, b"\n;\na;b\n1;2\n") == (["a", "b"], [(4, ["1", "2"])])


def test_halves_of_pairs_are_taken_out(tmp_path):
    content = "a,b\n1,x\ud800y\n".encode("utf-16", "surrogatepass")

    assert read(tmp_path, content)[1] == [(2, ["1", "xy"])]


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/hostname">',
    ],
)
def test_a_workbook_with_entities_is_not_opened(tmp_path, declaration):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", f'<?xml version="1.0"?>{declaration}<workbook/>')

    assert fault(tmp_path, buffer.getvalue()) == "entities"


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
