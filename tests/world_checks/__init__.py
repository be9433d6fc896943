"""Tests of the fake world itself: what it allows, refuses, signs and loses."""
