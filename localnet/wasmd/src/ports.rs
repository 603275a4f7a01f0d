//! Free ports, chosen by the system.

use std::net::{Ipv4Addr, TcpListener};

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// Where a node listens on loopback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ports {
    pub(crate) rpc: u16,
    pub(crate) p2p: u16,
    pub(crate) grpc: u16,
}

/// As many sets of ports as asked for: the ones that were had before where they are still free.
pub(crate) fn choose(count: usize, before: &[Ports]) -> Result<Vec<Ports>, Error> {
    // all are held until all are chosen, so that none is chosen twice
    let mut held = Vec::new();
    (0..count)
        .map(|index| {
            let old = before.get(index);
            Ok(Ports {
                rpc: one(old.map(|ports| ports.rpc), &mut held)?,
                p2p: one(old.map(|ports| ports.p2p), &mut held)?,
                grpc: one(old.map(|ports| ports.grpc), &mut held)?,
            })
        })
        .collect()
}

fn one(wanted: Option<u16>, held: &mut Vec<TcpListener>) -> Result<u16, Error> {
    let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    let listener = match wanted.map(bind) {
        Some(Ok(listener)) => listener,
        _ => bind(0).map_err(Error::Port)?,
    };
    let port = listener.local_addr().map_err(Error::Port)?.port();
    held.push(listener);
    Ok(port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_kept_where_they_are_free() {
        let first = choose(2, &[]).unwrap();
        assert_eq!(choose(2, &first).unwrap(), first);
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, first[1].rpc)).unwrap();
        let second = choose(2, &first).unwrap();
        assert_eq!(second[0], first[0]);
        assert_ne!(second[1].rpc, first[1].rpc);
        drop(taken);
    }
}
