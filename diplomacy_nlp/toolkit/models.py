"""Trained parts of plugins: files that are checked before torch opens them, and values that are made on first use.

A trained model is two files of one name: `NAME.pt`, the weights, and `NAME.json`, its configuration, which holds the
weights' SHA-256 and whatever else the model's class is built from. Torch is imported where weights are read or written.
"""

from __future__ import annotations

import hashlib
import io
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import evolve, frozen

from ..errors import ModelError
from .options import path_of

if TYPE_CHECKING:
    from torch import Tensor, nn

__all__ = ["ModelFiles", "OnFirstUse", "one_thread"]

T = TypeVar("T")
N = TypeVar("N", bound="nn.Module")


@frozen(kw_only=True)
class ModelFiles:
    """The two files of a trained model.

    Args:
        folder: where they are.
        name: of both files, without an ending.
        mend: what a user can do about a missing or changed file; errors end with it.
        entries: what the configuration must have besides "sha256".
    """

    folder: Path
    name: str
    mend: str
    entries: tuple[str, ...] = ()

    @classmethod
    def of_plugin(cls, plugin: str, folder: Path, *, entries: tuple[str, ...], name: str | None = None) -> ModelFiles:
        """The files that a package of ours has.

        Args:
            plugin: its class, which has an option `model`, such as "Quotes" of diplomacy-nlp-quotes.
            folder, entries, name: as above; without a name the files have the plugin's.
        """
        key = plugin.lower()
        mend = (
            f"install diplomacy-nlp-{key} anew, give the folder of another model, or "
            f"{plugin}(model=None) for rules alone"
        )
        return cls(folder=folder, name=name or key, entries=entries, mend=mend)

    def within(self, folder: Path) -> ModelFiles:
        """The files of these names in another folder, whether they are there or not."""
        return evolve(self, folder=folder)

    def chosen(self, option: str, folder: str | Path | None, read: Callable[[ModelFiles], T]) -> OnFirstUse[T] | None:
        """What the option `model` of a plugin stands for: a model that is read when it is first needed, or none.

        Args:
            option: its name, for the message.
            folder: what the user gave.
            read: reads the model; of a module, so that the plugin may be pickled.

        Raises:
            ValueError: the value cannot be a path.
            ModelError: the folder lacks a file.
        """
        if folder is None:
            return None
        files = self.within(path_of(option, folder))
        files.check()
        return OnFirstUse(partial(read, files))

    @property
    def weights(self) -> Path:
        """The file of the weights."""
        return self.folder / f"{self.name}.pt"

    @property
    def configuration(self) -> Path:
        """The file of the configuration."""
        return self.folder / f"{self.name}.json"

    def check(self) -> None:
        """Raises ModelError, naming what is missing, unless both files are there; opens neither."""
        missing = [path.name for path in (self.configuration, self.weights) if not path.is_file()]
        if missing:
            raise ModelError(f"{' and '.join(missing)} missing in {self.folder}: {self.mend}")

    def read_configuration(self) -> Mapping[str, Any]:
        """The configuration, with all its entries.

        Raises:
            ModelError: it cannot be read, is no JSON object, or lacks an entry.
        """
        path = self.configuration
        try:
            found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            if lacking := sorted({"sha256", *self.entries} - found.keys()):
                raise ValueError(f"it lacks {', '.join(lacking)}")
        except OSError as error:
            raise ModelError(f"{path} cannot be read ({error.strerror}): {self.mend}") from error
        except (ValueError, AttributeError) as error:
            raise ModelError(f"{path} is no configuration of a model ({error}): {self.mend}") from error
        return found

    def state(self) -> tuple[object, ...]:
        """What tells these files from all others, and from themselves when they are written anew.

        Raises:
            ModelError: a file is missing.
        """
        self.check()
        stats = [path.stat() for path in (self.configuration, self.weights)]
        return (self.folder.resolve(), self.name, *((stat.st_mtime_ns, stat.st_size, stat.st_ino) for stat in stats))

    def read(self, build: Callable[[Mapping[str, Any]], N]) -> tuple[N, Mapping[str, Any]]:
        """The network with its weights in single precision, and its configuration.

        Args:
            build: makes the untrained network of a configuration.

        Raises:
            ModelError: a file cannot be read or is not what it should be; weights with another SHA-256 than the
                configuration's are never opened.
        """
        configuration = self.read_configuration()
        path = self.weights
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ModelError(f"{path} cannot be read ({error.strerror}): {self.mend}") from error
        if hashlib.sha256(content).hexdigest() != configuration["sha256"]:
            raise ModelError(
                f"{path} was changed: its SHA-256 is not the one in {self.configuration.name}: {self.mend}"
            )
        import torch

        try:
            network = build(configuration)
            tensors = torch.load(io.BytesIO(content), weights_only=True, map_location="cpu")
            network.load_state_dict({name: tensor.float() for name, tensor in tensors.items()})
        except Exception as error:  # torch and pickle raise anything for a file that is not what they expect
            raise ModelError(
                f"{path} does not fit {self.configuration.name} or is no model ({error}): {self.mend}"
            ) from error
        return network, configuration

    def write(self, weights: Mapping[str, Tensor], configuration: Mapping[str, Any]) -> None:
        """Weights in half precision, and the configuration with their SHA-256; the folder is made if need be."""
        import torch

        self.folder.mkdir(parents=True, exist_ok=True)
        torch.save({name: tensor.half() for name, tensor in weights.items()}, self.weights)
        digest = hashlib.sha256(self.weights.read_bytes()).hexdigest()
        text = json.dumps({"sha256": digest, **configuration}, indent=2)
        self.configuration.write_text(text + "\n", encoding="utf-8", newline="\n")


class OnFirstUse(Generic[T]):
    """A value that is made when it is first asked for, and once, also where several threads ask.

    It may be pickled, if the function may; the value is made anew on the other side.

    Args:
        make: makes the value; what it raises, `get` raises, and the next `get` tries again.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: list[T] = []
        self._lock = threading.Lock()

    def get(self) -> T:
        """The value."""
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]

    def __reduce__(self) -> tuple[type[OnFirstUse[T]], tuple[Callable[[], T]]]:
        return type(self), (self._make,)


@contextmanager
def one_thread() -> Iterator[None]:
    """Torch computes in one thread within the block, and in as many as before after it.

    Networks of this size gain nothing by more threads and lose much on a busy machine; and sums of floats come out
    another way, in the last digits, when they are divided among threads.
    """
    import torch

    before = torch.get_num_threads()
    if before != 1:
        torch.set_num_threads(1)
    try:
        yield
    finally:
        if before != 1:
            torch.set_num_threads(before)
