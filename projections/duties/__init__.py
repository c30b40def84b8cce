"""What is to be done on a file, by whom and by when: a module for each area, each a list of duties."""
