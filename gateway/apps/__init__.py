"""Our own processes, one module each: which parts they are composed of."""
