"""Class lists as schools' systems write them, and as somebody with bad intent would."""

import pytest

from portal.caseload.class_list import MAX_ROWS, ClassTable, read_class_table
from portal.caseload.columns import Column, guess_columns
from portal.caseload.list_text import MAX_BYTES, ListRefused, read_text
from portal.caseload.people_of_list import KnownPerson, ReadList, Trouble, read_people


def _cells(data: bytes | str) -> list[tuple[str, ...]]:
    table = read_class_table(data if isinstance(data, bytes) else data.encode())
    return [row.cells for row in table.rows]


def _people(text: str, *known: KnownPerson) -> ReadList:
    table = read_class_table(text.encode())
    guess = guess_columns(table.rows[0].cells)
    return read_people(table, guess.places, has_heading=guess.has_heading, known=known)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    text = "Name,Number\r\nZoë Muñoz,17\r\nRenée,18\r\nAnna Lee,19\r\n"
    assert _cells(text.encode(encoding))[1] == ("Zoë Muñoz", "17")


@pytest.mark.parametrize(
    "text",
    [
        "Name,Number\nAna,1\nBo,2\n",
        "Name;Number\nAna;1\nBo;2\n",
        "Name\tNumber\nAna\t1\nBo\t2\n",
        "Name|Number\nAna|1\nBo|2\n",
        "sep=;\nName;Number\nAna;1\nBo;2\n",
        '"sep=,"\r\n"Name","Number"\r\n"Ana","1"\r\n"Bo","2"\r\n',
        "Name,Number\rAna,1\rBo,2",
        "\n\nName,Number\n\nAna,1\n  ,  \nBo,2\n\n",
    ],
)
def test_every_usual_sign_between_cells_is_found(text: str) -> None:
    assert _cells(text) == [("Name", "Number"), ("Ana", "1"), ("Bo", "2")]


def test_a_comma_within_quotes_is_no_sign_between_cells() -> None:
    assert _cells('Name;Number\n"Lee, Ana";1\n"Diaz, Bo";2\n')[1] == ("Lee, Ana", "1")


def test_one_column_of_names_is_a_list_too() -> None:
    assert _cells("Ana\nBo\nCy D.\n") == [("Ana",), ("Bo",), ("Cy D.",)]


def test_rows_of_different_width_are_filled_up_and_keep_their_line() -> None:
    table = read_class_table(b"Name,Number,Group\nAna\n\nBo,2\n")
    assert [(row.line, row.cells) for row in table.rows] == [
        (1, ("Name", "Number", "Group")),
        (2, ("Ana", "", "")),
        (4, ("Bo", "2", "")),
    ]


def test_the_line_counts_from_the_file_behind_sep_and_cells_of_two_lines() -> None:
    table = read_class_table(b'sep=,\nName,Note\nAna,"two\nlines"\nBo,x\n')
    assert [row.line for row in table.rows] == [2, 3, 5]
    assert table.rows[1].cells == ("Ana", "two lines")


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (b"", "empty", None),
        (b" \n \r\n", "empty", None),
        (b",,\n,,\n", "empty", None),
        (b"a" * (MAX_BYTES + 1), "too_large", None),
        (b"Name\n" + b"a" * 20_000, "long_line", 2),
        (b"PK\x03\x04 a workbook", "workbook", None),
        (b"\xd0\xcf\x11\xe0 an old workbook", "workbook", None),
        (b"%PDF-1.7", "not_text", None),
        (b"Name\nA\x00na\n", "not_text", None),
        (b"\xff\xfeA", "not_text", None),
        (b"Name\n\x81\x8d\n", "not_text", None),
        (b'Name,Number\nAna,1\n"Bo,2\nCy,3\n', "open_quote", 3),
        (b'Name,Number\n"Ana,1\nBo,2\n"Cy",3\n', "open_quote", 2),
        (b",".join(b"x" for _ in range(61)), "wide", None),
        (b"Name\n" + b"Ana\n" * (MAX_ROWS + 1), "too_many", None),
    ],
)
def test_what_is_no_list_is_refused_and_the_line_named(data: bytes, reason: str, line: int | None) -> None:
    with pytest.raises(ListRefused) as refused:
        read_class_table(data)
    assert (refused.value.reason, refused.value.line) == (reason, line)


def test_a_thousand_people_and_their_heading_are_read() -> None:
    text = "Name\n" + "".join(f"P {number}\n" for number in range(MAX_ROWS))
    assert len(_people(text).people) == MAX_ROWS


