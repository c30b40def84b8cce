"""What is done for all contracts: the improvement programme, the library, boards and the portfolio."""
