"""One client that checks every page it fetches, and a way to apply an htmx answer to the old page."""

import re
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient

HTML = "{http://www.w3.org/1999/xhtml}"
LABELLED = ("input", "select", "textarea")
NEEDS_NO_LABEL = ("hidden", "submit", "button")
# html5lib 1.1 was written before these became valid
KNOWN_QUIRKS = ("unexpected-character",)


class Page:
    """A parsed page. `find` and `all` take a tag and wanted attributes."""

    def __init__(self, text: str, status: int) -> None:
        self.text = text
        self.status = status
        parser = html5lib.HTMLParser()
        self.root: Element = parser.parse(text)
        self.errors = [(place, code) for place, code, _ in parser.errors]

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements of a tag with these attributes, in document order."""
        wanted = {key.replace("_", "-").rstrip("-"): value for key, value in attributes.items()}
        return [
            element
            for element in self.root.iter(f"{HTML}{tag}")
            if all(element.get(key) == value for key, value in wanted.items())
        ]

    def by_id(self, id_: str) -> Element:
        """The element with an id."""
        return next(element for element in self.root.iter() if element.get("id") == id_)

    def words(self) -> str:
        """All text of the body, white space evened out."""
        return words_of(self.all("body")[0])


class PageClient:
    """Fetches pages and refuses those that break the laws of HOUSE.md 24."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, url: str, *, status: int = 200, language: str = "en") -> Page:
        """A whole page that was checked."""
        response = self.client.get(url, headers={"Accept-Language": language})
        assert response.status_code == status, (
            f"{url}: {response.status_code} {response.headers.get('Location')}"
        )
        assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")
        page = Page(response.get_data(as_text=True), response.status_code)
        check_page(page, url)
        return page

    def fragment(self, url: str) -> str:
        """What htmx gets for a link or form."""
        response = self.client.get(url, headers={"HX-Request": "true", "Accept-Language": "en"})
        assert response.status_code == 200, url
        assert "HX-Request" in response.headers["Vary"]
        return response.get_data(as_text=True)


def check_page(page: Page, url: str) -> None:
    """The laws of every page."""
    assert page.errors == [], f"{url}: not valid HTML5: {page.errors[:5]}"
    (heading,) = page.all("h1")
    (title,) = page.all("title")
    assert (title.text or "").startswith(text_of(heading)), (
        f"{url}: the title does not start with the heading"
    )
    ids = [element.get("id") for element in page.root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), f"{url}: an id stands twice"
    labels = {label.get("for") for label in page.all("label")}
    inside = {id(child) for label in page.all("label") for child in label.iter()}
    for tag in LABELLED:
        for element in page.all(tag):
            if element.get("type") in NEEDS_NO_LABEL:
                continue
            named = element.get("id") in labels or id(element) in inside or element.get("aria-label")
            assert named, f"{url}: a field without a label: {element.attrib}"
    for element in page.root.iter():
        assert element.get("style") is None, f"{url}: an inline style"
        assert not [key for key in element.attrib if key.startswith("on")], f"{url}: an inline handler"
    for script in page.all("script"):
        is_data = script.get("type") == "application/ld+json"
        assert script.get("src") or is_data, f"{url}: an inline script"
    assert not page.all("style"), f"{url}: an inline style sheet"
    for element in page.root.iter():
        for key in ("aria-labelledby", "aria-describedby"):
            for target in (element.get(key) or "").split():
                assert target in ids, f"{url}: {key} names {target}, which is not there"


def text_of(element: Element) -> str:
    """Text of an element and all in it, white space evened out."""
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def words_of(element: Element) -> str:
    """The same with a space between any two pieces, as they are read: a label and its value are two."""
    return re.sub(r"\s+", " ", " ".join(element.itertext())).strip()


def swapped_main(old: Page, fragment: str) -> str:
    """The old page's main part after htmx swapped the fragment in (outerHTML by id), as plain markup."""
    root = next(iter(html5lib.parseFragment(fragment)))
    parents = {child: parent for parent in old.root.iter() for child in parent}
    target = old.by_id(root.get("id"))
    parent = parents[target]
    place = list(parent).index(target)
    root.tail = target.tail
    parent.remove(target)
    parent.insert(place, root)
    return markup(old.by_id("main"))


def markup(element: Element) -> str:
    """An element as markup with white space evened out, for comparing; the token of forms changes by the second."""
    for field in element.iter():
        if field.get("name") == "csrf_token":
            field.set("value", "token")
    return re.sub(r"\s+", " ", html5lib.serialize(element, tree="etree")).replace("> <", "><").strip()
