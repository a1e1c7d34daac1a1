//! What a page, and a text, says and does.

use std::collections::BTreeSet;
use std::sync::Arc;

use base64::Engine;
use percent_encoding::percent_decode_str;
use protest_letter::publish::{Format, publish};
use protest_letter::source::Library;
use ring::digest::{SHA256, digest};

use crate::html::Page;
use crate::{COURT, FORMATS, LANGUAGES, SHIPPED, TODAY, campaign, in_language, language, published, shipped};

/// What somebody could write into a campaign file to do harm on a page.
const HOSTILE: &str = r#"</title><script>alert(1)</script> "' onclick='alert(2)' {{words.mail}} [a](javascript:alert(3)) <img src=x> *b* `c` # d &lt;"#;

/// A campaign in which every text is hostile.
fn hostile() -> String {
    let text = toml_string(HOSTILE);
    format!(
        "title = {text}\nissued = 2026-11-01\nissued_by = {text}\nstatus = 'stopped'\nreason = {text}\ncountry = 'KZ'\n\
         languages = ['en']\nsubject = {text}\nsummary = {text}\nnote = {text}\nsigners.en = [{text}]\n\
         source = {{ title = {text}, publisher = {text}, url = 'javascript:alert(4)' }}\n\
         [[people]]\nname = {text}\nrole = {text}\nsituation = {text}\ndetails = {text}\n\
         [[incidents]]\ndate = 2026-10-01\nplace = {text}\ntext = {text}\ndetails = {text}\n\
         [[demands]]\nid = 'a'\ntext = {text}\n\
         [[recipients]]\nid = 'court'\nkind = 'court'\noffice = {text}\nname = {text}\nposition = {text}\n\
         salutation = {text}\nnote = {text}\nemail = ['a%26bcc=x&b@example.org']\nphone = ['+7 7172 000000']\npost = {text}\n\
         web = ['https://example.org/\"><script>x']\n\
         [[links]]\ntitle = {text}\nurl = 'javascript:alert(5)'\n\
         [copies]\nemail = ['copy@example.org']\npost = [{text}]\n"
    )
}

fn toml_string(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[test]
fn every_page_is_valid_and_asks_nobody_for_anything() {
    let hostile = campaign(&hostile());
    let mut pages = vec![published(&hostile, "en", Format::Html)];
    for campaign in SHIPPED.map(shipped) {
        let languages = campaign.languages.iter();
        pages.extend(languages.map(|language| published(&campaign, language.code(), Format::Html)));
    }
    for code in LANGUAGES {
        pages.push(published(&campaign(&in_language(code, COURT)), code, Format::Html));
    }
    for text in pages {
        let page = Page::read(&text);
        assert_eq!(page.errors, Vec::<String>::new());
        let names: BTreeSet<_> = page.elements.iter().map(|(name, _)| name.as_str()).collect();
        for name in ["script", "img", "iframe", "object", "embed", "form", "base", "image", "use"] {
            assert!(!names.contains(name), "{name}");
        }
        // No handler, no style of its own, nothing that is loaded.
        for (name, attributes) in &page.elements {
            for (attribute, _) in attributes {
                let is_bad = attribute.starts_with("on") || ["style", "src", "srcset", "ping"].contains(&&**attribute);
                assert!(!is_bad, "{name} {attribute}");
            }
        }
        for link in page.all("href") {
            let is_good = ["mailto:", "tel:+", "https://", "http://", "#"].iter().any(|start| link.starts_with(start));
            assert!(is_good, "{link}");
        }
        let ids: Vec<_> = page.all("id");
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "an id stands twice");
        for target in page.all("href").iter().filter_map(|link| link.strip_prefix('#')) {
            assert!(ids.contains(&target), "{target}");
        }
        for labels in page.all("aria-labelledby") {
            assert!(ids.contains(&labels), "{labels}");
        }
    }
}

#[test]
fn the_policy_of_a_page_allows_its_style_and_nothing_else() {
    let text = published(&campaign(&in_language("en", COURT)), "en", Format::Html);
    let (_, style) = text.split_once("<style>").unwrap();
    let (style, _) = style.split_once("</style>").unwrap();
    let hash = base64::prelude::BASE64_STANDARD.encode(digest(&SHA256, style.as_bytes()));
    let policy = format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'");
    assert!(Page::read(&text).all("content").contains(&policy.as_str()));
    // It stands before what it forbids.
    assert!(text.find("Content-Security-Policy") < text.find("<title>"));
}

