"""Which model annotates documents of which language."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.annotate.fingerprint import ANY_LANGUAGE, language_of
from flows.read.language import code
from flows.settings import Settings, SettingsError


@dataclass(frozen=True, slots=True)
class Models:
    """The models that the settings name: the `default` one, what language it is for, and those of other languages."""

    default: str
    default_language: str
    by_language: Mapping[str, str]

    def of(self, language: str | None) -> str | None:
        """The model for a document in that language, None if there is none. The default one has those whose language is not known, too."""
        if language is not None and language in self.by_language:
            return self.by_language[language]
        return self.default if language is None or self.default_language in (language, ANY_LANGUAGE) else None


def models_of(settings: Settings) -> Models:
    """The models that the settings name. Raises ModelError for one that is not there, SettingsError for one of another language."""
    by_language: dict[str, str] = {}
    for stated, name in settings.models.items():
        language = code(stated)
        if language is None:
            raise SettingsError(f"models: {stated!r} is no code of a language, such as `de`")
        if language_of(name) not in (language, ANY_LANGUAGE):
            raise SettingsError(f"models: {stated} = {name!r} is a model for {language_of(name)!r}")
        by_language[language] = name
    return Models(settings.model, language_of(settings.model), by_language)
