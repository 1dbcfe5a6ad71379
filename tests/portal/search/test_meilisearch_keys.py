"""Keys, tenant tokens and the federated list: each request in the documented form, held by the double."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest

from portal.search.meilisearch import MeilisearchEngine
from portal.search.meilisearch_keys import ACTIONS, KeyUse
from portal.search.port import SearchKind, SearchQuery
from tests.contract.search_samples import TODAY
from tests.portal.search.meilisearch_double import MeilisearchDouble
from tests.portal.search.test_meilisearch import double as double
from tests.portal.search.test_meilisearch import engine as engine

_DOCUMENTED = """
search documents.add documents.get documents.delete indexes.create indexes.get indexes.update indexes.delete
indexes.swap tasks.cancel tasks.delete tasks.get settings.get settings.update stats.get dumps.create
snapshots.create version keys.get keys.create keys.update keys.delete
"""
DOCUMENTED_ACTIONS = frozenset(_DOCUMENTED.split())


def test_one_list_over_all_kinds_says_of_which_kind_each_is(
    engine: MeilisearchEngine, double: MeilisearchDouble
) -> None:
    double.results = [
        {
            "hits": [
                {
                    "key": "cna-in",
                    "_federation": {"indexUid": "rungs_credentials", "weightedRankingScore": 0.9},
                },
                {"key": "7", "_federation": {"indexUid": "rungs_postings", "weightedRankingScore": 0.7}},
            ]
        }
    ]
    hits = engine.search_federated("nurse -dental", today=TODAY, limit=5)
    assert [(hit.kind, hit.id, hit.score) for hit in hits] == [
        (SearchKind.CREDENTIALS, "cna-in", 0.9),
        (SearchKind.POSTINGS, "7", 0.7),
    ]
    (body,) = double.asked("POST", "/multi-search")
    assert body["federation"] == {"limit": 5, "offset": 0}
    assert [query["indexUid"] for query in body["queries"]] == [
        "rungs_credentials", "rungs_occupations", "rungs_postings", "rungs_places"
    ]  # fmt: skip
    assert f"last_day >= {TODAY.toordinal()}" in " AND ".join(body["queries"][2]["filter"])
    assert {query["q"] for query in body["queries"]} == {"nurse -dental"}


@pytest.mark.parametrize("use", KeyUse)
def test_a_key_reaches_one_deployment_and_no_more_actions_than_its_use(
    engine: MeilisearchEngine, double: MeilisearchDouble, use: KeyUse
) -> None:
    uid, key = engine.make_key(use)
    assert (uid, key) == ("6062abda-a5aa-4414-ac91-ecd7944c0f8d", "signing-key")
    (body,) = double.asked("POST", "/keys")
    assert body["indexes"] == ["rungs_*"]
    assert body["expiresAt"] is None
    assert set(body["actions"]) == set(ACTIONS[use]) <= DOCUMENTED_ACTIONS
    writes = {action for action in body["actions"] if action.rpartition(".")[2] not in ("search", "get")}
    assert bool(writes) == (use is KeyUse.WRITE), "a web process can change nothing"


def test_a_tenant_token_holds_its_filters_and_is_signed(engine: MeilisearchEngine) -> None:
    expires_at = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    only = SearchQuery(kind=SearchKind.POSTINGS, today=TODAY, source_keys=frozenset({"board"}))
    token = engine.tenant_token(
        "6062abda-a5aa-4414-ac91-ecd7944c0f8d",
        "signing-key",
        only={SearchKind.POSTINGS: only},
        expires_at=expires_at,
    )
    header, claims, signature = token.split(".")
    assert json.loads(decoded(header)) == {"alg": "HS256", "typ": "JWT"}
    said = json.loads(decoded(claims))
    assert (said["apiKeyUid"], said["exp"]) == (
        "6062abda-a5aa-4414-ac91-ecd7944c0f8d",
        int(expires_at.timestamp()),
    )
    assert list(said["searchRules"]) == ["rungs_postings"], "no other index can be searched"
    parts = said["searchRules"]["rungs_postings"]["filter"].split(" AND ")
    assert {f"last_day >= {TODAY.toordinal()}", 'source_key IN ["board"]'} <= set(parts)
    wanted = hmac.new(b"signing-key", f"{header}.{claims}".encode(), hashlib.sha256).digest()
    assert decoded(signature) == wanted


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
