//! The package `baton`: everything that waits, around a core that does not.

pub mod config;
pub mod fetch;

/// Chooses ring for TLS in this process. Every client needs the choice made; to make it again changes nothing.
pub fn use_ring() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Loses only against another thread that chose the same.
        drop(rustls::crypto::ring::default_provider().install_default());
    }
}
