//! What the members of error envelopes are called, without case and separators.

pub(super) const STATUS: [&str; 7] = [
    "status",
    "statuscode",
    "httpstatus",
    "httpcode",
    "httpstatuscode",
    "code",
    "errorcode",
];
pub(super) const REASON: [&str; 5] = ["title", "error", "statustext", "reasonphrase", "summary"];
pub(super) const MESSAGE: [&str; 17] = [
    "detail",
    "message",
    "msg",
    "description",
    "errormessage",
    "errormsg",
    "errordescription",
    "reason",
    "error",
    "title",
    "text",
    "details",
    "usermessage",
    "summary",
    "errors",
    "issue",
    "err",
];
pub(super) const KIND: [&str; 9] = [
    "type",
    "errortype",
    "kind",
    "errorcode",
    "code",
    "error",
    "errorname",
    "reason",
    "issue",
];
/// What says it beside a message only.
pub(super) const KIND_BESIDE: [&str; 4] = ["name", "id", "key", "status"];
pub(super) const FAULTS: [&str; 14] = [
    "errors",
    "validationerrors",
    "details",
    "faults",
    "violations",
    "invalidparams",
    "issues",
    "detail",
    "messages",
    "errormessages",
    "fielderrors",
    "fields",
    "errordetails",
    "error",
];
pub(super) const LOCATION: [&str; 12] = [
    "loc",
    "location",
    "path",
    "field",
    "pointer",
    "param",
    "parameter",
    "property",
    "name",
    "attribute",
    "target",
    "source",
];
/// What says whether all went well.
pub(super) const SUCCESS: [&str; 5] = ["success", "ok", "succeeded", "issuccess", "successful"];
/// What says whether something failed.
pub(super) const FAILURE: [&str; 4] = ["error", "iserror", "failed", "haserror"];
/// Objects that hold what an envelope says.
pub(super) const AROUND: [&str; 13] = [
    "error",
    "err",
    "errors",
    "fault",
    "exception",
    "failure",
    "status",
    "meta",
    "response",
    "detail",
    "errordetails",
    "apierror",
    "problem",
];

/// A name without case and separators, so that `error_type` and `errorType` are the same.
pub(in crate::analyse) fn plain(name: &str) -> String {
    name.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
