"""Tests of the X connector, against X's own specification and payloads written by others."""
