"""Pages as WordPress's editor keeps them: HTML written as blocks."""

from tenantbook.blocks.carried import carry_comment, sealed_blocks
from tenantbook.blocks.editor import Editor
from tenantbook.blocks.page import Image
from tenantbook.blocks.write import Blocks, as_blocks, images_in

__all__ = ["Blocks", "Editor", "Image", "as_blocks", "carry_comment", "images_in", "sealed_blocks"]
