"""Files and texts, read as articles.

    read_path(path)       every article of a file or a folder
    iter_articles(path)   the same, one by one: for archives that outgrow memory
    read_bytes(raw, name) the articles of a file's content
    read_text(text, …)    a text that somebody sent
    web, feeds            a link, and what a feed has news of

An article's text is kept as it was published; only what is around it (a byte order
mark, front matter, mark-up) is taken away.
"""

from index.reading.files import SUFFIXES, read_bytes
from index.reading.gathering import iter_articles, read_path
from index.reading.plain import LONGEST_ARTICLE, read_text

__all__ = ["LONGEST_ARTICLE", "SUFFIXES", "iter_articles", "read_bytes", "read_path", "read_text"]
