"""Builds the learned occupation coder from named public inputs."""
