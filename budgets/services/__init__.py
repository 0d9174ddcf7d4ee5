"""Every write of this floor: one module for each thing that is kept."""
