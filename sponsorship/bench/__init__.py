"""The benchmark: a large database, gunicorn with two workers, and each page beside a bare Django view."""
