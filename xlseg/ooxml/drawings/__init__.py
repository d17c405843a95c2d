"""What floats above the cells of a sheet: charts of ours come and go, all else stays."""
