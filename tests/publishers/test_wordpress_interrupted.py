"""Publishing killed at any moment and begun again: no article twice, none half, and then nothing to do."""

import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from support import publish_articles
from support.articles import Run, all_posts
from support.publish_articles import many
from support.wordpress import WordPress
from tenantbook.publishers.wordpress.envelope import is_whole, mark_in

pytestmark = pytest.mark.wordpress

#: `PUBLISHED_PAGES=200` makes it ten rounds of many pages, which takes ten minutes.
PAGES = int(os.environ.get("PUBLISHED_PAGES", "8"))
ROUNDS = 10 if "PUBLISHED_PAGES" in os.environ else 4

#: How often a text's publishing is killed at the most, so that a round comes to its end.
KILLS = 3


def publish(wordpress: WordPress, root: Path, words: str, seconds: float | None) -> bool:
    """Publish in a process of its own, killed after some seconds; return whether it came to its end."""
    command = [sys.executable, publish_articles.__file__, wordpress.address, str(root), str(PAGES), words]
    variables = {**os.environ, "WP_APP_PASSWORD": wordpress.users["editor"]}
    with subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            _, errors = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            return False
        assert process.returncode == 0, errors
        return True


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_whenever_it_is_killed_the_next_run_ends_it(wordpress: WordPress, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    kills = 0
    for words in ("The first text", "The second text"):
        # The first half second goes by before anything is sent.
        waits = [*(chance.uniform(0.5, 1 + PAGES / 10) for _ in range(KILLS)), None]
        while not publish(wordpress, tmp_path, words, waits.pop(0)):
            kills += 1
            for post in all_posts(wordpress):
                assert is_whole(post["content"]["raw"], exactly=True), "half a post"

    posts = all_posts(wordpress)
    marks = Counter(mark.id.page for post in posts if (mark := mark_in(post["content"]["raw"])))
    assert marks == dict.fromkeys([f"guide-{number}" for number in range(1, PAGES + 1)], 1)
    assert len(posts) == PAGES
    assert all("The second text of" in post["content"]["raw"] for post in posts)
    assert {post["status"] for post in posts} == {"publish"}
    assert Run(wordpress, tmp_path).publish(*many(PAGES, "The second text"), status="publish") == []
    print(f"killed {kills} times")
