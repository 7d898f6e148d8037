"""Circles of imports: files that need each other, in functions and for type checkers alike."""

from collections.abc import Iterator, Mapping

Graph = Mapping[str, set[str]]
"""Module → the modules it imports, all of them files of the package."""


def circles(graph: Graph) -> list[list[str]]:
    """Return every knot of modules that reach each other, smallest names first.

    A module alone is no circle, not even one that imports itself (a package's face may).
    """
    return sorted(sorted(knot) for knot in _knots(graph) if len(knot) > 1)


def way_round(graph: Graph, knot: list[str]) -> list[str]:
    """Return a shortest way from the first module of ``knot`` back to itself, both ends named."""
    start, inside = knot[0], set(knot)
    ways = [[start]]
    seen: set[str] = set()
    for way in ways:
        for following in sorted(graph.get(way[-1], set()) & inside):
            if following == start:
                return [*way, start]
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return knot


def _knots(graph: Graph) -> Iterator[set[str]]:
    """Yield the strongly connected parts (Tarjan), without recursion."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    open_modules: list[str] = []
    for root in sorted(graph):
        if root in index:
            continue
        index[root] = low[root] = len(index)
        open_modules.append(root)
        work = [(root, iter(sorted(graph[root])))]
        while work:
            module, rest = work[-1]
            following = next(rest, None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[module])
                if low[module] == index[module]:
                    at = open_modules.index(module)
                    yield set(open_modules[at:])
                    del open_modules[at:]
            elif following not in index:
                index[following] = low[following] = len(index)
                open_modules.append(following)
                work.append((following, iter(sorted(graph.get(following, set())))))
            elif following in open_modules:
                low[module] = min(low[module], index[following])
