"""From a scheme to the text of its file, sure to read back to that very scheme."""

from desk_app.domain.scheme.model.problems import SchemeFault
from desk_app.domain.scheme.model.scheme import Scheme
from desk_app.domain.scheme.reading.scheme import parse
from desk_app.domain.scheme.writing.scheme import write


def text_of(scheme: Scheme) -> str:
    """Write ``scheme`` and read it again.

    Raises ValueError for a scheme that no file can say: a weight of 1/3, shares that are not
    those of their ratio, a name of two lines.
    """
    text = write(scheme)
    try:
        same = parse(text) == scheme
    except SchemeFault as fault:
        raise ValueError(str(fault)) from fault
    if not same:
        message = f"the file of {scheme.id} would say another scheme"
        raise ValueError(message)
    return text
