"""One module an adapter: fetch plan and parse to posting records. No adapter knows the database or another adapter."""
