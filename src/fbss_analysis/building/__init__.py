"""The incremental build: what was read, what is kept, who holds the lock, how far it is."""
