"""A page of all that somebody said, by time and by topic."""

from bot.report.page import report_page

__all__ = ["report_page"]
