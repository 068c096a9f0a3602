"""A published article as an item of IPTC's ninjs 3.1. Pure: what is told comes in as `Story`, what comes out is JSON."""
