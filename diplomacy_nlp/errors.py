"""Every error that the library raises on purpose. Each message names the input and the mend, and can be printed."""

from __future__ import annotations

from functools import partial

from .checks import printable, shown

__all__ = [
    "ArticleError",
    "DiplomacyError",
    "LexiconError",
    "ModelError",
    "OptionError",
    "PluginError",
    "PluginLoadError",
    "SerializationError",
]

_LONGEST = 1_500  # characters of a message


class DiplomacyError(Exception):
    """Base of all errors of this library: catch this to catch them all. What is shown of the input is short."""

    def __init__(self, message: object = "", **more: object) -> None:
        super().__init__(printable(str(message), _LONGEST), **more)  # more: what ImportError takes, for one


class ArticleError(DiplomacyError, ValueError):
    """An article that cannot be read: not text, empty, or not encodable."""


class OptionError(DiplomacyError, ValueError):
    """A slip of the caller's: an option or an argument that cannot be. It is raised whatever `on_error` says."""


class ModelError(DiplomacyError):
    """A model file that is missing, changed or of the wrong kind."""


class LexiconError(DiplomacyError, ValueError):
    """A lexicon file with a fault; the message gives the file, and the line where there is one."""


class SerializationError(DiplomacyError, ValueError):
    """Data that is no serialised value of ours; the message gives the path to what is wrong."""


class PluginError(DiplomacyError):
    """A plugin's fault, reported with the plugin's name.

    Args:
        message: what went wrong, in words.
        plugin, version: the plugin's registered name, and its distribution's version, where it has one.
        hook, article: the hook during which it happened, and the id of the article that was being read, if any.
    """

    def __init__(
        self,
        message: str,
        *,
        plugin: str,
        version: str | None = None,
        hook: str | None = None,
        article: str | None = None,
    ) -> None:
        self.message = printable(message, _LONGEST)
        self.plugin = printable(plugin, 80)
        self.version = version
        self.hook = hook
        self.article = article
        where = f"plugin {self.plugin!r}" + (f" {version}" if version else "")
        if hook:
            where += f", in {hook}"
        if article:
            where += f", on article {shown(article)}"
        super().__init__(f"{where}: {message}")

    def __reduce__(self) -> tuple[object, ...]:  # an exception with keyword-only arguments does not pickle by itself
        make = partial(type(self), plugin=self.plugin, version=self.version, hook=self.hook, article=self.article)
        return make, (self.message,), self.__dict__  # the notes are kept there


class PluginLoadError(PluginError):
    """A plugin that cannot be loaded or registered."""
