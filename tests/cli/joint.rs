//! `send --joint`: one letter that all in a roll sign.

use std::fmt::Write;

use snapbox::str;

use crate::home::Home;
use crate::server::Server;

#[test]
fn all_sign_one_letter() {
    let (home, server) = (Home::with_roll(), Server::start(&[]));
    let alex = "--name Alex --email alex@example.org";
    let joint = format!("send printers --signers roll.csv --joint {alex} --yes --to court");
    home.run(&joint).arg(server.flag()).assert().success();
    let [letter] = &server.received()[..] else { panic!("not one mail") };
    snapbox::assert_data_eq!(
        letter.decoded_text(),
        str![[r#"
Alex
alex@example.org

23 November 2026

Supreme Court

Release the three printers of Exampleville

Dear Members of the Court,

I write to you on behalf of all whose names stand below. What has 
happened troubles us deeply.

On 3 October 2026 three printers were arrested in Exampleville for 
printing a leaflet.

We are concerned in particular for:

– Alma Example, held without a lawyer

We respectfully urge you to do all in your power to meet this demand:

– Release all three unconditionally

Please let us know at the address above what steps have been taken.

Yours faithfully,

Alex

1. Ann Example, Berlin
2. Cid Example
3. Әлия Example

"#]]
    );
    home.run(&joint).arg(server.flag()).assert().success();
    assert_eq!(server.received().len(), 1);
}

#[test]
fn a_long_list_of_those_who_sign_is_attached() {
    let mut roll = "name,email,consent,city\n".to_owned();
    for number in 1..=31 {
        writeln!(roll, "Signer {number},signer{number}@example.org,2026-11-01,Berlin").unwrap();
    }
    let (home, server) = (Home::with_printers().file("roll.csv", roll), Server::start(&[]));
    let alex = "--name Alex --email alex@example.org";
    let joint = format!("send printers --signers roll.csv --joint {alex} --yes --to court");
    home.run(&joint).arg(server.flag()).assert().success();
    let text = server.received()[0].text();
    assert!(text.contains("on behalf of 31 people") && text.contains("signatories.txt"), "{text}");
    assert!(text.contains("31. Signer 31, Berlin") && !text.contains("signer31@"), "{text}");
}
