"""Pages of what the leak check looks for: 要注意語 and the register of 仮名."""
