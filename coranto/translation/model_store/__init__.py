"""The store of translation models: what is there, what is offered elsewhere, fetching it, proving it, passing it on."""
