"""The door to recordings: servers on loopback that take exchanges down and give them back."""
