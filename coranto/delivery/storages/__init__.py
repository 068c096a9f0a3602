"""Drivers of the storage port: a folder, memory, and S3-compatible object storage."""
