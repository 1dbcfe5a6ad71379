"""The same offer, found twice: told by what it says, shown once, with every source named."""
