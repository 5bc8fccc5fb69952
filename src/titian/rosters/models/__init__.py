from titian.rosters.models.vocabulary import HeadingWord, ValueWord

__all__ = ["HeadingWord", "ValueWord"]
