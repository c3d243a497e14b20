"""Doc -> rows of one layer, from this document only. One module or folder a layer."""
