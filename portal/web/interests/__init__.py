"""What do you like? Pictures of work, the interests that the answers show, and work near you that fits."""