#[test]
fn a_hostile_text_stays_text_in_every_format() {
    let campaign = campaign(&hostile());
    let page = published(&campaign, "en", Format::Html);
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.contains("{{words.mail}}"));
    assert!(published(&campaign, "en", Format::Text).contains(HOSTILE));
    let markdown = published(&campaign, "en", Format::Markdown);
    assert!(markdown.contains(r"\</title\>\<script\>alert(1)\</script\>"));
    assert!(markdown.contains(r"\[a\](javascript:alert(3)) \<img src=x\> \*b\* \`c\` \# d \&lt;"));
    assert!(!markdown.contains("](<javascript:") && !markdown.contains("(javascript:alert(4))"));
}

#[test]
fn a_link_holds_the_letter_as_it_is_drafted_with_its_copies_and_gaps() {
    let copies = "[copies]\nemail = ['copy@example.org']\n";
    let short = in_language("en", &format!("template = 'short'\n{COURT}{copies}"));
    let text = published(&campaign(&short), "en", Format::Html);
    let page = Page::read(&text);
    let link = page.all("href").into_iter().find(|link| link.starts_with("mailto:")).unwrap().to_owned();
    assert!(link.len() <= protest_letter::mail::LONGEST_MAILTO);
    let (to, query) = link["mailto:".len()..].split_once('?').unwrap();
    assert_eq!(to, "court@example.org");
    let fields: Vec<_> = query.split('&').map(|field| field.split_once('=').unwrap()).collect();
    let field = |name| {
        let (_, value) = fields.iter().find(|(key, _)| *key == name).unwrap();
        percent_decode_str(value).decode_utf8().unwrap().into_owned()
    };
    assert_eq!((field("cc"), field("subject")), ("copy@example.org".to_owned(), "Release the printers".to_owned()));
    // RFC 6068, section 5.
    let body = field("body");
    assert!(!body.replace("\r\n", "").contains(['\r', '\n']));
    for gap in ["[your name]", "[your address]", "[date]", "[your own sentence]"] {
        assert!(body.contains(gap), "{gap}: {body}");
    }
    // What is mailed is what is printed.
    let plain = published(&campaign(&short), "en", Format::Text);
    assert!(plain.contains(&body.replace("\r\n", "\n")), "{plain}\n{body}");
}

#[test]
fn a_letter_that_is_too_long_for_a_link_is_there_to_be_copied() {
    let text = in_language("en", COURT).replace("were arrested.", &format!("were arrested. {}", "Again. ".repeat(400)));
    let page = published(&campaign(&text), "en", Format::Html);
    let link = Page::read(&page).all("href").into_iter().find(|link| link.starts_with("mailto:")).unwrap().to_owned();
    assert_eq!(link, "mailto:court@example.org?subject=Release%20the%20printers");
    assert!(page.contains("too long for a link") && page.contains("Yours faithfully,"));
}

#[test]
fn a_link_takes_the_short_form_of_a_letter_that_is_too_long() {
    let incident = format!("[[incidents]]\ntext = '{}'\n", "They were beaten. ".repeat(100).trim_end());
    let page = published(&campaign(&in_language("en", &format!("{COURT}{incident}"))), "en", Format::Html);
    let link = Page::read(&page).all("href").into_iter().find(|link| link.starts_with("mailto:")).unwrap().to_owned();
    let body = percent_decode_str(link.split_once("&body=").unwrap().1).decode_utf8().unwrap();
    assert!(body.contains("Release all three") && !body.contains("beaten"), "{body}");
    assert!(page.contains("a short form of it") && page.contains("They were beaten. They"));
}

#[test]
fn every_way_to_reach_somebody_is_told_with_its_copies() {
    let rest = "[[recipients]]\nid = 'office'\nkind = 'ministry'\noffice = 'Ministry of Examples'\n\
        fax = ['+7 7172 000001']\nphone = ['+7 7172 000002']\npost = '''\nExample Street 1\nExampleville'''\n\
        web = ['https://example.org/form']\nwithheld = ['email']\nsocial = [{ network = 'mastodon', handle = '@m@example.org' }]\n\
        copies = { fax = ['+7 7172 000003'], withheld = ['email'] }\n\
        [copies]\nemail = ['a@example.org']\nas = 'bcc'\n";
    let text = in_language("en", &format!("[[demands]]\nid = 'a'\ntext = 'Release them'\n{rest}"));
    let campaign = campaign(&text);
    for format in FORMATS {
        let text = published(&campaign, "en", format).replace("&#x3D;", "=");
        for what in ["+7 7172 000001", "+7 7172 000002", "+7 7172 000003", "Example Street 1", "a@example.org"] {
            assert!(text.contains(what), "{format:?} {what}");
        }
        assert!(text.contains("this address is hidden") && text.contains("@m@example.org"), "{format:?}");
    }
    let page = published(&campaign, "en", Format::Html);
    let links: Vec<String> = Page::read(&page).all("href").into_iter().map(str::to_owned).collect();
    assert!(links.contains(&"tel:+77172000002".to_owned()) && links.contains(&"https://example.org/form".to_owned()));
    // The copies of a letter by fax go by mail.
    assert!(links.iter().any(|link| link.starts_with("mailto:?") || link.starts_with("mailto:a@example.org?")));
    // The number, and the page itself.
    assert_eq!(page.matches("<svg class=\"qr\"").count(), 2);
}

