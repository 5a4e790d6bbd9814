"""An invented school, for the demo, the measurements and the tests."""
