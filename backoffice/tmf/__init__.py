"""What every TM Forum API of the back office does alike (TMF630): lists, fields, pages, errors."""
