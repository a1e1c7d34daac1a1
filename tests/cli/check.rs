//! `check`.

use snapbox::str;

use crate::home::{Home, PRINTERS};
use crate::output::Output;

#[test]
fn a_good_campaign_is_accepted_in_silence() {
    Home::with_printers().run("check printers").assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
1 file checked: 0 errors, 0 warnings

"#]]);
}

#[test]
fn everything_that_is_shipped_is_right() {
    Home::new().run("check").assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
[..] files checked: 0 errors, 0 warnings

"#]]);
}

#[test]
fn every_mistake_is_told_in_one_run_with_its_place_and_a_hint() {
    let home = Home::new().file("mistakes.toml", include_str!("mistakes.toml"));
    home.run("check mistakes.toml").assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: mistakes.toml:1:1: unknown key `titel`
hint: did you mean `title`?
error: mistakes.toml:2:14: `yesterday` is no day
hint: write it as 2011-05-02, or "2011-05", or "2011"
error: mistakes.toml:3:14: invalid date, expected day between 01 and 28
hint: write it as 2011-05-02
error: mistakes.toml:4:14: `opne` is no status
hint: write "open", "stopped" or "closed"
error: mistakes.toml:5:14: `XX` is no country
hint: give its name or its ISO 3166-1 code, like `Kazakhstan` or `KZ`
error: mistakes.toml:6:21: `xx` is no language
hint: give its ISO 639 code, like `en` or `ru`
error: mistakes.toml:7:14: `../formal` is no name of a letter template
hint: name it without folder, language and ending: `formal`
error: mistakes.toml:8:14: `../other` is no id
hint: use small letters, digits and hyphens
error: mistakes.toml:9:14: `title` is missing
hint: add it here: title = …
error: mistakes.toml:9:16: unknown key `titel`
hint: did you mean `title`?
error: mistakes.toml:10:14: expected a list, found a string
hint: put it in brackets: [ … ]
error: mistakes.toml:11:14: there is a control character in this text
hint: take it out
warning: mistakes.toml:14:1: `subject` has no text in `en`
hint: letters in English cannot be written without it
error: mistakes.toml:14:14: expected a string, found an integer
hint: put it in quotes
warning: mistakes.toml:15:9: `de` is not among the languages of this file (en)
hint: add it to `languages`
error: mistakes.toml:16:14: expected a string, found an array
hint: put it in quotes
error: mistakes.toml:19:8: this text is empty
hint: fill it in, or take the line out
error: mistakes.toml:23:8: expected a string, found a boolean
hint: put it in quotes
error: mistakes.toml:28:8: expected true or false, found a string
hint: write it without quotes
error: mistakes.toml:30:1: the id `release` is given twice
hint: give each its own `id`
error: mistakes.toml:33:8: `curt` in `for` is neither a recipient's id nor a kind
hint: kinds are: court, ministry, embassy, police, prosecutor, security-service, head-of-state, head-of-government, local-government, parliament, military, prison, intergovernmental, trade-union, media, company, other
error: mistakes.toml:33:8: `nobody` in `for` is neither a recipient's id nor a kind
hint: kinds are: [..]
error: mistakes.toml:37:10: `curt` is no kind of recipient
hint: kinds are: [..]
error: mistakes.toml:39:11: `court at example.org` is no e-mail address
hint: write it bare: name@example.org
error: mistakes.toml:39:35: `court@example.org\r\nBcc: x@example.org` is no e-mail address
hint: write it bare: name@example.org
error: mistakes.toml:40:10: expected a list, found a string
hint: put it in brackets: [ … ]
error: mistakes.toml:43:12: `Court!` is no id
hint: use small letters, digits and hyphens
error: mistakes.toml:46:12: expected a string, found an integer
hint: put it in quotes
error: mistakes.toml:47:13: `pigeon` is no channel
hint: there are: email, fax, post, phone
error: mistakes.toml:55:1: the id `twice` is given twice
hint: give each its own `id`
error: mistakes.toml:62:7: there is no office `foreign-minsitry` in campaigns/directory/kazakhstan.toml (built in)
hint: did you mean `foreign-ministry`? there are: supreme-court, foreign-ministry, presidents-administration, knb-press-office, almaty-police-press-office
error: mistakes.toml:65:7: there is no directory `atlantis`
hint: there are: kazakhstan
error: mistakes.toml:68:7: `../x/y` is no office of a directory
hint: write it as `kazakhstan/foreign-ministry`
error: mistakes.toml:71:11: `XX` is no country that an embassy can stand in
hint: write `signer-country`, or an ISO 3166-1 code like `DE`
error: mistakes.toml:74:10: `nobody@` is no e-mail address
hint: write it bare: name@example.org
error: mistakes.toml:75:9: `blind` is no way to copy
hint: write "cc" or "bcc"
error: mistakes.toml:78:11: expected a list, found a boolean
hint: put it in brackets: [ … ]
error: mistakes.toml:80:2: unknown key `unknown-table`
hint: known here: copies, country, [..]
1 file checked: 36 errors, 2 warnings

"#]]);
}