def test_one_person_more_without_a_heading_is_refused() -> None:
    table = ClassTable(rows=read_class_table(("A\n" * (MAX_ROWS + 1)).encode()).rows, columns=1)
    with pytest.raises(ListRefused):
        read_people(table, {Column.LABEL: 0}, has_heading=False)


def test_letters_that_hide_or_turn_text_are_gone() -> None:
    text = "Name\n\u202eanA\u202c\u200e\u200b\nB\u0007o\n"
    assert [person.label for person in _people(text).people] == ["anA", "B o"]


@pytest.mark.parametrize(
    ("heading", "places"),
    [
        (
            "Student Name,Student ID,Period,Home Language",
            {"label": 0, "reference": 1, "group": 2, "language": 3},
        ),
        ("Last Name,First Name,DOB,Student_ID", {"label": 1, "label_more": 0, "reference": 3}),
        ("Nombre,Apellidos,Matrícula,Grupo,Idioma", dict(zip(Column, range(5), strict=True))),
        ("STUDENT,Last Name,EMAIL", {"label": 0}),
        ("Surname,Email", {"label": 0}),
        ("StudentName,CaseNumber", {"label": 0, "reference": 1}),
        ("email,phone", {}),
    ],
)
def test_headings_are_guessed_in_both_languages(heading: str, places: dict[str, int]) -> None:
    guess = guess_columns(heading.split(","))
    assert guess.has_heading
    assert guess.places == {Column(name): place for name, place in places.items()}


def test_without_a_heading_the_first_column_is_the_label() -> None:
    guess = guess_columns(["Ana Lee", "17"])
    assert not guess.has_heading
    assert guess.places == {Column.LABEL: 0}


def test_two_columns_make_one_label_and_other_columns_are_not_read() -> None:
    read = _people("Last Name,First Name,DOB,Diagnosis,Student ID\nLee,Ana,2010-01-01,secret,17\n")
    (person,) = read.people
    assert (person.label, person.reference) == ("Ana Lee", "17")
    assert "secret" not in read.model_dump_json()
    assert "2010" not in read.model_dump_json()


def test_troubles_are_told_line_by_line() -> None:
    read = _people(
        "Name,Number,Group,Language\n"
        'Ana,1,7B,English\n,2,7B,\n"=HYPERLINK(""http://x.example"")",3,7B,\n@SUM(A1),4,7B,\n'
        f"{'x' * 81},5,7B,\nana,6,7B,español\nBo,1,7B,es\nCy,7,7B,Polish\nDi,,7B,\nDI,,7B,\nAna,,7B,\n"
    )
    assert [(person.line, person.label, person.language) for person in read.people] == [
        (2, "Ana", "en"),
        (7, "ana", "es"),
        (9, "Cy", "en"),
        (10, "Di", "en"),
    ]
    assert [(each.line, each.trouble, each.other_line) for each in read.troubles] == [
        (3, Trouble.NO_LABEL, None),
        (4, Trouble.FORMULA, None),
        (5, Trouble.FORMULA, None),
        (6, Trouble.TOO_LONG, None),
        (8, Trouble.TWICE, 2),
        (9, Trouble.LANGUAGE, None),
        (11, Trouble.TWICE, 10),
        (12, Trouble.TWICE, 2),
    ]


def test_a_formula_in_any_part_of_a_name_leaves_the_line_out() -> None:
    read = _people("Last Name,First Name,Number\n=HYPERLINK(1),X,1\nLee,+cmd|calc(1),2\nLee,Ana,-17\n")
    assert [person.reference for person in read.people] == ["-17"]
    assert [each.trouble for each in read.troubles] == [Trouble.FORMULA, Trouble.FORMULA]


def test_who_is_there_already_is_left_out() -> None:
    known = KnownPerson(label="Ana", reference="1"), KnownPerson(label="Bo")
    read = _people("Name,Number\nAnother,1\nANA,2\nBo,3\nCy,4\n", *known)
    assert [(person.label, person.reference) for person in read.people] == [("ANA", "2"), ("Cy", "4")]
    assert {each.trouble for each in read.troubles} == {Trouble.ALREADY_THERE}


def test_the_same_list_twice_adds_nobody_twice() -> None:
    text = "Name,Number\nAna,1\nBo,\nCy,3\nANA,4\n"
    first = _people(text).people
    known = [KnownPerson(label=person.label, reference=person.reference) for person in first]
    assert len(first) == 4
    assert _people(text, *known).people == ()


def test_reading_does_not_change_the_limits_of_other_readers() -> None:
    import csv

    before = csv.field_size_limit()
    read_text(b"Name\nAna\n")
    _people("Name\nAna\n")
    assert csv.field_size_limit() == before
