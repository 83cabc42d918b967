"""Records of functions of every entry."""
