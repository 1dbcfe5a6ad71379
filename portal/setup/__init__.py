"""What builds and checks the checkout: set-up, lint, locks. Nothing here is part of the running product."""
