"""Everything that the bot can do, apart from how it reaches people."""

from bot.desk.desk import Desk
from bot.desk.office import Asker, Document, Note, Office, Reply, asker_of, own_collection

__all__ = ["Asker", "Desk", "Document", "Note", "Office", "Reply", "asker_of", "own_collection"]
