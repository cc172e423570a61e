import pytest

from debiet.rules.mail_html import html_to_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Dag</p><p>mijn <b>meter</b></p>", "Dag\n\nmijn meter"),
        ("een<br>twee<BR/>drie", "een\ntwee\ndrie"),
        ("<div>een</div>\n<div>twee</div>", "een\ntwee"),
        ("<ul><li>een<li>twee</ul>", "- een\n- twee"),
        ("<table><tr><td>Stand</td><td>12</td></tr><tr><td>x</td></tr></table>", "Stand 12\nx"),
        ("caf&eacute;&nbsp;&euro;&nbsp;5 &#60;", "caf\u00e9 \u20ac 5 <"),
        ("&#" + "1" * 5000 + ";x", "\ufffdx"),
        ("<style>p { color: red }</style>a<script>b()</script>c", "ac"),
        ("<head><title>x</title></head><body>a</body>", "a"),
        ("a<script>never closed", "a"),
        ("a<!-- x > y -->b<!-->c", "abc"),
        ("a<!-- never closed", "a"),
        ("<!DOCTYPE html><?xml x?>a", "a"),
        ("<![if !mso]>a<![endif]>", "a"),
        ("debiet < 5 l en > 3 l", "debiet < 5 l en > 3 l"),
        ('<img alt="a > b">c', "c"),
        ("<img alt = 'a > b'>c", "c"),
        ("<p title=it's>c</p>", "c"),
        ('<a href="x>een</a> twee <b>drie</b>', "een twee drie"),
        ("een <a", "een"),
        ("<blockquote>oud<br>ouder</blockquote>nieuw", "> oud\n> ouder\n>\nnieuw"),
        ("</blockquote>nieuw", "nieuw"),
        ("<blockquote>" * 9 + "oud", "> > > > > oud"),
        ("a<p></p><p></p><p></p><br><br>b", "a\n\nb"),
        ("", ""),
    ],
)
def test_html_reads_as_a_person_sees_it(source, text):
    lines = [line.rstrip() for line in html_to_text(source).split("\n")]
    assert "\n".join(lines) == text