#[test]
fn an_embassy_that_only_the_reader_knows_has_no_link_and_a_known_one_has() {
    let folder = tempfile::tempdir().unwrap();
    let directory = folder.path().join("campaigns/directory");
    std::fs::create_dir_all(&directory).unwrap();
    let embassies = "country = 'KZ'\n[[embassies]]\nin = 'DE'\nemail = ['embassy@example.org']\n";
    std::fs::write(directory.join("kazakhstan.toml"), embassies).unwrap();
    let text =
        in_language("en", "[[demands]]\nid = 'a'\ntext = 'Release them'\n[[recipients]]\nembassy = 'signer-country'\n");
    std::fs::write(folder.path().join("campaigns/printers.toml"), text).unwrap();
    let library = Library::new([folder.path().to_owned()]);
    let (campaign, library, _) =
        protest_letter::campaign::load(&library, "printers", &protest_letter::campaign::OwnAddresses::default())
            .unwrap();
    let page = publish(&library, &campaign, language("en"), Format::Html, None, TODAY).unwrap();
    assert!(page.contains("The embassy in your country: Embassy of Kazakhstan"));
    assert!(page.contains("Embassy of Kazakhstan (Germany)"));
    let links = Page::read(&page);
    let mails: Vec<_> = links.all("href").into_iter().filter(|link| link.starts_with("mailto:")).collect();
    assert!(matches!(mails[..], [link] if link.starts_with("mailto:embassy@example.org?")), "{mails:?}");
}

#[test]
fn an_appeal_that_asks_for_no_letters_today_says_so_at_the_top() {
    let open = in_language("en", COURT);
    let until = |day: &str| open.replace("status", &format!("respond_by = {day}\nstatus"));
    for (text, notice) in [
        (open.clone(), None),
        (until("2026-11-23"), None),
        (until("2026-11-22"), Some("The last day for letters has gone by.")),
        (open.replace("2026-11-01", "2026-11-24"), Some("This appeal has not begun yet.")),
        (open.replace("'open'", "'closed'"), Some("This appeal is closed.")),
        (open.replace("'open'", "'stopped'\nreason = 'They are free.'"), Some("They are free.")),
    ] {
        for format in FORMATS {
            let text = published(&campaign(&text), "en", format);
            let head = text.split("What happened").next().unwrap();
            match notice {
                Some(notice) => assert!(head.contains(notice), "{head}"),
                None => assert!(!head.contains("***") && !head.contains("role=\"note\""), "{head}"),
            }
        }
    }
}

#[test]
fn a_group_can_replace_template_words_and_style() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("letter-templates/appeal");
    std::fs::create_dir_all(&own).unwrap();
    let library = Library::new([folder.path().to_owned()]);
    let campaign = campaign(&in_language("en", COURT));
    let publish = |format| publish(&library, &campaign, language("en"), format, None, TODAY);
    std::fs::write(own.join("appeal.en.txt.hbs"), "{{title}} & us").unwrap();
    assert_eq!(publish(Format::Text).unwrap(), "Release the printers & us\n");
    std::fs::write(own.join("appeal.en.txt.hbs"), "{{title}}\n{{titel}}").unwrap();
    let problem = format!("{:?}", publish(Format::Text).unwrap_err());
    assert!(
        problem.contains("appeal.en.txt.hbs") && problem.contains("line: Some(2)") && problem.contains("titel"),
        "{problem}"
    );
    std::fs::write(own.join("appeal.css"), "body { color: red }").unwrap();
    assert!(publish(Format::Html).unwrap().contains("<style>body { color: red }</style>"));
    std::fs::write(own.join("appeal.css"), "</style><script>").unwrap();
    assert!(publish(Format::Html).is_err());
}

