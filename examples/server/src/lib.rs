//! A server of the dataset-activity API that keeps its events in memory.
//!
//! What the document promises stands in [`dataset_activity`], which `build.rs` generates. Written by hand is only what the
//! document cannot say: who may see what, and where the events come from.

use std::collections::HashMap;
use std::sync::Arc;

use dataset_activity::server::{
    Access, Api, Authenticator, Context, Credentials, ListDatasetActivityError,
    ListDatasetActivityRequest, ListDatasetActivityResponse, Refusal,
};
use dataset_activity::types::{DatasetActivityEvent, DatasetActivityPage, ErrorEnvelope};

mod serving;

pub use serving::{serve, told_to_end};

/// The server and the mock, as `build.rs` generates them.
pub mod dataset_activity {
    include!(concat!(env!("OUT_DIR"), "/openapi.rs"));
}

/// An organization: its token, and its events with the newest first.
struct Organization {
    token: String,
    events: Vec<DatasetActivityEvent>,
}

/// The activity of some organizations. A clone shares it.
#[derive(Clone, Default)]
pub struct Activity {
    organizations: Arc<HashMap<String, Organization>>,
}

impl Activity {
    /// The activity of one organization, whose events whoever has the token may see.
    pub fn of(org: &str, token: &str, mut events: Vec<DatasetActivityEvent>) -> Self {
        events.sort_by_key(|event| std::cmp::Reverse(event.occurred_at));
        let organization = Organization {
            token: token.to_owned(),
            events,
        };
        Self {
            organizations: Arc::new(HashMap::from([(org.to_owned(), organization)])),
        }
    }
}

impl Authenticator for Activity {
    /// The slug of the organization whose token it is.
    type Principal = String;

    async fn authenticate(
        &self,
        credentials: Credentials,
        _: Access<'_>,
    ) -> Result<String, Refusal> {
        let Credentials::BearerAuth(token) = credentials;
        let mut organizations = self.organizations.iter();
        let caller = organizations.find(|(_, organization)| token.is(&organization.token));
        let (org, _) = caller.ok_or(Refusal::Unauthenticated)?;
        Ok(org.clone())
    }
}

impl Api for Activity {
    async fn list_dataset_activity(
        &self,
        request: ListDatasetActivityRequest,
        context: Context<String>,
    ) -> Result<ListDatasetActivityResponse, ListDatasetActivityError> {
        let Some(organization) = self.organizations.get(&request.org) else {
            return Err(not_found(&request.org));
        };
        if context.principal != request.org {
            return Err(forbidden());
        }
        // The router has checked that neither of them is negative.
        let offset = usize::try_from(request.offset)?;
        let limit = usize::try_from(request.limit)?;
        let events = organization.events.iter().skip(offset).take(limit);
        let total = i64::try_from(organization.events.len())?;
        let page = DatasetActivityPage {
            events: Some(events.cloned().collect()),
            ..DatasetActivityPage::new(request.limit, request.offset, total)
        };
        Ok(page.into())
    }
}

fn not_found(org: &str) -> ListDatasetActivityError {
    let detail = format!("There is no organization `{org}`");
    ListDatasetActivityError::NotFound(ErrorEnvelope::new(404, detail, "not_found"))
}

fn forbidden() -> ListDatasetActivityError {
    let detail = "The token is another organization's";
    ListDatasetActivityError::Forbidden(ErrorEnvelope::new(403, detail, "permission_error"))
}
