"""Each type that is let in, and each kind of file that is not what it says."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.evidence.content import KINDS, LONGEST_NAME, MIB, MOST_MEMBERS, checked, plain_name
from measures.evidence.exceptions import EvidenceRefusedError

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(17) + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40) + b"\xff\xd9"
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EXE = b"MZ\x90\x00\x03" + bytes(200)
MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def archive(members: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def office(ending: str = "docx", **more: bytes) -> bytes:
    members = {"[Content_Types].xml": b"<Types/>", MAIN[ending]: b"<doc/>"}
    return archive(members | {name.replace("__", "/"): content for name, content in more.items()})


def open_document(kind: str = "text") -> bytes:
    return archive(
        {"mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(), "content.xml": b"<office/>"}
    )


GOOD = {
    "pdf": PDF, "png": PNG, "jpg": JPG, "jpeg": JPG, "txt": "Notulen – 😀".encode(), "csv": b"naam;aantal\nx;1\n",
    "docx": office("docx"), "xlsx": office("xlsx"), "pptx": office("pptx"),
    "odt": open_document("text"), "ods": open_document("spreadsheet"),
}  # fmt: skip


def refusal(name: str, content: bytes, limit: int = MIB) -> str:
    with pytest.raises(EvidenceRefusedError) as refused:
        checked(name=name, content=content, limit=limit)
    return str(refused.value)


@pytest.mark.parametrize("ending", KINDS)
def test_checked_lets_every_listed_type_in(ending: str) -> None:
    found = checked(name=f"Verslag.{ending.upper()}", content=GOOD[ending], limit=MIB)
    assert found.name == f"Verslag.{ending.upper()}"
    assert found.media_type == KINDS[ending].media_type


@pytest.mark.parametrize("ending", KINDS)
@pytest.mark.parametrize("content", [HTML, SVG, EXE, b"\x00" * 50], ids=["html", "svg", "exe", "nulls"])
def test_checked_refuses_content_that_is_not_what_the_name_says(ending: str, content: bytes) -> None:
    assert refusal(f"a.{ending}", content).startswith("Dit is geen ")


@pytest.mark.parametrize("ending", KINDS)
def test_checked_refuses_every_type_under_the_name_of_another(ending: str) -> None:
    alike = {"jpg": {"jpeg"}, "jpeg": {"jpg"}, "txt": {"csv"}, "csv": {"txt"}}.get(ending, set())
    # A pdf of plain signs is text as well; as text it does no harm.
    alike |= {"txt", "csv"} if ending == "pdf" else set()
    for other in set(KINDS) - {ending} - alike:
        refusal(f"a.{other}", GOOD[ending])


@pytest.mark.parametrize(
    "name",
    ["a.exe", "a.html", "a.svg", "a.docm", "a.zip", "pdf", "a.pdf.exe", "a", "", ".pdf.", "a.pdf\u202eexe"],
)
def test_checked_refuses_other_types_and_says_which_are_let_in(name: str) -> None:
    assert "pdf, docx" in refusal(name, PDF)


def test_checked_refuses_an_empty_file() -> None:
    assert refusal("a.pdf", b"") == "a.pdf is leeg."


def test_checked_refuses_a_file_above_the_limit_and_says_both_sizes() -> None:
    said = refusal("a.txt", b"x" * (3 * MIB // 2), limit=MIB)
    assert said == "a.txt is 1,5 MB groot; een bestand mag ten hoogste 1 MB zijn."


@pytest.mark.parametrize(("ending", "content"), [("pdf", PDF), ("jpg", JPG)])
def test_checked_refuses_a_polyglot_with_an_archive_behind_it(ending: str, content: bytes) -> None:
    assert "verstopt" in refusal(f"a.{ending}", content + archive({"a.html": HTML}))


def test_checked_refuses_a_png_with_anything_behind_it() -> None:
    assert "Achter de afbeelding" in refusal("a.png", PNG + HTML)


@pytest.mark.parametrize(
    ("ending", "content"),
    [("pdf", b"%PDF-1.7\n" + HTML + b"\n%%EOF"), ("jpg", b"\xff\xd8\xff\xfe\x00\x40" + HTML + b"\xff\xd9")],
)
def test_checked_refuses_a_polyglot_with_markup_in_front(ending: str, content: bytes) -> None:
    assert "webpagina" in refusal(f"a.{ending}", content)


@pytest.mark.parametrize("name", [b"JavaScript", b"Launch", b"EmbeddedFile"])
def test_checked_refuses_a_pdf_that_does_something(name: bytes) -> None:
    assert "programma" in refusal("a.pdf", PDF.replace(b"/Catalog", b"/Catalog /" + name + b" 2 0 R"))


def test_checked_refuses_a_pdf_that_breaks_off() -> None:
    assert refusal("a.pdf", PDF.replace(b"%%EOF", b"")).startswith("Dit is geen pdf")


@pytest.mark.parametrize(
    "member",
    [
        "word__vbaProject.bin",
        "word__activeX__activeX1.bin",
        "xl__macrosheets__sheet1.xml",
        "Basic__Module.xml",
    ],
)
def test_checked_refuses_macros(member: str) -> None:
    assert "macro's" in refusal("a.docx", office(**{member: b"x"}))


def test_checked_refuses_a_macro_file_under_another_name() -> None:
    types = b'<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
    assert "macro's" in refusal("a.docx", archive({"[Content_Types].xml": types, MAIN["docx"]: b"x"}))


@pytest.mark.parametrize("member", ["word__setup.exe", "word__index.html", "word__a.js"])
def test_checked_refuses_a_program_inside(member: str) -> None:
    assert "programma" in refusal("a.docx", office(**{member: b"x"}))


@pytest.mark.parametrize("member", ["../../etc/passwd", "/etc/passwd", "word/../../x"])
def test_checked_refuses_members_that_point_outside(member: str) -> None:
    assert "beschadigd" in refusal(
        "a.docx", archive({"[Content_Types].xml": b"", MAIN["docx"]: b"", member: b"x"})
    )


def test_checked_refuses_a_zip_bomb_without_unpacking_it() -> None:
    bomb = office(word__huge=bytes(30 * MIB))
    assert len(bomb) < MIB
    assert "veel te groot" in refusal("a.docx", bomb)


def test_checked_refuses_an_archive_of_very_many_members() -> None:
    members = {f"word/{n}.xml": b"" for n in range(MOST_MEMBERS)}
    bomb = archive({"[Content_Types].xml": b"", MAIN["docx"]: b"", **members})
    assert "veel te groot" in refusal("a.docx", bomb, limit=10 * MIB)


def test_checked_is_not_fooled_by_a_member_that_lies_about_its_size() -> None:
    made = archive({"[Content_Types].xml": b" " * 20 * MIB, MAIN["docx"]: b"x"})
    lying = made.replace(struct.pack("<I", 20 * MIB), struct.pack("<I", 10))
    assert "beschadigd" in refusal("a.docx", lying)


def test_checked_refuses_an_archive_with_a_password() -> None:
    made = bytearray(office())
    for at in (made.index(b"PK\x01\x02") + 8, 6):
        made[at] |= 1
    assert "wachtwoord" in refusal("a.docx", bytes(made))


def test_checked_refuses_a_plain_archive_and_one_of_another_kind() -> None:
    assert "Word-bestand" in refusal("a.docx", archive({"a.txt": b"x"}))
    assert "ods-bestand" in refusal("a.ods", open_document("text"))


@pytest.mark.parametrize("content", ["é".encode("cp1252"), "é".encode("utf-16"), "\ufeffé".encode()])
def test_checked_takes_text_in_the_usual_encodings(content: bytes) -> None:
    assert checked(name="a.csv", content=content, limit=MIB).media_type == "text/csv"


@given(st.sampled_from(sorted(KINDS)), st.binary(max_size=200), st.integers(0, 300))
def test_checked_answers_or_refuses_whatever_comes(ending: str, noise: bytes, at: int) -> None:
    content = GOOD[ending][:at] + noise + GOOD[ending][at:]
    try:
        assert checked(name=f"a.{ending}", content=content, limit=MIB).name == f"a.{ending}"
    except EvidenceRefusedError as error:
        assert str(error).endswith(".")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd.txt", "passwd.txt"), ("C:\\Users\\x\\plan.pdf", "plan.pdf"), ("a\x00b\n.pdf", "ab.pdf"),
        ("factuur\u202efdp.exe", "factuurfdp.exe"), ("   ", "bestand"), ("..", "bestand"), ("/", "bestand"),
        ("x" * 300 + ".pdf", "x" * (LONGEST_NAME - 4) + ".pdf"), ("Verslag  maart.pdf", "Verslag maart.pdf"),
    ],
)  # fmt: skip
def test_plain_name_keeps_no_path_and_nothing_to_trip_over(name: str, plain: str) -> None:
    assert plain_name(name) == plain


@given(st.text())
def test_plain_name_is_never_a_path_nor_empty_nor_too_long(name: str) -> None:
    found = plain_name(name)
    assert 0 < len(found) <= LONGEST_NAME
    assert not set(found) & set('/\\\x00\n\r"<>')
    assert found not in {".", ".."}
