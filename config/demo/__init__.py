"""The demo: two invented schools that lived a month through the same actions as real use."""
