"""What every feature's part of the API for programs stands on; knows no feature."""
