"""党组织: the registry and the lists that are imported."""
