"""Kernels forked from a warm parent: the parent, its launching, the provisioner and the papermill engine."""
