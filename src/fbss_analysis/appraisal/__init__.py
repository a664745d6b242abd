"""How far a body of studies carries: weights, growth over time, robustness, certainty, what to correct first."""
