"""帮助: the manual on screen, the tour of a first run, 关于."""
