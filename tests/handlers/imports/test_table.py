"""CSV as RFC 4180 has it, and a sentence for everything else."""

import pytest

from handlers.usecases.imports.report import ImportRefusedError
from handlers.usecases.imports.table import Problems, read_table


def rows_of(content: bytes | str) -> list[tuple[int, str, str]]:
    problems = Problems()
    rows = read_table(content, required=("key", "name"), optional=("note",), problems=problems)
    found = [(row.line, row["key"], row["name"]) for row in rows]
    problems.refuse_if_any()
    return found


def sentence_for(content: bytes | str) -> str:
    with pytest.raises(ImportRefusedError) as refused:
        rows_of(content)
    return str(refused.value).removeprefix("Nothing was imported.\n")


@pytest.mark.parametrize(
    "content",
    [
        b"key,name\ngrowth,Growth\n",
        b"key,name\ngrowth,Growth",
        b"key,name\r\ngrowth,Growth\r\n",
        b"\xef\xbb\xbfkey,name\r\ngrowth,Growth\r\n",
        b'"key","name"\n"growth","Growth"\n',
        b"Name , KEY\nGrowth,growth\n",
        b"\nkey,name\n\n",
        "\ufeffkey,name\ngrowth,Growth\n",
    ],
)
def test_a_file_is_read_however_its_lines_end_and_its_columns_stand(content: bytes | str) -> None:
    assert [(key, name) for _, key, name in rows_of(content)] in ([("growth", "Growth")], [])


def test_a_quoted_newline_and_a_quoted_quote_belong_to_the_cell_and_lines_are_still_counted() -> None:
    content = 'key,name\ngrowth,"Growth\n""and"" more"\nops,Ops\n'
    assert rows_of(content) == [(2, "growth", 'Growth\n"and" more'), (4, "ops", "Ops")]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "line 1: The file is empty. It needs a header row: key,name,note"),
        (b"\n\n", "line 1: The file is empty. It needs a header row: key,name,note"),
        (b"key,name\nops,Caf\xe9\n", "line 2, byte 8: This is not UTF-8. Save the file as “CSV UTF-8”."),
        ("key,name\n".encode("utf-16"), "line 1: This file is UTF-16. Save it as “CSV UTF-8”."),
        (b"key;name\nops;Ops\n", "line 1: The cells are separated by semicolons. Save the file with commas."),
        (b"key\tname\nops\tOps\n", "line 1: The cells are separated by tabs. Save the file with commas."),
        (b"key\n", "line 1, name: The column ‘name’ is missing. The header needs key, name."),
        (
            b"key,name,nmae\n",
            "line 1, nmae: There is no column ‘nmae’. Did you mean name? Known: key, name, note.",
        ),
        (b"key,name,\n", "line 1, column 3: There is no column ‘’. Known: key, name, note."),
        (b"key,name,key\n", "line 1, key: The column ‘key’ stands twice in the header."),
        (
            b"key,name\nops,Ops, and more\n",
            "line 2: This row has 3 cells, the header has 2. A text with a comma in it must stand in double quotes.",
        ),
        (
            b"key,name\nops\n",
            "line 2: This row has 1 cells, the header has 2. Write an empty cell as nothing between two commas.",
        ),
        (b'key,name\nops,"Ops\n', "line 2: A double quote is opened here and never closed."),
        (
            b'key,name\n"ops"s,Ops\n',
            "line 2: There is something after a closing double quote. Inside quotes, write a double quote twice.",
        ),
        (b"key,name\nops," + b"x" * 100_001 + b"\n", "line 2: A cell is longer than 100,000 characters."),
    ],
)
def test_what_is_not_csv_gets_a_sentence_with_its_line(content: bytes, sentence: str) -> None:
    assert sentence_for(content) == sentence


def test_the_same_problem_in_many_rows_is_told_once_and_different_ones_up_to_a_number() -> None:
    problems = Problems()
    for line in range(2, 100):
        problems.add(line, "team", "No team is known yet.")
    for line in range(2, 102):
        problems.add(line, "name", f"Wrong {line}.")
    with pytest.raises(ImportRefusedError) as refused:
        problems.refuse_if_any()
    lines = str(refused.value).splitlines()
    assert lines[1] == "line 2, team (and 97 more): No team is known yet."
    assert lines[-1] == "… and 51 more."
    assert len(lines) == 52
