//! What came of all cases.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Case;
use super::choices::CHOICES;

/// How often both sides agree, by document and by keyword.
pub fn table(cases: &[Case]) -> String {
    let mut text = counted("document", cases, |case| &case.spec);
    text += &counted("keyword", cases, Case::keyword);
    for choice in CHOICES {
        let met = cases
            .iter()
            .filter(|case| !case.agrees() && (choice.applies)(case))
            .count();
        writeln!(
            text,
            "{met:8} by choice: {}: {}",
            choice.name, choice.reason
        )
        .unwrap();
    }
    text
}

fn counted<'a>(title: &str, cases: &'a [Case], key: impl Fn(&'a Case) -> &'a str) -> String {
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for case in cases {
        let count = counts.entry(key(case)).or_default();
        let column = match () {
            () if case.agrees() => 0,
            () if is_choice(case) => 1,
            () => 2,
        };
        count[column] += 1;
    }
    let mut text = format!(
        "\n{title:32} {:>8} {:>8} {:>8}\n",
        "agree", "choice", "disagree"
    );
    for (key, [agree, choice, disagree]) in counts {
        writeln!(text, "{key:32} {agree:8} {choice:8} {disagree:8}").unwrap();
    }
    text
}

fn is_choice(case: &Case) -> bool {
    CHOICES.iter().any(|choice| (choice.applies)(case))
}

/// The smallest instance of each component and keyword on which the two sides disagree.
pub fn disagreements(cases: &[Case]) -> Vec<String> {
    let mut smallest: BTreeMap<(&str, &str, &str, bool), &Case> = BTreeMap::new();
    for case in cases
        .iter()
        .filter(|case| !case.agrees() && !is_choice(case))
    {
        let key = (
            case.spec.as_str(),
            case.component.as_str(),
            case.keyword(),
            case.difference.is_some(),
        );
        let size = |case: &Case| case.instance.to_string().len();
        smallest
            .entry(key)
            .and_modify(|known| {
                if size(case) < size(known) {
                    *known = case;
                }
            })
            .or_insert(case);
    }
    smallest.into_values().map(describe).collect()
}

fn describe(case: &Case) -> String {
    let mut text = format!(
        "{}: {}, {}\n  schema     {}\n  instance   {}\n",
        case.spec,
        case.component,
        case.keyword(),
        case.schema,
        case.instance
    );
    let oracle: Vec<String> = case
        .faults
        .iter()
        .filter(|fault| !fault.inner)
        .map(|fault| format!("{} at {:?}: {}", fault.keyword, fault.pointer, fault.value))
        .collect();
    writeln!(
        text,
        "  jsonschema {}",
        if oracle.is_empty() {
            "valid".to_owned()
        } else {
            oracle.join("; ")
        }
    )
    .unwrap();
    let answer = &case.answer;
    let ours = answer.refused.as_ref().map(|why| format!("refused: {why}"));
    let ours = ours.or_else(|| {
        answer
            .violations
            .as_ref()
            .map(|found| format!("violations: {found}"))
    });
    writeln!(
        text,
        "  ours       {}",
        ours.unwrap_or_else(|| "valid".to_owned())
    )
    .unwrap();
    if let Some(difference) = &case.difference {
        writeln!(text, "  encoded    {difference}").unwrap();
    }
    text
}

/// Choices that no case meets any more.
pub fn unmet_choices(cases: &[Case]) -> Vec<String> {
    let unmet = CHOICES.iter().filter(|choice| {
        !cases
            .iter()
            .any(|case| !case.agrees() && (choice.applies)(case))
    });
    unmet
        .map(|choice| {
            format!(
                "no case meets the choice {:?}; take it out of the list",
                choice.name
            )
        })
        .collect()
}
