use jiff::Timestamp;

/// What makes one mail different from the same mail composed again: when, and under which name.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// The time in the `Date` header, which tells UTC and no other zone.
    pub time: Timestamp,
    /// The left part of the `Message-ID`; the right one is the domain of the `From` address.
    pub unique: String,
    /// Which of the recipient's fax numbers is tried, from zero.
    pub number: usize,
}

impl Stamp {
    /// A stamp with that time and a random name.
    pub fn at(time: Timestamp) -> Self {
        Self { time, unique: format!("{:032x}", fastrand::u128(..)), number: 0 }
    }

    /// The name in a Message-ID that may be one of ours, without angle brackets: 32 hexadecimal digits before the `@`.
    pub fn name_in(message_id: &str) -> Option<&str> {
        let (name, domain) = message_id.split_once('@')?;
        let is_name = name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'));
        (is_name && !domain.is_empty()).then_some(name)
    }
}
