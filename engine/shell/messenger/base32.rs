//! Base32 of RFC 4648 without padding: bytes as letters that survive every channel.
//!
//! Invariant: `decode` accepts exactly what `encode` can have written, so a text stands for one
//! value only.

const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The bytes as letters, eight for every five bytes begun.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity((bytes.len() * 8).div_ceil(5));
    for chunk in bytes.chunks(5) {
        let mut block = [0; 8];
        block[3..3 + chunk.len()].copy_from_slice(chunk);
        let block = u64::from_be_bytes(block);
        for place in 0..(chunk.len() * 8).div_ceil(5) {
            let five = (block >> (35 - 5 * place)) & 31;
            text.push(char::from(LETTERS[five as usize]));
        }
    }
    text
}

/// The `N` bytes a text stands for; `None` if it is not the text of `N` bytes.
pub fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != (N * 8).div_ceil(5) {
        return None;
    }
    let mut bytes = [0; N];
    let (mut bits, mut count, mut at) = (0_u16, 0, 0);
    for letter in text.bytes() {
        let five = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'2'..=b'7' => letter - b'2' + 26,
            _ => return None,
        };
        bits = (bits << 5) | u16::from(five);
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes[at] = (bits >> count) as u8;
            bits &= (1 << count) - 1;
            at += 1;
        }
    }
    (bits == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_the_standard_hold() {
        let vectors =
            [("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("", "")];
        for (plain, text) in vectors {
            assert_eq!(encode(plain.as_bytes()), text);
        }
        assert_eq!(encode(b"foobar"), "MZXW6YTBOI");
        assert_eq!(decode::<6>("MZXW6YTBOI").as_ref(), Some(b"foobar"));
        assert_eq!(decode::<1>("MY").as_ref(), Some(b"f"));
    }

    #[test]
    fn nothing_but_the_one_text_is_read() {
        for text in ["MZ", "my", "M", "MYA", "M=", "M1", "Mé"] {
            assert_eq!(decode::<1>(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_was_written_is_read_again(bytes: [u8; 24]) {
            assert_eq!(decode::<24>(&encode(&bytes)), Some(bytes));
        }
    }
}
