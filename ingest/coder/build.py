"""Builds the artefact of the occupation coder and its manifest; the same inputs give the same bytes."""

import hashlib
import io
import json
import tomllib
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.coder import corpus
from ingest.coder.calibrate import DUTY_WEIGHT, TEXT_WEIGHT, calibrate
from ingest.coder.fit import (
    TextModel,
    TitleModel,
    fit_texts,
    fit_titles,
    joined,
    kept_buckets,
    on_rows,
    postings_idf,
    title_rows,
    word_rows,
)
from ingest.coder.gold import GOLD, read_gold
from ingest.enrich.occupation import TEXT_READ
from ingest.enrich.occupation_model import Calibration, OccupationModel
from ingest.enrich.title_features import duty_words
from ingest.enrich.title_words import TitleWords
from ingest.snapshot.artefact import Manifest, SourceFile, TableFile, sha256_of, write_manifest
from portal.store import snapshots

Say = Callable[[str], None]
FINEST = 7
"""Steps of an embedding's numbers to either side of zero. Finer ones change one ranking in 300 and cost a megabyte."""
DUTIES_AS_TITLES, TITLES_AS_DUTIES = 0.3, 0.3
"""Weights of a statement of duties among titles, and of a title among statements of duties; chosen in the same way."""


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
        *(
            corpus.Example(t.title, t.soc_code, 1.0, is_listed=True)
            for t in snapshots.read_soc_titles(embedded)
        ),
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
    gold = read_gold(data / GOLD)
    reported = {g.posting_id for g in gold if corpus.is_reported_posting(g.posting_id)}
    unlabelled = {text[:300]: text for id_, text in corpus.unlabelled_postings(data) if id_ not in reported}
    named = [one for one in titles if one.is_listed]
    text_model = fit_texts(
        [one.text for one in (*texts, *named)],
        _indices((*texts, *named), index),
        np.concatenate([_weights(texts), _weights(named) * np.float32(TITLES_AS_DUTIES)]),
        code_count=len(codes),
        rarity=postings_idf([text[:TEXT_READ] for text in unlabelled.values()]),
    )
    say("learning without a fold, to set the confidence")
    fold = [one for one in titles if corpus.hashed(f"fold: {corpus.title_key(one.text)}", 5) != 0]
    away = [
        one
        for one in titles
        if corpus.hashed(f"fold: {corpus.title_key(one.text)}", 5) == 0 and one.weight >= 1
    ]
    draft = _packed(*_learn(fold, texts, words, index), text_model, codes)
    calibration = calibrate(
        _load(draft, out, Calibration(text_weight=TEXT_WEIGHT, duty_weight=DUTY_WEIGHT)),
        words,
        titles=away[:: max(1, len(away) // 1500)],
        gold=[one for one in gold if one.posting_id not in reported],
    )
    say(f"learning from {len(titles):,} titles")
    model = _packed(*_learn(titles, texts, words, index), text_model, codes)
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


def _learn(
    examples: Sequence[corpus.Example],
    duties: Sequence[corpus.Example],
    words: TitleWords,
    index: dict[str, int],
) -> tuple[TitleModel, NDArray[np.bool_]]:
    """What titles and, less, the words of duties teach; and which buckets have a row."""
    read = [(one, words.read(one.text)) for one in examples]
    read = [(one, found) for one, found in read if found]
    kept = [one for one, _ in read]
    told = [(one, found) for one in duties if (found := duty_words(one.text))]
    rows = title_rows([found for _, found in read])
    buckets = kept_buckets(rows)
    model = fit_titles(
        on_rows(joined(rows, word_rows([found for _, found in told])), buckets),
        np.concatenate([_indices(kept, index), _indices((one for one, _ in told), index)]),
        np.concatenate([_weights(kept), _weights([one for one, _ in told]) * np.float32(DUTIES_AS_TITLES)]),
        code_count=len(index),
    )
    return model, buckets


def _packed(titles: TitleModel, has_row: NDArray[np.bool_], texts: TextModel, codes: Sequence[str]) -> bytes:
    """The artefact as bytes: embeddings in four bits, which pack well, with a scale a row."""
    embedding = titles.embedding[1:]
    scale = np.maximum(np.abs(embedding).max(axis=1), 1e-6) / FINEST
    output_scale = np.maximum(np.abs(titles.output).max(axis=0), 1e-9) / 127
    arrays: dict[str, NDArray[np.generic]] = {
        "codes": np.array([int(code.replace("-", "")) for code in codes], dtype=np.int32),
        "has_row": np.packbits(has_row),
        "embedding": np.round(embedding / scale[:, None]).astype(np.int8),
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
        "jobs/nyc": ("City of New York, Department of Citywide Administrative Services", "NYC Open Data terms",
                     "https://data.cityofnewyork.us/d/kpav-sd4t", "2026-06"),
        "jobs/usajobs": ("U.S. Office of Personnel Management, USAJOBS", "United States government work, public domain",
                         "https://developer.usajobs.gov/", "2016-05"),
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
