"""Words that can be withheld or erased: the vault, its keys, and what erasing takes away."""
