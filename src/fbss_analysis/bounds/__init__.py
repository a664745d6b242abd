"""Confidence and credible intervals as texts print them, each with the estimate that it is told of."""
