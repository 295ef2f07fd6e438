// Runs the tests that the official Node SDK skips for want of a mock server: jest loads this file before each suite.

test.skip = test;
