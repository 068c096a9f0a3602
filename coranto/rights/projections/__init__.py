"""The machine-readable forms of terms, one module each. Every form is made of the record alone and agrees with it."""
