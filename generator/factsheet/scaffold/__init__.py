"""What a new site project is copied from."""
