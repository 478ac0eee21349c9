"""The built-in field kinds, one file each; `odos.fields.registry` lists them."""