#[test]
fn check_as_json_gives_places_and_hints() {
    let home = Home::new().file("mistakes.toml", include_str!("mistakes.toml"));
    let found = home.run("check mistakes.toml --json").assert().code(1).stderr_eq(str![]).json();
    let problems = found["problems"].as_array().unwrap();
    assert_eq!(found["files"], 1);
    for problem in problems.iter().filter(|problem| problem["severity"] == "error") {
        assert!(problem["place"]["line"].is_u64() && problem["place"]["column"].is_u64(), "no place: {problem}");
        assert!(problem["hint"].is_string(), "no hint: {problem}");
    }
}

#[test]
fn mistakes_in_several_files_are_told_together() {
    let one = PRINTERS.replace("'open'", "'opne'").replace("\"open\"", "\"opne\"");
    let other = PRINTERS.replace("\"AQ\"", "\"XX\"");
    let home = Home::new().file("one.toml", one).file("other.toml", other);
    home.run("check one.toml other.toml").assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: one.toml:5:14: `opne` is no status
hint: write "open", "stopped" or "closed"
error: other.toml:6:14: `XX` is no country
hint: give its name or its ISO 3166-1 code, like `Kazakhstan` or `KZ`
2 files checked: 2 errors, 0 warnings

"#]]);
}

#[test]
fn a_text_that_one_language_lacks_is_a_warning() {
    let text = PRINTERS.replace("text.ru = \"Вернуть печатный станок\"\n", "");
    Home::with_campaign(&text).run("check printers").assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
warning: campaigns/printers.toml:27:1: `text` has no text in `ru`
hint: letters in Russian cannot be written without it
1 file checked: 0 errors, 1 warning

"#]]);
}

