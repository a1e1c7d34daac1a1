//! `publish`.

use snapbox::str;

use crate::home::{Home, PRINTERS};
use crate::output::Output;

#[test]
fn one_language_goes_to_standard_output_and_several_go_to_files() {
    let home = Home::with_printers();
    home.run("publish printers --text --language en").assert().success().stdout_eq(str![[r#"
Release the three printers of Exampleville
...

"#]]);
    home.run("publish may-day-2011 --text").assert().failure().stdout_eq("").stderr_eq(str![[r#"
...
error: may-day-2011 is written in 2 languages
hint: standard output takes one: choose it with --language, or name a folder with --output

"#]]);
    home.run("publish may-day-2011 --markdown --output pages/new").assert().success().stdout_eq("").stderr_eq(str![[
        r#"
...
saved pages/new/may-day-2011.en.md
saved pages/new/may-day-2011.ru.md

"#
    ]]);
}

#[test]
fn a_file_that_is_there_is_left_unless_it_is_to_be_written_over() {
    let home = Home::with_printers().file("page.html", "mine");
    home.run("publish printers --html --language en --output page.html").assert().failure().stderr_eq(str![[r#"
...
error: there is a file page.html already
hint: choose another name, or write over it with --overwrite

"#]]);
    assert_eq!(home.read("page.html"), "mine");
    home.run("publish printers --html --language en --output page.html --overwrite").assert().success();
    assert!(home.read("page.html").starts_with("<!DOCTYPE html>"));
}

#[test]
fn what_cannot_be_published_is_told() {
    let home = Home::with_printers();
    home.run("publish printers").assert().code(2);
    home.run("publish printers --html --text").assert().code(2);
    home.run("publish printers --html --url javascript:alert(1)").assert().failure().stdout_eq("");
    home.run("publish printers --html --language de").assert().failure().stderr_eq(str![[r#"
...
error: printers is not written in German
hint: it is written in: en, ru

"#]]);
    let italian = PRINTERS.replace(".en ", ".it ").replace("\"en\"", "\"it\"");
    let home = Home::with_campaign(&italian);
    home.run("publish printers --html --language it").assert().failure().stdout_eq("").stderr_eq(str![[r#"
...
error: there is no wording for a page in Italian
hint: choose from these with --language: de, en, es, fr, kk, ru; or write letter-templates/appeal/words.it.toml

"#]]);
}

#[test]
fn addresses_that_only_the_user_knows_are_not_published_unless_they_say_so() {
    let own = "[[addresses]]\ncampaign = 'printers'\nrecipient = 'court'\nphone = ['+7 7172 999999']\n";
    let home = Home::with_printers().file(".config/protest-letter/addresses.toml", own);
    let page =
        |flags: &str| home.run(&format!("publish printers --text --language en {flags}")).assert().success().stdout();
    assert!(!page("").contains("999999"));
    assert!(page("--own-addresses").contains("999999"));
}

#[test]
fn a_file_that_ends_like_another_format_is_no_folder() {
    let home = Home::with_printers();
    home.run("publish printers --text --language en --output page.html").assert().failure().stderr_eq(str![[r#"
...
error: page.html is no name for what is made
hint: name a file that ends in .txt, or a folder

"#]]);
    assert!(!home.path("page.html").exists());
    home.run("publish printers --text --language en --output example.org").assert().success();
    assert!(home.path("example.org/printers.en.txt").is_file());
}

#[test]
fn each_page_has_an_address_of_its_own() {
    let home = Home::with_printers();
    home.run("publish printers --html --url https://example.org/page.html --output pages")
        .assert()
        .failure()
        .stderr_eq(str![[r#"
...
error: https://example.org/page.html is the address of one page, and there are 2
hint: choose a --language, or give the address of their folder, which ends in /

"#]]);
    home.run("publish printers --html --url https://example.org/a/ --output pages").assert().success();
    for language in ["en", "ru"] {
        let page = home.read(&format!("pages/printers.{language}.html"));
        assert!(page.contains(&format!("href=\"https://example.org/a/printers.{language}.html\"")), "{page}");
    }
    home.run("publish printers --html --language en --url https://example.org/ --output index.html").assert().success();
    assert!(home.read("index.html").contains("href=\"https://example.org/\""));
}
