"""The frame of every view: who asks, in which language, done once, refused as a problem document.

Start at `endpoint`.
"""
