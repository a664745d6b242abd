"""What is curated in data/raw, read with care: claims, digests, originals, studies, cohorts, the token ledger."""
