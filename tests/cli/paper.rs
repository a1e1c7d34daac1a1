//! `draft`: letters on paper, and the words of a call.

use snapbox::str;

use crate::attached::pages;
use crate::home::{Home, OFFICES};
use crate::output::Output;
use crate::server::Server;

/// The size of its first page, in points.
fn size_of(pdf: &[u8]) -> (f32, f32) {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let page = document.get_dictionary(document.get_pages()[&1]).unwrap();
    let media = page.get(b"MediaBox").unwrap().as_array().unwrap();
    (media[2].as_float().unwrap().round(), media[3].as_float().unwrap().round())
}

#[test]
fn letters_are_put_on_paper_with_a_table_of_their_addresses() {
    let home = Home::with_offices();
    let draft = || home.run("draft printers --signer alex.toml --via post --pdf letters.pdf");
    draft().assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
printers: not signed
saved letters.pdf (2 pages)
saved letters.csv (the addresses)
copies: the letter to registry owes
...

"#]]);
    let pdf = home.bytes("letters.pdf");
    assert_eq!((pages(&pdf), size_of(&pdf)), (2, (595.0, 842.0)));
    snapbox::assert_data_eq!(
        home.read("letters.csv"),
        str![[r#"
letter,signer,recipient,line1,line2,line3,line4,line5,line6,line7,line8
1,Alex Example,registry,Court Registry,1 Example Square,Exampleville,,,,,
2,Alex Example,prison,Prison of Exampleville,2 Example Square,Exampleville,,,,,

"#]]
    );
    // Neither is written over.
    draft().assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
printers: not signed
error: there is a file letters.pdf already
hint: choose another name

"#]]);
    assert_eq!(home.bytes("letters.pdf"), pdf);
    assert!(!home.has_ledger());
}

#[test]
fn where_one_of_two_files_is_there_neither_is_written() {
    let home = Home::with_offices().file("letters.csv", "mine");
    home.run("draft printers --signer alex.toml --via post --pdf letters.pdf").assert().code(1).stderr_eq(str![[r#"
printers: not signed
error: there is a file letters.csv already
hint: choose another name

"#]]);
    assert!(!home.path("letters.pdf").exists());
    assert_eq!(home.read("letters.csv"), "mine");
    let home = home.file("letters/printers-prison.pdf", "mine");
    home.run("draft printers --signer alex.toml --via post --pdf letters").assert().code(1).stderr_eq(str![[r#"
printers: not signed
error: there is a file letters/printers-prison.pdf already
hint: choose another name

"#]]);
    assert!(!home.path("letters/printers-registry.pdf").exists());
}

#[test]
fn no_line_of_an_address_is_lost() {
    let street = "1 Example Square\nExampleville\n\"\"\"\nfax ";
    assert!(OFFICES.contains(street));
    let lines = "Second Floor\nRoom 2\nTo the Left\nBehind the Stairs\nBox 7\nBag 8\n1 Example Square\nExampleville\n";
    let home = Home::with_campaign(&OFFICES.replace(street, &format!("{lines}\"\"\"\nfax ")));
    home.run("draft printers --signer alex.toml --country DE --via post --pdf LETTERS.PDF").assert().success();
    snapbox::assert_data_eq!(
        home.read("LETTERS.csv"),
        str![[r#"
letter,signer,recipient,line1,line2,line3,line4,line5,line6,line7,line8,line9
1,Alex Example,registry,Court Registry,Second Floor,Room 2,To the Left,Behind the Stairs,Box 7,Bag 8,1 Example Square,Exampleville
2,Alex Example,prison,Prison of Exampleville,2 Example Square,Exampleville,,,,,,

"#]]
    );
}

#[test]
fn each_letter_may_be_a_file_in_a_folder() {
    let home = Home::with_offices();
    let draft = "draft printers --signer alex.toml --via post --pdf letters --paper letter";
    home.run(draft).assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
printers: not signed
saved letters/printers-registry.pdf (1 page)
saved letters/printers-prison.pdf (1 page)
copies: the letter to registry owes
...

"#]]);
    for name in ["registry", "prison"] {
        let pdf = home.bytes(&format!("letters/printers-{name}.pdf"));
        assert_eq!((pages(&pdf), size_of(&pdf)), (1, (612.0, 792.0)), "{name}");
    }
}

#[test]
fn paper_is_that_of_the_signers_country_unless_another_is_named() {
    let home = Home::with_offices();
    let (a4, letter) = ((595.0, 842.0), (612.0, 792.0));
    for (number, (arguments, size)) in
        [("--country US", letter), ("--country DE", a4), ("--country US --paper a4", a4), ("--paper letter", letter)]
            .into_iter()
            .enumerate()
    {
        let draft = "draft printers --signer alex.toml --via post --to prison";
        home.run(&format!("{draft} {arguments} --pdf {number}.pdf")).assert().success();
        assert_eq!(size_of(&home.bytes(&format!("{number}.pdf"))), size, "{arguments}");
    }
    let run = home.run("draft printers --signer alex.toml --pdf a.pdf --paper a5");
    run.assert().code(1).stdout_eq(str![]);
    assert!(!home.path("a.pdf").exists());
}

#[test]
fn what_a_signer_writes_is_no_formula_in_the_table_of_addresses() {
    let (home, server) = (Home::with_offices(), Server::start(&[]));
    let home =
        home.file("roll.csv", "name,email,consent\n=1+1,ann@example.org,2026-11-01\nBob,bob@example.org,2026-11-01\n");
    server.send(&home, "--signers roll.csv --via post --to registry --pdf letters.pdf --yes").assert().success();
    assert!(home.read("letters.csv").contains("\n1,'=1+1,registry,"), "{}", home.read("letters.csv"));
}

#[test]
fn a_call_has_its_words_and_its_number_as_it_is_dialled() {
    let home = Home::with_offices();
    let call = |country: &str| {
        let draft = format!("draft printers --signer alex.toml --to registry --via phone --country {country} --print");
        home.run(&draft).assert().success()
    };
    call("DE")
        .stdout_eq(str![[r#"
A call to: Court Registry
Number: 00 44 20 7946 0321
Ask for: whoever speaks with the public about this matter

Say:

Good day. My name is Alex Example. I am calling because of this: Release
the three printers of Exampleville.

I ask you for one thing:

– Release all three unconditionally

I print too.

Will you pass this on to those who decide? When, and from whom, may I
expect an answer?

Thank you for listening. May I ask your name?

Note down:

– day and hour of the call: ……………………
– who spoke with you: ……………………
– what was answered: ……………………
– what was promised, and by when: ……………………

"#]])
        .stderr_eq(str![[r#"
printers: not signed
copies: the letter to registry owes
  blind copy to archive@example.org
  copy to campaign@example.org

"#]]);
    for (country, number) in [("GB", "020 7946 0321"), ("US", "011 44 20 7946 0321"), ("KZ", "8 10 44 20 7946 0321")] {
        let words = call(country).stdout();
        assert!(words.contains(&format!("\nNumber: {number}\n")), "{country}: {words}");
    }
}
