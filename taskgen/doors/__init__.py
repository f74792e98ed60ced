"""What touches the world: disk, processes, network, clock. The pipeline alone calls them."""
