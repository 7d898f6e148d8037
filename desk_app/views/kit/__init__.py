"""What rooms share: tables, grids, messages, files, progress, the preview, how all looks."""
