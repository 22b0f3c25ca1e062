//! Which internet addresses services may have: public ones. A name is refused if any of its addresses is not.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use futures_util::future::BoxFuture;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Resolves names and refuses those that lead to an address that is not public. The connection is made to the very
/// addresses that were looked at, so a name that changes its mind gains nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guard {
    look_up: LookUp,
    is_allowed: fn(IpAddr) -> bool,
}

/// Asks which addresses a name has.
type LookUp = fn(String) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>>;

impl Guard {
    /// Asks the system's resolver and allows public addresses.
    pub(super) fn new() -> Self {
        Self { look_up, is_allowed: is_public }
    }
}

fn look_up(name: String) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
    Box::pin(async move { Ok(tokio::net::lookup_host((name, 0)).await?.collect()) })
}

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
        let Self { look_up, is_allowed } = *self;
        Box::pin(async move {
            let addresses = look_up(name.as_str().to_owned()).await?;
            // One that is not is enough: which of them would be taken is not for the name to choose.
            if addresses.iter().all(|address| is_allowed(address.ip())) {
                Ok(Box::new(addresses.into_iter()) as Addrs)
            } else {
                Err(Private.into())
            }
        })
    }
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
    use std::error::Error;
    use std::sync::Arc;
    use std::sync::atomic::AtomicUsize;
    use std::sync::atomic::Ordering::SeqCst;

    use tokio::net::TcpListener;

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

    /// Stand in for a public and a private address: both are this machine, so that it can be seen who was reached.
    const GOOD: [u8; 4] = [127, 0, 0, 1];
    const EVIL: [u8; 4] = [127, 0, 0, 2];

    /// A client whose names are looked up like this, and two servers on one port, which count their visitors.
    async fn between(look_up: LookUp) -> (reqwest::Client, u16, [Arc<AtomicUsize>; 2]) {
        crate::use_ring();
        let is_allowed = |address: IpAddr| address == IpAddr::from(GOOD);
        let guard = Guard { look_up, is_allowed };
        let client = super::super::client().dns_resolver(Arc::new(guard));
        let client = client.pool_max_idle_per_host(0).build().unwrap();
        let good = TcpListener::bind((IpAddr::from(GOOD), 0)).await.unwrap();
        let port = good.local_addr().unwrap().port();
        let evil = TcpListener::bind((IpAddr::from(EVIL), port)).await.unwrap();
        let visits = [good, evil].map(|listener| {
            let visits = Arc::new(AtomicUsize::new(0));
            let count = Arc::clone(&visits);
            let answer = move || async move { count.fetch_add(1, SeqCst).to_string() };
            let routes = axum::Router::new().fallback(axum::routing::any(answer));
            tokio::spawn(async move { axum::serve(listener, routes).await });
            visits
        });
        (client, port, visits)
    }

    fn found(addresses: &[[u8; 4]]) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        let all = addresses.iter().map(|address| SocketAddr::new(IpAddr::from(*address), 0));
        Box::pin(std::future::ready(Ok(all.collect())))
    }

    fn is_blocked(error: &reqwest::Error) -> bool {
        let mut cause: Option<&(dyn Error + 'static)> = Some(error);
        while let Some(error) = cause {
            if error.is::<Private>() {
                return true;
            }
            cause = error.source();
        }
        false
    }

    #[tokio::test]
    async fn input_51_a_name_that_leads_elsewhere_the_second_time() {
        static ASKED: AtomicUsize = AtomicUsize::new(0);
        let rebinds: LookUp = |_| match ASKED.fetch_add(1, SeqCst) {
            0 => found(&[GOOD]),
            _ => found(&[EVIL]),
        };
        let (client, port, [good, evil]) = between(rebinds).await;
        let url = format!("http://rebinds.example:{port}/");
        // The connection is made to the address that was looked at: the name is not asked again in between.
        assert_eq!(client.get(&url).send().await.unwrap().status(), 200);
        assert_eq!((ASKED.load(SeqCst), good.load(SeqCst)), (1, 1));
        let error = client.get(&url).send().await.unwrap_err();
        assert!(is_blocked(&error), "{error:?}");
        assert_eq!((ASKED.load(SeqCst), good.load(SeqCst), evil.load(SeqCst)), (2, 1, 0));
    }

    #[tokio::test]
    async fn input_52_a_name_with_one_good_address_and_one_bad() {
        for look_up in
            [(|_| found(&[GOOD, EVIL])) as LookUp, |_| found(&[EVIL, GOOD]), |_| found(&[EVIL])]
        {
            let (client, port, [good, evil]) = between(look_up).await;
            let error = client.get(format!("http://both.example:{port}/")).send().await;
            assert!(is_blocked(&error.unwrap_err()));
            assert_eq!((good.load(SeqCst), evil.load(SeqCst)), (0, 0));
        }
    }
}
