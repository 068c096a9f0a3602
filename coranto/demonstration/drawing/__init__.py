"""Draws the magazine's illustrations: linocuts in black and two colours, the same bytes of ink every time.

`python -m coranto.demonstration.drawing` writes coranto/demonstration/images/; the results are kept in the repository.
"""
