"""Unpack gzip and deflate piece by piece, and stop at a bound."""

import zlib

from tenantbook.model.errors import TenantbookError

#: Take either kind, whichever it turns out to be.
_EITHER = zlib.MAX_WBITS | 32


class TooLargeError(TenantbookError):
    """What is unpacked is larger than the bound."""


class Inflater:
    """Unpacks the pieces of one body; never holds more than `most` bytes of what comes out."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._engine = zlib.decompressobj(_EITHER)

    def feed(self, piece: bytes) -> bytes:
        """Return what a piece unpacks to.

        Raises:
            TooLargeError: all pieces together are larger than the bound.
            zlib.error: it is not packed as it says.
        """
        out = []
        while piece:
            if self._engine.eof:  # gzip files may follow one another, and are one then
                self._engine = zlib.decompressobj(_EITHER)
            out.append(self._engine.decompress(piece, self._left + 1))
            self._left -= len(out[-1])
            if self._left < 0:
                raise TooLargeError
            piece = self._engine.unused_data
        return b"".join(out)

    @property
    def ended(self) -> bool:
        """Whether the packed body came to its own end: one that broke off is not whole."""
        return self._engine.eof


def inflated(data: bytes, most: int) -> bytes:
    """Return what packed bytes unpack to, as `Inflater.feed` does."""
    return Inflater(most).feed(data)
