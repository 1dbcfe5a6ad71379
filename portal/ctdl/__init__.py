"""CTDL, the language in which the Credential Registry describes credentials: read, write, import, compare."""
