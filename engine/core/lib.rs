//! Baton core.
