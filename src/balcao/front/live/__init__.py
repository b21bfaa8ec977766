"""Live pages: the stream of a browser, and the state it compares itself with."""
