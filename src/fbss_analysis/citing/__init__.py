"""Reference lists and citation markers: found, parsed, and put in their place in the prose."""
