"""The pattern library has every component in every state and theme."""

from tests.portal.web.page_client import PageClient


def test_every_kind_of_thing_is_there_in_every_theme(pages: PageClient) -> None:
    page = pages.get("/look")
    classes = {name for element in page.root.iter() for name in (element.get("class") or "").split()}
    wanted = (
        *(
            "button--primary",
            "chip--on",
            "chip--over",
            "badge--met",
            "badge--missing",
            "badge--ask",
            "flag--next",
        ),
        *(
            "badge--published",
            "badge--inferred",
            "cluster",
            "tile",
            "notice--warning",
            "notice--sample",
            "fold",
        ),
        *(
            "why",
            "card",
            "panel",
            "pager",
            "table--stack",
            "facts",
            "rung--here",
            "rung--next",
            "rung--later",
        ),
        *("rungs--many", "term", "swatch", "input", "select", "check", "error"),
    )
    assert [name for name in wanted if name not in classes] == []
    for theme in ("light", "dark", "contrast"):
        (part,) = page.all("div", data_theme=theme)
        assert any("button" in (element.get("class") or "") for element in part.iter())


def test_the_sixteen_fields_have_name_icon_and_color(pages: PageClient) -> None:
    tiles = [link for link in pages.get("/look").all("a") if "tile" in (link.get("class") or "").split()]
    assert len(tiles) == 16
    for tile in tiles:
        assert any("icon" in (part.get("class") or "") for part in tile.iter())
        assert any("".join(part.itertext()).strip() for part in tile)
