"""A folder of documents of any size: listed lazily, audited in batches by any executor, written as Parquet."""
