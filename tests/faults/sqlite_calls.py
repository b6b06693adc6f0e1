"""SQLite's own calls to the system, met as its makers test it: by its table of system calls.

The default VFS lets a test replace ``open``, ``pwrite``, ``ftruncate`` and their like, one by
one. What SQLite writes into its file, its log and its shared index is met here.
"""

from __future__ import annotations

import _sqlite3
import ctypes
from collections.abc import Callable
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from typing import Any

_Signature = Callable[..., Any]
_CALLS: dict[str, tuple[Any, ...]] = {
    "write": (c_int64, c_int, c_void_p, c_int64),
    "pwrite": (c_int64, c_int, c_void_p, c_int64, c_int64),
    "pwrite64": (c_int64, c_int, c_void_p, c_int64, c_int64),
    "ftruncate": (c_int, c_int, c_int64),
    "unlink": (c_int, c_char_p),
}
_READS: dict[str, tuple[Any, ...]] = {
    "read": (c_int64, c_int, c_void_p, c_int64),
    "pread": (c_int64, c_int, c_void_p, c_int64, c_int64),
    "pread64": (c_int64, c_int, c_void_p, c_int64, c_int64),
}
_SET = CFUNCTYPE(c_int, c_void_p, c_char_p, c_void_p)
_GET = CFUNCTYPE(c_void_p, c_void_p, c_char_p)


class _Vfs(Structure):
    _fields_ = (
        ("version", c_int),
        ("file_size", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        *((f"method{number}", c_void_p) for number in range(13)),
        ("set_call", _SET),
        ("get_call", _GET),
        ("next_call", c_void_p),
    )


_kept: list[Any] = []
"""What SQLite calls must outlive this module's functions."""


def meet_sqlite_calls(met: Callable[[str], None], *, reads: bool = False) -> int:
    """Has ``met`` called before each of SQLite's writes; what it raises, the call fails with.

    Args:
        met: Raises an ``OSError`` where the call is to fail.
        reads: Before each of its reads, too.

    Returns:
        How many kinds of calls are met; none where this SQLite cannot be reached.
    """
    try:
        library = ctypes.CDLL(_sqlite3.__file__)
        library.sqlite3_vfs_find.restype = POINTER(_Vfs)
        library.sqlite3_vfs_find.argtypes = [c_char_p]
        vfs = library.sqlite3_vfs_find(None)
    except (OSError, AttributeError):
        return 0
    replaced = 0
    for name, (result, *arguments) in (_CALLS | (_READS if reads else {})).items():
        place = vfs.contents.get_call(ctypes.cast(vfs, c_void_p), name.encode())
        if not place:
            continue
        shape = CFUNCTYPE(result, *arguments, use_errno=True)
        call = shape(_failing(name, shape(place), met))
        _kept.append(call)
        pointer = ctypes.cast(call, c_void_p)
        vfs.contents.set_call(ctypes.cast(vfs, c_void_p), name.encode(), pointer)
        replaced += 1
    return replaced


def _failing(name: str, real: _Signature, met: Callable[[str], None]) -> _Signature:
    def call(*arguments: Any) -> Any:
        try:
            met(f"sqlite {name}")
        except OSError as error:
            ctypes.set_errno(error.errno or 0)
            return -1
        return real(*arguments)

    return call
