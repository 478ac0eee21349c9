"""Static tables of working time, and the functions of the database that rules call."""
