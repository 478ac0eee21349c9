"""A plugin that cannot be loaded."""

raise RuntimeError("the glue has dried")
