//! Who asks: the token's operator where there is one, else the address that
//! the request comes from.

use std::net::{IpAddr, Ipv6Addr};

use actix_web::http::header::HeaderMap;
use ipnet::IpNet;

use crate::domain::OperatorId;

/// The header in which proxies say for whom they ask.
const FORWARDED_FOR: &str = "x-forwarded-for";
/// No more of its addresses are looked at (ours).
const MOST_HOPS: usize = 16;

/// Whose requests are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Client {
    /// Whoever shows this operator's tokens.
    Operator(OperatorId),
    /// Whoever asks from there.
    Peer(IpAddr),
}

/// The address that a request comes from. What it says about that itself
/// counts only as far as proxies that are trusted have said it: the last
/// address that isn't one of theirs.
pub fn address(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|net| net.contains(&address));
    let mut from = peer.to_canonical();
    if !is_trusted(from) {
        return from;
    }
    // Each proxy writes behind what came to it, in a line of its own or not.
    let lines: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .filter_map(|value| value.to_str().ok())
        .collect();
    let hops = lines.iter().rev().flat_map(|line| line.rsplit(','));
    for hop in hops.take(MOST_HOPS) {
        let Ok(said) = hop.trim().parse::<IpAddr>() else {
            break;
        };
        from = said.to_canonical();
        if !is_trusted(from) {
            break;
        }
    }
    from
}

/// Whether a proxy says that it asks for somebody else.
pub fn is_forwarded(headers: &HeaderMap) -> bool {
    [FORWARDED_FOR, "forwarded", "x-real-ip", "via"]
        .iter()
        .any(|name| headers.contains_key(*name))
}

/// What is counted of an address: of IPv6 the network of one customer, who has
/// all of its addresses.
pub fn counted(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => {
            let network = u128::from(six) & !u128::from(u64::MAX);
            IpAddr::V6(Ipv6Addr::from(network))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{HeaderName, HeaderValue};

    fn from(peer: &str, lines: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            let name = HeaderName::from_static(FORWARDED_FOR);
            headers.append(name, HeaderValue::from_str(line).unwrap());
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|net| net.parse().unwrap()).collect();
        address(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn only_proxies_that_are_trusted_are_believed() {
        let proxy = ["10.0.0.0/8"];
        assert_eq!(from("203.0.113.9", &["198.51.100.1"], &[]), "203.0.113.9");
        assert_eq!(
            from("203.0.113.9", &["198.51.100.1"], &proxy),
            "203.0.113.9"
        );
        assert_eq!(from("10.0.0.1", &["198.51.100.1"], &proxy), "198.51.100.1");
        // What the client wrote stands before what the proxy wrote.
        assert_eq!(
            from("10.0.0.1", &["1.2.3.4, 198.51.100.1"], &proxy),
            "198.51.100.1"
        );
        assert_eq!(
            from("10.0.0.1", &["1.2.3.4", "198.51.100.1, 10.9.9.9"], &proxy),
            "198.51.100.1"
        );
        assert_eq!(
            from("::ffff:10.0.0.1", &["::ffff:198.51.100.1"], &proxy),
            "198.51.100.1"
        );
        // Nothing that can be read: the nearest that is known.
        assert_eq!(from("10.0.0.1", &["unknown"], &proxy), "10.0.0.1");
        assert_eq!(
            from("10.0.0.1", &["1.2.3.4, x, 10.0.0.2"], &proxy),
            "10.0.0.2"
        );
        assert_eq!(from("10.0.0.1", &[], &proxy), "10.0.0.1");
    }

    #[test]
    fn addresses_of_one_ipv6_customer_count_as_one() {
        let of = |text: &str| counted(text.parse().unwrap()).to_string();
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(of("2001:db8:1:2::9"), "2001:db8:1:2::");
        assert_eq!(of("192.0.2.7"), "192.0.2.7");
    }
}
