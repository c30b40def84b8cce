"""Words and citations as stored: openings, encrypted, whom they are about, and their keys."""

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from ledger.errors import KeyDestroyed
from ledger.privacy.encryption import decrypt_opening, scope_of
from ledger.privacy.keys import Keys
from ledger.store.asking import Asking


class StoredOpening(NamedTuple):
    """One opening as stored, encrypted; `person`: whose key protects it, else its file's."""

    digest: bytes
    ciphertext: bytes
    file_id: UUID
    person: str | None


class StoredWords(Asking):
    """What is asked of the words behind digests, of whom they are about, and of documents cited."""

    def openings(self, digests: Collection[bytes]) -> dict[bytes, bytes]:
        """The disclosures of these digests; what was erased, or never was, is left out.

        Raises OpeningAltered, NoKeys.
        """
        if not digests:
            return {}
        asked = "SELECT digest, ciphertext, file_id, person FROM openings WHERE digest = ANY(%b)"
        return self.decrypted([StoredOpening(*row) for row in self._rows(asked, (list(digests),))])

    def decrypted(self, openings: Collection[StoredOpening]) -> dict[bytes, bytes]:
        """The disclosures of openings as they are stored; what was erased is left out.

        Raises OpeningAltered, NoKeys.
        """
        keys, found = self._database.keys().now() if openings else None, dict[bytes, bytes]()
        for digest, ciphertext, file_id, person in openings:
            assert keys is not None
            with suppress(KeyDestroyed):  # erased, and come back with an old backup: it stays erased
                found[digest] = decrypt_opening(keys, scope_of(file_id, person), digest, ciphertext)
        return found

    def citations(self, file_id: UUID) -> list[tuple[int, bytes]]:
        """(position, SHA-256) of every document that entries of a file cite."""
        return [
            (position, bytes(sha256))
            for position, sha256 in self._rows("SELECT position, sha256 FROM citations WHERE file_id = %b", (file_id,))
        ]

    def persons(self, digests: Collection[bytes]) -> dict[bytes, str]:
        """The pseudonym of whom the words behind these digests are about, of those that are about somebody."""
        if not digests:
            return {}
        asked = "SELECT digest, person FROM openings WHERE digest = ANY(%b) AND person IS NOT NULL"
        return {bytes(digest): person for digest, person in self._rows(asked, (list(digests),))}

    def openings_of_person(self, person: str) -> list[tuple[UUID, int, bytes]]:
        """(file, position, digest) of everything kept under a pseudonym, on whatever file."""
        asked = "SELECT file_id, position, digest FROM openings WHERE person = %s ORDER BY file_id, position, digest"
        return [(file_id, position, bytes(digest)) for file_id, position, digest in self._rows(asked, (person,))]

    def pseudonyms_like(self, person: str) -> list[str]:
        """The other pseudonyms that have the same letters and figures: C-0147 for c 0147."""
        plain = "lower(regexp_replace({}, '[^[:alnum:]]', '', 'g'))"
        asked = "SELECT DISTINCT person FROM openings WHERE person IS NOT NULL AND person <> %s"
        asked += f" AND {plain.format('person')} = {plain.format('%s::text')}"
        return sorted(like for (like,) in self._rows(asked, (person, person)))

    def keys(self) -> Keys:
        """The keys of the ledger's words and documents. Raises NoKeys, DatabaseAway."""
        return self._database.keys()

    @property
    def keys_folder(self) -> Path | None:
        """The folder the keys lie in; None where none was named."""
        place = self._database.keys_place
        return place.folder if place is not None else None
