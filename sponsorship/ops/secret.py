"""The word that signs sessions and links, where nobody has chosen one: made once, and kept."""

import secrets
from pathlib import Path


def kept_secret(file: Path) -> str:
    """Return the word that the file holds; the first who asks makes it, readable by its owner alone."""
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    if not file.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(60), encoding="ascii")
        try:
            # Whoever links first has made it; nobody reads half a word.
            file.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text(encoding="ascii")
