"""The sitemap: pages that do not depend on a person or on a posting. Protocol: sitemaps.org 0.9."""

from flask import current_app
from lxml import etree

from portal.web.knowledge import Knowledge
from portal.web.words import list_clusters

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES = (
    "",
    "jobs",
    "credentials",
    "occupations",
    "fields",
    "interests",
    "about-data",
    "glossary",
    "accessibility",
    "privacy",
)


def write_sitemap(known: Knowledge, *, root: str) -> bytes:
    """XML of all addresses below `root`: short pages, fields, credentials, and work that the catalog leads to."""
    work = sorted({code for one in known.catalog.credentials for code in one.soc_codes})
    fields = [one.slug for one in (*current_app.extensions["clusters_2024"], *list_clusters())]
    addresses = [
        *PAGES,
        *(f"fields/{slug}" for slug in fields),
        *(f"credentials/{one.id}" for one in known.catalog.credentials),
        *(f"occupations/{code}" for code in work),
    ]
    tree = etree.Element(f"{{{NAMESPACE}}}urlset", nsmap={None: NAMESPACE})
    for address in addresses:
        etree.SubElement(etree.SubElement(tree, f"{{{NAMESPACE}}}url"), f"{{{NAMESPACE}}}loc").text = (
            root + address
        )
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="utf-8"))
