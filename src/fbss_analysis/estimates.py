"""Estimates."""

from collections.abc import Iterator

from fbss_analysis.schema import Article, Estimate


def estimate(article: Article) -> Iterator[tuple[str, Estimate]]:
    """None yet."""
    yield from ()
