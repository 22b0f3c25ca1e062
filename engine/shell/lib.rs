//! Baton's shell: everything that waits. Rooms and arrows: `engine/ARCHITECTURE.md`.

pub mod bench;
pub mod command;
pub mod config;
pub mod fetch;
pub mod lsp;
pub mod messenger;
pub mod platform;
pub mod runtime;
pub mod server;
pub mod store;
pub mod telemetry;
pub mod wiring;

/// Chooses ring for TLS in this process. Every client needs the choice made; to make it again changes nothing.
pub fn use_ring() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Loses only against another thread that chose the same.
        drop(rustls::crypto::ring::default_provider().install_default());
    }
}
