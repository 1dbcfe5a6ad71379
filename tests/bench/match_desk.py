"""Processor time of the match desk over a store of one's own: python -m tests.bench.match_desk --data-dir DIR.

It works on a copy, to which it adds an organization with one client; `--times` copies each posting so often, for size.
"""

import argparse
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

from flask.testing import FlaskClient
from rich.console import Console
from sqlmodel import Session

from portal.domain.plan_document import PlanDocument
from portal.domain.staff import Purpose, Role
from portal.settings import ROOT, Settings
from portal.store.engine import open_engine
from portal.store.migrate import migrate
from portal.store.sealing import Sealer
from portal.web.app import create_app
from tests.bench.search import percentile
from tests.portal.web.staff_world import SEAL_KEY, add_person, fill_staff_world, sign_in
from tests.portal.web.world import TODAY, close_site

PROFILE = {
    "version": "0",
    "miles": "25",
    "schooling": "high_school",
    "age": "18_20",
    "experience_months": "6",
    "least_pay_usd": "35000",
    "most_hours": "40",
    "needs": ["standing", "lifting", "noise", "shift-day", "transport"],
}
PAGES = (
    "desk",
    "desk?band=ask&page=5",
    "desk?band=not_yet",
    "desk?band=not_yet&fits=1",
    "desk/changes",
    "shortlist",
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True, help="has rungs.sqlite")
    parser.add_argument("--region", default="us")
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--requests", type=int, default=25)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-desk-") as name:
        folder = Path(name)
        copy_store(told.data_dir / "rungs.sqlite", folder / "rungs.sqlite", times=told.times)
        measure(folder, region=told.region, requests=told.requests)


def copy_store(source: Path, target: Path, *, times: int) -> None:
    """The store once more, every posting of it open, and each of them so many times."""
    with sqlite3.connect(f"file:{source}?mode=ro", uri=True) as before, sqlite3.connect(target) as after:
        before.backup(after)
    engine = open_engine(f"sqlite:///{target}")
    migrate(engine)
    engine.dispose()
    with sqlite3.connect(target) as store:
        store.execute(
            "update job_posting set valid_through_on = null, removed_at = null, is_sample_retired = 0,"
            " shown_from_on = null, is_internal = 0"
        )
        most = store.execute("select max(id) from job_posting").fetchone()[0]
        for turn in range(1, times):
            added = turn * most
            changed = {"id": f"id + {added}", "source_ref": f"source_ref || '-{turn}'", "offer_key": "null"}
            _copy_rows(store, "job_posting", changed, f"id <= {most}")
            moved = {"posting_id": f"posting_id + {added}"}
            _copy_rows(store, "job_posting_place", moved, f"posting_id <= {most}", without="id")


def _copy_rows(
    store: sqlite3.Connection, table: str, changed: dict[str, str], which: str, *, without: str = ""
) -> None:
    names = [row[1] for row in store.execute(f"pragma table_info({table})") if row[1] != without]
    values = ", ".join(changed.get(name, name) for name in names)
    store.execute(f"insert into {table} ({', '.join(names)}) select {values} from {table} where {which}")


def measure(folder: Path, *, region: str, requests: int) -> None:
    """Ask each page so often, and print what it took."""
    settings = Settings(
        secret_key="0123456789abcdef0123456789abcdef",
        database_url=f"sqlite:///{folder / 'rungs.sqlite'}",
        data_dir=folder,
        config_dir=ROOT / "config",
        as_of=TODAY,
        seal_keys=(SEAL_KEY,),
    )
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    with Session(app.extensions["store_engine"]) as session:
        world = fill_staff_world(session)
        account = world.account(Role.COUNSELOR)
        person = add_person(
            session,
            Sealer((SEAL_KEY,)),
            world.school,
            label="Kim",
            account_id=account,
            purposes=tuple(Purpose),
            plan=PlanDocument(created_on=TODAY, changed_on=TODAY, held=("cna-in",)),
        )
        session.commit()
    client = app.test_client()
    sign_in(client, app, account)
    base = f"/staff/people/{person}"
    client.get(f"{base}/shortlist")  # the catalog and the index, which every page needs
    sent = client.post(f"{base}/desk", data={**PROFILE, "region": region})
    assert sent.status_code == 303, sent.status_code
    console = Console()
    console.print(f"first question: {_ask(client, f'{base}/desk'):.0f} ms")
    for page in PAGES:
        took = [_ask(client, f"{base}/{page}") for _ in range(requests)]
        console.print(f"{page:28} p50 {statistics.median(took):6.1f} ms   p95 {percentile(took, 95):6.1f} ms")
    close_site(app)


def _ask(client: FlaskClient, address: str) -> float:
    # The processor's time, not the wall's: others may be at work on the machine.
    start = time.process_time()
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    main()
