//! The name of an effect as it travels through the platform and comes back in an echo.
//!
//! Invariant: a name is believed only with our own signature on it, and never holds personal data.

use baton_core::id::ConversationId;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::SecretString;
use sha2::Sha256;

use super::base32;
use super::signature::keyed;

/// Names one effect across nodes, restarts and restored databases (durability 3.1).
///
/// The sequence alone would do until a stale copy of the database counts the same numbers again;
/// the stamp of the batch that wrote the effect tells the two timelines apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EffectName {
    /// Whose effect it is.
    pub conversation: ConversationId,
    /// Its number in that conversation.
    pub sequence: u64,
    /// The batch that wrote it.
    pub stamp: i64,
}

/// The signature keys of effect names: made once, of the app's secrets.
#[derive(Clone)]
pub struct Names {
    signing: Hmac<Sha256>,
    older: Vec<Hmac<Sha256>>,
}

/// Bytes of the signature that travel: enough against guessing, short enough for metadata.
const MAC: usize = 8;

impl Names {
    /// `first` signs from now on; names signed with an `older` secret are still believed.
    pub fn new(first: &SecretString, older: &[SecretString]) -> Self {
        Self { signing: key(first), older: older.iter().map(key).collect() }
    }

    /// What goes into `message.metadata`: `b1.<base32>.<mac>`, 56 characters.
    pub fn sign(&self, name: &EffectName) -> String {
        let mut bytes = [0; 24];
        bytes[..8].copy_from_slice(&name.conversation.0.to_be_bytes());
        bytes[8..16].copy_from_slice(&name.sequence.to_be_bytes());
        bytes[16..].copy_from_slice(&name.stamp.to_be_bytes());
        let mut text = String::with_capacity(64);
        text.push_str("b1.");
        text.push_str(&base32::encode(&bytes));
        let tag = self.signing.clone().chain_update(&text).finalize().into_bytes();
        text.push('.');
        text.push_str(&base32::encode(&tag[..MAC]));
        text
    }

    /// The name a metadata carries, if we signed it.
    pub fn prove(&self, metadata: &str) -> Option<EffectName> {
        let (text, tag) = metadata.rsplit_once('.')?;
        let bytes: [u8; 24] = base32::decode(text.strip_prefix("b1.")?)?;
        let tag: [u8; MAC] = base32::decode(tag)?;
        let signed =
            |key: &Hmac<Sha256>| key.clone().chain_update(text).verify_truncated_left(&tag).is_ok();
        if !signed(&self.signing) && !self.older.iter().any(signed) {
            return None;
        }
        let (conversation, rest) = bytes.split_first_chunk::<8>()?;
        let (sequence, stamp) = rest.split_first_chunk::<8>()?;
        Some(EffectName {
            conversation: ConversationId(i64::from_be_bytes(*conversation)),
            sequence: u64::from_be_bytes(*sequence),
            stamp: i64::from_be_bytes(*stamp.first_chunk::<8>()?),
        })
    }

    /// Whether a metadata looks like a name of ours, believed or not.
    pub fn resembles(metadata: &str) -> bool {
        metadata.starts_with("b1.")
    }
}

impl std::fmt::Debug for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Names(…)")
    }
}

/// A key of its own, so that a name can never pass for a webhook's signature.
fn key(secret: &SecretString) -> Hmac<Sha256> {
    let derived = keyed(secret).chain_update(b"baton echo").finalize().into_bytes();
    Hmac::new_from_slice(&derived).expect("HMAC takes keys of any length")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name() -> EffectName {
        EffectName { conversation: ConversationId(-42), sequence: 7, stamp: i64::MIN }
    }

    fn names(first: &str, older: &[&str]) -> Names {
        let older: Vec<SecretString> = older.iter().map(|one| SecretString::from(*one)).collect();
        Names::new(&SecretString::from(first), &older)
    }

    #[test]
    fn a_name_comes_back_as_it_went() {
        let metadata = names("secret", &[]).sign(&name());
        assert_eq!(metadata.len(), 56);
        assert_eq!(names("secret", &[]).prove(&metadata), Some(name()));
    }

    #[test]
    fn a_name_signed_before_the_secret_changed_is_still_ours() {
        let metadata = names("old", &[]).sign(&name());
        assert_eq!(names("new", &["old"]).prove(&metadata), Some(name()));
        assert_eq!(names("new", &[]).prove(&metadata), None);
    }

    #[test]
    fn a_changed_letter_anywhere_is_not_believed() {
        let names = names("secret", &[]);
        let metadata = names.sign(&name());
        for at in 0..metadata.len() {
            let mut forged = metadata.clone().into_bytes();
            forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).unwrap();
            assert_eq!(names.prove(&forged), None, "{forged}");
        }
        for other in ["", ".", "b1..", "b1.A.A", "flow:42/node:7", "b1.ä.ö"] {
            assert_eq!(names.prove(other), None);
        }
    }
}
