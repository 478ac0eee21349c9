"""Commands that run the processes; they stand here since they know `odos.config`, the topmost layer."""
