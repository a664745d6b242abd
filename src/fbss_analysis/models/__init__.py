"""Models of reported proportions: intervals, cumulative incidence from published horizons, synthesis of studies."""
