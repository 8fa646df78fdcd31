//! What happens to the datasets of an organization.

use http::Method;

use super::super::types::{DatasetActivityEvent, DatasetActivityPage};
use super::offset_pages::{OffsetPage, by_offset};
use super::{Client, Error, ItemStream, Response};

impl Client {
    /// List Dataset Activity
    ///
    /// List dataset download activity for an organization.
    ///
    /// `GET /org/{org}/datasets/activity`
    ///
    /// * `org`: Organization slug
    pub fn list_dataset_activity(&self, org: impl Into<String>) -> ListDatasetActivity {
        ListDatasetActivity {
            client: self.clone(),
            org: org.into(),
            limit: None,
            offset: None,
        }
    }
}

/// A call of [`Client::list_dataset_activity`].
#[derive(Debug, Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct ListDatasetActivity {
    client: Client,
    org: String,
    limit: Option<i64>,
    offset: Option<i64>,
}

impl ListDatasetActivity {
    /// How many events a page holds at most.
    pub fn limit(mut self, limit: i64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// How many events to leave out before the first of the page.
    pub fn offset(mut self, offset: i64) -> Self {
        self.offset = Some(offset);
        self
    }

    /// Sends the request and returns the body of the answer.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn send(self) -> Result<DatasetActivityPage, Error> {
        self.send_with_response().await.map(Response::into_body)
    }

    /// Sends the request and returns the answer with its status and headers.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn send_with_response(self) -> Result<Response<DatasetActivityPage>, Error> {
        let answer = self
            .client
            .request(Method::GET, &[&["bearerAuth"]])
            .path("/org/")
            .path_value("org", &self.org)
            .path("/datasets/activity")
            .query("limit", &self.limit)
            .query("offset", &self.offset)
            .accept("application/json")
            .send()
            .await?;
        match answer.status().as_u16() {
            200 => answer.json(),
            400 | 401 | 403 | 404 | 409 | 422 | 426 | 429 | 500 | 502 | 504 => Err(answer.error()),
            _ => Err(answer.unexpected()),
        }
    }

    /// The items of all pages, one after the other, from `offset` on.
    pub fn stream(self) -> ItemStream<DatasetActivityEvent, Error> {
        by_offset(self.offset.unwrap_or(0), move |offset| {
            let call = self.clone().offset(offset);
            async move {
                let page = call.send().await?;
                Ok(OffsetPage {
                    items: page.events.unwrap_or_default(),
                    offset: page.offset,
                    total: page.total,
                })
            }
        })
    }
}
