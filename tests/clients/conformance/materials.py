"""What the conformance suite expects to be served: small files and texts."""

from __future__ import annotations

import base64
import struct
import zlib

import mcp_types as types


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    red_pixel = zlib.compress(b"\x00\xff\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", red_pixel) + chunk(b"IEND", b"")


def _wav() -> bytes:
    rate, samples = 8000, b"\x80" * 8
    layout = struct.pack("<HHIIHH", 1, 1, rate, rate, 1, 8)
    chunks = b"WAVEfmt " + struct.pack("<I", len(layout)) + layout + b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks


PNG = base64.b64encode(_png()).decode()
WAV = base64.b64encode(_wav()).decode()
IMAGE = types.ImageContent(data=PNG, mime_type="image/png")
AUDIO = types.AudioContent(data=WAV, mime_type="audio/wav")


def text(words: str) -> types.TextContent:
    return types.TextContent(text=words)


def embedded(uri: str, words: str, mime_type: str = "text/plain") -> types.EmbeddedResource:
    return types.EmbeddedResource(resource=types.TextResourceContents(uri=uri, mime_type=mime_type, text=words))
