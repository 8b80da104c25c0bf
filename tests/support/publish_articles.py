"""Publishes many articles in a process of its own, which a test then kills: ADDRESS FOLDER COUNT WORDS."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.articles import HTML, Run, an_article
from support.wordpress import WordPress
from tenantbook.model.publication import Article
from tenantbook.plan.decide import Leave


@dataclass(frozen=True)
class Elsewhere:
    """A WordPress that another process started."""

    address: str
    users: dict[str, str]


def many(count: int, words: str) -> list[Article]:
    """Return articles that differ, each linked to its neighbour."""
    numbers = range(1, count + 1)
    link = '<p>Then read <a href="guide-{}.html">the next</a>.</p>'
    return [
        an_article(
            f"guide-{number}", f"{HTML}<p>{words} of {number}</p>{link.format(number % count + 1)}", f"Guide {number}"
        )
        for number in numbers
    ]


def main(address: str, folder: str, count: str, words: str) -> None:
    there: Any = Elsewhere(address, {"editor": os.environ["WP_APP_PASSWORD"]})
    run = Run(cast("WordPress", there), Path(folder), leave=Leave(many=True))
    print(*run.publish(*many(int(count), words), status="publish"), sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
