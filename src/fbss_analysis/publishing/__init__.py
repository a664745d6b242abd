"""What the report gives beside the ledger: methods, words, limits, environment, downloads, and itself on paper."""