#[test]
fn the_letters_of_a_page_are_those_that_are_drafted() {
    use protest_letter::letter::{Choice, Forms};
    use protest_letter::signer::Signer;

    let campaign = campaign(&in_language("en", COURT));
    let library = Library::new([]);
    let signer = Signer { address: "[your address]".parse().ok(), ..Signer::named("[your name]".parse().unwrap()) };
    let signer = Signer { statement: "[your own sentence]".parse().ok(), ..signer };
    let letters = Forms::new(&library, &campaign, TODAY).fill(&Arc::new(signer), &Choice::default()).unwrap();
    let drafted = letters[0].text.replace("23 November 2026", "[date]");
    assert!(published(&campaign, "en", Format::Text).contains(&drafted));
}

#[test]
fn a_letter_in_another_language_than_its_page_is_named_as_such() {
    let rest = "[[demands]]\nid = 'a'\ntext = { en = 'Release all three', ru = 'Освободить всех' }\n\
        [[recipients]]\nid = 'court'\nkind = 'court'\noffice = { en = 'City Court', ru = 'Городской суд' }\n\
        email = ['court@example.org']\nlanguage = 'ru'\n\
        [[recipients]]\nid = 'ministry'\nkind = 'ministry'\noffice = { en = 'Ministry', ru = 'Министерство' }\n\
        email = ['ministry@example.org']\nlanguage = 'en'\n";
    let text = in_language("en", rest).replace("['en']", "['en', 'ru']");
    let text = text.replace("title = 'Release the printers'", "title = { en = 'Release them', ru = 'Свободу' }");
    let text = text.replace("subject = 'Release the printers'", "subject = { en = 'Release them', ru = 'Свободу' }");
    let text = text.replace("summary = '", "summary.ru = 'Троих арестовали.'\nsummary.en = '");
    let campaign = campaign(&text);
    for (code, notice, name) in
        [("en", "in another language than this text", "русский"), ("ru", "на другом языке", "English")]
    {
        for format in FORMATS {
            let text = published(&campaign, code, format);
            assert!(text.contains(notice) && text.contains(name), "{format:?} {text}");
        }
        let page = published(&campaign, code, Format::Html);
        let read = Page::read(&page);
        // The letter, and twice what says so.
        let other = if code == "en" { "ru" } else { "en" };
        assert_eq!(read.all("lang").iter().filter(|lang| **lang == other).count(), 3, "{page}");
        assert_eq!(page.matches(notice).count(), 2);
    }
    assert!(!published(&shipped("astana-march-2011"), "en", Format::Html).contains("in another language"));
}

#[test]
fn what_happened_stands_behind_its_day_and_place() {
    let incident = "[[incidents]]\ndate = 2026-10-01\nplace = 'Exampleville'\ndetails = \"One.\\n\\nTwo.\"\n";
    for format in FORMATS {
        let text = published(&campaign(&in_language("en", &format!("{COURT}{incident}"))), "en", format);
        let text = text.replace("</strong>", "");
        assert!(text.contains("1 October 2026, Exampleville: One.") && text.contains("Two."), "{text}");
    }
}

#[test]
fn no_id_stands_twice_on_a_page() {
    let country =
        "[[recipients]]\nid = 'court-head'\nkind = 'court'\noffice = 'Another Court'\nfax = ['+7 7172 000000']\n";
    let page = published(&campaign(&in_language("en", &format!("{COURT}{country}"))), "en", Format::Html);
    let page = Page::read(&page);
    let ids = page.all("id");
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{ids:?}");
}

#[test]
fn a_copy_that_a_link_writes_says_how_the_letter_goes_and_promises_no_page() {
    let office = |way: &str| {
        format!(
            "template = 'short'\n[[demands]]\nid = 'a'\ntext = 'Release them'\n[[recipients]]\nid = 'court'\nkind = 'court'\n\
             office = 'City Court'\n{way}\n[copies]\nemail = ['copy@example.org']\n"
        )
    };
    for (way, note) in [
        ("fax = ['+7 7172 000001']", "Copy of a letter that goes by fax to: City Court\r\n"),
        ("post = 'Example Street 1'", "Copy of a letter that goes by post to: City Court\r\n"),
        ("phone = ['+7 7172 000001']", "What is said on the telephone to: City Court\r\n"),
    ] {
        let page = published(&campaign(&in_language("en", &office(way))), "en", Format::Html);
        let page = Page::read(&page);
        let link = page.all("href").into_iter().find(|link| link.starts_with("mailto:copy@example.org?")).unwrap();
        let body = percent_decode_str(link.split_once("&body=").unwrap().1).decode_utf8().unwrap();
        assert!(body.starts_with(note) && !body.contains("attached"), "{body}");
    }
}