#[test]
fn whom_people_and_incidents_are_for_and_what_a_recipient_is_told_are_checked() {
    let text = PRINTERS.replace("kind      = \"court\"", "kind = 'court'\nsubject.ru = 'Дело'\nsummary.de = 'Drei.'");
    assert_ne!(text, PRINTERS);
    let more = "[[people]]\nname = 'Berta'\nsituation = { en = 'ill', ru = 'больна' }\nfor = ['curt', 'court']\n\
                [[incidents]]\ntext = { en = 'x', ru = 'x' }\nfor = ['media']\n";
    Home::with_campaign(&format!("{text}\n{more}")).run("check printers").assert().code(1).stderr_eq(str![[r#"
warning: campaigns/printers.toml:34:1: `subject` has no text in `en`
hint: letters in English cannot be written without it
warning: campaigns/printers.toml:35:1: `summary` has no text in `en`
hint: letters in English cannot be written without it
warning: campaigns/printers.toml:35:1: `summary` has no text in `ru`
hint: letters in Russian cannot be written without it
warning: campaigns/printers.toml:35:9: `de` is not among the languages of this file (en, ru)
hint: add it to `languages`
error: campaigns/printers.toml:65:7: `curt` in `for` is neither a recipient's id nor a kind
hint: kinds are: [..]
warning: campaigns/printers.toml:68:7: this is in no letter: `for` means none of the recipients
hint: add a recipient of that kind, or take `for` out
1 file checked: 1 error, 5 warnings

"#]]);
}

#[test]
fn a_letter_that_takes_a_second_page_is_told() {
    let incidents = "[[incidents]]\ntext = { en = 'The police searched the printing house.', ru = 'Обыск.' }\n";
    let for_police = incidents.replace("]]\n", "]]\nfor = ['police']\n").repeat(26);
    Home::with_campaign(&format!("{PRINTERS}\n{for_police}")).run("check printers").assert().success().stderr_eq(str![
        [r#"
warning: campaigns/printers.toml: the letter to `police` in English is longer than a page
hint: say in `for` which people, incidents and demands concern it, or sum up in fewer words
warning: campaigns/printers.toml: the letter to `police` in Russian is longer than a page
hint: say in `for` which people, incidents and demands concern it, or sum up in fewer words
1 file checked: 0 errors, 2 warnings

"#]
    ]);
}

#[test]
fn an_unknown_name_in_a_template_is_found() {
    let template =
        "Dear {{recipient.nmae}},\n\n{{#each demnads}}{{text}}{{/each}}\n{{#if signer.age}}x{{/if}}\n{{> adressee}}\n";
    let home = Home::new().file("letter-templates/mine.en.hbs", template);
    home.run("check letter-templates/mine.en.hbs").assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: letter-templates/mine.en.hbs:1:6: the program supplies no `recipient.nmae`
hint: did you mean `name`? known here: id, kind, office, position, name, gender, title, full_name, family_name, given_name, salutation, post, fax, phone
error: letter-templates/mine.en.hbs:3:1: the program supplies no `demnads`
hint: did you mean `demands`? known here: letter, subject, summary, campaign, recipient, people, incidents, demands, copies, social, joint, signer, variants, extra
error: letter-templates/mine.en.hbs:3:18: the program supplies no `text`
hint: `text` stands in {{#each incidents}} and {{#each demands}}
error: letter-templates/mine.en.hbs:4:1: the program supplies no `signer.age`
hint: did you mean `name`? known here: name, email, role, organisation, address, city, country, statement
error: letter-templates/mine.en.hbs:5:1: there is no partial `adressee`
hint: there are: closing, demands, incidents, people, salutation, surname
1 file checked: 5 errors, 0 warnings

"#]]);
}

#[test]
fn a_template_that_is_not_there_is_told_beside_all_other_mistakes() {
    let text = PRINTERS.replace("issued ", "template = 'poem'\nissued ").replace("\"AQ\"", "\"XX\"");
    Home::with_campaign(&text).run("check printers").assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: campaigns/printers.toml:3:12: there is no letter template `poem`
hint: there are: formal, joint, note, organisation, phone, short, social; or write poem.en.hbs
error: campaigns/printers.toml:7:14: `XX` is no country
hint: give its name or its ISO 3166-1 code, like `Kazakhstan` or `KZ`
1 file checked: 2 errors, 0 warnings

"#]]);
}

#[test]
fn a_language_without_the_template_is_told_where_it_stands() {
    let text = PRINTERS.replace("issued ", "template = 'mine'\nissued ");
    let home = Home::with_campaign(&text).file("letter-templates/mine.en.hbs", "{{summary}}\n");
    home.run("check printers").assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
warning: campaigns/printers.toml:8:21: there is no letter template `mine` in Russian
hint: write mine.ru.hbs
1 file checked: 0 errors, 1 warning

"#]]);
}

#[test]
fn a_key_that_stands_twice_hides_no_other_mistake() {
    let text = PRINTERS.replace("status ", "country = \"DE\"\nsubject = \"Printers\"\nstatus ");
    let text = text.replace("kind      = \"police\"", "kind = \"polcie\"") + "[copies]\nemial = []\n";
    Home::with_campaign(&text).run("check printers").assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
warning: campaigns/printers.toml:6:11: `subject` has no text in `ru`
hint: letters in Russian cannot be written without it
error: campaigns/printers.toml:8:1: `country` stands here a second time
hint: keep one of them
error: campaigns/printers.toml:11:1: `subject` has a value already
hint: write either subject = … or lines like subject.en = …
error: campaigns/printers.toml:12:1: `subject` has a value already
hint: write either subject = … or lines like subject.en = …
error: campaigns/printers.toml:51:8: `polcie` is no kind of recipient
hint: kinds are: [..]
error: campaigns/printers.toml:61:2: `copies` stands here a second time
hint: keep one of them
error: campaigns/printers.toml:62:1: unknown key `emial`
hint: did you mean `email`?
1 file checked: 6 errors, 1 warning

"#]]);
}

#[test]
fn what_can_hardly_be_meant_is_warned_of() {
    let text = PRINTERS
        .replace("2026-11-01", "2026-11-25\nsupersedes = \"printres-2025\"")
        .replace("[[people]]", "[[links]]\ntitle = \"Pictures\"\nurl = \"example.org/pictures\"\n\n[[people]]")
        .replace("[\"lawyers@example.org\"]", "[\"lawyers@example.org\", \"Court@example.org\"]")
        .replace("[\"campaign@example.org\"]", "[\"campaign@example.org\", \"ministry@example.org\"]")
        + "\n[source]\ntitle = \"Appeal\"\nurl = \"https://\"\n";
    Home::with_campaign(&text).run("check printers").assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
warning: campaigns/printers.toml:3:14: this day is still to come
hint: it is 2026-11-23: is the year right?
warning: campaigns/printers.toml:4:14: this supersedes nothing: no campaign `printres-2025` is known
hint: there are: astana-march-2011, kentau-mothers-2003, [..]
warning: campaigns/printers.toml:17:7: `example.org/pictures` is no web address
hint: write it as https://example.org/page
warning: campaigns/printers.toml:42:47: a letter to this address goes without this copy
hint: take it out, unless letters to others need it
warning: campaigns/printers.toml:63:34: a letter to this address goes without this copy
hint: take it out, unless letters to others need it
warning: campaigns/printers.toml:67:7: `https://` is no web address
hint: write it as https://example.org/page
1 file checked: 0 errors, 6 warnings

"#]]);
    // It is the 24th where the day begins first.
    let text = text
        .replace("2026-11-25", "2026-11-24")
        .replace("printres-2025", "may-day-2011")
        .replace("example.org/pictures", "https://example.org/pictures")
        .replace("\"https://\"", "\"https://example.org\"")
        .replace("Court@", "clerk@")
        .replace(", \"ministry@example.org\"]", "]");
    Home::with_campaign(&text).run("check printers").assert().success().stderr_eq(str![[r#"
1 file checked: 0 errors, 0 warnings

"#]]);
}

#[test]
fn a_copy_to_the_office_itself_is_warned_of_in_a_directory_too() {
    let office = "kind = 'court'\noffice = 'Court'\nemail = ['a@example.org']\ncopies.email = ['a@example.org']\n";
    let directory = format!("country = 'KZ'\n[[offices]]\nid = 'court'\n{office}");
    let home = Home::new().file("campaigns/directory/mine.toml", directory);
    home.run("check campaigns/directory/mine.toml").assert().success().stderr_eq(str![[r#"
warning: campaigns/directory/mine.toml:7:17: a letter to this address goes without this copy
hint: take it out, unless letters to others need it
1 file checked: 0 errors, 1 warning

"#]]);
}

#[test]
fn a_template_that_is_none_is_told_in_plain_words() {
    let check = |template: &str| {
        let home = Home::new().file("letter-templates/mine.en.hbs", template);
        home.run("check letter-templates/mine.en.hbs").assert().code(1).stdout_eq(str![])
    };
    check("Dear all,\n\n{{#each demands}}{{#if text}}{{text}}{{/if}}\n\nYours\n").stderr_eq(str![[r#"
error: letter-templates/mine.en.hbs:3:1: `{{#each}}` is never closed
hint: put {{/each}} where it ends
1 file checked: 1 error, 0 warnings

"#]]);
    check("{{#if summary}}{{summary}}{{/each}}\n").stderr_eq(str![[r#"
error: letter-templates/mine.en.hbs:1:27: `{{/each}}` cannot close `{{#if}}`
hint: put {{/if}} before it, or in its place
1 file checked: 1 error, 0 warnings

"#]]);
    check("{{summary}}{{/if}}\n").stderr_eq(str![[r#"
error: letter-templates/mine.en.hbs:1:12: `{{/if}}` closes nothing
hint: take it out, or open it: {{#if …}}
1 file checked: 1 error, 0 warnings

"#]]);
    check("Dear {{recipient.name},\n").stderr_eq(str![[r#"
error: letter-templates/mine.en.hbs:1:22: this is no template: what stands here cannot be understood
hint: look for a brace, quote or parenthesis that is missing or one too many: {{name}}, {{> partial}}, {{#if name}} … {{/if}}
1 file checked: 1 error, 0 warnings

"#]]);
}

#[test]
fn a_value_that_is_empty_is_said_to_be_empty() {
    let text = PRINTERS.replace("2026-11-01", "\"\"").replace("\"AQ\"", "\"\"").replace("\"open\"", "\"\"");
    let text = text.replace("[\"court@example.org\"]", "[\" \"]").replace("[\"police\"]", "[\"\"]");
    Home::with_campaign(&text).run("check printers").assert().code(1).stderr_eq(str![[r#"
error: campaigns/printers.toml:3:14: it is empty
hint: write it as 2011-05-02, or "2011-05", or "2011"
error: campaigns/printers.toml:5:14: it is empty
hint: write "open", "stopped" or "closed"
error: campaigns/printers.toml:6:14: it is empty
hint: give its name or its ISO 3166-1 code, like `Kazakhstan` or `KZ`
error: campaigns/printers.toml:29:12: it is empty
hint: use small letters, digits and hyphens
warning: campaigns/printers.toml:31:1: `court` has no address at all
hint: give one, or name the channel in `withheld` if the appeal hides its address
error: campaigns/printers.toml:36:14: it is empty
hint: write it bare: name@example.org
1 file checked: 5 errors, 1 warning

"#]]);
}

#[test]
fn a_mistake_in_a_directory_is_found() {
    let directory = "country = 'KZ'\n[[offices]]\nid = 'court'\nkind = 'curt'\noffice = 'Court'\n";
    let home = Home::new().file("campaigns/directory/mine.toml", directory);
    home.run("check campaigns/directory/mine.toml").assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: campaigns/directory/mine.toml:4:8: `curt` is no kind of recipient
hint: kinds are: [..]
1 file checked: 1 error, 0 warnings

"#]]);
}

#[test]
fn addresses_that_add_to_nothing_are_told_with_the_id_that_is_wrong() {
    let own = "[[addresses]]\ncampaign = 'printres'\ncopies = { email = ['a@example.org'] }\n\
               [[addresses]]\ncampaign = 'printers'\nrecipient = 'curt'\nemail = ['a@example.org']\n\
               [[addresses]]\noffice = 'kazakhstan/court'\nemail = ['a@example.org']\n\
               [[addresses]]\ncampaign = 'printers'\nrecipient = 'court'\nphone = ['+44 20 7946 0992']\n";
    let home = Home::with_printers().config("addresses.toml", own);
    home.run("check").assert().success().stdout_eq(str![]).stderr_eq(str![[r#"
warning: [HOME]/.config/protest-letter/addresses.toml:1:1: this adds to no letter: no campaign `printres` is known
hint: did you mean `printers`? there are: astana-march-2011, kentau-mothers-2003, kurmanov-charges-2011, may-day-2011, october-repression-2010, printers
warning: [HOME]/.config/protest-letter/addresses.toml:4:1: this adds to no letter: printers has no recipient `curt`
hint: did you mean `court`? there are: court, embassy, ministry, police
warning: [HOME]/.config/protest-letter/addresses.toml:8:1: this adds to no letter: the office `kazakhstan/court` is not written to
hint: there are: [..], kazakhstan/supreme-court
[..] files checked: 0 errors, 3 warnings

"#]]);
}

#[test]
fn a_path_that_leads_nowhere_is_an_error() {
    Home::new().run("check nowhere/at-all.toml").assert().code(1).stdout_eq(str![]).stderr_eq(str![[r#"
error: cannot read nowhere/at-all.toml
caused by: No such file or directory (os error 2)
hint: check the spelling and the folder
1 file checked: 1 error, 0 warnings

"#]]);
}

#[test]
fn an_address_that_may_be_misspelt_is_a_warning_where_it_stands() {
    let campaign = PRINTERS.replace("ministry@example.org", "ministry@gmial.com");
    let campaign = campaign.replace("archive@example.org", "archive@yahoo.con");
    let checked = Home::with_campaign(&campaign).run("check printers").assert().success();
    checked
        .says("printers.toml:44:14: `ministry@gmial.com` may be misspelt")
        .says("\nhint: if so, write archive@yahoo.com");
}
