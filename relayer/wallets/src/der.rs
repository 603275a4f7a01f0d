//! Signatures in DER, as browsers give those of passkeys, and both halves of a curve's order.

use std::cmp::Ordering;

/// The order of secp256k1, big endian.
pub(super) const SECP256K1: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe,
    0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41,
];
/// The order of P-256, big endian.
pub(super) const P256: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

/// r and s of a DER signature, 32 bytes each; none where it is no DER of two such integers.
pub(super) fn of_der(der: &[u8]) -> Option<[u8; 64]> {
    let rest = der.strip_prefix(&[0x30])?;
    let (length, rest) = rest.split_first()?;
    if usize::from(*length) != rest.len() {
        return None;
    }
    let (r, rest) = integer(rest)?;
    let (s, rest) = integer(rest)?;
    if !rest.is_empty() {
        return None;
    }
    let mut rs = [0; 64];
    rs[..32].copy_from_slice(&r);
    rs[32..].copy_from_slice(&s);
    Some(rs)
}

fn integer(der: &[u8]) -> Option<([u8; 32], &[u8])> {
    let rest = der.strip_prefix(&[0x02])?;
    let (length, rest) = rest.split_first()?;
    let (digits, rest) = rest.split_at_checked((*length).into())?;
    let zeros = digits.iter().take_while(|byte| **byte == 0).count();
    let digits = digits.get(zeros..)?;
    let mut whole = [0; 32];
    let start = whole.len().checked_sub(digits.len())?;
    whole.get_mut(start..)?.copy_from_slice(digits);
    Some((whole, rest))
}

/// r and s with s in the lower half of the order, and whether s had to be turned; what has no 64 bytes stays as it is.
pub(super) fn low_s(rs: &[u8], order: &[u8; 32]) -> (Vec<u8>, bool) {
    let mut turned = rs.to_vec();
    let Some((_, s)) = rs.split_at_checked(32).filter(|(_, s)| s.len() == 32) else {
        return (turned, false);
    };
    let mut other = [0; 32];
    let mut borrow = 0;
    for at in (0..32).rev() {
        let taken = u16::from(s[at]) + borrow;
        let from = u16::from(order[at]);
        borrow = u16::from(from < taken);
        other[at] = u8::try_from(from + 256 * borrow - taken).unwrap_or_default();
    }
    // an s above the order is none, and stays what it is
    if borrow == 1 || other.as_slice().cmp(s) != Ordering::Less {
        return (turned, false);
    }
    turned[32..].copy_from_slice(&other);
    (turned, true)
}
