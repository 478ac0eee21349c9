"""The compiled application: frozen dataclasses that every request reads and nobody changes.

`model` is what a compiled application is, `codec` turns it into JSON and back, `names` makes physical
names. It must not know how metadata is edited (`odos.meta`) nor how rows are kept (`odos.storage`).
"""
