"""What adapters share: documents, http, mirror, archive, strict rows, dates."""
