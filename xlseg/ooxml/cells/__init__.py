"""What changes in the cells of a sheet, spliced into the stream of its part."""
