"""Which credentials of the catalog have the same name as a row of a list: a lead for a curator, never a match.

Lists seldom name issuers, and one name stands for many credentials (“Certified Nursing Assistant” in every state).
"""

from collections.abc import Mapping

from portal.ctdl.compare import normal_name
from portal.domain.credential import Catalog


def find_same_names(catalog: Catalog, names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """For each key whose name stands in the catalog as a name or alias: the ids of those credentials, sorted."""
    index: dict[str, set[str]] = {}
    for credential in catalog.credentials:
        for name in (credential.name, credential.name_es, *credential.aliases, *credential.aliases_es):
            index.setdefault(normal_name(name), set()).add(credential.id)
    return {
        key: tuple(sorted(index[plain]))
        for key, name in names.items()
        if (plain := normal_name(name)) in index
    }
