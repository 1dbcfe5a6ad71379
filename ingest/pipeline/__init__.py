"""The loop, once: fetch, archive, parse, validate, assert, diff, enrich, upsert, retire samples, close, index."""
