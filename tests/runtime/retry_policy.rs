//! How long a policy waits, and what it takes from the budget.

use std::time::Duration;

use crate::client::pause;
use crate::client::retries::RetryPolicy;

const MANY: u32 = 200;

fn millis(number: u64) -> Duration {
    Duration::from_millis(number)
}

/// Pauses of 8 ms and then longer ones up to 20 ms, and no end of them.
fn endless() -> RetryPolicy {
    RetryPolicy::new()
        .attempts(u32::MAX)
        .first_pause(millis(8))
        .longest_pause(millis(20))
        .budget(u32::MAX)
}

/// The shortest and the longest of many pauses.
fn pauses(policy: &RetryPolicy, number: u32, asked: Option<Duration>) -> [Duration; 2] {
    let all = (0..MANY).map(|_| pause(policy, number, asked, None).unwrap());
    all.fold([Duration::MAX, Duration::ZERO], |[least, most], it| {
        [least.min(it), most.max(it)]
    })
}

#[test]
fn pauses_are_random_below_a_bound_that_doubles() {
    for (number, bound) in [(1, 8), (2, 16), (3, 20), (4, 20), (33, 20), (1_000_000, 20)] {
        let [least, most] = pauses(&endless(), number, None);
        assert!(most <= millis(bound), "{number}: {most:?}");
        assert!(most > millis(bound) / 2, "{number}: {most:?}");
        assert!(least < millis(bound) / 2, "{number}: {least:?}");
    }
    let never = endless().first_pause(Duration::ZERO);
    assert_eq!(pauses(&never, 3, None), [Duration::ZERO; 2]);
}

#[test]
fn what_the_server_asks_for_is_never_cut_short_nor_met_by_all_at_once() {
    let [least, most] = pauses(&endless(), 2, Some(millis(1000)));
    assert!(least >= millis(1000) && least < millis(1008), "{least:?}");
    assert!(most > millis(1008) && most <= millis(1016), "{most:?}");
}

#[test]
fn there_is_an_end_to_attempts_and_waits() {
    let policy = endless().attempts(3).longest_wait(millis(1000));
    assert!(pause(&policy, 2, None, None).is_some());
    assert_eq!(pause(&policy, 3, None, None), None);
    assert!(pause(&policy, 1, Some(millis(1000)), None).is_some());
    assert_eq!(pause(&policy, 1, Some(millis(1001)), None), None);
}

#[test]
fn a_pause_has_to_end_before_the_deadline() {
    let policy = endless().first_pause(Duration::ZERO);
    let asked = Some(millis(1000));
    assert_eq!(pause(&policy, 1, asked, Some(millis(1000))), None);
    let more = millis(1000) + Duration::from_nanos(1);
    assert_eq!(pause(&policy, 1, asked, Some(more)), asked);
    assert_eq!(pause(&policy, 1, None, Some(Duration::ZERO)), None);
}

#[test]
fn only_what_is_sent_again_is_taken_from_the_budget() {
    let policy = endless().attempts(3).budget(1).longest_wait(millis(1000));
    for _ in 0..MANY {
        assert_eq!(pause(&policy, 3, None, None), None);
        assert_eq!(pause(&policy, 1, Some(millis(2000)), None), None);
        assert_eq!(
            pause(&policy, 1, Some(millis(500)), Some(millis(400))),
            None
        );
    }
    assert!(pause(&policy, 1, None, None).is_some());
    assert_eq!(pause(&policy, 1, None, None), None);
}
