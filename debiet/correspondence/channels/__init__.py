"""What each carrier can do. A new one is one file here and one line in the registry."""
