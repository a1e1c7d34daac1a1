use super::same_number::same_number;
use super::{Finds, Outline, Owner, Part};
use crate::campaign::Addresses;

/// The office of a directory that has an address of this recipient, as `use` names it.
pub(super) fn in_directory(finds: &Finds, of: Owner, outline: &Outline) -> Option<String> {
    let named = || finds.list.iter().find(|find| find.part == Part::Country)?.value.parse().ok();
    let country = outline.country.or_else(named)?;
    let has = |addresses: &Addresses| {
        finds.list.iter().filter(|find| find.of == of).any(|find| match find.part {
            Part::Email => addresses.email.iter().any(|email| email.as_str().eq_ignore_ascii_case(&find.value)),
            Part::Fax | Part::Phone => addresses
                .fax
                .iter()
                .chain(&addresses.phone)
                .any(|number| same_number(number.written(), &find.value, country)),
            _ => false,
        })
    };
    let of_country = outline.directories.iter().filter(|(_, directory)| directory.country() == country);
    let mut offices = of_country.flat_map(|(name, directory)| directory.addresses().map(move |office| (name, office)));
    offices.find(|(_, (_, addresses))| has(addresses)).map(|(name, (id, _))| format!("{name}/{id}"))
}
