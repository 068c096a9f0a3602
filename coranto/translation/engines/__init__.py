"""The drivers behind the port in `coranto.translation.engine`: one module each, and what several of them need."""
