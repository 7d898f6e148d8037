"""What goes wrong in the world, as opposed to what goes wrong in this program."""


class Fault(Exception):
    """A fault of the world: a damaged file, a full disk, a refused value.

    ``sentences`` are complete Chinese sentences that say what happened, where, and what
    to do. They are shown to the clerk as they stand; nothing else of the exception is.
    """

    def __init__(self, *sentences: str) -> None:
        super().__init__("".join(sentences))
        self.sentences: tuple[str, ...] = sentences
