"""Builders of the compact data snapshots that ship in `config/embedded/`."""
