"""Builds the artefact of the occupation coder and its manifest; the same inputs give the same bytes."""

import gzip
import hashlib
import io
import json
import tomllib
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.coder import corpus
from ingest.coder.fit import TextModel, TitleModel, fit_texts, fit_titles, title_rows
from ingest.enrich.occupation import TEXT_READ
from ingest.enrich.occupation_model import Calibration, OccupationModel
from ingest.enrich.title_words import TitleWords
from ingest.snapshot.artefact import Manifest, SourceFile, TableFile, sha256_of, write_manifest
from portal.store import snapshots

GOLD = "labelled/postings_gold_dev.jsonl.gz"
Say = Callable[[str], None]


@dataclass(frozen=True)
class GoldPosting:
    """Title, text and every acceptable code of one gold posting; the first code is the labelled one."""

    posting_id: str
    title: str
    text: str
    soc_codes: tuple[str, ...]


def read_gold(path: Path) -> list[GoldPosting]:
    """Postings of a gold file (JSON lines, packed or not)."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as lines
    ):
        rows = [json.loads(line) for line in lines]
    return [
        GoldPosting(r["id"], r["title"], r.get("text", ""), (r["soc_2018"], *r.get("soc_acceptable", ())))
        for r in rows
    ]


def build_coder(data: Path, config_dir: Path, out: Path, *, say: Say = lambda _text: None) -> Manifest:
    """Learn from the files below `data` and from `config/`, and write model and manifest into `out`.

    What is kept for reporting (a third of the reported titles, a fifth of the employers, half of the gold postings)
    is left out of every input.

    Raises: FileNotFoundError when an input is missing.
    """
    missing = [name for name in (*corpus.INPUTS, GOLD) if not (data / name).exists()]
    if missing:
        raise FileNotFoundError(
            f"Not found below {data}: {', '.join(missing)}. docs/quality.md says what each file is."
        )
    embedded = config_dir / "embedded" / "soc"
    lexicon = tomllib.loads((config_dir / "lexicon" / "titles.toml").read_text(encoding="utf-8"))
    words = TitleWords.build(lexicon)
    occupations = [o for o in snapshots.read_soc_occupations(embedded) if o.level == "detailed"]
    codes = tuple(sorted(o.soc_code for o in occupations))
    known = frozenset(codes)
    say("reading titles")
    titles = [
        *corpus.onet_titles(data),
        *(corpus.Example(t.title, t.soc_code, 1.0) for t in snapshots.read_soc_titles(embedded)),
        *(corpus.Example(title, code, 2.0) for title, code in lexicon["titles"].items()),
        *corpus.balanced(
            one for one in corpus.filed_titles(data, known) if not corpus.is_reported_employer(one.employer)
        ),
    ]
    titles = [
        one
        for one in titles
        if one.soc_code in known and not corpus.is_reported_on(corpus.title_key(one.text))
    ]
    texts = [
        *corpus.duties(data),
        *(corpus.Example(f"{o.title}. {o.definition}", o.soc_code, 2.0) for o in occupations),
    ]
    texts = [one for one in texts if one.soc_code in known]
    index = {code: i for i, code in enumerate(codes)}
    say(f"learning from {len(texts):,} statements of duties")
    text_model = fit_texts(
        [one.text for one in texts], _indices(texts, index), _weights(texts), code_count=len(codes)
    )
    say("learning without a fold, to set the confidence")
    fold = [one for one in titles if corpus.hashed(f"fold: {corpus.title_key(one.text)}", 5) != 0]
    away = [
        one
        for one in titles
        if corpus.hashed(f"fold: {corpus.title_key(one.text)}", 5) == 0 and one.weight >= 1
    ]
    draft = _packed(_learn(fold, words, index), text_model, codes)
    gold = [g for g in read_gold(data / GOLD) if not corpus.is_reported_posting(g.posting_id)]
    calibration = _calibrate(
        _load(draft, out, Calibration(text_weight=TEXT_WEIGHT)),
        words,
        away[:: max(1, len(away) // 1500)],
        gold,
    )
    say(f"learning from {len(titles):,} titles")
    model = _packed(_learn(titles, words, index), text_model, codes)
    out.mkdir(parents=True, exist_ok=True)
    part = out / "model.npz.part"
    part.write_bytes(model)
    part.replace(out / "model.npz")
    manifest = _manifest(data, model, calibration, titles=len(titles), texts=len(texts), features=len(codes))
    write_manifest(out, manifest)
    return manifest


def _indices(examples: Iterable[corpus.Example], index: dict[str, int]) -> NDArray[np.int64]:
    return np.array([index[one.soc_code] for one in examples], dtype=np.int64)


def _weights(examples: Iterable[corpus.Example]) -> NDArray[np.float32]:
    return np.array([one.weight for one in examples], dtype=np.float32)


def _learn(examples: Sequence[corpus.Example], words: TitleWords, index: dict[str, int]) -> TitleModel:
    read = [(one, words.read(one.text)) for one in examples]
    read = [(one, found) for one, found in read if found]
    kept = [one for one, _ in read]
    return fit_titles(
        title_rows([found for _, found in read]), _indices(kept, index), _weights(kept), code_count=len(index)
    )


def _packed(titles: TitleModel, texts: TextModel, codes: Sequence[str]) -> bytes:
    """The artefact as bytes: embeddings in eight bits with a scale a bucket."""
    scale = np.maximum(np.abs(titles.embedding).max(axis=1), 1e-9) / 127
    output_scale = np.maximum(np.abs(titles.output).max(axis=0), 1e-9) / 127
    arrays: dict[str, NDArray[np.generic]] = {
        "codes": np.array([int(code.replace("-", "")) for code in codes], dtype=np.int32),
        "embedding": np.round(titles.embedding / scale[:, None]).astype(np.int8),
        "scale": scale.astype(np.float16),
        "output": np.round(titles.output / output_scale).astype(np.int8),
        "output_scale": output_scale.astype(np.float16),
        "bias": titles.bias.astype(np.float16),
        "text_count": texts.count,
        "text_code": texts.code,
        "text_value": texts.value,
        "text_idf": texts.idf.astype(np.float16),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in sorted(arrays.items()):
            content = io.BytesIO()
            np.lib.format.write_array(content, array, allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content.getvalue())
    return packed.getvalue()


def _load(model: bytes, out: Path, calibration: Calibration) -> OccupationModel:
    draft = out.parent / f"{out.name}.draft"
    draft.mkdir(parents=True, exist_ok=True)
    try:
        (draft / "model.npz").write_bytes(model)
        (draft / "manifest.json").write_text(
            json.dumps({"facts": {"calibration": json.dumps(asdict(calibration))}})
        )
        loaded = OccupationModel.load(draft)
    finally:
        for path in draft.iterdir():
            path.unlink()
        draft.rmdir()
    assert loaded is not None
    return loaded


def _calibrate(
    model: OccupationModel, words: TitleWords, titles: Sequence[corpus.Example], gold: Sequence[GoldPosting]
) -> Calibration:
    """Logistic regression of "the first code is right" on titles not learnt from and on the learning half."""
    cases: list[tuple[list[tuple[str, float]], str, tuple[str, ...]]] = [
        (words.read(one.text), "", (one.soc_code,)) for one in titles
    ]
    cases += [(words.read(one.title), one.text, one.soc_codes) for one in gold]
    features, right = [], []
    for title, text, codes in cases:
        ranking = model.rank(title, text[:TEXT_READ])
        if len(ranking.ranked) < 2:
            continue
        share, second = ranking.ranked[0].share, ranking.ranked[1].share
        features.append((np.log(max(share, 1e-6) / max(1 - share, 1e-6)), share - second, 1.0))
        right.append(ranking.ranked[0].soc_code in codes)
    x, y = np.array(features), np.array(right, dtype=float)
    weight = np.where(np.arange(len(y)) < len(titles), 1.0, len(titles) / max(len(gold), 1))
    theta = np.zeros(3)
    for _ in range(50):  # Newton's method with a small ridge
        p = 1 / (1 + np.exp(-x @ theta))
        gradient = x.T @ (weight * (y - p)) - 1e-2 * theta
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + 1e-2 * np.eye(3)
        theta += np.linalg.solve(hessian, gradient)
    slope, margin, offset = (round(float(v), 4) for v in theta)
    return Calibration(
        slope=slope, margin=margin, offset=offset, threshold=THRESHOLD, text_weight=TEXT_WEIGHT
    )


TEXT_WEIGHT = 30.0
"""How much the likeness of a text weighs against the title; chosen on the learning half."""
THRESHOLD = 0.38
"""Least confidence for a code. Set on the learning half, where it leaves about one posting in six open."""


def _manifest(
    data: Path, model: bytes, calibration: Calibration, *, titles: int, texts: int, features: int
) -> Manifest:
    publishers = {
        "onet": ("O*NET 30.1 Database, U.S. Department of Labor, Employment and Training Administration", "CC BY 4.0",
                 "https://www.onetcenter.org/database.html", "30.1"),
        "labelled/oflc": ("U.S. Department of Labor, Office of Foreign Labor Certification, disclosure data",
                          "United States government work, public domain",
                          "https://www.dol.gov/agencies/eta/foreign-labor/performance", "FY2010-2025"),
        "crosswalks": ("U.S. Bureau of Labor Statistics", "United States government work, public domain",
                       "https://www.bls.gov/soc/2018/crosswalks.htm", "2018"),
        "labelled/postings": ("labels of this project on public postings", "the project's own",
                              "https://data.cityofnewyork.us/d/kpav-sd4t", "2026"),
    }  # fmt: skip
    sources = []
    for name in (*corpus.INPUTS, GOLD):
        publisher, licence, url, vintage = next(v for k, v in publishers.items() if name.startswith(k))
        sources.append(
            SourceFile(
                file_name=name, publisher=publisher, url=url, licence=licence, vintage=vintage,
                sha256=sha256_of(data / name),
            )
        )  # fmt: skip
    digest = hashlib.sha256(model).hexdigest()
    return Manifest(
        name="coder",
        title="Occupation coder",
        description="Learned numbers over hashed features that rank SOC 2018 codes for a job title and a text.",
        licence="Learned numbers of this project; includes information from O*NET 30.1, used under CC BY 4.0, changed",
        vintage="2026",
        command="ingest coder build --from FOLDER",
        sources=tuple(sources),
        tables=(
            TableFile(
                file_name="model.npz", rows=features, size_bytes=len(model), sha256=digest, content_sha256=digest,
                columns=("hashed features", "numbers"),
            ),
        ),
        notes=(
            f"Learnt from {titles:,} titles and {texts:,} statements of duties, without the parts kept for reporting.",
            "Also learnt from: SOC 2018 titles (config/embedded/soc) and our own config/lexicon/titles.toml.",
            "Features are hashes of words and of runs of letters: no title and no sentence is held.",
        ),
        facts={"calibration": json.dumps(asdict(calibration), sort_keys=True)},
    )  # fmt: skip
