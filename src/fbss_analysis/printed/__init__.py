"""Numbers as they are printed: exact intervals, rounding conventions, the widths of hedges, number words."""
