"""The one step between what a customer typed and everything that stores, logs or learns."""

from conversation.identity import ConversationId
from gateway.privacy.redactor import Redactor
from gateway.privacy.vault import Vault


class VaultShield:
    """Replaces personal data by placeholders whose values lie in the vault."""

    def __init__(self, *, redactor: Redactor, vault: Vault) -> None:
        self._redactor = redactor
        self._vault = vault

    async def protect(self, conversation: ConversationId, text: str) -> str:
        """See conversation.ports.Shield. A text without personal data asks nobody.

        Raises what the vault raises: a line that cannot be protected must not be stored.
        """
        redacted = self._redactor.redact(text)
        if not redacted.findings:
            return redacted.filled(())
        return await self._vault.keep(conversation, redacted)
