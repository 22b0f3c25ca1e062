//! Which internet addresses services may have: public ones. A name is refused if any of its addresses is not.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Resolves names and refuses those that lead to an address that is not public. The connection is made to the very
/// addresses that were looked at, so a name that changes its mind gains nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guard;

/// A name or address that is not public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Private;

impl fmt::Display for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the address is private or special; BATON_SERVICE_ALLOW can allow its host")
    }
}

impl std::error::Error for Private {}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let addresses = checked(found.collect())?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// All of them, if all of them are public.
pub(super) fn checked(addresses: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, Private> {
    let all = addresses.iter().all(|address| is_public(address.ip()));
    if all { Ok(addresses) } else { Err(Private) }
}

/// Whether an address belongs to the public internet: not loopback, private, link-local, shared, multicast, reserved,
/// for documentation, or another protocol's address in disguise.
pub(super) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => is_public_v4(mapped),
            None => is_public_v6(address),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = matches!(
        (a, b, c),
        (0 | 10 | 127, _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
            | (224..=255, _, _)
    );
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    let global = (0x2000..=0x3fff).contains(&a);
    // Teredo and other protocols, documentation (twice), 6to4.
    let special =
        matches!((a, b), (0x2001, 0..=0x1ff) | (0x2001, 0xdb8) | (0x2002, _) | (0x3fff, 0..=0xfff));
    global && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_addresses_are_not_public() {
        for address in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.31.0.1",
            "192.168.1.1",
            "198.19.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "fc00::1",
            "fe80::1",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn ordinary_addresses_are_public() {
        for address in ["1.1.1.1", "93.184.215.14", "172.32.0.1", "2606:4700::1111", "2a00::1"] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn one_private_address_among_public_ones_refuses_the_name() {
        let address = |text: &str| SocketAddr::new(text.parse().unwrap(), 443);
        assert!(checked(vec![address("1.1.1.1"), address("8.8.8.8")]).is_ok());
        assert_eq!(checked(vec![address("1.1.1.1"), address("10.0.0.1")]), Err(Private));
    }
}
