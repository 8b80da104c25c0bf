"""Pages that take the place of others in a site that mkdocs has just built: each costs a page, not a site.

What comes out is what a build of the whole site with these pages makes. The same steps in the same order; what is not
done again is what no page's text changes: settings, menu, theme, files.
"""

from dataclasses import dataclass, field
from typing import Any

from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin

from tenantbook.site.layer import Layer


@dataclass
class Rebuilding:
    """A build of mkdocs that can build pages anew: what its plugins were shown of it."""

    config: MkDocsConfig
    shown: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, config: MkDocsConfig) -> "Rebuilding":
        """Return the rebuilding of a site that is about to be built with this configuration."""
        rebuilding = cls(config)

        class Watching(BasePlugin):  # type: ignore[type-arg, no-untyped-call] # mkdocs leaves it untyped
            def on_env(self, env: Any, /, *, files: Any, **_: Any) -> Any:
                rebuilding.shown |= {"env": env, "files": files}
                return env

            def on_nav(self, nav: Any, /, **_: Any) -> Any:
                rebuilding.shown |= {"nav": nav}
                return nav

        config.plugins["tenantbook-layers"] = Watching()
        return rebuilding

    def build(self, layer: Layer) -> None:
        """Build the pages of a layer, and an index of the search that holds what is found on them."""
        files, config = self.shown["files"], self.config
        shown = files.documentation_pages()
        pages = [found for path in layer.paths if (found := files.src_uris.get(path)) in shown]
        self._forget_found()
        for file in pages:
            file.abs_src_path = str(layer.docs / file.src_uri)
            file.abs_dest_path = str(layer.site / file.dest_uri)
            build._populate_page(file.page, config, files)  # noqa: SLF001 -- mkdocs has no public name for one page
        for file in pages:
            build._build_page(file.page, config, shown, self.shown["nav"], self.shown["env"])  # noqa: SLF001
            file.page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
        config.site_dir = str(layer.site)
        config.plugins.on_post_build(config=config)

    def _forget_found(self) -> None:
        """Empty the search index: it is written anew for each layer."""
        for plugin in self.config.plugins.values():
            index = getattr(plugin, "search_index", None)
            if index is not None:
                index.entries = []
