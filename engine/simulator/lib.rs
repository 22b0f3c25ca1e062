//! Baton simulator.
