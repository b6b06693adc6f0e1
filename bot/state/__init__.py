"""What the bot remembers between two messages and between two starts."""

from bot.state.state import ChatSettings, State

__all__ = ["ChatSettings", "State"]
