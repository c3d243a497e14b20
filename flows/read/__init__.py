"""A seed file -> documents, or an issue. One module a format; `formats` says which."""
