//! What an absent property stands for, and that nothing is made up of it on the wire.

use defaults_api::types::{Level, Page, PageAnswer, PageOrder, Settings, SettingsChoice};
use serde_json::{from_value, json, to_value};

#[test]
fn an_absent_property_stands_for_its_default() {
    let settings = Settings::new("here");
    assert_eq!(settings.text_or_default(), "quote \" and \\ and é");
    assert_eq!(settings.whole_or_default(), 20);
    assert_eq!(settings.number_or_default(), 0.5);
    assert!(settings.flag_or_default());
    assert_eq!(*settings.choice_or_default(), SettingsChoice::Large);
    assert_eq!(settings.level_or_default(), Level::Value2);
    assert!(settings.none_or_default().is_empty());
    assert_eq!(to_value(settings).unwrap(), json!({"always": "here"}));
}

#[test]
fn a_property_that_is_there_is_given_as_it_is() {
    let sent = json!({
        "always": "", "text": "t", "whole": 3, "flag": false, "choice": "other", "level": 9, "none": [1],
    });
    let settings: Settings = from_value(sent).unwrap();
    assert_eq!(settings.text_or_default(), "t");
    assert_eq!(settings.whole_or_default(), 3);
    assert!(!settings.flag_or_default());
    assert_eq!(settings.choice_or_default().as_str(), "other");
    assert_eq!(settings.level_or_default(), Level::Unknown(9));
    assert_eq!(settings.none_or_default(), [1]);
}

#[test]
fn null_is_no_absence() {
    let page = Page::default();
    assert_eq!(page.limit_or_default(), Some(-1));
    assert_eq!(page.title_or_default(), Some(""));
    assert_eq!(page.order_or_default(), Some(&PageOrder::Up));
    assert_eq!(page.tags_or_default(), Some(&[][..]));
    let nulls = json!({"limit": null, "title": null, "order": null, "tags": null});
    let page: Page = from_value(nulls).unwrap();
    assert_eq!(page.limit_or_default(), None);
    assert_eq!(page.title_or_default(), None);
    assert_eq!(page.order_or_default(), None);
    assert_eq!(page.tags_or_default(), None);
}

#[test]
fn what_stands_where_a_schema_is_used_holds_first() {
    assert_eq!(Page::default().other_or_default(), Level::Value3);
    assert_eq!(Page::default().slug_or_default(), "two\nlines");
    assert_eq!(*Page::default().answer_or_default(), PageAnswer::Maybe);
}
